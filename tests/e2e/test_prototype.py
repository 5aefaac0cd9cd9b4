"""Two people build a prototype and watch each other play it: by mouse, by keys, on a phone."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.hands import becomes, drag, place
from tests.e2e.people import Helpathon, Visitor
from tests.e2e.test_access import violations

pytestmark = pytest.mark.browser


def test_two_people_build_a_prototype_and_one_watches_the_other_play(
    helpathon: Helpathon, ada: Visitor, ben: Visitor
) -> None:
    start_prototype(ada.page, "Handy")
    expect(frame(ben.page, "Bildschirm 1")).to_be_visible()

    # Ada: a first screen with two elements, by click and by drag, and a second one beside it.
    kit = ada.page.get_by_role("group", name="Baukasten für Bildschirm 1")
    kit.get_by_role("button", name="Taste einfügen").click()
    expect(ben.page.locator(".sketch[data-shape=button]")).to_be_visible()
    write(ada, "Termin finden")
    person = kit.get_by_role("button", name="Person einfügen")
    pull(ada.page, person, frame(ada.page, "Bildschirm 1"))
    expect(ben.page.locator(".sketch[data-shape=person]")).to_be_visible()
    ada.page.get_by_role("button", name="Bildschirm daneben").click()
    expect(frame(ben.page, "Bildschirm 2")).to_be_visible()

    # Ben: a way back on the second screen, and a third screen where it leads, in one choice.
    frame(ben.page, "Bildschirm 2").click(position={"x": 60, "y": 12})
    ben.page.get_by_role("button", name="Liste einfügen").click()
    ben.page.locator(".path-handle").click()
    ben.page.get_by_role("menuitem", name="Neuer Bildschirm daneben").click()
    expect(ben.page.locator(".path.strong")).to_have_count(1)
    expect(frame(ada.page, "Bildschirm 3")).to_be_visible()

    # Ada draws the arrow from her button to the second screen; it follows what moves.
    button = ada.page.locator(".sketch[data-shape=button]")
    button.click()
    pull(ada.page, ada.page.locator(".path-handle"), frame(ada.page, "Bildschirm 2"))
    expect(button).to_have_attribute("aria-label", re.compile("führt zu Bildschirm 2"))
    expect(ada.page.locator(".path.strong")).to_have_count(1)
    line = ada.page.locator(".path.strong .path-line")
    before = line.get_attribute("d")
    x, y = place(button)
    first = frame(ada.page, "Bildschirm 1")
    drag(ada.page, first.locator(".frame-title"), -20, 40)
    becomes(lambda: place(button) != (x, y), True)
    assert line.get_attribute("d") != before, "the arrow follows"
    ada.page.keyboard.press("Control+z")
    becomes(lambda: place(button), (x, y))
    ada.page.get_by_role("button", name="Pfade zeigen").click()
    ada.page.keyboard.press("Escape")
    expect(ada.page.locator(".path")).to_have_count(2)

    # A guest and Ben watch Ada play.
    guest = helpathon.arrive("Gast", role="guest")
    first.click(position={"x": 60, "y": 12})
    ada.page.get_by_role("group", name="Baukasten").get_by_role(
        "button", name="Durchspielen"
    ).click()
    player = ada.page.get_by_role("dialog")
    expect(player).to_contain_text("1 von 3 gesehen")
    for watcher in (ben, guest):
        chip = watcher.page.get_by_role("group", name="Ada spielt „Bildschirm 1“ durch")
        chip.get_by_role("button", name="Zusehen").click()
        expect(watcher.page.get_by_role("dialog")).to_contain_text("Du siehst Ada zu")
    expect(player).to_contain_text("Ben und Gast sehen zu")
    player.locator("[data-play]").first.click(position={"x": 30, "y": 70})
    expect(player).to_contain_text("Das Markierte führt weiter")
    expect(player.locator(".play-stage.marked")).to_be_visible()
    assert violations(ada.page) == []
    player.get_by_role("button", name="Taste: Termin finden").click()
    for watcher in (ben, guest):
        watched = watcher.page.get_by_role("dialog", name="Bildschirm 2")
        expect(watched).to_contain_text("Ada hat „Termin finden“ gewählt.")
    expect(player).to_contain_text("2 von 3 gesehen")
    player.get_by_role("button", name=re.compile("^Liste")).click()
    expect(player).to_contain_text("Hier endet der Weg")
    player.get_by_role("button", name="Zurück").click()
    expect(ben.page.get_by_role("dialog", name="Bildschirm 2")).to_be_visible()
    ben.page.get_by_role("button", name="Selbst spielen").click()
    expect(ben.page.get_by_role("dialog", name="Bildschirm 2")).to_contain_text("1 von 2 gesehen")
    guest.page.get_by_role("button", name="Beenden").click()
    expect(guest.page.get_by_role("dialog")).to_have_count(0)
    for each in (ben, ada):
        each.page.keyboard.press("Escape")
        expect(each.page.get_by_role("dialog")).to_have_count(0)
    expect(guest.page.locator(".play-chip")).to_have_count(0)

    # The screen one watches is deleted; its path is none, until it is brought back.
    frame(ben.page, "Bildschirm 2").click(position={"x": 60, "y": 12})
    expect(frame(ben.page, "Bildschirm 2")).to_be_focused()
    ben.page.keyboard.press("Delete")
    expect(ada.page.locator(".path")).to_have_count(0)
    ben.page.keyboard.press("Control+z")
    expect(ada.page.locator(".path")).to_have_count(2)
    for visitor in (ada, ben, guest):
        visitor.has_saved()
        assert visitor.errors == []


def test_a_prototype_is_built_and_played_by_keyboard_alone(ada: Visitor) -> None:
    page, keys = ada.page, ada.page.keyboard
    keys.press("e")
    page.get_by_role("menuitem", name="Prototyp").focus()
    keys.press("Enter")
    page.get_by_role("dialog", name="Prototyp").wait_for()
    keys.press("Tab")
    expect(page.get_by_role("button", name=re.compile("^Computer"))).to_be_focused()
    keys.press("Enter")
    expect(frame(page, "Seite 1")).to_be_focused()
    keys.press("Enter")
    ada.writing_field.press("Control+a")
    keys.type("Start")
    keys.press("Escape")
    expect(frame(page, "Start")).to_be_focused()

    page.locator(".kit:visible").wait_for()
    keys.press("k")
    expect(page.get_by_role("button", name="Durchspielen").last).to_be_focused()
    keys.press("ArrowDown")
    keys.press("Enter")
    expect(page.locator(".sketch")).to_have_count(1)
    for _ in range(8):
        keys.press("ArrowDown")
    expect(page.get_by_role("button", name="Bildschirm daneben")).to_be_focused()
    keys.press("Escape")
    expect(page.locator(".sketch")).to_be_focused()
    keys.press("Enter")
    ada.writing_field.wait_for()
    keys.type("Weiter zur Anmeldung")
    keys.press("Escape")
    keys.press("Shift+F10")
    page.get_by_role("menuitem", name="Führt zu").focus()
    keys.press("Enter")
    expect(page.get_by_role("menuitem", name="Neuer Bildschirm daneben")).to_be_focused()
    keys.press("Enter")
    expect(page.locator(".sketch")).to_have_attribute(
        "aria-label", "Taste: Weiter zur Anmeldung, führt zu Seite 2"
    )

    keys.press("Shift+F10")
    page.get_by_role("menuitem", name="Durchspielen").focus()
    keys.press("Enter")
    player = page.get_by_role("dialog")
    status = player.get_by_role("status")
    expect(status).to_have_text("Start: Taste: Weiter zur Anmeldung, führt zu Seite 2.")
    keys.press("Tab")
    expect(player.get_by_role("button", name=re.compile("^Taste"))).to_be_focused()
    keys.press("Enter")
    expect(page.get_by_role("dialog", name="Seite 2")).to_be_visible()
    expect(status).to_have_text("Seite 2: noch leer.")
    keys.press("Backspace")
    expect(page.get_by_role("dialog", name="Start")).to_be_visible()
    keys.press("Escape")
    expect(player).to_have_count(0)

    # Six pictures, one after the other.
    keys.press("e")
    page.get_by_role("menuitem", name="Prototyp").focus()
    keys.press("Enter")
    page.get_by_role("button", name=re.compile("^Bildgeschichte")).press("Enter")
    expect(page.locator(".frame[data-device=story]")).to_have_count(6)
    keys.press("Enter")
    ada.writing_field.wait_for()
    keys.type("Frau Yıldız findet keinen Termin.")
    keys.press("Escape")
    keys.press("k")
    keys.press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text("1 von 6 gesehen")
    expect(status).to_have_text("vorher: Frau Yıldız findet keinen Termin.")
    for title in ("2 · Anlass", "3 · erster Kontakt", "4 · Nutzung", "5 · Ergebnis", "6 · danach"):
        keys.press("ArrowRight")
        expect(page.get_by_role("dialog", name=title)).to_be_visible()
    expect(page.get_by_role("dialog")).to_contain_text("Hier endet der Weg")
    keys.press("Home")
    expect(page.get_by_role("dialog", name="1 · vorher")).to_be_visible()
    keys.press("Escape")
    ada.has_saved()
    assert ada.errors == []


def test_a_phone_builds_plays_and_watches(helpathon: Helpathon) -> None:
    phone = helpathon.arrive("Cem", device="phone", language="en")
    phone.page.get_by_role("tab", name="Board").tap()
    phone.page.locator(".tool-more").tap()
    phone.page.get_by_role("menuitem", name="Prototype").tap()
    phone.page.get_by_role("button", name=re.compile("^Phone")).tap()
    kit = phone.page.get_by_role("group", name="Kit for Screen 1")
    kit.get_by_role("button", name="Add: Button").tap()
    expect(phone.page.locator(".sketch")).to_have_count(1)
    phone.page.locator(".path-handle").tap()
    phone.page.get_by_role("menuitem", name="New screen beside it").tap()
    phone.page.locator(".kit-play").tap()
    player = phone.page.get_by_role("dialog", name="Screen 1")
    expect(player).to_contain_text("1 of 2 seen")
    assert violations(phone.page) == []
    fits(phone.page, player)

    friend = helpathon.arrive("Dana", device="phone", language="en")
    friend.page.get_by_role("button", name="Watch").tap()
    expect(friend.page.get_by_role("dialog")).to_contain_text("You are watching Cem")
    player.get_by_role("button", name=re.compile("^Button")).tap()
    expect(friend.page.get_by_role("dialog", name="Screen 2")).to_contain_text("Cem went on.")
    phone.page.get_by_role("button", name="Finish").tap()
    expect(friend.page.get_by_role("dialog")).to_contain_text("Cem has stopped playing.")
    friend.page.get_by_role("button", name="Finish").tap()
    assert phone.errors == []
    assert friend.errors == []


def start_prototype(page: Page, kind: str) -> None:
    page.keyboard.press("e")
    page.get_by_role("menuitem", name="Prototyp").click()
    page.get_by_role("button", name=re.compile(f"^{kind}")).click()
    page.locator(".kit").wait_for()


def frame(page: Page, title: str) -> Locator:
    return page.locator(".board .frame", has=page.get_by_text(title, exact=True))


def write(visitor: Visitor, text: str) -> None:
    visitor.page.keyboard.press("Enter")
    visitor.writing_field.wait_for()
    visitor.page.keyboard.type(text)
    visitor.page.keyboard.press("Escape")


def pull(page: Page, thing: Locator, target: Locator) -> None:
    """Into the middle of another one."""
    start, end = thing.bounding_box(), target.bounding_box()
    assert start is not None, "it is on the screen"
    assert end is not None, "it is on the screen"
    dx = end["x"] + end["width"] / 2 - start["x"] - start["width"] / 2
    dy = end["y"] + end["height"] / 2 - start["y"] - start["height"] / 2
    drag(page, thing, dx, dy)


def fits(page: Page, player: Locator) -> None:
    """Nothing of it lies beyond the edge of the screen."""
    for button in player.get_by_role("button").all():
        box = button.bounding_box()
        assert box is not None, "it is on the screen"
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
