"""The log, its snapshot and its epoch, on every driver."""

import asyncio

from persistence.contract import START, Position, RoomId, Store, StoredRoom

ROOM = RoomId("hall-1")
ELSEWHERE = RoomId("hall-2")


async def position_after(store: Store, *entries: bytes, room: RoomId = ROOM) -> Position:
    await store.load(room)
    (result,) = (await store.append({room: entries})).values()
    assert isinstance(result, str)
    return result


def data(stored: StoredRoom) -> list[bytes]:
    return [entry.data for entry in stored.entries]


async def test_a_new_room_is_empty_and_has_an_epoch(store: Store) -> None:
    stored = await store.load(ROOM)

    assert stored == StoredRoom(stored.epoch, None, START, (), START)
    assert len(stored.epoch) >= 16


async def test_the_epoch_stays(store: Store) -> None:
    first = await store.load(ROOM)
    await position_after(store, b"x")

    assert (await store.load(ROOM)).epoch == first.epoch


async def test_rooms_have_different_epochs(store: Store) -> None:
    assert (await store.load(ROOM)).epoch != (await store.load(ELSEWHERE)).epoch


async def test_nodes_that_load_a_new_room_at_once_get_one_epoch(
    store: Store, other_store: Store
) -> None:
    loaded = await asyncio.gather(*(each.load(ROOM) for each in [store, other_store] * 5))

    assert len({stored.epoch for stored in loaded}) == 1


async def test_entries_come_back_in_order_with_their_node(store: Store, other_store: Store) -> None:
    await position_after(store, b"one", b"two")
    await position_after(other_store, b"three")

    stored = await store.load(ROOM)

    assert data(stored) == [b"one", b"two", b"three"]
    assert [entry.node for entry in stored.entries] == ["here", "here", "there"]


async def test_the_position_of_a_room_is_that_of_its_last_entry(store: Store) -> None:
    result = await store.append({ROOM: [b"one", b"two"], ELSEWHERE: [b"three"]})

    for room, position in result.items():
        stored = await store.load(room)
        assert position == stored.last == stored.entries[-1].position


async def test_a_room_without_entries_in_the_batch_is_not_in_the_result(store: Store) -> None:
    result = await store.append({ROOM: [], ELSEWHERE: [b"x"]})

    assert list(result) == [ELSEWHERE]


async def test_any_bytes_are_kept(store: Store) -> None:
    entries = [b"", b"\0", b"\r\n", bytes(range(256)), b"\xff" * 300_000]

    await position_after(store, *entries)

    assert data(await store.load(ROOM)) == entries


async def test_any_room_id_is_kept_apart(store: Store) -> None:
    ids = [RoomId(text) for text in ("a", "A", "a}b", "{a}", "ü-☂", "a:log", "*", "a*")]
    for room in ids:
        await position_after(store, room.encode(), room=room)

    for room in ids:
        assert data(await store.load(room)) == [room.encode()]
    assert sorted([room async for room in store.rooms()]) == sorted(ids)


async def test_concurrent_appends_are_all_there_each_writers_own_in_order(
    store: Store, other_store: Store
) -> None:
    async def writer(each: Store, name: bytes) -> None:
        for number in range(20):
            await position_after(each, b"%b %d" % (name, number))

    await asyncio.gather(writer(store, b"a"), writer(store, b"b"), writer(other_store, b"c"))

    found = data(await store.load(ROOM))
    assert len(found) == 60
    for name in (b"a", b"b", b"c"):
        of_one = [entry for entry in found if entry.startswith(name)]
        assert of_one == [b"%b %d" % (name, number) for number in range(20)]


async def test_a_snapshot_takes_the_place_of_what_it_covers(store: Store) -> None:
    covers = await position_after(store, b"one", b"two")

    assert await store.compact(ROOM, b"one+two", covers=covers, replaces=START)

    stored = await store.load(ROOM)
    assert (stored.snapshot, stored.covered, stored.entries) == (b"one+two", covers, ())
    assert stored.last == covers


async def test_entries_appended_after_the_load_survive_compaction(
    store: Store, other_store: Store
) -> None:
    covers = await position_after(store, b"one")
    last = await position_after(other_store, b"two")

    assert await store.compact(ROOM, b"one", covers=covers, replaces=START)

    stored = await store.load(ROOM)
    assert (stored.snapshot, data(stored), stored.last) == (b"one", [b"two"], last)


