"""Lines between objects: by hand, by keyboard, and what becomes of them when things move or go."""

import pytest
from playwright.sync_api import Locator, Position, expect

from tests.e2e.hands import PASTE, becomes, drag
from tests.e2e.people import Visitor

pytestmark = pytest.mark.browser


def test_a_line_is_pulled_between_two_notes_follows_them_and_goes_with_one(
    ada: Visitor, ben: Visitor
) -> None:
    lay(ada, ben, "eins", "zwei", "drei")
    ada.page.keyboard.press("c")
    expect(ada.page.locator(".board.drawing")).to_be_visible()
    pull(ada, ada.note("eins"), ada.note("zwei"))
    expect(line(ben, "Pfeil von „eins“ nach „zwei“")).to_have_count(1)
    ada.page.keyboard.press("Enter")
    ada.writing_field.wait_for()
    ada.page.keyboard.type("führt zu")
    ada.page.keyboard.press("Escape")
    expect(line(ben, "Pfeil von „eins“ nach „zwei“: führt zu")).to_have_count(1)

    chosen = ada.page.get_by_role("toolbar", name="Ausgewählt")
    for button, entry in {"Pfeilspitze": "An beiden Enden", "Linie": "Gebogen"}.items():
        chosen.get_by_role("button", name=button).click()
        ada.page.get_by_role("menuitemradio", name=entry).click()
    expect(line(ben, "Pfeil zwischen „eins“ und „zwei“: führt zu")).to_have_count(1)
    expect(way(ben)).to_have_count(1)

    before = way(ada).get_attribute("d")
    drag(ben.page, ben.note("zwei"), 60, 200, held="Alt")
    becomes(lambda: way(ada).get_attribute("d") != before, True)
    becomes(lambda: way(ada).get_attribute("d") == way(ben).get_attribute("d"), True)

    # The other end, by its handle.
    pull(ada, ada.page.locator("[data-grip=to]"), ada.note("drei"))
    expect(line(ben, "Pfeil zwischen „eins“ und „drei“: führt zu")).to_have_count(1)
    ben.note("drei").click()
    ben.page.keyboard.press("Delete")
    expect(ada.page.locator(".connector")).to_have_count(0)
    ben.page.keyboard.press("Control+z")
    expect(line(ada, "Pfeil zwischen „eins“ und „drei“: führt zu")).to_have_count(1)
    assert (ada.errors, ben.errors) == ([], [])


def test_notes_are_connected_and_connected_anew_by_keyboard(ada: Visitor, ben: Visitor) -> None:
    lay(ada, ben, "eins", "zwei", "drei")
    press = ada.page.keyboard.press
    press("Home")
    press("c")
    expect(ada.page.locator(".board.drawing")).to_be_visible()
    press("ArrowRight")
    press("Enter")
    expect(line(ben, "Pfeil von „eins“ nach „zwei“")).to_have_count(1)
    expect(line(ada, "Pfeil von „eins“ nach „zwei“")).to_be_focused()

    press("Shift+F10")
    ada.page.get_by_role("menuitem", name="Ende neu verbinden").press("Enter")
    expect(ada.page.locator(".board.drawing")).to_be_visible()
    press("End")
    press("Enter")
    expect(line(ben, "Pfeil von „eins“ nach „drei“")).to_have_count(1)

    # Two that are chosen are connected at once; a copy of both takes the line along.
    beside_the_line: Position = {"x": 30.0, "y": 160.0}
    ada.note("zwei").click(position=beside_the_line)
    ada.note("drei").click(modifiers=["Shift"], position=beside_the_line)
    press("c")
    expect(line(ben, "Pfeil von „zwei“ nach „drei“")).to_have_count(1)
    ada.note("zwei").click(position=beside_the_line)
    ada.note("drei").click(modifiers=["Shift"], position=beside_the_line)
    press("Control+d")
    expect(line(ben, "Pfeil von „zwei“ nach „drei“")).to_have_count(2)
    expect(ben.page.locator(".connector")).to_have_count(3)
    assert (ada.errors, ben.errors) == ([], [])


def lay(visitor: Visitor, other: Visitor, *texts: str) -> None:
    """As many notes beside one another."""
    visitor.page.locator(".board").focus()
    visitor.page.evaluate(PASTE, "\n".join(texts))
    visitor.page.keyboard.press("Escape")
    for text in texts:
        expect(other.note(text)).to_be_visible()


def pull(visitor: Visitor, start: Locator, end: Locator) -> None:
    a, b = start.bounding_box(), end.bounding_box()
    assert a is not None, "it is on the screen"
    assert b is not None, "it is on the screen"
    mouse = visitor.page.mouse
    mouse.move(a["x"] + a["width"] / 2, a["y"] + a["height"] / 2)
    mouse.down()
    mouse.move(b["x"] + b["width"] / 2, b["y"] + b["height"] / 2, steps=6)
    expect(visitor.page.locator(".line-target")).to_be_visible()
    mouse.up()


def line(visitor: Visitor, label: str) -> Locator:
    return visitor.page.locator(f'.connector[aria-label="{label}"]')


def way(visitor: Visitor) -> Locator:
    return visitor.page.locator(".connector-line")
