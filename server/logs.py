"""The log: one line per event, and nothing in it that people wrote, or that tells who they are.

Our own messages are written so. Texts of foreign exceptions are not ours: a parser quotes what it
could not parse. So of an exception its type and its place are logged, and its text only where it
is written for an operator.
"""

import asyncio
import json
import logging
import sys
import time
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from persistence.contract import StoreError
from server.settings import LogFormat, LogLevel

# Their texts speak of files and hosts. Not AssertionError: assert_never quotes what it was given.
SPEAKING = (StoreError, OSError, ImportError)
WITHHELD = "(text withheld)"
# websockets' debugging and uvicorn's chatter would hold frames and addresses.
QUIET = ("uvicorn.error", "uvicorn.access", "uvicorn.asgi", "websockets", "asyncio")
ROOT = Path(__file__).resolve().parent.parent
# Deeper chains of causes say nothing new.
MOST_ERRORS = 8


def start_logging(level: LogLevel, form: LogFormat) -> None:
    """To stderr, in the place of whatever was set up before."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if form == "json" else TextLines())
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


def tell_loop_errors(_: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """For `loop.set_exception_handler`: the loop's own text shows calls with their arguments."""
    first = str(context.get("message", "the event loop met an error"))
    told = "exception in a callback" if first.startswith("Exception in callback") else first
    logging.getLogger("asyncio").error("%s", told, exc_info=context.get("exception"))


class JsonLines(logging.Formatter):
    """One JSON object per line: time (UTC), level, logger, message and, after a fault, errors."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": _time_of(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if errors := errors_of(record):
            line["errors"] = errors
        return json.dumps(line, ensure_ascii=False)


class TextLines(logging.Formatter):
    """For people: a line, and below it the errors from the first to the last."""

    def format(self, record: logging.LogRecord) -> str:
        lines = [f"{_time_of(record)} {record.levelname} {record.name}: {record.getMessage()}"]
        for error in errors_of(record):
            lines += [f"    {error['type']}: {error['text']}"]
            lines += [f"        {place}" for place in error["at"]]
        return "\n".join(lines)


def errors_of(record: logging.LogRecord) -> list[dict[str, Any]]:
    """The record's exception and its causes: type, text, places (innermost last)."""
    error = record.exc_info[1] if record.exc_info else None
    return [] if error is None else list(_described(error, set()))


def _described(error: BaseException, seen: set[int]) -> Iterator[dict[str, Any]]:
    if id(error) in seen or len(seen) >= MOST_ERRORS:
        return
    seen.add(id(error))
    yield {
        "type": f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins."),
        "text": str(error) if isinstance(error, SPEAKING) else WITHHELD,
        "at": [_place(frame) for frame in traceback.extract_tb(error.__traceback__)],
    }
    inner = error.exceptions if isinstance(error, BaseExceptionGroup) else ()
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    for other in (*inner, cause):
        if other is not None:
            yield from _described(other, seen)


def _place(frame: traceback.FrameSummary) -> str:
    path = Path(frame.filename)
    shown = path.relative_to(ROOT) if path.is_relative_to(ROOT) else path.name
    return f"{shown}:{frame.lineno} {frame.name}"


def _time_of(record: logging.LogRecord) -> str:
    whole = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
    return f"{whole}.{int(record.msecs):03d}Z"
