"""What hands do on a board, and where things lie on it."""

import re
import time
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page

PASTE = """
(text) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  const kind = { clipboardData: data, bubbles: true, cancelable: true };
  (document.activeElement ?? document.body).dispatchEvent(new ClipboardEvent("paste", kind));
}
"""
BECOMES_WITHIN_S = 10.0
ZOOM = "(board) => Number(getComputedStyle(board).getPropertyValue('--zoom'))"


def place(note: Locator) -> tuple[int, int]:
    """Where it is on the board, in board pixels."""
    x, y = re.findall(r"-?[\d.]+(?=px)", note.evaluate("(it) => it.style.transform"))
    return round(float(x)), round(float(y))


def size(note: Locator) -> tuple[int, int]:
    width, height = note.evaluate("(it) => [it.offsetWidth, it.offsetHeight]")
    return int(width), int(height)


def moved(note: Locator, before: tuple[int, int], dx: int, dy: int) -> None:
    becomes(lambda: place(note), (before[0] + dx, before[1] + dy))


def becomes(look: Callable[[], Any], expected: Any) -> None:
    """Look again until it is so."""
    deadline_s = time.monotonic() + BECOMES_WITHIN_S
    while (seen := look()) != expected:
        assert time.monotonic() < deadline_s, f"expected {expected}, saw {seen}"


def apart(one: Locator, other: Locator) -> None:
    """They come to lie beside each other."""

    def overlap() -> bool:
        a, b = one.bounding_box(), other.bounding_box()
        assert a is not None, "it is on the screen"
        assert b is not None, "it is on the screen"
        beside = a["x"] + a["width"] <= b["x"] or b["x"] + b["width"] <= a["x"]
        return not (beside or a["y"] + a["height"] <= b["y"] or b["y"] + b["height"] <= a["y"])

    becomes(overlap, False)


def drag(page: Page, thing: Locator, dx: float, dy: float, *, held: str | None = None) -> None:
    """From its middle, with a key held or not."""
    box = thing.bounding_box()
    assert box is not None, "it is on the screen"
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    if held:
        page.keyboard.down(held)
    page.mouse.move(x + dx / 2, y + dy / 2, steps=4)
    page.mouse.move(x + dx, y + dy, steps=4)
    page.mouse.up()
    if held:
        page.keyboard.up(held)


def touch(page: Page, thing: Locator, path: list[tuple[int, int]]) -> None:
    """One finger, as the browser hears it from the screen."""
    box = thing.bounding_box()
    assert box is not None, "it is on the screen"
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    fingers = [[{"x": x + dx, "y": y + dy}] for dx, dy in path]
    send_touches(page, fingers)


def press(page: Page, thing: Locator) -> None:
    """One finger that stays until the menu is there."""
    box = thing.bounding_box()
    assert box is not None, "it is on the screen"
    point = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
    session = page.context.new_cdp_session(page)
    session.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [point]})
    page.get_by_role("menu").wait_for()
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def pinch(page: Page, start: int, end: int) -> None:
    """Two fingers that part around the middle of the screen."""
    steps = [start + (end - start) * step / 8 for step in range(9)]
    fingers = [[{"x": 195 - gap, "y": 420}, {"x": 195 + gap, "y": 420}] for gap in steps]
    send_touches(page, fingers)


def send_touches(page: Page, fingers: list[list[dict[str, float]]]) -> None:
    session = page.context.new_cdp_session(page)
    for index, points in enumerate(fingers):
        kind = "touchStart" if index == 0 else "touchMove"
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
