"""What was deleted comes back: by mouse, by finger, by keys, for everybody."""

import pytest
from playwright.sync_api import expect

from tests.e2e.hands import PASTE, place
from tests.e2e.people import Helpathon, Visitor

pytestmark = pytest.mark.browser


def test_what_somebody_deleted_is_restored_by_somebody_else(
    helpathon: Helpathon, ada: Visitor
) -> None:
    ben = helpathon.arrive("Ben")
    ada.page.evaluate(PASTE, "eins\nzwei")
    before = place(ben.note("zwei"))
    ben.note("zwei").click()
    ben.page.keyboard.press("Delete")
    expect(ada.note("zwei")).to_have_count(0)

    ada.page.mouse.click(700, 820, button="right")
    ada.page.get_by_role("menuitem", name="Papierkorb").click()
    trash = ada.page.get_by_role("dialog", name="Papierkorb")
    expect(trash).to_contain_text("gelöscht von Ben")
    trash.get_by_role("button", name="Zurückholen: zwei").click()

    expect(trash).to_contain_text("nichts gelöscht")
    expect(ben.note("zwei")).to_be_visible()
    assert place(ben.note("zwei")) == before
    ada.page.keyboard.press("Escape")
    ada.page.keyboard.press("Control+z")
    expect(ben.note("zwei")).to_have_count(0)


def test_what_was_deleted_is_there_after_a_reload(ada: Visitor) -> None:
    ada.page.evaluate(PASTE, "eins\nzwei\ndrei")
    ada.page.keyboard.press("Control+a")
    ada.page.keyboard.press("Delete")
    ada.has_saved()
    ada.page.reload()
    ada.has_saved()

    ada.page.locator(".board").focus()
    ada.page.keyboard.press("Shift+F10")
    ada.page.keyboard.press("End")
    ada.page.keyboard.press("Enter")
    ada.page.get_by_role("button", name="Alle 3 zurückholen").focus()
    ada.page.keyboard.press("Enter")
    ada.page.keyboard.press("Escape")

    expect(ada.page.locator(".note")).to_have_count(3)


def test_a_finger_finds_the_trash_below_the_list(helpathon: Helpathon) -> None:
    phone = helpathon.arrive("Cem", device="phone", language="en")
    phone.add_card("wichtig")
    expect(phone.page.get_by_role("button", name="Trash")).to_have_count(0)
    phone.card("wichtig").get_by_role("button", name="Delete").tap()
    expect(phone.card("wichtig")).to_have_count(0)

    phone.page.get_by_role("button", name="Trash (1)").tap()
    phone.page.get_by_role("button", name="Restore: wichtig").tap()
    phone.page.get_by_role("dialog").get_by_role("button", name="Close").tap()

    expect(phone.card("wichtig")).to_be_visible()


def test_a_guest_has_no_trash(helpathon: Helpathon, ada: Visitor) -> None:
    guest = helpathon.arrive("Gast", role="guest")
    ada.make_note("weg")
    ada.page.keyboard.press("Delete")
    guest.page.mouse.click(700, 500, button="right")

    expect(guest.page.get_by_role("menuitem")).to_have_count(1)
