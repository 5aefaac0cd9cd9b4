"""What one's link does not allow stays refused, whichever message or request it hides in."""

from typing import Any

import httpx
import msgpack
import pytest

from persistence.contract import RoomId
from rooms.roles import Role
from rooms.stage.helpathon import rooms_of
from sync.messages import (
    Awareness,
    Control,
    Message,
    QueryAwareness,
    Saved,
    SyncStep1,
    SyncStep2,
    Update,
)
from tests.client import Client, Seat
from tests.eventually import eventually
from tests.server.door import Door
from tests.sync.yjs import block, deletes, string, text, uint, update

EDIT = update(block(7, 0, text("x", root="r")))
DELETE = update(deleted=deletes((7, [(0, 1)])))


pytestmark = pytest.mark.asyncio(loop_scope="module")


def presence(*entries: tuple[int, int, str]) -> Awareness:
    """(client, clock, state) of each."""
    said = (uint(client) + uint(clock) + string(state) for client, clock, state in entries)
    return Awareness(uint(len(entries)) + b"".join(said))


def clock(**fields: Any) -> dict[str, Any]:
    request = {"t": "clock", "id": 1, "scope": "room", "action": "start", "rev": 0}
    return request | {"duration_ms": 60_000} | fields


# Guests


@pytest.mark.parametrize(
    "message",
    [
        pytest.param(Update(EDIT), id="update"),
        pytest.param(Update(DELETE), id="update that only deletes"),
        pytest.param(SyncStep2(EDIT), id="step 2"),
        pytest.param(SyncStep2(DELETE), id="step 2 that only deletes"),
        pytest.param(Update(b"no update"), id="what is no update"),
    ],
)
@pytest.mark.parametrize("speaks_control", [True, False])
async def test_a_guest_writes_by_no_message(
    door: Door, message: Message, speaks_control: bool
) -> None:
    async with (
        Client(await door.seat("Ada")) as ada,
        Client(await door.seat("Gast", Role.GUEST), speaks_control=speaks_control) as guest,
    ):
        await ada.write("note")
        await ada.saved()
        before = room(door, ada).document.state()

        await guest.send(message)

        assert (await guest.ended())[0] == 4403
        assert room(door, ada).document.state() == before
        await ada.ask("time")


async def test_what_a_guest_asks_and_shows_changes_nothing(door: Door) -> None:
    async with (
        Client(await door.seat("Ada")) as ada,
        Client(await door.seat("Gast", Role.GUEST)) as guest,
    ):
        await ada.write("note")
        await ada.saved()
        before = room(door, ada).document.state()
        for message in (SyncStep1(b"\0"), Update(b"\0\0"), SyncStep2(b"\0\0"), QueryAwareness()):
            await guest.send(message)
        await guest.show({"role": "facilitator", "name": "Ada", "cursor": [1, 2]})
        await ada.until(lambda: ada.presences)

        assert room(door, ada).document.state() == before
        (other,) = (it for it in ada.members.values() if it["name"] == "Gast")
        assert other["role"] == "guest"


async def test_nobody_may_say_that_something_is_saved(door: Door) -> None:
    async with Client(await door.seat("Ada")) as ada:
        await ada.send(Saved(99))

        assert (await ada.ended())[0] == 4409


# Control requests


@pytest.mark.parametrize("role", [Role.GUEST, Role.PARTICIPANT])
@pytest.mark.parametrize("scope", ["room", "helpathon"])
@pytest.mark.parametrize("action", ["start", "pause", "resume", "adjust", "end", "reset"])
async def test_only_a_facilitator_moves_a_clock(
    door: Door, role: Role, scope: str, action: str
) -> None:
    async with Client(await door.seat("Ada", role)) as ada:
        request = clock(scope=scope, action=action, delta_ms=1000)
        reply = await ada.ask(**{"kind": request.pop("t"), **without(request, "id")})

        assert reply["ok"] is False
        assert reply["error"]["code"] == "forbidden"
        assert door.book.count("clock/") == 0


