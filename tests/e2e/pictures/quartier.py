"""The board of a team at "Gesundes Quartier": what it heard, understood and wants to try."""

import time
from typing import Any

from tests.e2e.pictures.laying import Fields, Scene
from tests.e2e.pictures.strokes import cup

COLUMN, ROW = 220, 240

PROBLEM = {
    "kind": "problem",
    "who": "Frau Yıldız, 74, aus dem Nordmarkt",
    "what": "jemanden, der mit ihr einen Termin findet",
    "where": "Seit die Praxis am Markt geschlossen hat, jede Woche am Telefon",
    "why": "Ansage und Formulare nur auf Deutsch sind",
    "evidence": "Im Stadtteilbüro fragen jeden Dienstag neun Menschen danach.",
    "otherwise": "",
}
IDEA = {
    "kind": "idea",
    "title": "Gesundheitslotsin im Café",
    "who": "Ältere Menschen, die wenig Deutsch sprechen, und ihre Familien",
    "new": "Hilfe dort, wo alle ohnehin sind: kein Amt, kein Wartezimmer",
    "how": "Dienstags sitzt eine Lotsin im Café am Markt. Sie hört zu, ruft in der Praxis an, "
    "füllt das Formular mit aus und geht beim ersten Mal mit.",
    "benefit": "Weniger versäumte Termine, weniger Einsamkeit: 200 Menschen im ersten Jahr",
    "need": "Zwei Lotsinnen, einen Tisch im Café, ein Telefon",
    "type": "project",
    "themes": ["Gesundheit", "Ältere Menschen"],
}
# Left to right and top to bottom: text, colour, tags.
HEARD = [
    ("Hausarzt geht 2027 in Rente", "orange", ["Praxis"]),
    ("Frau Yıldız: „Ich frage meine Enkelin.“", "yellow", ["Sprache"]),
    ("Busse fahren abends zu selten zur Praxis", "orange", ["Wege"]),
    ("Einsamkeit im Winter", "pink", []),
    ("Wir vermuten: Sprache ist die größte Hürde", "violet", ["Sprache"]),
    ("Viele kennen die Angebote im Viertel nicht", "yellow", []),
]
IDEAS = [
    ("Sprechstunde im Café am Dienstag", "green", []),
    ("Apotheke als Treffpunkt?", "blue", ["Orte"]),
    ("Telefonkette für Termine", "green", []),
    ("Spaziergang mit der Ärztin", "green", ["Wege"]),
    ("12 Freiwillige im Nordmarkt machen mit", "blue", []),
    ("Schilder in sechs Sprachen", "yellow", ["Sprache", "Wege"]),
]
PARKED: list[tuple[str, str, list[str]]] = [
    ("Wen müssen wir noch fragen?", "grey", []),
    ("Datenschutz: wer darf die Liste sehen?", "red", []),
    ("Wer zahlt das Telefon?", "pink", []),
]


