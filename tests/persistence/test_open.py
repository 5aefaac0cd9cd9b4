"""Addresses of stores."""

from pathlib import Path

import pytest

from persistence.contract import NodeId, RoomId, WrongStore
from persistence.open import open_store

NODE = NodeId("here")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "memory",
        "memory:shared",
        "sqlite:",
        "postgres://localhost/helpathon",
        "redis://localhost:not-a-port",
        "redis://localhost/0?colour=blue",
    ],
)
def test_an_address_that_names_no_store_is_told_what_was_expected(url: str) -> None:
    with pytest.raises(WrongStore, match="expected"):
        open_store(url, NODE)


def test_no_password_is_shown() -> None:
    with pytest.raises(WrongStore) as raised:
        open_store("redis://:secret@localhost:not-a-port", NODE)

    assert "secret" not in str(raised.value)


@pytest.mark.parametrize("url", ["redis://localhost", "rediss://u:p@host:1/2?prefix=graz:"])
def test_redis_addresses_are_understood_without_connecting(url: str) -> None:
    open_store(url, NODE)


async def test_a_sqlite_address_is_a_path(tmp_path: Path) -> None:
    store, _ = open_store(f"sqlite:{tmp_path}/with space.db", NODE)
    async with store:
        await store.load(RoomId("hall"))

    assert (tmp_path / "with space.db").is_file()


async def test_every_memory_address_is_a_store_of_its_own() -> None:
    first, _ = open_store("memory:", NODE)
    second, _ = open_store("memory:", NODE)
    async with first, second:
        await first.append({RoomId("hall"): [b"x"]})

        assert [room async for room in first.rooms()] == ["hall"]
        assert [room async for room in second.rooms()] == []


async def test_memory_warns_that_nothing_is_kept() -> None:
    store, _ = open_store("memory:", NODE)
    async with store:
        (finding,) = await store.findings()

    assert (finding.level, finding.subject) == ("warning", "durability")