@pytest.mark.parametrize("role", [Role.GUEST, Role.PARTICIPANT])
async def test_only_a_facilitator_calls_everybody(door: Door, role: Role) -> None:
    place = {"x": 0, "y": 0, "width": 800, "height": 600}
    async with (
        Client(await door.seat("Mira", Role.FACILITATOR)) as mira,
        Client(await door.seat("Ada", role)) as ada,
    ):
        mine = next(it for it in mira.members.values() if it["name"] == "Mira")
        for claim in ({}, {"role": "facilitator"}, {"by": mine["person"]}, {"person": "x"}):
            reply = await ada.ask("gather", **place, **claim)
            assert (reply["ok"], reply["error"]["code"]) == (False, "forbidden")
        assert door.book.count("gather/") == 0

        assert (await mira.ask("gather", **place))["ok"]

        await ada.until(lambda: ada.heard_of("gather"))
        assert [it["by"] for it in ada.heard_of("gather")] == [mine["person"]]


@pytest.mark.parametrize("role", [Role.GUEST, Role.PARTICIPANT])
async def test_only_a_facilitator_lays_changes_and_removes_areas(door: Door, role: Role) -> None:
    laid = {"title": "Ideen", "pos": [0, 0], "size": [960, 680]}
    async with (
        Client(await door.seat("Mira", Role.FACILITATOR)) as mira,
        Client(await door.seat("Ada", role)) as ada,
    ):
        lay = [{"id": "ideas", "area": laid, "fresh": True}]
        assert (await mira.ask("areas", changes=lay))["ok"]
        await ada.until(lambda: ada.heard_of("record"))
        (told,) = ada.heard_of("record")
        assert (told["name"], told["value"][0]["title"]) == ("areas/room", "Ideen")

        for change in (
            {"id": "mine", "area": laid, "fresh": True},
            {"id": "ideas", "area": {"title": "Meins"}},
            {"id": "ideas", "area": None},
        ):
            for claim in ({}, {"role": "facilitator"}, {"person": "x"}):
                reply = await ada.ask("areas", changes=[change], **claim)
                assert (reply["ok"], reply["error"]["code"]) == (False, "forbidden")
        assert door.book.named("areas/")[ada.seat.room] == told["value"]


@pytest.mark.parametrize(
    "claim",
    [
        {"role": "facilitator"},
        {"person": "somebody"},
        {"member": {"role": "facilitator"}},
        {"you": {"role": "facilitator"}, "link": "x"},
    ],
)
async def test_a_role_that_a_request_claims_does_not_count(
    door: Door, claim: dict[str, Any]
) -> None:
    async with Client(await door.seat("Ada")) as ada:
        await ada.ask("hello", client=ada.doc.client_id, **claim)
        reply = await ada.ask("clock", **without(clock(**claim), "t", "id"))

        assert reply["error"]["code"] == "forbidden"
        assert [it["role"] for it in ada.members.values()] == ["participant"]


@pytest.mark.parametrize(
    "kind",
    ["record", "member", "welcome", "drain", "error", "reply", "promote", "", 7, None, ["clock"]],
)
async def test_what_only_the_server_says_is_refused_from_a_client(door: Door, kind: Any) -> None:
    async with Client(await door.seat("Ada")) as ada, Client(await door.seat("Bo")) as bo:
        heard = len(bo.heard)
        await ada.send_control({"t": kind, "id": 5, "name": "clock/room", "value": {}, "rev": 1})
        await ada.until(lambda: ada.heard_of("reply"))

        assert ada.heard_of("reply")[0]["error"]["code"] == "invalid"
        await bo.ask("time")
        assert [it["t"] for it in bo.heard[heard:]] == ["reply"]


