"""What backups need of a store, on every driver."""

import pytest

from persistence.contract import Change, RoomId, Store, WrongStore

ROOM = RoomId("hall-1")


async def test_blobs_are_listed_once_each(store: Store) -> None:
    names = {await store.put_blob(data) for data in (b"one", b"two", b"one")}

    assert sorted([name async for name in store.blobs()]) == sorted(names)


async def test_a_restored_room_is_as_it_was(store: Store) -> None:
    await store.restore_room(ROOM, "epoch-of-old", b"snapshot")
    await store.append({ROOM: [b"one", b"two"]})

    stored = await store.load(ROOM)
    assert (stored.epoch, stored.snapshot) == ("epoch-of-old", b"snapshot")
    assert [entry.data for entry in stored.entries] == [b"one", b"two"]
    assert [room async for room in store.rooms()] == [ROOM]


async def test_a_restored_room_is_compacted_like_any_other(store: Store) -> None:
    await store.restore_room(ROOM, "epoch-of-old", b"snapshot")
    await store.append({ROOM: [b"one"]})
    stored = await store.load(ROOM)

    assert await store.compact(ROOM, b"new", covers=stored.last, replaces=stored.covered)
    again = await store.load(ROOM)
    assert (again.snapshot, again.entries) == (b"new", ())


async def test_a_room_without_a_snapshot_has_none_afterwards(store: Store) -> None:
    await store.restore_room(ROOM, "epoch-of-old", None)

    assert (await store.load(ROOM)).snapshot is None


async def test_a_room_that_is_there_is_not_restored_over(store: Store) -> None:
    before = await store.load(ROOM)
    with pytest.raises(WrongStore):
        await store.restore_room(ROOM, "another", b"snapshot")

    assert await store.load(ROOM) == before


async def test_a_cleared_store_is_empty(store: Store) -> None:
    await store.load(ROOM)
    await store.append({ROOM: [b"one"]})
    await store.write("town", [Change("title", b"X", 0)])
    blob = await store.put_blob(b"picture")
    await store.clear()

    assert [room async for room in store.rooms()] == []
    assert (await store.read("town")).records == {}
    assert await store.get_blob(blob) is None
    assert (await store.load(ROOM)).entries == ()
