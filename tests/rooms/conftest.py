"""Rooms are tested on a clock that jumps over every wait."""

import asyncio
from collections.abc import Callable, Mapping

from tests.fakes import SkippingLoop


def pytest_asyncio_loop_factories() -> Mapping[str, Callable[[], asyncio.AbstractEventLoop]]:
    return {"skipping": SkippingLoop}