@pytest.mark.parametrize(
    "payload",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"\xc1", id="a byte that is never used"),
        pytest.param(b"\x91" * 5_000 + b"\xc0", id="nested arrays"),
        pytest.param(b"\x81\xa1k" * 4_000 + b"\xc0", id="nested maps"),
        pytest.param(b"\xdd\xff\xff\xff\xff", id="an array of four billion"),
        pytest.param(b"\xdf\xff\xff\xff\xff", id="a map of four billion"),
        pytest.param(b"\xdb\xff\xff\xff\xff", id="a text of four billion"),
        pytest.param(b"\xc6\xff\xff\xff\xff", id="bytes of four billion"),
        pytest.param(b"\xc9\xff\xff\xff\xff\x01", id="an extension of four billion"),
        pytest.param(b"\xdc\x04\x00" + b"\xc0" * 1024, id="an array alone"),
        pytest.param(b"\x81\x01\x02", id="a key that is no text"),
        pytest.param(b"\x81\xa1t\xd4\xff\x00", id="an extension"),
        pytest.param(b"\x81\xa1\xff\x00", id="text that is none"),
        pytest.param(msgpack.packb({"t": "time"}), id="no id"),
        pytest.param(msgpack.packb({"t": "time", "id": 1}) + b"\0", id="something after it"),
        pytest.param(msgpack.packb({str(it): it for it in range(65)}), id="65 keys"),
    ],
)
async def test_a_control_message_that_is_none_ends_its_sender_and_nobody_else(
    door: Door, payload: bytes
) -> None:
    async with Client(await door.seat("Ada")) as ada, Client(await door.seat("Bo")) as bo:
        await ada.send(Control(payload))

        assert (await ada.ended())[0] == 4400
        await bo.ask("time")


# Client ids and presence


async def test_who_writes_under_anothers_client_id_is_ended(door: Door) -> None:
    async with Client(await door.seat("Ada")) as ada, Client(await door.seat("Bo")) as bo:
        await ada.write("note")
        await bo.has("note")
        client = ada.doc.client_id
        forged = update(block(client, 1000, text("x", root="r")))

        await bo.send(Update(forged))

        assert (await bo.ended())[0] == 4409
        await ada.write("another")
        await ada.saved()


async def test_who_says_hello_under_anothers_client_id_is_ended(door: Door) -> None:
    async with Client(await door.seat("Ada")) as ada, Client(await door.seat("Bo")) as bo:
        await ada.ask("hello", client=ada.doc.client_id)
        await bo.send_control({"t": "hello", "id": 1, "client": ada.doc.client_id})

        assert (await bo.ended())[0] == 4409


async def test_nobody_moves_or_removes_anothers_cursor(door: Door) -> None:
    async with (
        Client(await door.seat("Ada")) as ada,
        Client(await door.seat("Bo")) as bo,
        Client(await door.seat("Cy")) as cy,
    ):
        await ada.show({"cursor": [1, 1]})
        await cy.until(lambda: cy.presences)
        client = ada.doc.client_id

        await bo.send(presence((client, 2**31 - 1, "null")))
        await bo.send(presence((client, 2**30, '{"cursor": [9, 9]}')))
        await bo.show({"cursor": [2, 2]})

        await cy.until(lambda: len(cy.presences) == 2)
        assert cy.presences[client] == {"cursor": [1, 1]}
        await ada.show({"cursor": [3, 3]})
        await cy.until(lambda: cy.presences[client] == {"cursor": [3, 3]})


@pytest.mark.parametrize("clock", [2**31, 2**52, 2**53 - 1, 2**60])
async def test_a_clock_that_nobody_reaches_ends_its_sender(door: Door, clock: int) -> None:
    async with Client(await door.seat("Ada")) as ada, Client(await door.seat("Bo")) as bo:
        await ada.send(presence((ada.doc.client_id, clock, "{}")))

        assert (await ada.ended())[0] in (4400, 4413)
        await bo.show({"cursor": [1, 1]})
        await bo.ask("time")
        assert ada.doc.client_id not in bo.presences


