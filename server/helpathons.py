"""Setting up Helpathons and naming their links: what the command line does beside serving."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from persistence.contract import Store
from rooms.roles import Role
from rooms.stage.helpathon import create, links_of, new_id, rooms_of
from rooms.stage.records import RecordBook
from server.app import INSTALLATION, signing_secret
from server.identity import Identity

HELPATHON_ID_LENGTH = 8
# Links are made weeks before the day and used weeks after it.
LINK_AGE_DAYS = 90
DAY_MS = 24 * 3600 * 1000
HIGHEST_ROOM_COUNT = 100
LANGUAGES = ("de", "en")


@dataclass(frozen=True, slots=True)
class Invitation:
    """A Helpathon and the paths of its links, `/j/…`."""

    id: str
    title: str
    rooms: tuple[str, ...]
    paths: dict[Role, str]


async def create_helpathon(
    store: Store, title: str, rooms: Sequence[str], language: str
) -> Invitation:
    helpathon = new_id(HELPATHON_ID_LENGTH)
    book = RecordBook(helpathon, store)
    expires_at_ms = time.time_ns() // 1_000_000 + LINK_AGE_DAYS * DAY_MS
    await create(book, title=title, rooms=rooms, language=language, expires_at_ms=expires_at_ms)
    installation = RecordBook(INSTALLATION, store)
    await installation.put(f"helpathon/{helpathon}", {"created_ms": time.time_ns() // 10**6}, 0)
    return invitation(book, Identity(await signing_secret(store)))


async def newest_helpathon(store: Store) -> Invitation | None:
    installation = RecordBook(INSTALLATION, store)
    await installation.load()
    created = {id_: value["created_ms"] for id_, value in installation.named("helpathon/").items()}
    if not created:
        return None
    book = RecordBook(max(created, key=created.__getitem__), store)
    await book.load()
    return invitation(book, Identity(await signing_secret(store)))


def invitation(book: RecordBook, identity: Identity) -> Invitation:
    links = [link for link in links_of(book) if not link.revoked and link.room is None]
    return Invitation(
        id=book.scope,
        title=book.value("helpathon")["title"],
        rooms=tuple(room.title for room in rooms_of(book)),
        paths={link.role: f"/j/{identity.sign_link(book.scope, link.id)}" for link in links},
    )
