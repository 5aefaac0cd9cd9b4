"""The board at the end of the day: everything that a team collected, seen from far away."""

from tests.e2e.pictures.laying import Scene
from tests.e2e.pictures.prototype import prototype
from tests.e2e.pictures.quartier import HEARD, IDEAS, PARKED, area, notes, quartier

COLLECTED = {
    "Bewegung": "green",
    "Essen und Trinken": "yellow",
    "Miteinander": "pink",
    "Wege": "blue",
    "Sprache": "violet",
}
COLUMNS, COUNT, APART = 5, 35, 1260


def day() -> Scene:
    """The board of `quartier`, the prototype right of it, and what came before below."""
    scene = quartier()
    scene.objects |= prototype((2520, 120)).objects
    words = [text for text, _, _ in HEARD + IDEAS + PARKED]
    for number, (title, color) in enumerate(COLLECTED.items()):
        name, left, top = f"collected{number}", number * APART - 1200, 1500
        pos = [left, top]
        scene.areas[name] = area(title, "Was fällt euch dazu ein?", pos, color) | {
            "size": [1160, 1800]
        }
        written = [
            (words[(at + 4 * number) % len(words)], color if at % 4 else "yellow", list[str]())
            for at in range(COUNT - 3 * number)
        ]
        scene.objects |= notes(name, written, (left + 40, top + 110), COLUMNS, name)
    return scene
