"""Lays objects on a board through websockets: much faster than hands do."""

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import pycrdt

from tests.client import Client, Seat, join
from tests.e2e.people import Helpathon

Fields = Mapping[str, Any]
CARD_TEXTS = (
    "who",
    "what",
    "where",
    "why",
    "evidence",
    "otherwise",
    "new",
    "how",
    "benefit",
    "need",
)
# What people write together, letter by letter, whatever its kind.
TEXTS = frozenset(("text", "prompt", "title", *CARD_TEXTS))
PEOPLE = ("Jonas", "Aylin", "Farid", "Greta")


@dataclass
class Scene:
    """A board: what facilitators laid, and objects by id, from the bottom to the top.

    `author` of an object is the number of one of PEOPLE; without it they take turns.
    """

    objects: dict[str, Fields] = field(default_factory=dict)
    areas: dict[str, Fields] = field(default_factory=dict)


def lay(house: Helpathon, room: str, scene: Scene) -> None:
    """Returns when all of it is saved."""
    with ThreadPoolExecutor(1) as elsewhere:  # Playwright's own loop runs in this thread
        elsewhere.submit(lambda: asyncio.run(_lay(house, room, scene))).result()


async def _lay(house: Helpathon, room: str, scene: Scene) -> None:
    url, links = house.server.url, house.links
    if scene.areas:
        async with Client(await join(url, links["facilitator"], "Mira", room)) as mira:
            changes = [
                {"id": key, "area": area, "fresh": True} for key, area in scene.areas.items()
            ]
            reply = await mira.ask("areas", changes=changes)
            assert reply["ok"], f"expected areas, got {reply}"
    seats = [await join(url, links["participant"], name, room) for name in PEOPLE]
    await _write(seats, scene.objects)


async def _write(seats: Sequence[Seat], objects: Mapping[str, Fields]) -> None:
    shares: defaultdict[int, dict[str, Fields]] = defaultdict(dict)
    for number, (key, fields) in enumerate(objects.items()):
        author = fields.get("author", number % len(seats))
        shares[author][key] = {"z": f"a{number:04}V", **fields}
    for number, share in shares.items():
        async with Client(seats[number]) as writer:
            person = writer.welcome["you"]["person"]
            made = {key: _map({**fields, "author": person}) for key, fields in share.items()}
            await writer.edit(lambda board, made=made: board.update(made))  # type: ignore[misc]
            await writer.saved()


def _map(fields: Fields) -> "pycrdt.Map[Any]":
    return pycrdt.Map({key: pycrdt.Text(it) if key in TEXTS else it for key, it in fields.items()})
