"""Calling a sink: its bug is logged and does not end the bus for everybody else."""

import logging
from collections.abc import Callable
from typing import ParamSpec

log = logging.getLogger(__name__)

Arguments = ParamSpec("Arguments")


def tell(
    call: Callable[Arguments, None], *args: Arguments.args, **kwargs: Arguments.kwargs
) -> None:
    try:
        call(*args, **kwargs)
    except Exception:
        log.exception("a sink must not raise")
