"""A room as JSON: its objects in the one ordering, with every field."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from rooms.board.objects import OBJECTS, read_objects
from rooms.board.ordering import in_order
from rooms.room import RoomCard
from rooms.stage.areas import Area
from sync.document import Document, View

FORMAT = "helpathon.room"
VERSION = 1


def export_room(
    card: RoomCard, epoch: str, document: Document, areas: Sequence[Area], now: datetime
) -> dict[str, Any]:
    """`objects` is what the board shows, `areas` what facilitators laid down on it.

    Raises DocumentError where the bytes can't be read.
    """
    view = View(document.state())
    objects = read_objects(view.json({OBJECTS: "map"})[OBJECTS])
    return {
        "format": FORMAT,
        "version": VERSION,
        "room": {"id": card.id, "title": card.title},
        "helpathon": {"id": card.helpathon, "title": card.helpathon_title},
        "epoch": epoch,
        "exported_at": now.isoformat(timespec="seconds"),
        "areas": list(areas),
        "objects": in_order(objects, [area["id"] for area in areas]),
    }