def quartier() -> Scene:
    scene = Scene(
        areas={
            "understand": area(
                "Was haben wir gehört?",
                "Ein Zettel je Beobachtung. Dann: ein Mensch, ein Problem, ein Satz.",
                [0, 0],
                "orange",
            ),
            "ideas": area(
                "Was könnte helfen?",
                "Erst viele Ideen, dann eine. Stempelt, was ihr ausprobieren wollt.",
                [1200, 0],
                "green",
            ),
        }
    )
    scene.objects |= notes("heard", HEARD, (40, 110), 2, "understand")
    scene.objects |= notes("idea", IDEAS, (1900, 110), 2, "ideas")
    scene.objects |= notes("parked", PARKED, (1700, 1000), 3)
    scene.objects |= {
        "problem": {
            **PROBLEM,
            "pos": [500, 130],
            "size": [600, 600],
            "color": "orange",
            "area": "understand",
        },
        "lotsin": {
            **IDEA,
            "pos": [1240, 110],
            "size": [600, 680],
            "color": "green",
            "area": "ideas",
        },
        "leads": connector("problem", "lotsin"),
        "flowtitle": text("So könnte es gehen", [40, 900]),
        "parkedtitle": text("Parkplatz", [1700, 900]),
        "call": shape("ellipse", "Anruf im Stadtteilbüro", [40, 1000], [230, 150], "blue"),
        "listen": shape("rectangle", "Lotsin hört zu", [370, 1005], [220, 140], "blue"),
        "choice": shape("diamond", "Gibt es hier Hilfe?", [690, 970], [260, 210], "yellow"),
        "date": shape("arrow", "Termin im Café", [1040, 1000], [290, 150], "green"),
        "later": shape("ellipse", "Wir fragen weiter", [370, 1230], [220, 110], "grey", "outlined"),
        "flow1": connector("call", "listen"),
        "flow2": connector("listen", "choice"),
        "flow3": connector("choice", "date", text="ja"),
        "flow4": connector("choice", "later", text="noch nicht", line="curved", dashed=True),
        "flow5": connector("later", "listen", dashed=True),
    }
    for key, fields in scene.objects.items():
        if fields["kind"] == "connector":
            scene.objects[key] = {**fields, "pos": scene.objects[fields["from"]]["pos"]}
    scene.objects |= cup(1352, 950)
    scene.objects |= signs()
    return scene


def area(title: str, prompt: str, pos: list[int], color: str) -> dict[str, Any]:
    return {"title": title, "prompt": prompt, "pos": pos, "size": [1140, 850], "color": color}


def notes(
    name: str,
    written: list[tuple[str, str, list[str]]],
    corner: tuple[int, int],
    columns: int,
    owner: str | None = None,
) -> dict[str, Fields]:
    return {
        f"{name}{number}": {
            "kind": "note",
            "text": text,
            "color": color,
            "tags": tags,
            "pos": [corner[0] + number % columns * COLUMN, corner[1] + number // columns * ROW],
            "size": [200, 200],
            "area": owner,
        }
        for number, (text, color, tags) in enumerate(written)
    }


def shape(
    form: str, text: str, pos: list[int], size: list[int], color: str, look: str = "filled"
) -> dict[str, Any]:
    return {
        "kind": "shape",
        "form": form,
        "look": look,
        "text": text,
        "pos": pos,
        "size": size,
        "color": color,
    }


def connector(start: str, end: str, text: str = "", **how: Any) -> dict[str, Any]:
    return {"kind": "connector", "from": start, "to": end, "text": text, **how}


def text(words: str, pos: list[int]) -> dict[str, Any]:
    return {"kind": "text", "text": words, "scale": "l", "pos": pos, "size": [500, 60]}


def signs() -> dict[str, Fields]:
    """Stamps of several people, and a talk about one note."""
    stamped = [
        *(("idea0", "heart", who) for who in range(4)),
        *(("idea0", "up", who) for who in range(2)),
        *(("lotsin", "star", who) for who in range(3)),
        *(("idea3", "up", who) for who in range(3)),
        ("idea5", "check", 1),
        ("heard1", "heart", 2),
        ("heard4", "question", 3),
        ("heard2", "exclamation", 0),
    ]
    marks: dict[str, Fields] = {
        f"stamp{number}": {"kind": "stamp", "on": host, "sign": sign, "author": who}
        for number, (host, sign, who) in enumerate(stamped)
    }
    now_ms = time.time_ns() // 1_000_000
    words = [("Nehmen alle den gleichen Tag?", 3), ("Dienstag ist Markt, da sind alle da.", 1)]
    for number, (said, who) in enumerate(words):
        at_ms = now_ms - (9 - 4 * number) * 60_000
        marks[f"comment{number}"] = {
            "kind": "comment",
            "on": "idea0",
            "text": said,
            "at": at_ms,
            "author": who,
        }
    return marks
