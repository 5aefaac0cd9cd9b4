"""How people find things on a large board: search, overview, the address of a note."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.hands import PASTE, ZOOM, becomes, place
from tests.e2e.people import Helpathon, Language, Visitor

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("key", ["Control+f", "/"])
def test_search_goes_from_hit_to_hit_and_leaves_at_the_last(ada: Visitor, key: str) -> None:
    fill(ada)
    ada.page.keyboard.press(key)
    ada.page.keyboard.type("strasse")
    count = ada.page.get_by_role("search").get_by_role("status")
    expect(count).to_have_text("1 von 3")
    expect(ada.page.locator(".note.found")).to_have_text(re.compile("Straße 1"))

    ada.page.keyboard.press("Enter")
    expect(count).to_have_text("2 von 3")
    ada.page.keyboard.press("Shift+Enter")
    ada.page.keyboard.press("Shift+Enter")
    expect(count).to_have_text("3 von 3")
    expect(ada.page.locator(".note.found")).to_be_in_viewport(ratio=0.99)

    ada.page.keyboard.press("Escape")
    expect(ada.page.get_by_role("search")).to_be_hidden()
    expect(ada.note("Straße 3")).to_be_focused()
    expect(ada.page.locator(".note.found")).to_have_count(0)


def test_search_says_when_there_is_nothing_and_hears_of_what_comes(
    helpathon: Helpathon, ada: Visitor
) -> None:
    ben = helpathon.arrive("Ben", language="en")
    ben.page.get_by_role("button", name="Search").click()
    ben.page.keyboard.type("tram")
    count = ben.page.get_by_role("search").get_by_role("status")
    expect(count).to_have_text("Nothing found")

    ada.make_note("Tram zum Hafen")
    expect(count).to_have_text("1 hit")
    ben.page.get_by_role("button", name="Next hit").click()
    expect(count).to_have_text("1 of 1")

    ben.page.get_by_role("button", name="Close search").click()
    expect(ben.note("Tram")).to_be_focused()


def test_a_finger_searches_too(helpathon: Helpathon) -> None:
    phone = helpathon.arrive("Cem", device="phone")
    phone.add_card("Bus zum Hafen")
    phone.page.get_by_role("tab", name="Tafel").tap()

    phone.page.get_by_role("button", name="Suchen").tap()
    phone.page.keyboard.type("hafen")

    expect(phone.note("Hafen")).to_have_class(re.compile("found"))
    expect(phone.note("Hafen")).to_be_in_viewport(ratio=0.99)


def test_the_overview_shows_and_moves_what_one_sees(ada: Visitor) -> None:
    fill(ada)
    ada.page.keyboard.press("0")
    ada.page.keyboard.press("m")
    overview = ada.page.locator(".board-map")
    box = overview.bounding_box()
    assert box is not None, "it is on the screen"
    before = ada.page.locator(".map-frame").bounding_box()

    ada.page.mouse.move(box["x"] + 20, box["y"] + 20)
    ada.page.mouse.down()
    ada.page.mouse.move(box["x"] + 150, box["y"] + 110, steps=4)
    ada.page.mouse.up()
    becomes(lambda: ada.page.locator(".map-frame").bounding_box() != before, True)

    ada.page.reload()
    expect(overview).to_be_visible()
    ada.page.get_by_role("button", name="Übersicht").click()
    expect(overview).to_be_hidden()


LINKS: list[tuple[Language, str, str]] = [
    ("de", "Link kopieren", "Link kopiert"),
    ("en", "Copy link", "Link copied"),
]


@pytest.mark.parametrize(("language", "item", "notice"), LINKS)
def test_the_address_of_a_note_opens_the_board_there(
    helpathon: Helpathon, ada: Visitor, language: Language, item: str, notice: str
) -> None:
    fill(ada)
    ben = helpathon.arrive("Ben", language=language)
    ben.page.context.grant_permissions(["clipboard-read"])
    ben.page.keyboard.press("1")
    ben.note("Straße 2").click(button="right")
    ben.page.get_by_role("menuitem", name=item).click()
    expect(ben.page.locator(".notice")).to_contain_text(notice)
    address = ben.page.evaluate("() => navigator.clipboard.readText()")
    assert "#o=" in address

    ada.page.goto(address)
    ada.page.reload()

    expect(ada.note("Straße 2")).to_have_class(re.compile("found"))
    expect(ada.note("Straße 2")).to_be_in_viewport(ratio=0.99)
    becomes(lambda: ada.page.locator(".board").evaluate(ZOOM) >= 0.6, True)
    ada.page.mouse.click(700, 850)
    expect(ada.page.locator(".note.found")).to_have_count(0)


def test_an_address_opens_the_card_on_a_phone(helpathon: Helpathon, ada: Visitor) -> None:
    fill(ada)
    phone = helpathon.arrive("Cem", device="phone")
    note = phone.card("Straße 3")
    phone.page.evaluate("(id) => { location.hash = `o=${id}` }", note.get_attribute("data-card"))

    expect(note.locator(".card-text")).to_be_focused()
    expect(note).to_be_in_viewport()


def test_who_follows_an_address_of_what_is_gone_is_told(ada: Visitor) -> None:
    ada.page.evaluate("location.hash = 'o=niemals'")

    expect(ada.page.locator(".notice")).to_contain_text("gibt es hier nicht mehr")


def fill(visitor: Visitor) -> None:
    """Thirty notes, three of them about streets."""
    streets = {3: "Straße 1", 14: "Straße 2", 29: "Straße 3"}
    lines = [streets.get(number, f"Zettel {number}") for number in range(30)]
    visitor.page.evaluate(PASTE, "\n".join(lines))
    visitor.page.keyboard.press("Escape")
    expect(visitor.page.locator(".note")).to_have_count(30)
    assert place(visitor.note("Straße 1")) != place(visitor.note("Straße 2"))
