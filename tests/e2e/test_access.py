"""Everybody can take part: axe finds nothing, and the keyboard is enough."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.e2e.people import Device, Helpathon, Language

pytestmark = pytest.mark.browser

DEVICES: list[Device] = ["laptop", "phone"]
LANGUAGES: list[Language] = ["de", "en"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("device", DEVICES)
def test_axe_finds_nothing_on_join_and_board(
    helpathon: Helpathon, device: Device, language: Language
) -> None:
    visitor = helpathon.knock(role="facilitator", device=device, language=language)
    visitor.page.wait_for_selector("h1")
    assert violations(visitor.page) == []

    visitor.join("Mira", "Nordmarkt")
    assert violations(visitor.page) == []

    if device == "phone":
        visitor.add_card("Eine Karte")
    else:
        visitor.make_note("Eine Notiz")
        visitor.page.keyboard.press("l")
    visitor.has_saved()
    assert violations(visitor.page) == []


def test_the_whole_flow_works_by_keyboard_alone(helpathon: Helpathon) -> None:
    visitor = helpathon.knock()
    keys = visitor.page.keyboard
    visitor.page.get_by_label("Wie heißt du?").wait_for()
    keys.type("Ada")
    keys.press("Tab")
    keys.press("Space")
    keys.press("Enter")
    visitor.page.wait_for_url("**/r/**")
    visitor.has_saved()

    keys.press("n")
    visitor.writing_field.wait_for()
    keys.type("erste")
    keys.press("Tab")
    keys.type("zweite")
    keys.press("Escape")
    expect(visitor.note("erste")).to_be_visible()
    second = visitor.note("zweite")
    expect(second).to_be_focused()

    before = second.bounding_box()
    keys.press("ArrowDown")
    expect(second).not_to_have_js_property("style.transform", "")
    assert before is not None
    visitor.page.wait_for_function(
        "([id, y]) => document.querySelector(`[data-id='${id}']`).getBoundingClientRect().y > y",
        arg=[second.get_attribute("data-id"), before["y"]],
    )
    keys.press("Control+d")
    expect(visitor.note("zweite")).to_have_count(2)
    keys.press("Delete")
    expect(visitor.note("zweite")).to_have_count(1)
    keys.press("Control+z")
    expect(visitor.note("zweite")).to_have_count(2)

    keys.press("l")
    visitor.page.locator(".composer-field").focus()
    keys.type("aus der Liste")
    keys.press("Enter")
    expect(visitor.card("aus der Liste")).to_be_visible()
    keys.press("Escape")
    visitor.has_saved()
    keys.press("Control+a")
    assert visitor.errors == []


def violations(page: Page) -> list[str]:
    """What axe finds, as readable lines."""
    found = Axe().run(page)
    return [
        f"{each['id']}: {each['nodes'][0]['html'][:160]}" for each in found.response["violations"]
    ]
