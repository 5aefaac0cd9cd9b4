"""axe finds nothing in any state of the board's tools, in both languages."""

import pytest

from tests.e2e.hands import PASTE
from tests.e2e.people import Device, Helpathon, Language
from tests.e2e.test_access import DEVICES, LANGUAGES, violations

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("device", DEVICES)
def test_axe_finds_nothing_in_search_menus_overview_and_trash(
    helpathon: Helpathon, device: Device, language: Language
) -> None:
    visitor = helpathon.arrive("Ada", device=device, language=language)
    keys = visitor.page.keyboard
    if device == "phone":
        visitor.page.locator("#tab-board").tap()
    visitor.page.locator(".board").focus()
    visitor.page.evaluate(PASTE, "eins\nzwei\ndrei")
    keys.press("m")
    keys.press("Control+f")
    keys.type("eins")
    assert violations(visitor.page) == []
    keys.press("Escape")

    keys.press("Control+Shift+l")
    keys.press("Shift+F10")
    assert violations(visitor.page) == []
    keys.press("Escape")

    keys.press("Control+a")
    visitor.page.locator(".board-chosen button[aria-label]").nth(8).press("Enter")
    visitor.page.get_by_role("menuitem").first.wait_for()
    assert violations(visitor.page) == []
    keys.press("Escape")

    keys.press("Delete")
    keys.press("Escape")
    keys.press("Shift+F10")
    keys.press("End")
    keys.press("Enter")
    visitor.page.get_by_role("dialog").wait_for()
    assert violations(visitor.page) == []
    assert visitor.errors == []
