"""What a hand draws: strokes as the board stores them."""

import math
from collections.abc import Callable, Sequence
from typing import Any

Point = tuple[float, float]
# Board pixels around the points of a stroke that is 6 wide.
MARGIN = 6
STEPS = 40


def cup(left: float, top: float) -> dict[str, dict[str, Any]]:
    """A steaming cup with a heart on it, 300 wide and 240 high."""
    lines: list[tuple[str, list[Point]]] = [
        ("blue", curve(lambda part: ellipse(part, (150, 92), (90, 21)))),
        (
            "blue",
            through(
                [(60, 94), (72, 150), (98, 200), (150, 212), (202, 200), (228, 150), (240, 94)]
            ),
        ),
        ("blue", through([(238, 108), (276, 104), (292, 128), (272, 158), (224, 166)])),
        ("blue", through([(18, 206), (70, 236), (150, 244), (232, 236), (284, 206)])),
        ("red", curve(lambda part: heart(part, (150, 158), 2.1))),
        *(("grey", steam(x)) for x in (108, 150, 192)),
    ]
    drawn = {
        f"cup{number}": {"group": "cup", **stroke(line, color, left, top)}
        for number, (color, line) in enumerate(lines)
    }
    drawn["cup0"]["text"] = "Eine dampfende Tasse mit einem Herz: die Sprechstunde im Café"
    return drawn


def stroke(line: Sequence[Point], color: str, left: float, top: float) -> dict[str, Any]:
    """Its points are kept in tenths, from its own corner."""
    x, y = min(x for x, _ in line) - MARGIN, min(y for _, y in line) - MARGIN
    points = [round(10 * each) for px, py in line for each in (px - x, py - y)]
    size = [max(points[0::2]) / 10 + MARGIN, max(points[1::2]) / 10 + MARGIN]
    pos = [round(left + x), round(top + y)]
    return {"kind": "ink", "pos": pos, "size": size, "points": points, "color": color, "text": ""}


def steam(x: float) -> list[Point]:
    return curve(lambda part: (x + 9 * math.sin(7 * part), 62 - 58 * part))


def curve(at: Callable[[float], Point]) -> list[Point]:
    return [at(step / STEPS) for step in range(STEPS + 1)]


def ellipse(part: float, middle: Point, radii: Point) -> Point:
    angle = 2.04 * math.pi * part  # a hand goes a little further than round
    return middle[0] + radii[0] * math.cos(angle), middle[1] + radii[1] * math.sin(angle)


def heart(part: float, middle: Point, scale: float) -> Point:
    angle = 2 * math.pi * part
    x = 16 * math.sin(angle) ** 3
    y = 13 * math.cos(angle) - 5 * math.cos(2 * angle) - 2 * math.cos(3 * angle)
    return middle[0] + scale * x, middle[1] - scale * (y - math.cos(4 * angle))


def through(points: Sequence[Point]) -> list[Point]:
    """A soft line through all of them (Catmull and Rom)."""
    ends = [points[0], *points, points[-1]]
    line = [points[0]]
    for a, b, c, d in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        for step in range(1, 9):
            part = step / 8
            line.append((_soft(part, a[0], b[0], c[0], d[0]), _soft(part, a[1], b[1], c[1], d[1])))
    return line


def _soft(part: float, a: float, b: float, c: float, d: float) -> float:
    slope = (c - a) * part
    bend = (2 * a - 5 * b + 4 * c - d) * part**2
    return b + (slope + bend + (3 * b - a - 3 * c + d) * part**3) / 2
