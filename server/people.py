"""From a cookie to a person: the pass says who, the Helpathon's records say what they may."""

import time
from collections.abc import Mapping
from typing import Any

from starlette.requests import cookie_parser

from persistence.contract import Conflict, RoomId
from rooms.member import Person, PersonId
from rooms.roles import STRENGTH, Action, Role, may
from rooms.stage.helpathon import MEMBER_COLOURS, Link, link_of, new_id
from rooms.stage.records import RecordBook
from server.identity import BadToken, Identity, Pass, cookie_names
from server.problems import Problem

LONGEST_NAME = 40
# Long enough that nobody guesses another person's id.
PERSON_ID_LENGTH = 16
# Clicks of one person at the same moment.
MOST_CONFLICTS = 8
# A browser sends some 4 kB of cookies; more is no browser.
MAX_COOKIE_HEADER = 8192
MOST_PASSES = 16


def pass_in(cookie_header: str, helpathon: str, identity: Identity) -> Pass | None:
    """The valid pass for a Helpathon in a Cookie header, if there is one."""
    cookies = cookies_in(cookie_header)
    for name in cookie_names(helpathon):
        holder = pass_of(name, cookies.get(name, ""), identity)
        if holder is not None:
            return holder
    return None


def passes_in(cookie_header: str, identity: Identity) -> list[Pass]:
    """All valid passes, of so many Helpathons as one browser may be in."""
    ours = [
        (name, value)
        for prefix in cookie_names("")
        for name, value in sorted(cookies_in(cookie_header).items())
        if name.startswith(prefix)
    ]
    found: dict[str, Pass] = {}
    for name, value in ours[:MOST_PASSES]:
        holder = pass_of(name, value, identity)
        if holder is not None:
            found.setdefault(holder.helpathon, holder)
    return list(found.values())


def pass_of(name: str, value: str, identity: Identity) -> Pass | None:
    try:
        holder = identity.read_pass(value)
    except BadToken:
        return None
    return holder if name in cookie_names(holder.helpathon) else None


def cookies_in(header: str) -> dict[str, str]:
    """Name → value; nothing of what no browser sends."""
    # Not http.cookies: it gives up at the first cookie of somebody else that it cannot read.
    return {} if len(header) > MAX_COOKIE_HEADER else cookie_parser(header)


async def find_person(book: RecordBook, holder: Pass) -> Person:
    """The same, also for somebody who joined on another node a moment ago.

    Raises Problem: not-signed-in, link-unknown, link-revoked, link-expired; StoreError.
    """
    if book.value(f"person/{holder.person}") is None:
        await book.refresh()
    return person_of(book, holder)


def person_of(book: RecordBook, holder: Pass) -> Person:
    """Raises Problem: not-signed-in, link-unknown, link-revoked, link-expired."""
    value = book.value(f"person/{holder.person}")
    if value is None:
        raise Problem("not-signed-in", "expected somebody who joined this Helpathon")
    link = valid_link(book, holder.link)
    return Person(
        id=PersonId(holder.person),
        name=value["name"],
        role=link.role,
        colour=value["colour"],
        link=link.id,
    )


def valid_link(book: RecordBook, link_id: str) -> Link:
    """Raises Problem: link-unknown, link-revoked, link-expired."""
    link = link_of(book, link_id)
    if link is None:
        raise Problem("link-unknown", "expected a link of this Helpathon")
    if link.revoked:
        raise Problem("link-revoked", "this link was revoked")
    if link.expires_at_ms <= time.time_ns() // 1_000_000:
        raise Problem("link-expired", "this link has expired")
    return link


def require_room(book: RecordBook, person: Person, room: RoomId) -> None:
    """Raises Problem(forbidden) where somebody's link is for another room."""
    link = link_of(book, person.link)
    bound = None if link is None else link.room
    if bound is not None and bound != room and not may(person.role, Action.VISIT_ANY_ROOM):
        raise Problem("forbidden", "expected the room of your link")


def clean_name(raw: object) -> str:
    """A first name as people type it, without anything that isn't printable.

    Raises Problem(invalid).
    """
    if not isinstance(raw, str) or len(raw) > 4 * LONGEST_NAME:
        raise Problem("invalid", f"expected a name of 1 to {LONGEST_NAME} characters")
    name = " ".join("".join(c if c.isprintable() else " " for c in raw).split())
    if not 1 <= len(name) <= LONGEST_NAME:
        raise Problem("invalid", f"expected a name of 1 to {LONGEST_NAME} characters")
    return name


def is_known(book: RecordBook, holder: Pass | None) -> bool:
    """Whether the browser already is somebody here."""
    return holder is not None and book.value(f"person/{holder.person}") is not None


async def join(book: RecordBook, holder: Pass | None, link: Link, name: str, room: RoomId) -> Pass:
    """Sign somebody in by a link: the same person again where the browser already is one.

    Raises StoreError.
    """
    known = None if holder is None else book.value(f"person/{holder.person}")
    if holder is None or known is None:
        holder = Pass(book.scope, new_id(PERSON_ID_LENGTH), link.id)
        known = {"colour": least_used_colour(book)}
    record: Mapping[str, Any] = {"name": name, "room": room, "colour": known["colour"]}
    await put_over(book, f"person/{holder.person}", record)
    return Pass(book.scope, holder.person, stronger_link(book, holder.link, link))


async def put_over(book: RecordBook, name: str, value: Mapping[str, Any]) -> None:
    """The last one wins: somebody who clicks twice, or joins in two tabs.

    Raises StoreError.
    """
    for _ in range(MOST_CONFLICTS):
        try:
            await book.put(name, value, book.version(name))
        except Conflict:
            continue  # the book knows the newer version now
        return
    await book.put(name, value, book.version(name))


def stronger_link(book: RecordBook, held: str, offered: Link) -> str:
    """A facilitator who opens the participants' link stays a facilitator."""
    try:
        held_role: Role | None = valid_link(book, held).role
    except Problem:
        held_role = None
    if held_role is not None and STRENGTH[held_role] > STRENGTH[offered.role]:
        return held
    return offered.id


def least_used_colour(book: RecordBook) -> int:
    """So that the few people of one team rarely share a colour."""
    used = [value["colour"] for value in book.named("person/").values()]
    return min(range(MEMBER_COLOURS), key=lambda colour: (used.count(colour), colour))
