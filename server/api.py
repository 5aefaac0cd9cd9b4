"""The HTTP interface: join by a link, look at a room, export it, and how the server is."""

import json
import logging
from collections.abc import Callable
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from persistence.contract import RoomId
from rooms.books import UnknownHelpathon
from rooms.export.room_json import export_room
from rooms.member import Person
from rooms.roles import Action, may
from rooms.stage.areas import areas_of
from rooms.stage.helpathon import Link, helpathon_of, rooms_of
from rooms.stage.records import RecordBook
from server import people
from server.admission import is_room_id
from server.health import LONGEST_LAG_S, store_problem
from server.identity import COOKIE_AGE_S, BadToken, Pass, cookie_name
from server.origin import is_foreign
from server.problems import Problem
from server.running import Running, running

log = logging.getLogger(__name__)

# A join is a name and a room.
MAX_BODY_BYTES = 4096
NO_STORE = {"Cache-Control": "no-store"}

# Charges something to a person, by their id; raises Problem(too-many).
Count = Callable[[str], None]


async def link_info(request: Request) -> Response:
    server = running(request)
    book, link = await link_in_path(request, server)
    holder = pass_of(request, server, book)
    value = None if holder is None else book.value(f"person/{holder.person}")
    you = None
    if holder is not None and value is not None:
        role = people.valid_link(book, people.stronger_link(book, holder.link, link)).role
        you = {"name": value["name"], "role": role.value, "room": value["room"]}
    return answer(
        {
            "helpathon": describe_helpathon(book),
            "role": link.role.value,
            "room": link.room,
            "rooms": describe_rooms(book),
            "you": you,
        }
    )


async def join(request: Request) -> Response:
    server = running(request)
    require_own_page(request)
    book, link = await link_in_path(request, server)
    body = await json_body(request)
    name = people.clean_name(body.get("name"))
    room = link.room or body.get("room")
    if not isinstance(room, str) or book.value(f"room/{room}") is None:
        raise Problem("room-unknown", "expected one of the Helpathon's rooms")
    known = pass_of(request, server, book)
    if not people.is_known(book, known):
        server.admission.quotas.count_newcomer(book, link)
    holder = await people.join(book, known, link, name, RoomId(room))
    response = answer({"room": room, "url": f"/r/{room}"})
    secure = request.url.scheme == "https"
    response.set_cookie(
        cookie_name(book.scope, secure=secure),
        server.identity.sign_pass(holder),
        max_age=COOKIE_AGE_S,
        httponly=True,
        samesite="lax",
        secure=secure,
    )
    return response


async def room_info(request: Request) -> Response:
    server = running(request)
    room = RoomId(request.path_params["room"])
    book, person = await visitor(request, server, room)
    everywhere = may(person.role, Action.VISIT_ANY_ROOM)
    return answer(
        {
            "room": {"id": room, "title": book.value(f"room/{room}")["title"]},
            "helpathon": describe_helpathon(book),
            "rooms": describe_rooms(book) if everywhere else [],
            "you": {
                "person": person.id,
                "name": person.name,
                "role": person.role.value,
                "colour": person.colour,
            },
        }
    )


async def room_export(request: Request) -> Response:
    server = running(request)
    room = RoomId(request.path_params["room"])
    if not server.settings.open_rooms:
        await visitor(request, server, room)
    live = (await server.hub.room(room)).room
    areas = areas_of(server.hub.books.opened(live.card.helpathon), room)
    return answer(export_room(live.card, live.epoch, live.document, areas, datetime.now(UTC)))


async def me(request: Request) -> Response:
    server = running(request)
    found = []
    for holder in passes_of(request, server):
        try:
            book = await server.hub.books.of(holder.helpathon)
            person = await people.find_person(book, holder)
        except (Problem, UnknownHelpathon):
            continue  # over, or signed out: nothing to offer
        found.append(
            {
                **describe_helpathon(book),
                "name": person.name,
                "role": person.role.value,
                "room": book.value(f"person/{person.id}")["room"],
            }
        )
    return answer({"helpathons": found})


async def healthz(request: Request) -> Response:
    server = running(request)
    problem = await store_problem(server.store)
    if problem is not None:
        # For the operator alone: the text may name addresses and paths.
        log.warning("the store is not well: %s", problem)
    lag_s = server.loop_lag.latest_s
    well = problem is None and lag_s < LONGEST_LAG_S
    status = HTTPStatus.OK if well else HTTPStatus.SERVICE_UNAVAILABLE
    body = {
        "store": "ok" if problem is None else "away",
        "loop_lag_ms": round(lag_s * 1000, 1),
        # What a proxy made of it: `helpathon doctor` looks whether cookies become secure.
        "scheme": request.url.scheme,
    }
    return JSONResponse(body, status_code=status, headers=NO_STORE)


