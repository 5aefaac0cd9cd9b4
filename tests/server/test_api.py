"""The HTTP interface, route by route, as pages and exports use it."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pycrdt
import pytest

from persistence.contract import RoomId, StoredRoom
from rooms.entry import update_entry
from rooms.roles import Role
from server.headers import HEADERS
from server.identity import COOKIE_AGE_S, Pass, cookie_name
from server.problems import STATUS_OF_CODE
from server.settings import WEB
from tests.eventually import eventually
from tests.fakes import FaultyStore
from tests.server.house import ROOMS, House, open_house

ADA = "Ada"


async def problem(answer: httpx.Response) -> str:
    """The code of a problem; all problems look the same."""
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cache-control"] == "no-store"
    content = answer.json()
    assert content.keys() == {"type", "title", "status", "code", "detail"}
    assert content["status"] == answer.status_code == STATUS_OF_CODE[content["code"]]
    code: str = content["code"]
    return code


# Links


async def test_a_link_tells_what_it_opens(house: House) -> None:
    async with house.visitor() as stranger:
        answer = await stranger.get(f"/api/links/{house.token()}")

    assert answer.json() == {
        "helpathon": {"id": house.invitation.id, "title": "Stadtgrün"},
        "role": "participant",
        "room": None,
        "rooms": [
            {"id": room, "title": title} for room, title in zip(house.rooms, ROOMS, strict=True)
        ],
        "you": None,
    }


async def test_a_link_knows_who_has_joined(house: House) -> None:
    async with house.joined(ADA) as ada:
        you = (await ada.get(f"/api/links/{house.token()}")).json()["you"]

    assert you == {"name": ADA, "role": "participant", "room": house.rooms[0]}


async def test_a_link_tells_the_role_one_would_have_with_it(house: House) -> None:
    async with house.joined(ADA, Role.FACILITATOR) as ada, house.joined("Bo") as bo:
        kept = (await ada.get(f"/api/links/{house.token()}")).json()["you"]
        raised = (await bo.get(f"/api/links/{house.token(Role.FACILITATOR)}")).json()["you"]

    assert kept["role"] == raised["role"] == "facilitator"


async def test_a_link_for_one_room_names_it(house: House) -> None:
    token = await house.link(room=house.rooms[1])
    async with house.visitor() as stranger:
        assert (await stranger.get(f"/api/links/{token}")).json()["room"] == house.rooms[1]


@pytest.mark.parametrize(
    "token", ["x", "x.y.z", "%00", "%E2%98%83", "a" * 5000, "helpathon.link.signature"]
)
async def test_what_was_not_signed_here_is_no_link(house: House, token: str) -> None:
    async with house.visitor() as stranger:
        assert await problem(await stranger.get(f"/api/links/{token}")) == "link-unknown"
        answer = await stranger.post(f"/api/links/{token}/join", json={"name": ADA})
        assert await problem(answer) == "link-unknown"


async def test_a_changed_link_is_no_link(house: House) -> None:
    token = house.token()
    async with house.visitor() as stranger:
        for position in range(len(token)):
            changed = token[:position] + ("x" if token[position] != "x" else "y")
            changed += token[position + 1 :]
            if position < len(token) - 1:  # the last character of base64 has idle bits
                answer = await stranger.get(f"/api/links/{changed}")
                assert await problem(answer) == "link-unknown"


async def test_a_signed_link_that_is_no_longer_there_is_unknown(house: House) -> None:
    identity = house.running.identity
    async with house.visitor() as stranger:
        for token in (
            identity.sign_link(house.invitation.id, "gone"),
            identity.sign_link("gone", "gone"),
        ):
            assert await problem(await stranger.get(f"/api/links/{token}")) == "link-unknown"


async def test_an_expired_link_says_so(house: House) -> None:
    token = await house.link(expires_at_ms=1)
    async with house.visitor() as late:
        assert await problem(await late.get(f"/api/links/{token}")) == "link-expired"
        answer = await late.post(f"/api/links/{token}/join", json={"name": ADA})
        assert await problem(answer) == "link-expired"


async def test_a_revoked_link_says_so(house: House) -> None:
    token = await house.link(revoked=True)
    async with house.visitor() as unwanted:
        assert await problem(await unwanted.get(f"/api/links/{token}")) == "link-revoked"


# Joining


async def test_joining_opens_the_room_and_sets_a_cookie_for_this_helpathon(house: House) -> None:
    async with house.visitor() as ada:
        body = {"name": ADA, "room": house.rooms[1]}
        answer = await ada.post(f"/api/links/{house.token()}/join", json=body)

    assert answer.status_code == 200
    assert answer.json() == {"room": house.rooms[1], "url": f"/r/{house.rooms[1]}"}
    name, *flags = answer.headers["set-cookie"].split("; ")
    assert name.startswith(f"helpathon-{house.invitation.id}=")
    assert set(map(str.lower, flags)) == {
        "httponly",
        "samesite=lax",
        "path=/",
        f"max-age={COOKIE_AGE_S}",
    }


async def test_behind_tls_the_cookie_travels_by_tls_only(house: House) -> None:
    async with house.visitor("https") as ada:
        body = {"name": ADA, "room": house.rooms[0]}
        answer = await ada.post(f"/api/links/{house.token()}/join", json=body)

    assert "secure" in answer.headers["set-cookie"].lower().split("; ")


async def test_joining_again_is_the_same_person_with_another_name_and_room(house: House) -> None:
    async with house.joined("Ada") as ada:
        first = (await ada.get(f"/api/rooms/{house.rooms[0]}")).json()["you"]
        body = {"name": "Ada L.", "room": house.rooms[1]}
        await ada.post(f"/api/links/{house.token()}/join", json=body)
        second = (await ada.get(f"/api/rooms/{house.rooms[1]}")).json()["you"]

    assert second == {**first, "name": "Ada L."}
    assert list(house.book.named("person/")) == [first["person"]]


async def test_joining_twice_at_once_is_one_person(house: House) -> None:
    async with house.joined() as ada:
        path = f"/api/links/{house.token()}/join"
        house.store.hold("write")
        clicks = [
            asyncio.create_task(ada.post(path, json={"name": name, "room": house.rooms[0]}))
            for name in ("A", "B", "C")
        ]
        await eventually(lambda: house.store.waiting["write"] == len(clicks))
        house.store.release("write")

        assert [(await click).status_code for click in clicks] == [200, 200, 200]
    assert len(house.book.named("person/")) == 1


async def test_people_of_one_room_get_different_colours(house: House) -> None:
    for number in range(12):
        async with house.joined(f"Person {number}"):
            pass

    colours = [value["colour"] for value in house.book.named("person/").values()]
    assert sorted(colours) == list(range(12))


async def test_a_facilitator_who_opens_the_participants_link_stays_one(house: House) -> None:
    async with house.joined(ADA, Role.FACILITATOR) as ada:
        body = {"name": ADA, "room": house.rooms[0]}
        await ada.post(f"/api/links/{house.token()}/join", json=body)

        assert (await ada.get(f"/api/rooms/{house.rooms[0]}")).json()["you"][
            "role"
        ] == "facilitator"


async def test_a_participant_who_opens_the_facilitators_link_becomes_one(house: House) -> None:
    async with house.joined(ADA) as ada:
        body = {"name": ADA, "room": house.rooms[0]}
        await ada.post(f"/api/links/{house.token(Role.FACILITATOR)}/join", json=body)

        assert (await ada.get(f"/api/rooms/{house.rooms[0]}")).json()["you"][
            "role"
        ] == "facilitator"


async def test_a_stronger_link_that_was_revoked_is_not_kept(house: House) -> None:
    async with house.joined(ADA, Role.FACILITATOR) as ada:
        await revoke(house, Role.FACILITATOR)
        body = {"name": ADA, "room": house.rooms[0]}
        await ada.post(f"/api/links/{house.token()}/join", json=body)

        assert (await ada.get(f"/api/rooms/{house.rooms[0]}")).json()["you"][
            "role"
        ] == "participant"


async def test_a_link_for_one_room_opens_that_room_whatever_is_asked_for(house: House) -> None:
    token = await house.link(room=house.rooms[1])
    async with house.visitor() as ada:
        body = {"name": ADA, "room": house.rooms[0]}
        answer = await ada.post(f"/api/links/{token}/join", json=body)

    assert answer.json()["room"] == house.rooms[1]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Ada", "Ada"),
        ("  Ada \t Lovelace\n", "Ada Lovelace"),
        ("Zoë Müller-Łukasz", "Zoë Müller-Łukasz"),
        ("A\u0000d\u202ea", "A d a"),
        ("😀", "😀"),
        ("x" * 40, "x" * 40),
    ],
)
async def test_a_name_is_kept_without_what_cannot_be_printed(
    house: House, given: str, kept: str
) -> None:
    async with house.joined(given) as ada:
        assert (await you_in(house, ada))["name"] == kept


@pytest.mark.parametrize("name", ["", "   ", "\u200b", "x" * 41, "x" * 1000, None, 7, ["Ada"], {}])
async def test_what_is_no_name_is_refused(house: House, name: Any) -> None:
    async with house.visitor() as nobody:
        body = {"name": name, "room": house.rooms[0]}
        answer = await nobody.post(f"/api/links/{house.token()}/join", json=body)

    assert await problem(answer) == "invalid"


@pytest.mark.parametrize("room", ["nowhere", "", None, 7, ["x"], {"id": "x"}])
async def test_what_is_no_room_is_refused(house: House, room: Any) -> None:
    async with house.visitor() as lost:
        body = {"name": ADA, "room": room}
        answer = await lost.post(f"/api/links/{house.token()}/join", json=body)

    assert await problem(answer) == "room-unknown"


@pytest.mark.parametrize(
    "content_type", ["application/x-www-form-urlencoded", "text/plain", "multipart/form-data", ""]
)
async def test_what_another_sites_form_can_send_is_refused(house: House, content_type: str) -> None:
    body = json.dumps({"name": ADA, "room": house.rooms[0]})
    async with house.visitor() as trapped:
        headers = {"Content-Type": content_type}
        path = f"/api/links/{house.token()}/join"
        answer = await trapped.post(path, content=body, headers=headers)

    assert await problem(answer) == "invalid"
    assert "set-cookie" not in answer.headers


async def test_json_may_name_its_character_set(house: House) -> None:
    body = json.dumps({"name": ADA, "room": house.rooms[0]})
    async with house.visitor() as ada:
        headers = {"Content-Type": "application/json; charset=utf-8"}
        path = f"/api/links/{house.token()}/join"
        assert (await ada.post(path, content=body, headers=headers)).status_code == 200


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"null", b'"Ada"', b"\xff", b"[" * 4000, b'{"name": "Ada"'],
)
async def test_what_is_no_json_object_is_refused(house: House, body: bytes) -> None:
    async with house.visitor() as visitor:
        answer = await visitor.post(
            f"/api/links/{house.token()}/join",
            content=body,
            headers={"Content-Type": "application/json"},
        )

    assert await problem(answer) == "invalid"


async def test_a_body_is_read_only_as_far_as_a_join_can_be_long(house: House) -> None:
    read = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal read
        while True:
            read += 1000
            yield b" " * 1000

    async with house.visitor() as flood:
        answer = await flood.post(
            f"/api/links/{house.token()}/join",
            content=endless(),
            headers={"Content-Type": "application/json"},
        )

    assert await problem(answer) == "too-large"
    assert read < 10_000


# Rooms


async def test_a_participant_sees_the_room_and_themselves(house: House) -> None:
    async with house.joined(ADA) as ada:
        content = (await ada.get(f"/api/rooms/{house.rooms[0]}")).json()

    (person,) = house.book.named("person/")
    assert content == {
        "room": {"id": house.rooms[0], "title": ROOMS[0]},
        "helpathon": {"id": house.invitation.id, "title": "Stadtgrün"},
        "rooms": [],
        "you": {"person": person, "name": ADA, "role": "participant", "colour": 0},
    }


async def test_a_facilitator_sees_the_way_to_every_room(house: House) -> None:
    async with house.joined(ADA, Role.FACILITATOR) as ada:
        rooms = (await ada.get(f"/api/rooms/{house.rooms[1]}")).json()["rooms"]

    assert [room["id"] for room in rooms] == house.rooms


@pytest.mark.parametrize("what", ["", "/export"])
class TestNobodyGetsIntoARoom:
    async def test_without_joining(self, house: House, what: str) -> None:
        async with house.visitor() as stranger:
            answer = await stranger.get(f"/api/rooms/{house.rooms[0]}{what}")

        assert await problem(answer) == "not-signed-in"

    async def test_of_a_helpathon_that_does_not_exist(self, house: House, what: str) -> None:
        async with house.joined() as ada:
            for room in ("nowhere", "nowhere-1", "%00", "-", "x" * 200):
                answer = await ada.get(f"/api/rooms/{room}{what}")
                assert await problem(answer) == "room-unknown"

    async def test_that_does_not_exist(self, house: House, what: str) -> None:
        async with house.joined(ADA, Role.FACILITATOR) as ada:
            answer = await ada.get(f"/api/rooms/{house.invitation.id}-nowhere{what}")

        assert await problem(answer) == "room-unknown"

    async def test_by_a_link_for_another(self, house: House, what: str) -> None:
        token = await house.link(room=house.rooms[1])
        async with house.visitor() as ada:
            await ada.post(f"/api/links/{token}/join", json={"name": ADA})

            answer = await ada.get(f"/api/rooms/{house.rooms[0]}{what}")
            assert await problem(answer) == "forbidden"
            assert (await ada.get(f"/api/rooms/{house.rooms[1]}{what}")).status_code == 200

    async def test_by_a_link_that_was_revoked_since(self, house: House, what: str) -> None:
        async with house.joined(ADA) as ada:
            await revoke(house, Role.PARTICIPANT)

            answer = await ada.get(f"/api/rooms/{house.rooms[0]}{what}")
            assert await problem(answer) == "link-revoked"

    async def test_by_a_link_that_has_expired_since(self, house: House, what: str) -> None:
        async with house.joined(ADA) as ada:
            await house.change(record_of_link(house, Role.PARTICIPANT), expires_at_ms=1)

            answer = await ada.get(f"/api/rooms/{house.rooms[0]}{what}")
            assert await problem(answer) == "link-expired"

    async def test_with_a_cookie_of_their_own_making(self, house: House, what: str) -> None:
        async with house.joined() as ada:
            (name, cookie), *_ = ada.cookies.items()
        for forged in ("", "x", "e30.x.y", cookie[:-3] + "abc", cookie[1:], "x" * 10_000):
            async with house.visitor() as forger:
                headers = {"Cookie": f"{name}={forged}"}
                path = f"/api/rooms/{house.rooms[0]}{what}"
                answer = await forger.get(path, headers=headers)
                assert await problem(answer) == "not-signed-in"

    async def test_with_the_cookie_of_another_helpathon(self, house: House, what: str) -> None:
        foreign = house.running.identity.sign_pass(Pass("other", "person", "link"))
        async with house.visitor() as guest:
            headers = {"Cookie": f"{cookie_name(house.invitation.id)}={foreign}"}
            path = f"/api/rooms/{house.rooms[0]}{what}"
            answer = await guest.get(path, headers=headers)

        assert await problem(answer) == "not-signed-in"


async def test_a_cookie_is_found_among_others_whatever_they_hold(house: House) -> None:
    async with house.joined() as ada:
        (name, cookie), *_ = ada.cookies.items()
    odd = 'settings={"a": [1, 2], "b": "c"}; =; ;;; flag; ü=ä; a@b:c="d'
    async with house.visitor() as ada:
        headers = {b"Cookie": f"{odd}; {name}={cookie}; {odd}".encode()}
        answer = await ada.get(f"/api/rooms/{house.rooms[0]}", headers=headers)

    assert answer.status_code == 200


async def test_somebody_who_joined_on_another_node_a_moment_ago_is_known(house: House) -> None:
    there = Elsewhere(house)
    async with house.visitor() as ada:
        headers = {"Cookie": await there.joined("Ada")}
        answer = await ada.get(f"/api/rooms/{house.rooms[0]}", headers=headers)

    assert answer.json()["you"]["name"] == "Ada"


# Export


async def test_an_export_holds_the_room_and_its_objects_in_order(house: House) -> None:
    doc: pycrdt.Doc[Any] = pycrdt.Doc()
    objects = doc.get("objects", type=pycrdt.Map)
    objects["low"] = pycrdt.Map({"pos": [0.0, 500.0], "size": [99, 99], "text": pycrdt.Text("2")})
    objects["high"] = pycrdt.Map({"pos": [0.0, 0.0], "size": [99, 99], "text": pycrdt.Text("1")})
    await house.store.append({RoomId(house.rooms[0]): [update_entry(doc.get_update())]})
    async with house.joined() as ada:
        content = (await ada.get(f"/api/rooms/{house.rooms[0]}/export")).json()

    assert [(it["id"], it["text"]) for it in content["objects"]] == [("high", "1"), ("low", "2")]
    assert content["format"] == "helpathon.room"
    assert content["version"] == 1
    assert content["room"] == {"id": house.rooms[0], "title": ROOMS[0]}
    assert content["helpathon"]["title"] == "Stadtgrün"
    assert content["epoch"] == (await house.store.load(RoomId(house.rooms[0]))).epoch
    assert content["exported_at"].endswith("+00:00")


async def test_a_guest_may_take_a_board_home(house: House) -> None:
    async with house.joined(ADA, Role.GUEST) as guest:
        content = (await guest.get(f"/api/rooms/{house.rooms[0]}/export")).json()

    assert content["objects"] == []


async def test_a_room_that_cannot_be_read_is_unavailable(house: House) -> None:
    await house.store.append({RoomId(house.rooms[0]): [b"\xff of a newer version"]})
    async with house.joined() as ada:
        answer = await ada.get(f"/api/rooms/{house.rooms[0]}/export")

    assert await problem(answer) == "unavailable"


# The start page


async def test_a_browser_knows_the_helpathons_it_takes_part_in(house: House) -> None:
    async with house.joined(ADA, room=1) as ada:
        content = (await ada.get("/api/me")).json()

    assert content == {
        "helpathons": [
            {
                "id": house.invitation.id,
                "title": "Stadtgrün",
                "name": ADA,
                "role": "participant",
                "room": house.rooms[1],
            }
        ]
    }


async def test_a_stranger_takes_part_in_nothing(house: House) -> None:
    async with house.visitor() as stranger:
        assert (await stranger.get("/api/me")).json() == {"helpathons": []}


async def test_a_helpathon_that_is_over_for_somebody_is_not_offered(house: House) -> None:
    gone = house.running.identity.sign_pass(Pass("gone", "person", "link"))
    async with house.joined(ADA) as ada:
        ada.cookies.set(cookie_name("gone"), gone)
        assert len((await ada.get("/api/me")).json()["helpathons"]) == 1

        await revoke(house, Role.PARTICIPANT)
        assert (await ada.get("/api/me")).json() == {"helpathons": []}


# Whatever is asked


async def test_every_answer_has_the_security_headers(house: House) -> None:
    paths = [
        "/",
        "/j/x",
        "/r/x",
        "/static/board/camera.js",
        "/static/nothing.js",
        f"/api/links/{house.token()}",
        "/api/links/x",
        f"/api/rooms/{house.rooms[0]}",
        "/api/me",
        "/api/me/",
        "/healthz",
        "/metrics",
        "/nothing",
    ]
    async with house.visitor() as visitor:
        for path in paths:
            for method in ("GET", "HEAD", "POST", "OPTIONS"):
                answer = await visitor.request(method, path)
                assert HEADERS.items() <= dict(canonical(answer)).items(), (method, path)
                assert "server" not in answer.headers


def test_the_policy_allows_nothing_unsafe_and_nobody_elses() -> None:
    policy = HEADERS["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "*" not in policy


async def test_answers_that_depend_on_somebody_are_kept_by_nobody(house: House) -> None:
    async with house.joined() as ada:
        for path in (
            f"/api/links/{house.token()}",
            f"/api/rooms/{house.rooms[0]}",
            f"/api/rooms/{house.rooms[0]}/export",
            "/api/me",
            "/healthz",
            "/metrics",
        ):
            assert (await ada.get(path)).headers["cache-control"] == "no-store"


async def test_an_address_that_does_not_exist_is_not_found(house: House) -> None:
    async with house.visitor() as lost:
        for path in ("/nothing", "/api", "/api/rooms", "/api/links", "/j/", "/r/", "/j/a/b"):
            assert await problem(await lost.get(path)) == "not-found"


async def test_another_method_is_refused_with_the_one_that_is_allowed(house: House) -> None:
    async with house.visitor() as visitor:
        reading = await visitor.get(f"/api/links/{house.token()}/join")
        writing = await visitor.post("/api/me")

    assert await problem(reading) == await problem(writing) == "method-not-allowed"
    assert reading.headers["allow"] == "POST"
    assert "GET" in writing.headers["allow"]


async def test_a_store_that_is_away_is_unavailable(house: House) -> None:
    async with house.visitor() as ada:
        house.store.fail("write")
        body = {"name": ADA, "room": house.rooms[0]}
        answer = await ada.post(f"/api/links/{house.token()}/join", json=body)
        assert await problem(answer) == "unavailable"

        house.store.fail("read")
        unread = house.running.identity.sign_link("unread", "link")
        assert await problem(await ada.get(f"/api/links/{unread}")) == "unavailable"

        house.store.heal()
        answer = await ada.post(f"/api/links/{house.token()}/join", json=body)
        assert answer.status_code == 200


async def test_a_fault_of_ours_is_a_problem_like_the_others(
    web: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with open_house(web, BrokenStore) as house, house.joined() as ada:
        answer = await ada.get(f"/api/rooms/{house.rooms[0]}/export")

    assert await problem(answer) == "internal"
    assert HEADERS.items() <= dict(canonical(answer)).items()
    assert "the store" not in answer.text


@pytest.mark.parametrize("language", ["de", "en"])
def test_pages_have_a_sentence_for_every_problem_they_can_meet(language: str) -> None:
    texts = (WEB / "i18n" / f"{language}.js").read_text()
    of_images = {code for code in STATUS_OF_CODE if code.startswith("image")}
    for code in of_images:
        assert f'"image.problem.{code}": ' in (WEB / "i18n" / f"images.{language}.js").read_text()
    for code in STATUS_OF_CODE.keys() - of_images - {"not-found", "method-not-allowed"}:
        assert f'"problem.{code}": ' in texts
        assert f'"problem.{code}.hint": ' in texts


# What the tests above need


class BrokenStore(FaultyStore):
    """Raises what no store may."""

    async def load(self, room: RoomId) -> StoredRoom:
        raise RuntimeError("a fault in the store")


class Elsewhere:
    """Another node on the same store, which this one has not heard from yet."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def joined(self, name: str) -> str:
        """The cookie of somebody who joined there."""
        record = {"name": name, "room": self._house.rooms[0], "colour": 3}
        book = type(self._house.book)(self._house.book.scope, self._house.store)
        await book.load()
        await book.put("person/new", record, 0)
        link = record_of_link(self._house, Role.PARTICIPANT).removeprefix("link/")
        holder = Pass(book.scope, "new", link)
        return f"{cookie_name(book.scope)}={self._house.running.identity.sign_pass(holder)}"


def record_of_link(house: House, role: Role) -> str:
    _, link = house.running.identity.read_link(house.token(role))
    return f"link/{link}"


async def revoke(house: House, role: Role) -> None:
    await house.change(record_of_link(house, role), revoked=True)


async def you_in(house: House, visitor: httpx.AsyncClient) -> dict[str, Any]:
    """Who the first room takes somebody for."""
    you: dict[str, Any] = (await visitor.get(f"/api/rooms/{house.rooms[0]}")).json()["you"]
    return you


def canonical(answer: httpx.Response) -> list[tuple[str, str]]:
    return [(name.title(), value) for name, value in answer.headers.items()]
