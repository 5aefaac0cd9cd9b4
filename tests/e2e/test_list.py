"""The list is the board: a whole flow by keyboard alone, and one on a phone."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.people import Helpathon, Language
from tests.e2e.test_access import violations

pytestmark = pytest.mark.browser

SMALL = """
[...document.querySelectorAll(".list button, .list textarea")]
  .map((it) => [it.className, it.getBoundingClientRect()])
  .filter(([, { width, height }]) => width > 0 && (width < 44 || height < 44))
  .map(([name, { width, height }]) => `${name} ${width} ${height}`)
"""


def section(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name)


def choose(page: Page, *names: str) -> None:
    """From the menu that is open, and the one behind it, by keyboard."""
    for name in names:
        found = page.locator("[role^=menuitem]:visible").filter(has_text=name).first
        found.wait_for()
        for _ in range(30):
            if found.evaluate("(it) => it === document.activeElement"):
                break
            page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")


def test_a_person_works_in_the_list_by_keyboard_alone(helpathon: Helpathon) -> None:
    ada, ben = helpathon.arrive("Ada"), helpathon.arrive("Ben")
    page, keys = ada.page, ada.page.keyboard
    keys.press("l")

    # An area with its words, and three cards in it.
    page.get_by_role("button", name="+ Bereich").focus()
    keys.press("Enter")
    expect(page.get_by_label("Titel des Bereichs")).to_be_focused()
    keys.type("Ideen")
    keys.press("Enter")
    keys.type("Was hilft gegen Hitze?")
    keys.press("Enter")
    ideas = section(page, "Ideen")
    expect(ideas).to_contain_text("Was hilft gegen Hitze?")
    page.get_by_label("Neue Karte in: Ideen").focus()
    for text in ("Bäume", "Brunnen", "Markisen"):
        keys.type(text)
        keys.press("Enter")
    expect(ideas.locator(".card-text")).to_have_text(["Bäume", "Brunnen", "Markisen"])
    expect(ben.note("Markisen")).to_be_visible()

    # From card to card, write, delete, take back; the focus is never lost.
    ideas.locator(".card-text").first.focus()
    keys.press("ArrowDown")
    expect(page.locator(".card-text:focus")).to_have_text("Brunnen")
    keys.press("Enter")
    keys.type(" und Nebel")
    keys.press("Escape")
    expect(page.locator(".card-text:focus")).to_have_text("Brunnen und Nebel")
    keys.press("Delete")
    expect(page.locator(".card-text:focus")).to_have_text("Markisen")
    keys.press("Control+z")
    expect(ideas.locator(".card-text")).to_have_text(["Bäume", "Brunnen und Nebel", "Markisen"])

    # Somebody else deletes what one is on: the next one has the focus.
    ideas.locator(".card-text").first.focus()
    ben.note("Bäume").click()
    ben.page.keyboard.press("Delete")
    expect(page.locator(".card-text:focus")).to_have_text("Brunnen und Nebel")

    # Colour, area and a connection, all by the card's menu.
    keys.press("Tab")
    keys.press("Tab")
    keys.press("Tab")
    expect(page.locator(".card-more:focus")).to_have_count(1)
    keys.press("Enter")
    choose(page, "Farbe", "Blau")
    expect(page.get_by_role("button", name=re.compile("Brunnen.*Karte, Blau"))).to_be_focused()
    page.get_by_role("button", name="Mehr: Brunnen und Nebel").focus()
    keys.press("Enter")
    choose(page, "Verbinden mit")
    page.get_by_label("Wohin zeigt er?").focus()
    keys.press("Tab")
    keys.type("dazu")
    keys.press("Enter")
    free = section(page, "Ohne Bereich")
    expect(free).to_contain_text(re.compile("Brunnen.*Markisen", re.DOTALL))
    page.get_by_role("button", name="Mehr: Markisen").focus()
    keys.press("Enter")
    choose(page, "In einen Bereich", "Ohne Bereich")
    expect(free).to_contain_text("Markisen")
    expect(page.locator(".card-text:focus")).to_have_text("Markisen")
    page.get_by_role("button", name="Mehr: Markisen").focus()
    keys.press("Enter")
    choose(page, "Sperren")
    expect(page.locator(".card-text:focus")).to_have_attribute(
        "aria-label", re.compile("Markisen.*gesperrt")
    )
    assert violations(page) == []
    assert ada.errors + ben.errors == []


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_phone_works_in_the_list_with_one_finger(
    helpathon: Helpathon, language: Language
) -> None:
    words = {"de": ("Bereich", "Mehr"), "en": ("Area", "More")}[language]
    phone = helpathon.arrive("Cem", device="phone", language=language)
    page = phone.page
    phone.add_card("Schatten")
    page.get_by_role("button", name=f"+ {words[0]}").tap()
    page.locator(".area-name").fill("Lösungen")
    page.locator(".area-name").press("Enter")
    page.locator(".area-todo").fill("Was hilft?")
    page.locator(".area-todo").press("Enter")

    # A card in the area, and one that comes over.
    solutions = section(page, "Lösungen")
    solutions.locator(".composer-field").tap()
    page.keyboard.type("Trinkbrunnen")
    solutions.locator(".composer .primary").tap()
    expect(solutions.locator(".card-text")).to_have_text(["Trinkbrunnen"])
    page.get_by_role("button", name=f"{words[1]}: Schatten").tap()
    page.get_by_role("menuitem", name=re.compile("Bereich|area")).tap()
    page.get_by_role("menuitemradio", name="Lösungen").tap()
    expect(solutions.locator(".card-text")).to_have_text(["Trinkbrunnen", "Schatten"])

    # Every target takes a finger, the title of the area stays in sight.
    assert page.evaluate(SMALL) == []
    for index in range(12):
        solutions.locator(".composer-field").fill(f"Idee {index}")
        solutions.locator(".composer .primary").tap()
    last = solutions.locator(".card").last
    last.scroll_into_view_if_needed()
    expect(solutions.locator(".list-area-title")).to_be_in_viewport()
    expect(solutions.locator(".composer-field")).to_be_in_viewport()
    assert violations(page) == []
    page.get_by_role("button", name=f"{words[1]}: Idee 11").tap()
    page.get_by_role("menuitem").first.wait_for()
    assert violations(page) == []
    page.keyboard.press("Escape")

    # The board has what was made in the list, where it belongs.
    page.locator("#tab-board").tap()
    expect(page.locator(".area-title", has_text="Lösungen")).to_be_visible()
    assert violations(page) == []
    assert phone.errors == []
