"""Areas: the team's own, and those that facilitators lay down and nobody else can move."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.hands import becomes, drag, place, size
from tests.e2e.people import Helpathon
from tests.e2e.test_access import violations

pytestmark = pytest.mark.browser


def lay(page: Page, start: tuple[int, int], end: tuple[int, int], title: str, prompt: str) -> None:
    """With the tool, from corner to corner, and named."""
    page.locator(".tool-more").click()
    page.get_by_role("menuitem", name="Bereich").click()
    page.locator(".board.drawing").wait_for()
    asked = page.locator(".notice", has_text="zieh den Bereich auf")
    expect(asked).to_be_visible()
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2, steps=3)
    page.mouse.move(*end, steps=3)
    page.mouse.up()
    page.get_by_label("Titel des Bereichs").wait_for()
    expect(asked).to_have_count(0)
    page.keyboard.type(title)
    page.keyboard.press("Enter")
    page.keyboard.type(prompt)
    page.keyboard.press("Enter")


def area(page: Page, title: str) -> Locator:
    return page.locator(".area", has=page.locator(".area-title", has_text=title))


def choose(page: Page, item: str) -> None:
    page.keyboard.press("Shift+F10")
    page.get_by_role("menuitem", name=item).click()


def head(page: Page, title: str) -> Locator:
    return area(page, title).locator(".area-title")


def test_facilitators_lay_areas_and_a_team_works_in_them(helpathon: Helpathon) -> None:
    mira = helpathon.arrive("Mira", role="facilitator")
    ada = helpathon.arrive("Ada")
    gast = helpathon.arrive("Gast", role="guest")

    # Laid, named, and set for everybody.
    lay(mira.page, (240, 140), (760, 560), "Probleme", "Was ärgert euch?")
    expect(area(ada.page, "Probleme")).to_contain_text("Was ärgert euch?")
    choose(mira.page, "Für alle festlegen")
    for visitor in (mira, ada, gast):
        expect(area(visitor.page, "Probleme").locator(".area-lock")).to_be_visible()
        expect(visitor.page.locator(".hints")).to_be_hidden()  # nothing is written across it
        expect(visitor.page.locator(".board-lost")).to_be_hidden()

    # A participant cannot take it, by whatever way.
    theirs = area(ada.page, "Probleme")
    before = (place(theirs), size(theirs))
    box = theirs.bounding_box()
    assert box is not None
    ada.page.mouse.move(box["x"] + 60, box["y"] + 40)
    ada.page.mouse.down()
    ada.page.mouse.move(box["x"] + 160, box["y"] + 140, steps=4)
    ada.page.mouse.up()
    moved = theirs.bounding_box()
    assert moved is not None
    assert (moved["x"], moved["y"]) == (box["x"] + 100, box["y"] + 100), "the paper moved"
    ada.page.mouse.move(box["x"] + 160, box["y"] + 140)
    ada.page.mouse.down()
    ada.page.mouse.move(box["x"] + 60, box["y"] + 40, steps=4)
    ada.page.mouse.up()
    ada.page.keyboard.press("Control+a")
    ada.page.keyboard.press("ArrowRight")
    ada.page.keyboard.press("Delete")
    assert (place(theirs), size(theirs)) == before
    assert theirs.get_attribute("role") == "group"

    # She works in it: what she makes there belongs to it, in her list too.
    ada.page.mouse.dblclick(box["x"] + 180, box["y"] + 220)
    ada.writing_field.wait_for()
    ada.page.keyboard.type("Hitze")
    ada.page.keyboard.press("Escape")
    ada.page.keyboard.press("l")
    section = ada.page.get_by_role("region", name="Probleme")
    expect(section).to_contain_text("Hitze")
    expect(section).to_contain_text("Was ärgert euch?")
    ada.page.keyboard.press("Escape")

    # The facilitator moves it: the note goes along, for all.
    note = place(ada.note("Hitze"))
    drag(mira.page, head(mira.page, "Probleme"), 60, 20)
    becomes(lambda: place(theirs), (before[0][0] + 60, before[0][1] + 20))
    becomes(lambda: place(ada.note("Hitze")), (note[0] + 60, note[1] + 20))

    # And names it anew; deletes it by accident, and has it back.
    head(mira.page, "Probleme").dblclick()
    mira.page.get_by_label("Titel des Bereichs").fill("Sorgen")
    mira.page.keyboard.press("Escape")
    expect(area(ada.page, "Sorgen")).to_be_visible()
    mira.page.keyboard.press("Delete")
    expect(area(ada.page, "Sorgen")).to_have_count(0)
    expect(ada.note("Hitze")).to_be_visible()
    mira.page.get_by_role("button", name="Rückgängig", exact=True).last.click()
    expect(area(ada.page, "Sorgen")).to_be_visible()

    # It is there for who comes later, and after a reload.
    ada.page.reload()
    expect(area(ada.page, "Sorgen").locator(".area-lock")).to_be_visible()
    assert violations(ada.page) == []
    assert violations(mira.page) == []
    assert mira.errors + ada.errors + gast.errors == []


def test_a_team_lays_own_areas_that_take_their_content_along(helpathon: Helpathon) -> None:
    ada, ben = helpathon.arrive("Ada"), helpathon.arrive("Ben")

    lay(ada.page, (240, 140), (760, 560), "Ideen", "Was hilft?")
    ada.page.mouse.dblclick(480, 380)
    ada.writing_field.wait_for()
    ada.page.keyboard.type("Bäume")
    ada.page.keyboard.press("Escape")
    note, box = ben.note("Bäume"), area(ben.page, "Ideen")
    before = (place(note), place(box))

    # Its inside is as paper; its head takes it, with what lies in it, in one step.
    drag(ben.page, head(ben.page, "Ideen"), 100, 40)
    becomes(lambda: (place(note), place(box)), tuple((x + 100, y + 40) for x, y in before))
    ben.page.keyboard.press("Control+z")
    becomes(lambda: (place(note), place(box)), before)

    # A copy has copies of what lies in it.
    head(ben.page, "Ideen").click(position={"x": 20, "y": 10})
    ben.page.keyboard.press("Control+d")
    expect(ada.note("Bäume")).to_have_count(2)
    ben.page.keyboard.press("Control+z")
    expect(ada.note("Bäume")).to_have_count(1)

    # Deleted it leaves its content, or takes it along.
    head(ada.page, "Ideen").click(position={"x": 20, "y": 10})
    ada.page.keyboard.press("Delete")
    expect(area(ben.page, "Ideen")).to_have_count(0)
    expect(ben.note("Bäume")).to_be_visible()
    ada.page.keyboard.press("Control+z")
    head(ada.page, "Ideen").click(position={"x": 20, "y": 10})
    choose(ada.page, "Mit Inhalt löschen")
    expect(ben.note("Bäume")).to_have_count(0)
    ada.page.keyboard.press("Control+z")
    expect(ben.note("Bäume")).to_be_visible()
    expect(area(ben.page, "Ideen")).to_be_visible()
    expect(ada.page.get_by_role("menuitem", name="Für alle festlegen")).to_have_count(0)
    assert ada.errors + ben.errors == []
