"""Drawing with the pen: by mouse, pen, finger and keyboard, live for the others."""

from collections.abc import Sequence
from math import cos, pi, sin

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.hands import ZOOM, becomes, drag, moved, pinch, place, size
from tests.e2e.people import Helpathon, Visitor

pytestmark = pytest.mark.browser

Points = Sequence[tuple[float, float]]
COLORS = ".ink-color[aria-pressed=true]"


def wave(x: float, y: float, *, wide: float = 260, high: float = 50) -> Points:
    return [(x + wide * part / 30, y + high * sin(part / 4)) for part in range(31)]


def circle(x: float, y: float, radius: float = 80) -> Points:
    turns = [2 * pi * part / 40 for part in range(41)]
    return [(x + radius * cos(turn), y + radius * sin(turn)) for turn in turns]


def draw(page: Page, points: Points, *, lift: bool = True) -> None:
    page.mouse.move(*points[0])
    page.mouse.down()
    for point in points[1:]:
        page.mouse.move(*point)
    if lift:
        page.mouse.up()


def pen(page: Page, points: Points, *, eraser: bool = False) -> None:
    """As the browser hears it from a pen that presses harder towards the end."""
    page.evaluate(
        """([points, eraser]) => {
          const board = document.querySelector(".board");
          const box = board.getBoundingClientRect();
          board.setPointerCapture = () => {};
          points.forEach(([x, y], index) => {
            const last = index === points.length - 1;
            const type = index === 0 ? "pointerdown" : last ? "pointerup" : "pointermove";
            const button = index === 0 || last ? (eraser ? 5 : 0) : -1;
            board.dispatchEvent(new PointerEvent(type, {
              pointerId: 77, pointerType: "pen", isPrimary: true, bubbles: true, cancelable: true,
              clientX: box.left + x, clientY: box.top + y,
              button, buttons: last ? 0 : eraser ? 32 : 1,
              pressure: last ? 0 : 0.1 + (0.9 * index) / points.length,
            }));
          });
          delete board.setPointerCapture;
        }""",
        [points, eraser],
    )


def finger(page: Page, points: Points, *, lift: bool = True) -> None:
    session = page.context.new_cdp_session(page)
    for index, (x, y) in enumerate(points):
        kind = "touchStart" if index == 0 else "touchMove"
        touches = {"type": kind, "touchPoints": [{"x": x, "y": y}]}
        session.send("Input.dispatchTouchEvent", touches)
    if lift:
        session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def take_pen(visitor: Visitor) -> None:
    visitor.page.keyboard.press("p")
    visitor.page.locator(".board-ink").wait_for()


def strokes(visitor: Visitor) -> Locator:
    return visitor.page.locator(".object.ink")


def wet(visitor: Visitor) -> Locator:
    return visitor.page.locator(".ink-wet path")


def test_two_people_draw_and_change_what_they_drew(
    helpathon: Helpathon, ada: Visitor, ben: Visitor
) -> None:
    take_pen(ada)
    ada.page.get_by_role("button", name="Blau").click()
    ada.page.get_by_role("button", name="Breit").click()

    draw(ada.page, circle(600, 300), lift=False)
    expect(wet(ben)).to_have_attribute("data-note-color", "blue")
    expect(strokes(ben)).to_have_count(0)
    ada.page.mouse.up()
    expect(strokes(ben)).to_have_count(1)
    expect(wet(ben)).to_have_count(0)
    expect(strokes(ben)).to_have_attribute("data-note-color", "blue")

    draw(ada.page, wave(800, 600), lift=False)
    expect(wet(ben)).to_have_count(1)
    ada.page.keyboard.press("Escape")  # broken off: no trace of it anywhere
    expect(wet(ben)).to_have_count(0)
    expect(wet(ada)).to_have_count(0)
    ada.page.mouse.up()
    draw(ada.page, wave(800, 600))
    expect(strokes(ben)).to_have_count(2)
    ada.page.keyboard.press("Escape")

    # It is chosen by its line, and by nothing inside the circle.
    ada.page.mouse.click(600, 300)
    expect(ada.page.locator(".ink[aria-pressed=true]")).to_have_count(0)
    ada.page.mouse.click(680, 300)
    expect(ada.page.locator(".ink[aria-pressed=true]")).to_have_count(1)
    round_one = strokes(ben).first
    before, large = place(round_one), size(round_one)
    ada.page.mouse.move(680, 300)
    ada.page.mouse.down()
    ada.page.keyboard.down("Control")  # anywhere, not where it fits others
    ada.page.mouse.move(640, 330, steps=4)
    ada.page.mouse.move(630, 340, steps=4)
    ada.page.mouse.up()
    ada.page.keyboard.up("Control")
    moved(round_one, before, -50, 40)
    drag(ada.page, ada.page.locator(".handle:visible").last, 90, 90)
    becomes(lambda: size(round_one)[0] > large[0] + 60, True)
    now = size(round_one)
    assert abs(now[0] / now[1] - large[0] / large[1]) < 0.02, "it keeps its proportions"

    ada.page.keyboard.press("Control+d")
    expect(strokes(ben)).to_have_count(3)
    ada.page.get_by_role("button", name="Rot").click()
    expect(ben.page.locator(".ink[data-note-color=red]")).to_have_count(1)
    ada.page.keyboard.press("Delete")
    expect(strokes(ben)).to_have_count(2)
    ada.page.keyboard.press("Control+z")
    expect(strokes(ben)).to_have_count(3)

    # In words, for who does not see it.
    ada.page.keyboard.press("Shift+F10")
    ada.page.get_by_role("menuitem", name="Beschreiben").click()
    ada.page.get_by_role("textbox", name="Was ist zu sehen?").fill("ein roter Kreis")
    ada.page.keyboard.press("Escape")
    expect(
        ben.page.get_by_role("button", name="Zeichnung: ein roter Kreis, von Ada")
    ).to_have_count(1)
    expect(ben.page.get_by_role("button", name="Zeichnung von Ada", exact=True)).to_have_count(2)
    ben.page.keyboard.press("Control+f")
    ben.page.keyboard.type("roter kreis")
    expect(ben.page.locator(".ink.found")).to_have_count(1)
    ben.page.keyboard.press("Escape")

    # Into another room, and the trash.
    ada.page.keyboard.press("Control+a")
    ada.page.keyboard.press("Control+c")
    harbour = helpathon.arrive("Cem", room="Hafen")
    harbour.page.keyboard.press("Control+v")
    expect(harbour.page.get_by_role("button", name="ein roter Kreis")).to_have_count(1)
    expect(strokes(harbour)).to_have_count(3)
    shapes = sorted(
        strokes(ada).locator("path").evaluate_all("(all) => all.map((it) => it.getAttribute('d'))")
    )
    assert shapes == sorted(
        strokes(harbour)
        .locator("path")
        .evaluate_all("(all) => all.map((it) => it.getAttribute('d'))")
    )
    ada.page.keyboard.press("Delete")
    expect(strokes(ben)).to_have_count(0)
    ben.page.locator(".board").focus()
    ben.page.keyboard.press("Shift+F10")
    ben.page.get_by_role("menuitem", name="Papierkorb …").click()
    ben.page.get_by_role("button", name="Alle 3 zurückholen").click()
    expect(strokes(ada)).to_have_count(3)


