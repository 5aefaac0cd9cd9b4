"""Who gets a websocket; the others are told by status, our own pages by close code."""

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest

from rooms.roles import Role
from rooms.room import RoomLimits
from rooms.stage.helpathon import rooms_of
from server.settings import Settings
from tests.client import Client, Seat
from tests.eventually import eventually
from tests.server.door import Door, open_door
from tests.server.listening import OPEN, listening
from tests.server.wire import peer


@pytest.fixture
async def door() -> AsyncIterator[Door]:
    async with open_door(Settings()) as opened:
        yield opened


# Who gets in


@pytest.mark.parametrize("role", list(Role))
async def test_who_joined_gets_in_as_what_the_link_says(door: Door, role: Role) -> None:
    async with Client(await door.seat("Ada", role)) as ada:
        you = ada.welcome["you"]

    assert (you["name"], you["role"]) == ("Ada", role.value)
    assert ada.welcome["room"]["title"] == "Nordmarkt"
    assert ada.welcome["helpathon"] == {"id": door.invitation.id, "title": "Stadtgrün"}


async def test_a_stock_client_with_the_cookie_gets_in(door: Door) -> None:
    async with Client(await door.seat(), speaks_control=False) as stock:
        await stock.write("note")


async def test_a_cookie_may_come_in_several_headers(door: Door) -> None:
    seat = await door.seat()
    headers: dict[str, str | None] = {"Cookie": "a=b", "cookie": seat.cookie}
    async with peer(door.server.port, seat.room, headers):
        pass


async def test_two_tabs_are_one_person_with_two_seats(door: Door) -> None:
    seat = await door.seat()
    async with Client(seat) as one, Client(seat) as two:
        await one.until(lambda: len(one.members) == 2)

    assert one.welcome["you"]["person"] == two.welcome["you"]["person"]
    assert one.welcome["you"]["connection"] != two.welcome["you"]["connection"]


async def test_a_guest_reads_and_may_be_seen_and_whatever_they_write_ends_it(door: Door) -> None:
    async with (
        Client(await door.seat("Ada")) as ada,
        Client(await door.seat("Gast", Role.GUEST)) as guest,
    ):
        await ada.write("note", "hallo")
        await guest.has("note")
        await guest.show({"cursor": [1, 2]})
        await ada.until(lambda: ada.presences)

        await guest.write("forbidden")

        assert (await guest.ended())[0] == 4403
        assert ada.board.keys() == {"note"}


async def test_in_open_rooms_everybody_is_somebody_else() -> None:
    async with (
        listening(OPEN) as server,
        Client(server.seat()) as one,
        Client(server.seat()) as two,
    ):
        pass

    assert one.welcome["you"]["person"] != two.welcome["you"]["person"]
    assert one.welcome["you"]["role"] == "participant"


# Who does not


async def test_without_a_cookie_nobody_gets_in(door: Door) -> None:
    seat = await door.seat()

    assert await door.refused(Seat(seat.server, seat.room)) == (401, 4401)


async def test_with_a_forged_cookie_nobody_gets_in(door: Door) -> None:
    seat = await door.seat()

    assert await door.refused(Seat(seat.server, seat.room, seat.cookie[:-4] + "abcd")) == (
        401,
        4401,
    )


async def test_somebody_the_records_do_not_know_does_not_get_in(door: Door) -> None:
    seat = await door.seat()
    link = next(iter(door.book.named("link/")))

    nobody = Seat(seat.server, seat.room, door.cookie_of("nobody", link))
    assert await door.refused(nobody) == (401, 4401)


async def test_by_a_link_that_is_gone_nobody_gets_in(door: Door) -> None:
    seat = await door.seat()
    (person,) = door.book.named("person/")

    lost = Seat(seat.server, seat.room, door.cookie_of(person, "gone"))
    assert await door.refused(lost) == (404, 4401)


async def test_by_an_expired_link_nobody_gets_in(door: Door) -> None:
    seat = await door.seat()
    await door.change_link(Role.PARTICIPANT, expires_at_ms=1)

    assert await door.refused(seat) == (410, 4401)


async def test_by_a_revoked_link_nobody_gets_in(door: Door) -> None:
    seat = await door.seat()
    await door.change_link(Role.PARTICIPANT, revoked=True)

    assert await door.refused(seat) == (410, 4410)


async def test_a_link_for_one_room_opens_no_other(door: Door) -> None:
    seat = await door.seat()
    other = rooms_of(door.book)[1].id
    await door.change_link(Role.PARTICIPANT, room=other)

    assert await door.refused(seat) == (403, 4403)
    async with Client(Seat(seat.server, other, seat.cookie)):
        pass


@pytest.mark.parametrize(
    "room_of", [lambda id_: f"{id_}-nowhere", lambda _: "nowhere", lambda _: "nowhere-1"]
)
async def test_a_room_that_does_not_exist_opens_for_nobody(
    door: Door, room_of: Callable[[str], str]
) -> None:
    seat = await door.seat(role=Role.FACILITATOR)
    room = room_of(door.invitation.id)

    assert await door.refused(Seat(seat.server, room, seat.cookie)) == (404, 4404)


async def test_a_revoked_link_ends_the_connections_that_came_by_it_and_no_others(
    door: Door,
) -> None:
    async with (
        Client(await door.seat("Ada")) as ada,
        Client(await door.seat("Bo", room=1)) as bo,
        Client(await door.seat("Cy", Role.FACILITATOR)) as facilitator,
    ):
        await door.change_link(Role.PARTICIPANT, revoked=True)

        assert (await ada.ended())[0] == 4410
        assert (await bo.ended())[0] == 4410
        await facilitator.ask("time")


async def test_a_link_revoked_while_the_room_is_loaded_opens_nothing(door: Door) -> None:
    seat = await door.seat()
    door.server.store.hold("load")
    page = Client(seat)
    opening = asyncio.create_task(page.open())
    await eventually(lambda: door.server.store.waiting["load"])

    await door.change_link(Role.PARTICIPANT, revoked=True)
    door.server.store.release("load")

    await opening
    assert (await page.ended())[0] == 4410
    assert page.heard == []
    await page.disconnect()


async def test_a_full_room_asks_to_come_back() -> None:
    small = Settings(open_rooms=True, room_limits=RoomLimits(members=1))
    async with listening(small) as server, Client(server.seat()):
        for speaks_control in (True, False):
            late = Client(server.seat(), speaks_control=speaks_control)
            await late.open()
            assert (await late.ended())[0] == 1013
            await late.disconnect()
        async with Client(server.seat("other")):
            pass
