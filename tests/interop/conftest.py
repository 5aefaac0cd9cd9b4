"""One server whose rooms are open to any Yjs client; each test takes a room of its own."""

import itertools
from collections.abc import Iterator

import pytest

from tests.interop.crowd import Crowd, installed_node
from tests.processes import ServerProcess

OPEN = ("--open-rooms", "--no-links")

numbers = itertools.count(1)


@pytest.fixture(scope="session", autouse=True)
def node() -> str:
    return installed_node()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    store = tmp_path_factory.mktemp("interop") / "helpathon.db"
    with ServerProcess(f"sqlite:{store}", options=OPEN) as server:
        yield server


@pytest.fixture
def room() -> str:
    return f"room{next(numbers)}"


@pytest.fixture
def crowd(server: ServerProcess, room: str) -> Iterator[Crowd]:
    with Crowd(server.url, room) as crowd:
        yield crowd
