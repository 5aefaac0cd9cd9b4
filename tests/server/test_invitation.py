"""What a terminal shows to whoever set a Helpathon up."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
import segno
from rich.console import Console

from persistence.contract import NodeId
from persistence.memory import Memory, MemoryStore
from rooms.roles import Role
from rooms.stage.records import RecordBook
from server.helpathons import Invitation, create_helpathon, invitation, newest_helpathon
from server.identity import Identity
from server.invitation import (
    address_in_network,
    address_of,
    print_invitation,
    print_qr_code,
)
from tests.server.house import House

INVITATION = Invitation(
    id="hp",
    title="Stadtgrün [2026]",
    rooms=("Nordmarkt", "[bold]Hörde"),
    paths={role: f"/j/{role.value}-{'x' * 60}" for role in Role},
)
ADDRESS = "http://192.0.2.7:8000"


def terminal(width: int = 40) -> tuple[Console, io.StringIO]:
    output = io.StringIO()
    return Console(file=output, width=width, highlight=False), output


def test_links_are_printed_whole_however_narrow_the_terminal_is() -> None:
    console, output = terminal(width=30)
    print_invitation(INVITATION, ADDRESS, console)

    lines = output.getvalue().splitlines()
    for path in INVITATION.paths.values():
        assert sum(line.endswith(ADDRESS + path) for line in lines) == 1


def test_links_stand_under_the_title_and_say_whose_they_are() -> None:
    console, output = terminal(width=200)
    print_invitation(INVITATION, ADDRESS, console)

    _, title, facilitator, participant, guest = output.getvalue().splitlines()
    assert title == "Stadtgrün [2026] · Nordmarkt, [bold]Hörde"
    assert facilitator.startswith("Facilitator (secret)")
    assert participant.startswith("Participant")
    assert guest.startswith("Guest (reads only)")


def test_a_qr_code_is_drawn_in_two_colours_and_square() -> None:
    console, output = terminal(width=10)
    print_qr_code(ADDRESS + INVITATION.paths[Role.PARTICIPANT], console)

    drawn = [line for line in output.getvalue().splitlines() if set(line) & set("█▀▄")]
    modules = segno.make(ADDRESS + INVITATION.paths[Role.PARTICIPANT], error="m").symbol_size(
        border=2
    )[0]
    assert {len(line) for line in drawn} == {modules}
    assert len(drawn) == (modules + 1) // 2  # two modules, one above the other, in a character


def test_no_title_and_no_address_is_taken_for_markup() -> None:
    console, output = terminal(width=200)
    odd = replace(INVITATION, title="[/bold] [red]")
    print_invitation(odd, "http://[fe80::7]:8000", console)

    assert "[/bold] [red]" in output.getvalue()
    assert output.getvalue().count("http://[fe80::7]:8000/j/") == len(Role)


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000"),
        ("localhost", "http://localhost:8000"),
        ("192.0.2.7", "http://192.0.2.7:8000"),
        ("2001:db8::7", "http://[2001:db8::7]:8000"),
    ],
)
def test_the_address_is_one_a_browser_opens(host: str, address: str) -> None:
    assert address_of(host, 8000) == address


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])
def test_everywhere_is_this_machines_address_in_its_network(host: str) -> None:
    assert address_of(host, 8000) == f"http://{address_in_network() or 'localhost'}:8000"


async def test_a_new_helpathon_has_its_rooms_and_a_link_per_role() -> None:
    store = MemoryStore(NodeId("here"), Memory())
    created = await create_helpathon(store, "Stadtgrün", ["Nordmarkt", "Hörde"], "de")

    assert (created.title, created.rooms) == ("Stadtgrün", ("Nordmarkt", "Hörde"))
    assert created.paths.keys() == set(Role)
    assert len(set(created.paths.values())) == len(Role)


async def test_the_newest_helpathon_is_found_again_with_the_same_links() -> None:
    store = MemoryStore(NodeId("here"), Memory())
    assert await newest_helpathon(store) is None

    first = await create_helpathon(store, "Der erste", ["Team 1"], "de")
    await long_ago(store, first)
    second = await create_helpathon(store, "Der zweite", ["Team 1"], "de")

    assert await newest_helpathon(store) == second


async def long_ago(store: MemoryStore, created: Invitation) -> None:
    """Two in one test may be made in the same millisecond."""
    installation = RecordBook("installation", store)
    await installation.load()
    name = f"helpathon/{created.id}"
    await installation.put(name, {"created_ms": 1}, installation.version(name))


async def test_links_that_are_revoked_or_for_one_room_are_not_shown(house: House) -> None:
    await house.link(Role.PARTICIPANT, room=house.rooms[0])
    await house.link(Role.FACILITATOR, revoked=True)

    shown = invitation(house.book, house.running.identity)

    assert shown == house.invitation


async def test_two_processes_that_start_at_once_agree_on_the_secret(tmp_path: Path) -> None:
    store = MemoryStore(NodeId("here"), Memory())
    first = await create_helpathon(store, "Stadtgrün", ["Team 1"], "de")
    installation = RecordBook("installation", store)
    await installation.load()

    identity = Identity(installation.value("secret"))
    token = first.paths[Role.GUEST].removeprefix("/j/")
    assert identity.read_link(token)[0] == first.id