def test_the_eraser_the_keyboard_and_both_ends_of_a_pen(ada: Visitor, ben: Visitor) -> None:
    take_pen(ada)
    for y in (250, 350, 450):
        draw(ada.page, wave(400, y, high=10))
    expect(strokes(ben)).to_have_count(3)

    ada.page.get_by_role("button", name="Radierer").click()
    draw(ada.page, [(500, 200), (500, 290), (500, 400)])
    expect(strokes(ben)).to_have_count(1)
    ada.page.keyboard.press("Control+z")  # what one wipe took is one step
    expect(strokes(ben)).to_have_count(3)
    ada.page.get_by_role("button", name="Radierer").click()

    pen(ada.page, wave(800, 250))
    expect(strokes(ben)).to_have_count(4)
    pen(ada.page, [(900, 100), (900, 250), (900, 400)], eraser=True)
    expect(strokes(ben)).to_have_count(3)

    # By keyboard Enter sets the pen down and lifts it.
    ada.page.keyboard.press("Enter")
    for key in ("ArrowRight", "ArrowDown", "Shift+ArrowLeft"):
        ada.page.keyboard.press(key)
    expect(wet(ben)).to_have_count(1)
    ada.page.keyboard.press("Enter")
    expect(strokes(ben)).to_have_count(4)
    assert size(strokes(ben).last)[0] >= 60
    ada.page.keyboard.press("Escape")
    expect(ada.page.locator(".board-ink")).to_have_count(0)

    # A line that no single object may hold goes on as the next.
    take_pen(ada)
    ada.page.keyboard.press("1")
    endless = [(300 + 3 * (step % 300), 150 + 8 * (step // 300)) for step in range(2600)]
    pen(ada.page, endless)
    becomes(lambda: strokes(ben).count() > 5, True)
    ada.has_saved()


def test_on_a_phone_a_finger_draws_until_a_pen_was_seen(helpathon: Helpathon, ben: Visitor) -> None:
    ada = helpathon.arrive("Ada", device="phone")
    ada.page.locator("#tab-board").tap()
    ada.page.get_by_role("button", name="Stift", exact=True).tap()
    panel = ada.page.locator(".board-ink")
    expect(panel).to_be_in_viewport(ratio=1)
    for button in panel.get_by_role("button").all():
        box = button.bounding_box()
        assert box is not None, "it is on the screen"
        assert box["height"] >= 44, "a finger hits it"
    panel.get_by_role("button", name="Grün").tap()
    expect(panel.locator(COLORS)).to_have_attribute("data-note-color", "green")

    finger(ada.page, [(100, 300), (160, 340), (220, 380), (280, 400)])
    expect(strokes(ben)).to_have_count(1)
    before = ada.page.locator(".board").evaluate(ZOOM)
    pinch(ada.page, 40, 90)
    becomes(lambda: ada.page.locator(".board").evaluate(ZOOM) > before, True)
    expect(strokes(ben)).to_have_count(1)

    pen(ada.page, [(100, 100), (140, 150), (180, 220)])
    expect(strokes(ben)).to_have_count(2)
    at = ada.page.locator(".board-layer").evaluate("(it) => it.style.transform")
    becomes(lambda: panned(ada, at), True)
    expect(strokes(ben)).to_have_count(2)


def panned(visitor: Visitor, before: str) -> bool:
    """A finger that comes down after the palm's time moves the board."""
    finger(visitor.page, [(200, 300), (200, 340), (200, 400)])
    now: str = visitor.page.locator(".board-layer").evaluate("(it) => it.style.transform")
    return now != before
