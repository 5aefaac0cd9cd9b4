"""What people do on the board, by mouse, touch and clipboard, seen by somebody else."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.hands import (
    PASTE,
    ZOOM,
    apart,
    becomes,
    drag,
    moved,
    pinch,
    place,
    size,
    touch,
)
from tests.e2e.people import Helpathon, Visitor

pytestmark = pytest.mark.browser


def test_a_double_click_makes_a_note_with_the_cursor_in_it(ada: Visitor, ben: Visitor) -> None:
    ada.page.mouse.dblclick(700, 400)
    ada.page.keyboard.type("hier")

    expect(ben.note("hier")).to_be_visible()
    box = ada.writing_field.bounding_box()
    assert box is not None
    assert box["x"] <= 700 <= box["x"] + box["width"]
    assert box["y"] <= 400 <= box["y"] + box["height"]


def test_the_note_button_makes_a_note(ada: Visitor, ben: Visitor) -> None:
    ada.page.get_by_role("button", name="Neue Notiz").click()
    ada.page.keyboard.type("geklickt")

    expect(ben.note("geklickt")).to_be_visible()


def test_a_dragged_note_moves_for_everybody(ada: Visitor, ben: Visitor) -> None:
    ada.make_note("beweglich")
    before = place(ben.note("beweglich"))

    drag(ada.page, ada.note("beweglich"), 150, 90)

    moved(ben.note("beweglich"), before, 150, 90)
    moved(ada.note("beweglich"), before, 150, 90)
    ada.has_saved()


def test_a_corner_makes_a_note_larger(ada: Visitor, ben: Visitor) -> None:
    ada.make_note("wächst")
    ada.note("wächst").click()
    before = size(ben.note("wächst"))

    drag(ada.page, ada.page.locator(".handle:visible").last, 80, 60)

    becomes(lambda: size(ben.note("wächst")), (before[0] + 80, before[1] + 60))


def test_a_colour_is_seen_by_everybody(ada: Visitor, ben: Visitor) -> None:
    ada.make_note("farbig")
    ada.note("farbig").click()

    ada.page.get_by_role("button", name="Grün").click()

    expect(ben.note("farbig")).to_have_attribute("data-note-color", "green")


def test_several_notes_are_moved_duplicated_and_deleted_together(
    ada: Visitor, ben: Visitor
) -> None:
    ada.page.evaluate(PASTE, "eins\nzwei\ndrei")
    expect(ben.page.locator(".note")).to_have_count(3)
    ada.page.keyboard.press("Control+a")

    ada.page.keyboard.press("Control+d")
    expect(ben.page.locator(".note")).to_have_count(6)

    ada.page.keyboard.press("Control+a")
    ada.page.keyboard.press("Delete")
    expect(ben.page.locator(".note")).to_have_count(0)
    ada.page.keyboard.press("Control+z")
    expect(ben.page.locator(".note")).to_have_count(6)
    ada.page.keyboard.press("Control+y")
    expect(ben.page.locator(".note")).to_have_count(0)


def test_shift_and_click_choose_several(ada: Visitor) -> None:
    ada.page.evaluate(PASTE, "eins\nzwei\ndrei")
    ada.page.keyboard.press("Escape")

    ada.note("eins").click()
    ada.note("drei").click(modifiers=["Shift"])

    expect(ada.page.locator(".note[aria-pressed=true]")).to_have_count(2)


def test_twelve_pasted_lines_are_twelve_notes_in_a_grid(ada: Visitor, ben: Visitor) -> None:
    ada.page.evaluate(PASTE, "\n".join(f"Zeile {number}" for number in range(12)))

    expect(ben.page.locator(".note")).to_have_count(12)
    places = {place(ben.page.locator(".note").nth(index)) for index in range(12)}
    assert len(places) == 12
    columns, rows = {x for x, _ in places}, {y for _, y in places}
    assert len(columns) * (len(rows) - 1) < 12 <= len(columns) * len(rows)
    assert len(rows) > 1


def test_zoom_to_fit_shows_everything(ada: Visitor) -> None:
    ada.page.evaluate(PASTE, "\n".join(f"Zeile {number}" for number in range(30)))
    for _ in range(6):
        ada.page.keyboard.press("+")

    ada.page.keyboard.press("1")

    for index in range(30):
        expect(ada.page.locator(".note").nth(index)).to_be_in_viewport()


def test_cursors_carry_names(ada: Visitor, ben: Visitor) -> None:
    ben.page.mouse.move(600, 500)
    ben.page.mouse.move(640, 520)

    expect(ada.page.locator(".cursor-name", has_text="Ben")).to_be_visible()


def test_a_finger_makes_moves_and_pinches(helpathon: Helpathon, ada: Visitor) -> None:
    phone = helpathon.arrive("Cem", device="phone")
    phone.page.get_by_role("tab", name="Tafel").tap()
    phone.page.get_by_role("button", name="Neue Notiz").tap()
    phone.page.keyboard.type("mit dem Finger")
    expect(ada.note("mit dem Finger")).to_be_visible()
    phone.page.keyboard.press("Escape")
    before = place(ada.note("mit dem Finger"))
    zoom = phone.page.locator(".board").evaluate(ZOOM)

    touch(phone.page, phone.note("mit dem Finger"), [(0, 0), (20, 20), (40, 60)])
    becomes(lambda: place(ada.note("mit dem Finger")) != before, True)

    pinch(phone.page, 60, 140)
    becomes(lambda: phone.page.locator(".board").evaluate(ZOOM) > zoom * 1.5, True)


def test_keys_of_the_board_work_after_a_click_on_its_buttons(ada: Visitor) -> None:
    ada.page.get_by_role("button", name="Weiter weg").click()
    ada.make_note("nach dem Klick")
    expect(ada.note("nach dem Klick")).to_be_visible()

    ada.page.get_by_role("button", name="Grün").click()
    expect(ada.note("nach dem Klick")).to_be_focused()
    ada.save_state.click()
    ada.page.keyboard.press("Escape")
    ada.page.keyboard.press("Delete")
    expect(ada.page.locator(".note")).to_have_count(0)


def test_a_space_typed_after_a_click_on_minus_presses_nothing(ada: Visitor) -> None:
    ada.page.get_by_role("button", name="Weiter weg").click()

    ada.page.keyboard.press("Space")
    ada.page.keyboard.press("+")

    expect(ada.page.get_by_role("button", name="Vergrößerung")).to_have_text("100 %")


def test_keys_are_named_as_on_the_keyboard(helpathon: Helpathon, ada: Visitor) -> None:
    bob = helpathon.arrive("Bob", language="en")

    expect(ada.page.get_by_title("Rückgängig (Strg+Z)")).to_be_visible()
    expect(bob.page.get_by_title("Undo (Ctrl+Z)")).to_be_visible()


def test_framed_notes_get_their_bar(ada: Visitor) -> None:
    ada.page.evaluate(PASTE, "eins\nzwei\ndrei")
    ada.page.keyboard.press("Escape")
    boxes = [ada.page.locator(".note").nth(index).bounding_box() for index in range(3)]
    left = min(box["x"] for box in boxes if box) - 30
    top = min(box["y"] for box in boxes if box) - 30

    ada.page.keyboard.down("Shift")
    ada.page.mouse.move(left, top)
    ada.page.mouse.down()
    ada.page.mouse.move(left + 900, top + 900, steps=5)
    ada.page.mouse.up()
    ada.page.keyboard.up("Shift")

    expect(ada.page.locator(".note[aria-pressed=true]")).to_have_count(3)
    expect(ada.page.locator(".board-chosen")).not_to_have_class(re.compile("away"))
    ada.page.get_by_role("button", name="Löschen").click()
    expect(ada.page.locator(".note")).to_have_count(0)


def test_moving_to_a_place_ends_with_the_choice_it_was_asked_for(ada: Visitor) -> None:
    ada.make_note("bleibt")
    before = place(ada.note("bleibt"))
    hint = ada.page.get_by_text("Klicke auf die Stelle")

    ada.page.get_by_role("button", name="Verschieben").click()
    expect(hint).to_be_visible()
    ada.page.keyboard.press("l")
    expect(hint).to_be_hidden()

    ada.page.mouse.click(300, 300)
    assert place(ada.note("bleibt")) == before


def test_moving_to_a_place_by_keyboard_takes_the_middle(ada: Visitor) -> None:
    ada.make_note("in die Mitte")
    before = place(ada.note("in die Mitte"))
    ada.page.mouse.move(700, 700)
    ada.page.mouse.wheel(200, 150)

    ada.page.get_by_role("button", name="Verschieben").press("Enter")
    ada.page.keyboard.press("Enter")

    moved(ada.note("in die Mitte"), before, 200, 150)
    expect(ada.page.get_by_text("Klicke auf die Stelle")).to_be_hidden()


def test_the_focus_follows_an_undo(ada: Visitor) -> None:
    ada.page.evaluate(PASTE, "eins\nzwei\ndrei")
    ada.page.keyboard.press("Escape")
    ada.note("drei").click()
    ada.page.keyboard.press("Delete")

    ada.page.keyboard.press("Control+z")
    expect(ada.note("drei")).to_be_focused()

    ada.page.keyboard.press("Control+z")
    expect(ada.page.locator(".board")).to_be_focused()


def test_a_new_note_without_a_word_is_gone_again(ada: Visitor) -> None:
    ada.make_note("voll")

    ada.page.keyboard.press("n")
    ada.writing_field.wait_for()
    ada.page.keyboard.press("Escape")

    expect(ada.page.locator(".note")).to_have_count(1)
    expect(ada.page.locator(".board")).to_be_focused()


def test_the_bar_of_a_note_at_the_bottom_right_lies_clear_of_the_zoom(ada: Visitor) -> None:
    ada.page.mouse.dblclick(1340, 800)
    ada.page.keyboard.type("unten rechts")
    ada.page.keyboard.press("Escape")
    apart(ada.page.locator(".board-chosen"), ada.page.locator(".board-corner"))

    ada.page.keyboard.press("l")

    expect(ada.note("unten rechts")).to_be_in_viewport(ratio=1)
    expect(ada.page.locator(".card-text:focus")).to_have_text("unten rechts")
    apart(ada.note("unten rechts"), ada.page.locator(".list-panel"))
    apart(ada.page.locator(".board-chosen"), ada.page.locator(".board-corner"))
    apart(ada.page.locator(".board-chosen"), ada.page.locator(".list-panel"))


def test_escape_leaves_choosing_several(ada: Visitor) -> None:
    several = ada.page.get_by_role("button", name="Mehrere auswählen")
    several.click()
    expect(several).to_have_attribute("aria-pressed", "true")

    ada.page.keyboard.press("Escape")

    expect(several).to_have_attribute("aria-pressed", "false")


def test_who_lost_the_notes_is_shown_the_way_back(ada: Visitor) -> None:
    ada.make_note("weit weg")
    way_back = ada.page.get_by_role("button", name="Hier ist nichts")
    expect(way_back).to_be_hidden()
    ada.page.mouse.move(700, 700)
    ada.page.mouse.wheel(5000, 0)

    way_back.click()

    expect(ada.note("weit weg")).to_be_in_viewport()
    expect(way_back).to_be_hidden()


def test_a_phone_begins_with_notes_that_one_recognises(helpathon: Helpathon, ada: Visitor) -> None:
    ada.page.evaluate(PASTE, "\n".join(f"Zeile {number}" for number in range(60)))
    phone = helpathon.arrive("Cem", device="phone")

    phone.page.get_by_role("tab", name="Tafel").tap()

    expect(phone.page.locator(".note", has_text=re.compile("^Zeile 0"))).to_be_in_viewport()
    becomes(lambda: phone.page.locator(".board").evaluate(ZOOM) >= 0.4, True)


def test_notices_on_a_phone_leave_the_composer_free(helpathon: Helpathon) -> None:
    phone = helpathon.arrive("Cem", device="phone")
    phone.add_card("weg damit")
    phone.card("weg damit").get_by_role("button", name="löschen").tap()

    expect(phone.page.locator(".notice")).to_be_visible()
    apart(phone.page.locator(".notice"), phone.page.locator(".composer"))


def test_the_help_of_a_guest_tells_nothing_of_writing(helpathon: Helpathon) -> None:
    guest = helpathon.arrive("Gast", role="guest")
    guest.page.keyboard.press("?")

    expect(guest.page.get_by_role("dialog")).to_contain_text("Originalgröße")
    expect(guest.page.get_by_role("dialog")).not_to_contain_text("Löschen")
