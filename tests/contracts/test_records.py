"""Records and blobs, on every driver."""

import asyncio
import hashlib

import pytest

from persistence.contract import START, Change, Conflict, Record, Records, Store

SCOPE = "linz24"


async def put(store: Store, name: str, value: bytes, expected: int = 0) -> Record:
    return (await store.write(SCOPE, [Change(name, value, expected)]))[name]


async def remove(store: Store, name: str, expected: int) -> None:
    assert await store.write(SCOPE, [Change(name, None, expected)]) == {}


async def test_an_unknown_scope_has_no_records(store: Store) -> None:
    assert await store.read(SCOPE) == Records({}, START)


async def test_a_new_record_is_version_1(store: Store) -> None:
    assert await put(store, "clock", b"9:00") == Record(b"9:00", 1)
    assert (await store.read(SCOPE)).records == {"clock": Record(b"9:00", 1)}


async def test_every_change_counts_the_version_up(store: Store) -> None:
    for version in range(5):
        assert await put(store, "clock", b"%d" % version, version) == Record(
            b"%d" % version, version + 1
        )


async def test_a_stale_version_conflicts_with_the_current_record(store: Store) -> None:
    await put(store, "clock", b"9:00")
    await put(store, "clock", b"9:30", 1)

    with pytest.raises(Conflict) as raised:
        await put(store, "clock", b"10:00", 1)

    assert (raised.value.name, raised.value.current) == ("clock", Record(b"9:30", 2))


async def test_a_record_that_should_be_new_but_is_there_conflicts(store: Store) -> None:
    await put(store, "clock", b"9:00")

    with pytest.raises(Conflict) as raised:
        await put(store, "clock", b"10:00", 0)

    assert raised.value.current == Record(b"9:00", 1)


async def test_a_record_that_should_be_there_but_is_not_conflicts_with_nothing(
    store: Store,
) -> None:
    with pytest.raises(Conflict) as raised:
        await put(store, "clock", b"10:00", 3)

    assert (raised.value.name, raised.value.current) == ("clock", None)


async def test_a_deleted_record_is_gone_and_conflicts_with_nothing(store: Store) -> None:
    await put(store, "clock", b"9:00")
    await remove(store, "clock", 1)

    assert (await store.read(SCOPE)).records == {}
    with pytest.raises(Conflict) as raised:
        await put(store, "clock", b"10:00", 1)
    assert raised.value.current is None


async def test_the_version_of_a_deleted_record_never_restarts(store: Store) -> None:
    await put(store, "clock", b"9:00")
    await remove(store, "clock", 1)

    assert await put(store, "clock", b"10:00") == Record(b"10:00", 3)
    assert (await store.read(SCOPE)).records == {"clock": Record(b"10:00", 3)}


async def test_deleting_what_is_not_there_as_expected_changes_nothing(store: Store) -> None:
    await remove(store, "clock", 0)

    assert await put(store, "clock", b"9:00") == Record(b"9:00", 1)


async def test_deleting_what_someone_else_wrote_conflicts(store: Store) -> None:
    await put(store, "clock", b"9:00")

    with pytest.raises(Conflict):
        await store.write(SCOPE, [Change("clock", None, 0)])

    assert (await store.read(SCOPE)).records == {"clock": Record(b"9:00", 1)}


async def test_a_write_of_several_names_is_all_or_nothing(store: Store) -> None:
    await put(store, "b", b"old")

    with pytest.raises(Conflict) as raised:
        await store.write(SCOPE, [Change("a", b"new", 0), Change("b", b"new", 0)])

    assert raised.value.name == "b"
    assert (await store.read(SCOPE)).records == {"b": Record(b"old", 1)}


async def test_the_first_conflict_is_the_one_named(store: Store) -> None:
    await put(store, "a", b"old")
    await put(store, "b", b"old")

    with pytest.raises(Conflict) as raised:
        await store.write(SCOPE, [Change("b", b"new", 7), Change("a", b"new", 7)])

    assert raised.value.name == "b"


