"""Which scopes of records a store has: the installation, its Helpathons, and those of rooms."""

from collections.abc import Iterable

from persistence.contract import RoomId, Store
from rooms.stage.helpathon import helpathon_of
from rooms.stage.records import RecordBook
from server.app import INSTALLATION


async def scopes_of(store: Store, rooms: Iterable[RoomId]) -> list[str]:
    """The installation is the last one."""
    book = RecordBook(INSTALLATION, store)
    await book.load()
    found = {*book.named("helpathon/"), *map(helpathon_of, rooms)} - {INSTALLATION}
    return [*sorted(found), INSTALLATION]