async def test_one_connection_is_seen_once_however_many_it_claims_to_be(door: Door) -> None:
    async with Client(await door.seat("Ada")) as ada, Client(await door.seat("Bo")) as bo:
        await ada.send(presence(*((client, 1, '{"ghost": 1}') for client in range(1, 1001))))
        await ada.ask("time")
        await bo.until(lambda: bo.presences)

        assert len(bo.presences) == 1


@pytest.mark.parametrize("ends", ["disconnect", "vanish"])
async def test_who_is_gone_leaves_no_ghost(door: Door, ends: str) -> None:
    async with Client(await door.seat("Bo")) as bo:
        ada = Client(await door.seat("Ada"))
        await ada.connect()
        await ada.show({"cursor": [1, 1]})
        await bo.until(lambda: bo.presences)

        await getattr(ada, ends)()

        await bo.until(lambda: not bo.presences and len(bo.members) == 1)


async def test_a_removed_presence_cannot_be_brought_back_by_another(door: Door) -> None:
    async with Client(await door.seat("Bo")) as bo, Client(await door.seat("Cy")) as cy:
        ada = Client(await door.seat("Ada"))
        await ada.connect()
        await ada.write("note")
        await ada.saved()
        await ada.show({"cursor": [1, 1]})
        await bo.until(lambda: bo.presences)
        await ada.disconnect()
        await bo.until(lambda: not bo.presences)

        await cy.send(presence((ada.doc.client_id, 1000, '{"ghost": 1}')))
        await cy.show({"cursor": [2, 2]})

        await bo.until(lambda: bo.presences)
        assert bo.presences.keys() == {cy.doc.client_id}


@pytest.mark.parametrize(
    "state",
    [
        pytest.param("x" * 3_000, id="too large"),
        pytest.param("[" * 1_000 + "]" * 1_000, id="nested"),
        pytest.param("{", id="no JSON"),
        pytest.param("NaN", id="no number"),
        pytest.param('"' + "\\ud800" * 10, id="cut off"),
    ],
)
async def test_a_bomb_in_a_cursor_reaches_nobody(door: Door, state: str) -> None:
    async with Client(await door.seat("Ada")) as ada, Client(await door.seat("Bo")) as bo:
        await ada.send(presence((ada.doc.client_id, 1, state)))
        await eventually(lambda: ada.closed is not None or state in str(bo.presences))

        await bo.ask("time")
        assert bo.closed is None
        assert not bo.presences or len(state) <= 2048


# The HTTP interface


@pytest.mark.parametrize("role", [Role.GUEST, Role.PARTICIPANT])
async def test_a_link_for_one_room_reads_no_other_by_any_way(door: Door, role: Role) -> None:
    here, there = (room.id for room in rooms_of(door.book))
    seat = await door.seat("Ada", role)
    await door.change_link(role, room=here)
    async with httpx.AsyncClient(base_url=seat.server, trust_env=False) as http:
        http.headers["Cookie"] = seat.cookie
        for path in (f"/api/rooms/{there}", f"/api/rooms/{there}/export"):
            answer = await http.get(path)
            assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    assert await door.refused(seat_in(seat, there)) == (403, 4403)


@pytest.mark.parametrize("field", [{"role": "facilitator"}, {"link": "x"}, {"person": "x"}])
async def test_a_role_that_a_join_claims_does_not_count(door: Door, field: dict[str, str]) -> None:
    body = {"name": "Ada", "room": rooms_of(door.book)[0].id, **field}
    async with httpx.AsyncClient(base_url=door.server.url, trust_env=False) as http:
        await http.post(f"/api/links/{door.token(Role.GUEST)}/join", json=body)
        (found,) = (await http.get("/api/me")).json()["helpathons"]

    assert found["role"] == "guest"


# What the tests above need


def room(door: Door, client: Client) -> Any:
    return door.server.running.hub.rooms[RoomId(client.seat.room)].room


def without(content: dict[str, Any], *keys: str) -> dict[str, Any]:
    return {key: value for key, value in content.items() if key not in keys}


def seat_in(seat: Seat, room: str) -> Seat:
    return Seat(seat.server, room, seat.cookie)
