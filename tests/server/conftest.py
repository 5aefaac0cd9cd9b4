"""A Helpathon in memory: asked over ASGI, or served by uvicorn on a free port."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from pathlib import Path

import pytest
import pytest_asyncio
import uvloop

from tests.server.house import House, open_house
from tests.server.listening import OPEN, Listening, listening

LoopFactory = Callable[[], asyncio.AbstractEventLoop]


def pytest_asyncio_loop_factories(item: pytest.Item) -> Mapping[str, LoopFactory]:
    """What we serve on; where sockets matter, also what we fall back to without it."""
    loops: dict[str, LoopFactory] = {"uvloop": uvloop.new_event_loop}
    if item.path.stem == "test_transport":
        loops["asyncio"] = asyncio.new_event_loop
    return loops


@pytest.fixture
def web(tmp_path: Path) -> Path:
    """A folder of pages, so that no test here depends on what they look like."""
    for folder in ("pages", "board", "vendor/build"):
        (tmp_path / folder).mkdir(parents=True)
    for name in ("start", "join", "board"):
        (tmp_path / "pages" / f"{name}.html").write_text(f"<!doctype html><title>{name}</title>")
    (tmp_path / "board" / "camera.js").write_text("export const camera = 1;\n")
    for unseen in ("package.json", "tsconfig.json", "vendor/lit.d.ts", "vendor/build/build.mjs"):
        (tmp_path / unseen).write_text("{}")
    return tmp_path


@pytest.fixture
async def house(web: Path) -> AsyncIterator[House]:
    async with open_house(web) as house:
        yield house


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def server() -> AsyncIterator[Listening]:
    """Anybody may open any room of it; each test takes a room of its own."""
    async with listening(OPEN) as server:
        yield server