async def readyz(request: Request) -> Response:
    """Whether a proxy should send people here.

    It does not ask the store: where that is away for all nodes, people are better off in their
    rooms than with no server at all.
    """
    server = running(request)
    draining = server.admission.draining
    ready = not draining and server.loop_lag.latest_s < LONGEST_LAG_S
    status = HTTPStatus.OK if ready else HTTPStatus.SERVICE_UNAVAILABLE
    body = {"ready": ready, "draining": draining}
    return JSONResponse(body, status_code=status, headers=NO_STORE)


async def metrics(request: Request) -> Response:
    page: bytes = request.state.metrics()
    return Response(page, media_type="text/plain; version=0.0.4; charset=utf-8", headers=NO_STORE)


ROUTES = [
    Route("/api/links/{token}", link_info),
    Route("/api/links/{token}/join", join, methods=["POST"]),
    Route("/api/rooms/{room}", room_info),
    Route("/api/rooms/{room}/export", room_export),
    Route("/api/me", me),
    Route("/healthz", healthz),
    Route("/readyz", readyz),
    Route("/metrics", metrics),
]


# What requests carry


async def link_in_path(request: Request, server: Running) -> tuple[RecordBook, Link]:
    """Raises Problem: link-unknown, link-expired, link-revoked."""
    try:
        helpathon, link_id = server.identity.read_link(request.path_params["token"])
        book = await server.hub.books.of(helpathon)
    except (BadToken, UnknownHelpathon) as error:
        raise Problem("link-unknown", "expected a link of this server") from error
    return book, people.valid_link(book, link_id)


async def visitor(
    request: Request, server: Running, room: RoomId, count: Count | None = None
) -> tuple[RecordBook, Person]:
    """Who asks for a room, with the records of its Helpathon; counted as a request or otherwise.

    Raises Problem: room-unknown, not-signed-in, too-many, forbidden, link-expired, link-revoked.
    """
    if not is_room_id(room):
        raise Problem("room-unknown", "expected a room of this server")
    try:
        book = await server.hub.books.of(helpathon_of(room))
    except UnknownHelpathon as error:
        raise Problem("room-unknown", "expected a room of this server") from error
    holder = pass_of(request, server, book, count)
    if holder is None:
        raise Problem("not-signed-in", "expected the cookie of somebody who joined")
    person = await people.find_person(book, holder)
    people.require_room(book, person, room)
    if book.value(f"room/{room}") is None:
        raise Problem("room-unknown", "expected a room of this Helpathon")
    return book, person


def require_own_page(request: Request) -> None:
    """Raises Problem(forbidden) for another site's page. What only reads, browsers keep from it."""
    if is_foreign(request.headers.getlist("origin"), request.headers.getlist("host")):
        raise Problem("forbidden", "expected a page of this server")


def pass_of(
    request: Request, server: Running, book: RecordBook, count: Count | None = None
) -> Pass | None:
    """Counted as one request of that person. Raises Problem: too-many."""
    holder = people.pass_in(cookie_header(request), book.scope, server.identity)
    if holder is not None:
        (count or server.admission.quotas.count_request)(holder.person)
    return holder


def passes_of(request: Request, server: Running) -> list[Pass]:
    """Counted as one request of each. Raises Problem: too-many."""
    holders = people.passes_in(cookie_header(request), server.identity)
    for holder in holders:
        server.admission.quotas.count_request(holder.person)
    return holders


def cookie_header(request: Request) -> str:
    return "; ".join(request.headers.getlist("cookie"))


async def json_body(request: Request) -> dict[str, Any]:
    """Raises Problem: invalid, too-large."""
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        # A form of another site cannot send this type without asking first.
        raise Problem("invalid", "expected application/json")
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY_BYTES:
            raise Problem("too-large", f"expected at most {MAX_BODY_BYTES} bytes")
    try:
        content = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Problem("invalid", "expected JSON") from error
    if not isinstance(content, dict):
        raise Problem("invalid", "expected a JSON object")
    return content


# What answers carry


def answer(content: dict[str, Any]) -> JSONResponse:
    return JSONResponse(content, headers=NO_STORE)


def describe_helpathon(book: RecordBook) -> dict[str, Any]:
    return {"id": book.scope, "title": book.value("helpathon")["title"]}


def describe_rooms(book: RecordBook) -> list[dict[str, Any]]:
    return [{"id": room.id, "title": room.title} for room in rooms_of(book)]