async def test_a_part_of_what_was_loaded_can_be_covered(store: Store) -> None:
    await position_after(store, b"one", b"two", b"three")
    middle = (await store.load(ROOM)).entries[1].position

    assert await store.compact(ROOM, b"one+two", covers=middle, replaces=START)

    assert data(await store.load(ROOM)) == [b"three"]


async def test_compaction_leaves_other_rooms_alone(store: Store) -> None:
    await position_after(store, b"theirs", room=ELSEWHERE)
    covers = await position_after(store, b"ours")
    await position_after(store, b"theirs too", room=ELSEWHERE)

    await store.compact(ROOM, b"ours", covers=covers, replaces=START)

    assert data(await store.load(ELSEWHERE)) == [b"theirs", b"theirs too"]


async def test_of_two_compactors_one_wins_and_no_entry_is_lost(
    store: Store, other_store: Store
) -> None:
    first = await position_after(store, b"one")
    second = await position_after(store, b"two")

    won = await asyncio.gather(
        store.compact(ROOM, b"one", covers=first, replaces=START),
        other_store.compact(ROOM, b"one+two", covers=second, replaces=START),
    )

    assert sorted(won) == [False, True]
    stored = await store.load(ROOM)
    assert (stored.snapshot, data(stored)) in [(b"one", [b"two"]), (b"one+two", [])]


async def test_a_snapshot_of_a_replaced_state_is_refused(store: Store) -> None:
    first = await position_after(store, b"one")
    await store.compact(ROOM, b"one", covers=first, replaces=START)
    second = await position_after(store, b"two")

    assert not await store.compact(ROOM, b"two", covers=second, replaces=START)

    stored = await store.load(ROOM)
    assert (stored.snapshot, data(stored)) == (b"one", [b"two"])


async def test_a_snapshot_is_replaced_by_one_of_the_same_entries(store: Store) -> None:
    covers = await position_after(store, b"one", b"deleted")
    await store.compact(ROOM, b"one+deleted", covers=covers, replaces=START)

    assert await store.compact(ROOM, b"one", covers=covers, replaces=covers)

    stored = await store.load(ROOM)
    assert (stored.snapshot, stored.covered) == (b"one", covers)


async def test_a_snapshot_of_entries_the_log_does_not_have_is_refused(store: Store) -> None:
    first = await position_after(store, b"one")
    ahead = Position(first.replace(first.split("-")[0], str(int(first.split("-")[0]) + 1000)))

    assert not await store.compact(ROOM, b"one+more", covers=ahead, replaces=START)

    assert data(await store.load(ROOM)) == [b"one"]


async def test_a_snapshot_that_covers_less_than_the_stored_one_is_refused(store: Store) -> None:
    first = await position_after(store, b"one")
    second = await position_after(store, b"two")
    await store.compact(ROOM, b"one+two", covers=second, replaces=START)

    assert not await store.compact(ROOM, b"one", covers=first, replaces=second)

    assert (await store.load(ROOM)).snapshot == b"one+two"


async def test_a_snapshot_of_a_room_that_never_was_is_refused(store: Store) -> None:
    assert not await store.compact(ROOM, b"nothing", covers=START, replaces=START)

    assert [room async for room in store.rooms()] == []


async def test_positions_go_on_after_everything_was_covered(store: Store) -> None:
    first = await position_after(store, b"one")
    await store.compact(ROOM, b"one", covers=first, replaces=START)

    second = await position_after(store, b"two")

    assert second != first
    assert data(await store.load(ROOM)) == [b"two"]


async def test_all_rooms_are_listed_once(store: Store, other_store: Store) -> None:
    assert [room async for room in store.rooms()] == []
    for number in range(25):
        await store.load(RoomId(f"room-{number}"))
    await other_store.load(RoomId("room-7"))

    found = [room async for room in store.rooms()]

    assert sorted(found) == sorted(f"room-{number}" for number in range(25))


async def test_a_store_finds_nothing_wrong_with_itself_and_answers_a_ping(store: Store) -> None:
    await store.ping()

    findings = await store.findings()

    assert findings
    assert "error" not in {finding.level for finding in findings}


async def test_a_room_that_was_lost_comes_back_under_the_epoch_it_had(store: Store) -> None:
    before = await store.load(ROOM)
    await position_after(store, b"x")

    await store.clear()

    assert await store.load(ROOM) == StoredRoom(before.epoch, None, START, (), START)