async def test_several_names_are_written_and_deleted_together(store: Store) -> None:
    await put(store, "a", b"1")
    await put(store, "b", b"1")

    written = await store.write(
        SCOPE, [Change("a", b"2", 1), Change("b", None, 1), Change("c", b"1", 0)]
    )

    assert written == {"a": Record(b"2", 2), "c": Record(b"1", 1)}
    assert (await store.read(SCOPE)).records == written


async def test_a_record_named_twice_in_one_write_is_a_mistake(store: Store) -> None:
    with pytest.raises(ValueError, match="every record once"):
        await store.write(SCOPE, [Change("a", b"1", 0), Change("a", b"2", 1)])

    assert (await store.read(SCOPE)).records == {}


async def test_nothing_to_write_is_nothing_written(store: Store) -> None:
    assert await store.write(SCOPE, []) == {}


async def test_of_two_nodes_that_write_at_once_one_wins(store: Store, other_store: Store) -> None:
    results = await asyncio.gather(
        *(put(each, "clock", b"%d" % n) for n in range(5) for each in (store, other_store)),
        return_exceptions=True,
    )

    (won,) = [result for result in results if isinstance(result, Record)]
    conflicts = [result for result in results if isinstance(result, Conflict)]
    assert len(conflicts) == 9
    assert {conflict.current for conflict in conflicts} == {won}


async def test_a_prefix_selects_names(store: Store) -> None:
    for name in ("room/1", "room/2", "room", "person/1", "ro%m/1"):
        await put(store, name, name.encode())

    assert sorted((await store.read(SCOPE, "room/")).records) == ["room/1", "room/2"]
    assert sorted((await store.read(SCOPE, "ro%")).records) == ["ro%m/1"]
    assert sorted((await store.read(SCOPE, "x")).records) == []
    assert len((await store.read(SCOPE)).records) == 5


async def test_any_name_and_value_is_kept(store: Store) -> None:
    kept = {"ü ☂\n": b"\0\xff=1-", "3=": b"", "-": b"=", "": b"=" * 100_000}
    for name, value in kept.items():
        await put(store, name, value)

    records = (await store.read(SCOPE)).records

    assert {name: record.value for name, record in records.items()} == kept


async def test_scopes_are_apart(store: Store) -> None:
    await put(store, "clock", b"9:00")

    assert (await store.read("graz24")).records == {}
    await store.write("graz24", [Change("clock", b"10:00", 0)])
    assert (await store.read(SCOPE)).records == {"clock": Record(b"9:00", 1)}


async def test_a_blob_is_found_by_its_hash(store: Store, other_store: Store) -> None:
    picture = bytes(range(256)) * 1000

    name = await store.put_blob(picture)

    assert name == hashlib.sha256(picture).hexdigest()
    assert await other_store.get_blob(name) == picture


async def test_a_blob_can_be_put_again(store: Store) -> None:
    assert await store.put_blob(b"picture") == await store.put_blob(b"picture")


async def test_an_unknown_blob_is_none(store: Store) -> None:
    assert await store.get_blob("0" * 64) is None


async def test_lost_records_are_brought_back_with_the_versions_they_had(store: Store) -> None:
    await put(store, "clock", b"9:00")
    lost = {"clock": Record(b"9:30", 4), "agenda": Record(b"coffee", 2)}

    await store.bring_back(SCOPE, lost)

    assert (await store.read(SCOPE)).records == lost
    assert await put(store, "clock", b"10:00", 4) == Record(b"10:00", 5)


async def test_what_is_as_new_or_newer_stays(store: Store, other_store: Store) -> None:
    await put(store, "clock", b"9:00")
    await put(store, "gone", b"x")
    await remove(store, "gone", 1)

    for node in (store, other_store):
        old = {"clock": Record(b"8:00", 1), "gone": Record(b"x", 1)}
        await node.bring_back(SCOPE, old)

    assert (await store.read(SCOPE)).records == {"clock": Record(b"9:00", 1)}


async def test_more_records_than_a_script_passes_on_at_once_are_brought_back(store: Store) -> None:
    lost = {f"person/{number}": Record(b"x", 1) for number in range(2500)}

    await store.bring_back(SCOPE, lost)

    assert (await store.read(SCOPE)).records == lost
