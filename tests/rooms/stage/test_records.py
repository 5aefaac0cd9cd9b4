import asyncio

import pytest

from persistence.contract import Conflict, NodeId, Record, StoreUnavailable
from persistence.memory import Memory, MemoryStore
from rooms.stage.records import RecordBook
from tests.fakes import FaultyStore, until

SCOPE = "helpathon"


class Books:
    """The same scope as two nodes know it, and what each was told."""

    def __init__(self) -> None:
        memory = Memory()
        self.store = FaultyStore(MemoryStore(NodeId("here"), memory))
        self.here = RecordBook(SCOPE, self.store)
        self.there = RecordBook(SCOPE, MemoryStore(NodeId("there"), memory))
        self.told: list[tuple[str, int]] = []
        self.here.listen(self.listener)

    def listener(self, name: str, record: Record) -> None:
        self.told.append((name, record.version))


async def test_a_book_knows_nothing_before_it_is_loaded() -> None:
    books = Books()
    await books.there.put("helpathon", {"title": "Hitze"}, 0)

    assert books.here.value("helpathon") is None
    assert books.here.version("helpathon") == 0

    await books.here.load()
    assert books.here.value("helpathon") == {"title": "Hitze"}
    assert books.here.version("helpathon") == 1


async def test_loading_gives_the_position_to_follow_from() -> None:
    books = Books()
    await books.there.put("one", 1, 0)
    first = await books.here.load()
    await books.there.put("two", 2, 0)
    second = await books.here.load()

    assert (first, second) == ("1", "2")


async def test_what_was_written_is_known_at_once_and_told() -> None:
    books = Books()

    await books.here.put("clock/room", {"status": "running"}, 0)

    assert books.here.value("clock/room") == {"status": "running"}
    assert books.told == [("clock/room", 1)]


async def test_a_change_needs_the_version_that_was_seen() -> None:
    books = Books()
    await books.here.put("name", "one", 0)

    await books.here.put("name", "two", 1)

    assert (books.here.value("name"), books.here.version("name")) == ("two", 2)


async def test_who_comes_second_gets_a_conflict_and_knows_better_then() -> None:
    books = Books()
    await books.there.put("name", "theirs", 0)

    with pytest.raises(Conflict):
        await books.here.put("name", "ours", 0)

    assert (books.here.value("name"), books.here.version("name")) == ("theirs", 1)
    assert books.told == [("name", 1)]


async def test_several_records_change_together_or_not_at_all() -> None:
    books = Books()
    await books.there.put("two", "theirs", 0)

    with pytest.raises(Conflict):
        await books.here.write({"one": 1, "two": 2}, {"one": 0, "two": 0})
    await books.here.load()

    assert books.here.value("one") is None
    assert books.here.value("two") == "theirs"


async def test_refreshing_tells_what_is_new_and_only_that() -> None:
    books = Books()
    await books.there.write({"same": 1, "changes": 1}, {"same": 0, "changes": 0})
    await books.here.load()
    books.told.clear()
    await books.there.put("changes", 2, 1)
    await books.there.put("comes", 1, 0)

    await books.here.refresh()

    assert sorted(books.told) == [("changes", 2), ("comes", 1)]


async def test_an_answer_that_was_overtaken_takes_nothing_back() -> None:
    books = Books()
    await books.here.put("name", "old", 0)
    books.store.hold_replies("read")
    slow = asyncio.create_task(books.here.refresh())
    await until(lambda: books.store.waiting["read"] == 1)

    await books.here.put("name", "new", 1)
    books.store.release("read")
    await slow

    assert (books.here.value("name"), books.here.version("name")) == ("new", 2)
    assert books.told == [("name", 1), ("name", 2)]


async def test_a_store_that_is_away_changes_nothing_here() -> None:
    books = Books()
    await books.here.put("name", "one", 0)
    books.store.fail("write")

    with pytest.raises(StoreUnavailable):
        await books.here.put("name", "two", 1)

    assert (books.here.value("name"), books.here.version("name")) == ("one", 1)


async def test_names_are_found_by_how_they_begin_in_their_order() -> None:
    books = Books()
    for name in ("room/b", "room/a", "roommate", "link/x"):
        await books.here.put(name, name.upper(), 0)

    assert list(books.here.named("room/").items()) == [("a", "ROOM/A"), ("b", "ROOM/B")]


async def test_what_was_read_is_a_copy() -> None:
    books = Books()
    await books.here.put("name", {"title": "one"}, 0)

    books.here.value("name")["title"] = "changed"

    assert books.here.value("name") == {"title": "one"}


async def test_who_stopped_listening_hears_nothing_more() -> None:
    books = Books()
    books.here.unlisten(books.listener)

    await books.here.put("name", "one", 0)

    assert books.told == []


async def test_what_the_store_lost_is_brought_back_with_its_version() -> None:
    books = Books()
    await books.here.put("clock/room", 1, 0)
    await books.here.put("clock/room", 2, 1)
    await books.store.clear()

    await books.here.refresh()

    await books.there.load()
    assert (books.there.value("clock/room"), books.there.version("clock/room")) == (2, 2)


async def test_a_store_that_went_on_without_what_it_lost_is_right() -> None:
    books = Books()
    await books.here.put("clock/room", "lost", 0)
    await books.store.clear()
    await books.there.put("clock/room", "written since", 0)

    await books.here.refresh()

    assert books.here.value("clock/room") == "written since"
    assert books.told == [("clock/room", 1), ("clock/room", 1)]
