"""A prototype of three phone screens: somebody finds help nearby, and a day for it."""

from typing import Any

from tests.e2e.pictures.laying import Scene

# A phone with its title, and from one to the next.
SIZE, STEP = [300, 620], 396
COLORS = {"button": "blue", "map": "green", "sign": "yellow"}
# Where its screen begins, with an edge.
LEFT, TOP = 28, 98
# Shape, words, left, top, width and height on the screen, the frame it leads to.
Element = tuple[str, str, tuple[int, int, int, int], str | None]
# By frame: its title, and what is on it.
SCREENS: dict[str, tuple[str, list[Element]]] = {
    "welcome": (
        "Start",
        [
            ("text", "Hallo! Was brauchst du?", (0, 0, 244, 40), None),
            ("picture", "", (0, 54, 244, 116), None),
            ("button", "Hilfe in der Nähe", (0, 190, 244, 54), "nearby"),
            ("button", "Termin beim Arzt", (0, 258, 244, 54), None),
            ("field", "Meine Sprache: Türkçe", (0, 336, 244, 48), None),
            ("text", "Oder ruf an: 0231 50 0", (0, 406, 244, 40), None),
        ],
    ),
    "nearby": (
        "In deiner Nähe",
        [
            ("map", "Nordmarkt", (0, 0, 244, 170), None),
            (
                "list",
                "Café am Markt, Di\nApotheke, täglich\nStadtteilbüro, Mo",
                (0, 186, 244, 150),
                None,
            ),
            ("button", "Greta treffen", (0, 356, 244, 54), "appointment"),
        ],
    ),
    "appointment": (
        "Dein Termin",
        [
            ("sign", "Dienstag", (0, 0, 134, 92), None),
            ("person", "Greta", (142, 0, 100, 124), None),
            (
                "text",
                "15 Uhr im Café am Markt. Greta spricht Türkisch und geht mit.",
                (0, 140, 244, 110),
                None,
            ),
            ("button", "Ich komme", (0, 276, 244, 54), None),
            ("button", "Von vorn", (0, 416, 160, 48), "welcome"),
        ],
    ),
}


def prototype(corner: tuple[int, int] = (0, 0)) -> Scene:
    scene = Scene()
    for number, (frame, (title, elements)) in enumerate(SCREENS.items()):
        x, y = corner[0] + number * STEP, corner[1]
        scene.objects[frame] = {
            "kind": "frame",
            "device": "phone",
            "text": title,
            "pos": [x, y],
            "size": SIZE,
        }
        for index, element in enumerate(elements):
            scene.objects[f"{frame}{index}"] = sketch(element, frame, (x + LEFT, y + TOP))
    return scene


def sketch(element: Element, frame: str, corner: tuple[int, int]) -> dict[str, Any]:
    shape, text, (left, top, width, height), target = element
    leads = {} if target is None else {"to": target}
    return {
        "kind": "sketch",
        "shape": shape,
        "text": text,
        "pos": [corner[0] + left, corner[1] + top],
        "size": [width, height],
        "area": frame,
        "color": COLORS.get(shape, "grey"),
        **leads,
    }
