"""The scene of all measurements: notes with some words on them, as every program stores them."""

import random
from dataclasses import dataclass
from typing import Any

import pycrdt

WORDS = ("Nachbarn", "helfen", "beim", "Umzug", "und", "tragen", "Kisten", "ohne", "Aufzug")
COLORS = {"yellow": "#fff3b0", "blue": "#cfe6ff", "green": "#d3f2d0", "pink": "#ffd9ea"}
SIZE = 200
STEP = 230


@dataclass(frozen=True, slots=True)
class Note:
    id: str
    x: int
    y: int
    color: str
    text: str


def notes(count: int) -> list[Note]:
    chance = random.Random(count)
    columns = round((count * 1.6) ** 0.5)
    return [
        Note(
            f"note-{number}",
            number % columns * STEP + chance.randrange(-10, 10),
            number // columns * STEP + chance.randrange(-10, 10),
            chance.choice(list(COLORS)),
            " ".join(chance.choice(WORDS) for _ in range(chance.randrange(3, 12))),
        )
        for number in range(count)
    ]


def as_update(scene: list[Note]) -> bytes:
    """For us: one Yjs update."""
    doc: pycrdt.Doc[Any] = pycrdt.Doc(client_id=1)
    objects = doc.get("objects", type=pycrdt.Map)
    with doc.transaction():
        for place, note in enumerate(scene):
            objects[note.id] = pycrdt.Map(
                {
                    "kind": "note",
                    "pos": [float(note.x), float(note.y)],
                    "size": [float(SIZE), float(SIZE)],
                    "color": note.color,
                    "z": f"a{place:04d}1",
                    "text": pycrdt.Text(note.text),
                }
            )
    return doc.get_update()


def as_skeletons(scene: list[Note]) -> list[dict[str, Any]]:
    """For Excalidraw: rectangles with a text bound to each."""
    return [
        {
            "type": "rectangle",
            "id": note.id,
            "x": note.x,
            "y": note.y,
            "width": SIZE,
            "height": SIZE,
            "backgroundColor": COLORS[note.color],
            "fillStyle": "solid",
            "roughness": 0,
            "label": {"text": note.text, "fontSize": 20},
        }
        for note in scene
    ]
