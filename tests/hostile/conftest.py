"""One server per file, and a Helpathon of its own for each test."""

from collections.abc import AsyncIterator

import pytest_asyncio

from server.settings import Settings
from tests.server.door import Door, furnished
from tests.server.listening import Listening, listening


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def server() -> AsyncIterator[Listening]:
    async with listening(Settings()) as server:
        yield server


@pytest_asyncio.fixture(loop_scope="module")
async def door(server: Listening) -> Door:
    return await furnished(server)
