"""Shapes and free text: drawn, written in, changed, seen by somebody else."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.hands import apart, becomes, drag, place, size
from tests.e2e.people import Visitor

pytestmark = pytest.mark.browser


def test_a_shape_is_drawn_written_in_changed_copied_and_made_by_keyboard(
    ada: Visitor, ben: Visitor
) -> None:
    ada.page.keyboard.press("e")
    ada.page.get_by_role("menuitem", name="Formen").click()
    ada.page.get_by_role("toolbar", name="Formen").get_by_role("button", name="Ellipse").click()
    pull(ada, (500, 200), (780, 400))
    shape = ben.page.locator(".shape")
    becomes(lambda: size(shape), (280, 200))
    write(ada, "Wer hilft?")
    expect(named(ben, "Ellipse: Wer hilft?, Gelb")).to_be_visible()

    chosen = ada.page.get_by_role("toolbar", name="Ausgewählt")
    chosen.get_by_role("button", name="Form ändern").click()
    ada.page.get_by_role("menuitemradio", name="Raute").click()
    chosen.get_by_role("button", name="Nur Umriss").click()
    chosen.get_by_role("button", name="Blau").click()
    expect(named(ben, "Raute: Wer hilft?, Blau")).to_be_visible()
    expect(shape).to_have_class(re.compile("outlined"))

    before = place(shape)
    drag(ada.page, ada.page.locator(".shape"), 90, 40, held="Alt")
    becomes(lambda: place(shape), (before[0] + 90, before[1] + 40))
    ada.page.keyboard.press("Control+d")
    expect(shape).to_have_count(2)
    ada.page.keyboard.press("Control+z")
    expect(shape).to_have_count(1)

    ada.page.keyboard.press("Escape")
    ada.page.keyboard.press("e")
    ada.page.get_by_role("menuitem", name="Formen").press("Enter")
    ada.page.get_by_role("toolbar", name="Formen").wait_for()
    ada.page.keyboard.press("ArrowRight")
    ada.page.keyboard.press("ArrowRight")
    ada.page.keyboard.press("Enter")
    expect(named(ada, "Dreieck, Blau")).to_be_focused()
    expect(named(ben, "Dreieck, Blau")).to_be_visible()

    # The next one by keyboard comes beside it.
    ada.page.keyboard.press("Escape")
    ada.page.keyboard.press("e")
    ada.page.get_by_role("menuitem", name="Formen").press("Enter")
    ada.page.get_by_role("toolbar", name="Formen").wait_for()
    ada.page.keyboard.press("Enter")
    expect(shape).to_have_count(3)
    apart(ben.page.locator(".shape").nth(1), ben.page.locator(".shape").nth(2))
    ada.page.keyboard.press("Delete")
    expect(shape).to_have_count(2)
    named(ada, "Dreieck, Blau").focus()
    named(ada, "Dreieck, Blau").click()
    ada.page.keyboard.press("Delete")
    expect(shape).to_have_count(1)
    assert (ada.errors, ben.errors) == ([], [])


def test_free_text_is_as_wide_as_pulled_and_as_high_as_it_needs(ada: Visitor, ben: Visitor) -> None:
    ada.page.keyboard.press("t")
    expect(ada.page.locator(".board.drawing")).to_be_visible()
    pull(ada, (500, 300), (700, 320))
    ada.writing_field.wait_for()
    ada.page.keyboard.type("Busse fahren abends viel zu selten zur Praxis")
    text = ben.page.locator(".free-text")
    expect(text).to_have_text("Busse fahren abends viel zu selten zur Praxis")
    becomes(lambda: size(text)[0], 200)
    high = size(text)[1]
    assert high > 60, "several lines"
    ada.page.keyboard.press("Escape")

    drag(ada.page, ada.page.locator(".handle:visible").last, 400, 90)
    becomes(lambda: size(text)[0], 600)
    becomes(lambda: size(text)[1] < high, True)
    chosen = ada.page.get_by_role("toolbar", name="Ausgewählt")
    chosen.get_by_role("button", name="Schriftgröße").click()
    ada.page.get_by_role("menuitemradio", name="Sehr groß").click()
    becomes(lambda: size(text)[1] > high, True)
    ada.page.keyboard.press("Control+z")
    becomes(lambda: size(text)[1] < high, True)

    # Nothing written: no text.
    ada.page.keyboard.press("Escape")
    ada.page.keyboard.press("t")
    expect(ada.page.locator(".board.drawing")).to_be_visible()
    ada.page.keyboard.press("Enter")
    ada.writing_field.wait_for()
    ada.page.keyboard.press("Escape")
    expect(ada.page.locator(".free-text")).to_have_count(1)
    assert (ada.errors, ben.errors) == ([], [])


def pull(visitor: Visitor, start: tuple[int, int], end: tuple[int, int]) -> None:
    mouse = visitor.page.mouse
    mouse.move(*start)
    mouse.down()
    mouse.move(*end, steps=4)
    mouse.up()


def write(visitor: Visitor, text: str) -> None:
    visitor.page.keyboard.press("Enter")
    visitor.writing_field.wait_for()
    visitor.page.keyboard.type(text)
    visitor.page.keyboard.press("Escape")


def named(visitor: Visitor, label: str) -> Locator:
    return visitor.page.locator(".shape").and_(
        visitor.page.get_by_role("button", name=label, exact=True)
    )
