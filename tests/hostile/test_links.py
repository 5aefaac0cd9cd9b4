"""Links that were never made, have run out or were taken back, before and after one came in."""

import time

import pytest

from rooms.roles import Role
from server.identity import Identity, Pass, cookie_name
from tests.client import Client, Seat
from tests.server.door import Door

pytestmark = pytest.mark.asyncio(loop_scope="module")


def now_ms() -> int:
    return time.time_ns() // 1_000_000


async def test_an_expired_link_ends_the_connections_that_came_by_it_and_no_others(
    door: Door,
) -> None:
    async with (
        Client(await door.seat("Ada")) as ada,
        Client(await door.seat("Bo", room=1)) as bo,
        Client(await door.seat("Lea", Role.FACILITATOR)) as lea,
    ):
        await door.change_link(Role.PARTICIPANT, expires_at_ms=now_ms() + 50)

        assert (await ada.ended())[0] == 4401
        assert (await bo.ended())[0] == 4401
        await lea.ask("time")


async def test_a_link_that_is_prolonged_in_time_ends_nobody(door: Door) -> None:
    async with Client(await door.seat("Ada")) as ada, Client(await door.seat("Lea", Role.GUEST)):
        await door.change_link(Role.PARTICIPANT, expires_at_ms=now_ms() + 100)
        await door.change_link(Role.PARTICIPANT, expires_at_ms=now_ms() + 3_600_000)
        await door.change_link(Role.GUEST, expires_at_ms=now_ms() + 100)

        await ada.until(lambda: len(ada.members) == 1)  # the other one has ended
        await ada.ask("time")


async def test_a_link_ends_its_connections_each_time_it_runs_out(door: Door) -> None:
    seat = await door.seat("Ada")
    for _ in range(2):
        async with Client(seat) as ada:
            await door.change_link(Role.PARTICIPANT, expires_at_ms=1)
            assert (await ada.ended())[0] == 4401
        await door.change_link(Role.PARTICIPANT, expires_at_ms=2**45)


async def test_a_link_that_ran_out_before_the_room_was_loaded_opens_nothing(door: Door) -> None:
    seat = await door.seat("Ada")
    await door.change_link(Role.PARTICIPANT, expires_at_ms=now_ms())

    assert await door.refused(seat) == (410, 4401)


async def test_a_revoked_link_ends_its_connections_at_once(door: Door) -> None:
    async with Client(await door.seat("Ada")) as ada:
        await door.change_link(Role.PARTICIPANT, revoked=True)

        assert (await ada.ended())[0] == 4410


async def test_a_pass_signed_by_somebody_else_opens_nothing(door: Door) -> None:
    seat = await door.seat("Ada")
    (person,) = door.book.named("person/")
    holder = Pass(door.book.scope, person, door.link_of(Role.FACILITATOR))
    forged = f"{cookie_name(door.book.scope)}={Identity(b'guessed').sign_pass(holder)}"

    assert await door.refused(Seat(seat.server, seat.room, forged)) == (401, 4401)


async def test_a_links_token_is_no_pass_and_a_pass_no_token(door: Door) -> None:
    seat = await door.seat("Ada")
    token = f"{cookie_name(door.book.scope)}={door.token()}"

    assert await door.refused(Seat(seat.server, seat.room, token)) == (401, 4401)


async def test_a_cookie_put_over_ours_by_a_sibling_domain_does_not_count(door: Door) -> None:
    """Only this host, over TLS, can set a cookie whose name begins with __Host-."""
    own, foreign = await door.seat("Ada"), await door.seat("Mallory")
    cookies = f"{foreign.cookie}; __Host-{own.cookie}; {foreign.cookie}"

    async with Client(Seat(own.server, own.room, cookies)) as ada:
        assert ada.welcome["you"]["name"] == "Ada"
