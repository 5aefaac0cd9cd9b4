"""What people put on objects: stamps, comments, tags, and a note without its name."""

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.hands import drag
from tests.e2e.people import Helpathon, Visitor

pytestmark = pytest.mark.browser


def test_two_people_stamp_and_comment_on_a_note_and_a_guest_reads_it(
    ada: Visitor, ben: Visitor, helpathon: Helpathon
) -> None:
    ada.make_note("Bus")
    expect(ben.note("Bus")).to_be_visible()

    # By keyboard, from the note's menu.
    ada.page.keyboard.press("Shift+F10")
    ada.page.get_by_role("menuitem", name="Stempel").press("Enter")
    ada.page.get_by_role("toolbar", name="Stempel").get_by_role("button", name="Herz").press(
        "Enter"
    )
    ada.page.keyboard.press("Escape")
    expect(ada.note("Bus")).to_be_focused()
    stamp(ben).click()
    expect(stamp(ada)).to_have_text("2")
    expect(stamp(ada)).to_have_attribute("aria-label", "Herz: Ada, Ben")
    stamp(ben).click()
    expect(stamp(ada)).to_have_text("1")

    ada.page.get_by_role("button", name="Kommentieren").click()
    thread(ada).get_by_label("Kommentar schreiben").press_sequentially("Seit Mai öfter?")
    ada.page.keyboard.press("Enter")
    ben.page.locator(".bubble").click()
    expect(thread(ben)).to_contain_text("Seit Mai öfter?")
    expect(thread(ben).get_by_role("button", name="löschen")).to_have_count(0)
    ben.page.keyboard.type("Nein.")
    ben.page.keyboard.press("Enter")
    expect(thread(ada)).to_contain_text("Nein.")
    thread(ben).get_by_role("button", name="Als erledigt markieren: Seit Mai öfter?").click()
    expect(thread(ada).locator(".thread-done")).to_have_count(1)
    ada.page.keyboard.press("Escape")
    expect(ada.note("Bus")).to_be_focused()
    expect(ada.note("Bus")).to_have_attribute(
        "aria-label", "Notiz: Bus, von Ada, Gelb. Herz: Ada. Ein offener Kommentar"
    )

    guest = helpathon.arrive("Gast", role="guest")
    guest.page.locator(".bubble").click()
    expect(thread(guest).get_by_role("listitem")).to_have_count(2)
    expect(thread(guest).locator("textarea")).to_have_count(0)
    guest.page.keyboard.press("Escape")

    # They go along with their note, and with it.
    before = stamp(ben).bounding_box()
    ben.page.keyboard.press("Escape")
    drag(ada.page, ada.note("Bus"), 150, 0, held="Alt")
    expect(stamp(ben)).not_to_have_js_property("offsetParent", None)
    ben.page.wait_for_function(
        "(x) => document.querySelector('.stamp').getBoundingClientRect().x > x + 100",
        arg=before["x"] if before else 0,
    )
    ada.page.keyboard.press("Delete")
    expect(stamp(ben)).to_have_count(0)
    ada.page.keyboard.press("Control+z")
    expect(stamp(ben)).to_have_text("1")
    assert (ada.errors, ben.errors, guest.errors) == ([], [], [])


def test_a_finger_comments_with_the_tool(helpathon: Helpathon, ada: Visitor) -> None:
    ada.make_note("Bus")
    phone = helpathon.arrive("Ben", device="phone")
    phone.page.locator("#tab-board").tap()
    phone.page.locator(".tool-more").tap()
    phone.page.get_by_role("menuitem", name="Kommentar").tap()
    expect(phone.page.locator(".notice")).to_have_text("Tippe auf das, was du kommentieren willst.")
    phone.note("Bus").tap()
    expect(thread(phone).get_by_label("Kommentar schreiben")).to_be_focused()
    expect(phone.page.locator(".notice")).to_have_count(0)
    assert (ada.errors, phone.errors) == ([], [])


def test_a_note_without_its_name_is_found_by_its_tags(ada: Visitor, ben: Visitor) -> None:
    ada.make_note("Praxis schließt")
    expect(ben.note("Praxis")).to_contain_text("Ada")
    menu(ada, "Namen verbergen")
    expect(ben.note("Praxis")).not_to_contain_text("Ada")
    expect(ben.note("Praxis")).to_have_attribute("aria-label", "Notiz: Praxis schließt, Gelb")

    menu(ada, "Schlagworte")
    for tag in ("Ärzte", "dringend"):
        ada.page.get_by_label("Neues Schlagwort").press_sequentially(tag)
        ada.page.keyboard.press("Enter")
    ada.page.keyboard.press("Escape")
    expect(ben.note("Praxis").locator(".tag")).to_have_text(["Ärzte", "dringend"])

    # What somebody used already is one press.
    ben.make_note("Hausarzt")
    menu(ben, "Schlagworte")
    ben.page.get_by_role("dialog").get_by_role("button", name="Ärzte").click()
    ben.page.keyboard.press("Escape")
    expect(ada.note("Hausarzt").locator(".tag")).to_have_text(["Ärzte"])
    ada.page.keyboard.press("Control+f")
    ada.page.keyboard.type("arzte")
    expect(ada.page.locator(".search-count")).to_have_text("1 von 2")
    assert (ada.errors, ben.errors) == ([], [])


def stamp(visitor: Visitor) -> Locator:
    return visitor.page.locator(".badges .stamp")


def thread(visitor: Visitor) -> Locator:
    return visitor.page.get_by_role("dialog", name="Kommentare zu")


def menu(visitor: Visitor, entry: str) -> None:
    """Of what is chosen, by keyboard."""
    visitor.page.keyboard.press("Shift+F10")
    visitor.page.get_by_role("menuitem", name=entry).press("Enter")
