"""How much one person and one link may take; nobody else has less for it."""

from collections.abc import AsyncIterator

import httpx
import pytest

from rooms.roles import Role
from server.limits import LinkLimits, PersonLimits, Rate, TalkLimits
from server.settings import Settings
from sync.messages import Unknown, encode
from tests.client import Client
from tests.eventually import eventually
from tests.server.door import Door, open_door

TIGHT = Settings(
    person_limits=PersonLimits(connections=2, requests=Rate(per_s=0.001, burst=8)),
    link_limits=LinkLimits(connections=3, joins=Rate(per_s=0.001, burst=4), people=5),
    talk_limits=TalkLimits(messages=Rate(per_s=0.5, burst=40)),
)
TOO_MANY = 429
COME_AGAIN = 4529


@pytest.fixture
async def door() -> AsyncIterator[Door]:
    async with open_door(TIGHT) as door:
        yield door


# Connections


async def test_a_person_has_so_many_connections_and_others_are_not_kept_out(door: Door) -> None:
    seat = await door.seat("Ada")
    async with Client(seat), Client(seat), Client(await door.seat("Bo")) as bo:
        assert await door.refused(seat) == (TOO_MANY, COME_AGAIN)
        await bo.write("note")
        await bo.saved()


async def test_connections_in_all_rooms_count_and_one_that_ends_makes_room(door: Door) -> None:
    seat = await door.seat("Ada")
    async with Client(seat):
        async with Client(await door.seat("Ada", cookie=seat.cookie, room=1)):
            assert await door.refused(seat) == (TOO_MANY, COME_AGAIN)
        await eventually(lambda: len(door.server.running.admission.connections) == 1)
        async with Client(seat):
            pass


async def test_a_link_has_so_many_connections_and_another_link_its_own(door: Door) -> None:
    seats = [await door.seat(name) for name in ("Ada", "Bo", "Cy")]
    async with Client(seats[0]), Client(seats[1]), Client(seats[2]):
        assert await door.refused(seats[0]) == (TOO_MANY, COME_AGAIN)
        async with Client(await door.seat("Dee", Role.FACILITATOR)):
            pass


# People


async def test_by_a_leaked_link_come_so_many_people_at_once(door: Door) -> None:
    answers = [await door.join(f"Nobody {number}") for number in range(6)]

    assert [answer.status_code for answer in answers] == [200] * 4 + [TOO_MANY] * 2
    assert answers[-1].json()["code"] == "too-many"
    assert int(answers[-1].headers["retry-after"]) > 0
    assert door.book.count("person/") == 4


async def test_who_is_known_joins_again_however_many_have_come(door: Door) -> None:
    known = await door.seat("Ada")
    for number in range(5):
        await door.join(f"Nobody {number}")

    again = await door.join("Ada Lovelace", cookie=known.cookie)

    assert again.status_code == 200
    assert door.book.count("person/") == 4


async def test_a_pass_of_another_helpathon_does_not_make_one_known(door: Door) -> None:
    stranger = door.cookie_of("nobody", "gone")
    for number in range(5):
        await door.join(f"Nobody {number}", cookie=stranger)

    assert door.book.count("person/") == 4


async def test_a_full_helpathon_lets_facilitators_in(door: Door) -> None:
    for number in range(5):
        await door.book.put(f"person/{number}", {"name": "x", "room": "", "colour": 0}, 0)

    assert (await door.join("Nobody")).status_code == TOO_MANY
    assert (await door.join("Lea", Role.FACILITATOR)).status_code == 200


# Requests


async def test_a_person_asks_so_often_and_others_still_may(door: Door) -> None:
    ada, bo = await door.seat("Ada"), await door.seat("Bo")
    async with httpx.AsyncClient(base_url=door.server.url, trust_env=False) as http:
        paths = [f"/api/rooms/{ada.room}", "/api/me", f"/api/rooms/{ada.room}/export"] * 3
        answers = [(await http.get(path, headers={"Cookie": ada.cookie})) for path in paths]
        others = await http.get(paths[0], headers={"Cookie": bo.cookie})

    assert [answer.status_code for answer in answers] == [200] * 8 + [TOO_MANY]
    assert others.status_code == 200
    assert await door.refused(ada) == (TOO_MANY, COME_AGAIN)


async def test_coming_back_is_no_way_to_a_new_burst(door: Door) -> None:
    seat = await door.seat("Ada")
    async with Client(seat) as ada:
        for _ in range(32):
            await ada.send_bytes(encode(Unknown(77)))
        await ada.ask("time")

    again = Client(seat)
    await again.open()
    for _ in range(32):
        await again.send_bytes(encode(Unknown(77)))
    assert (await again.ended())[0] == COME_AGAIN
    await again.disconnect()
