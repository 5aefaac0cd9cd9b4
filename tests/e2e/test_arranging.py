"""How people put notes in order: fitting, aligning, grouping, locking, seen by somebody else."""

import re
from itertools import pairwise

import pytest
from playwright.sync_api import expect

from tests.e2e.hands import PASTE, becomes, drag, place, press, size
from tests.e2e.people import Helpathon, Visitor

pytestmark = pytest.mark.browser


def test_a_dragged_note_fits_to_its_neighbour_and_shows_why(ada: Visitor, ben: Visitor) -> None:
    lay(ada, "eins", "zwei")
    x, y = place(ada.note("eins"))
    width, _ = size(ada.note("eins"))

    grip(ada, "zwei", (x + width + 103, y + 4))
    expect(ada.page.locator(".guide-y")).to_be_visible()
    expect(ada.page.locator(".guide-x")).to_have_count(0)
    ada.page.mouse.up()

    becomes(lambda: place(ben.note("zwei"))[1], y)
    expect(ada.page.locator(".guide")).to_have_count(0)


@pytest.mark.parametrize("key", ["Alt", "Control"])
def test_a_held_key_puts_a_note_just_where_the_hand_is(ada: Visitor, key: str) -> None:
    lay(ada, "eins", "zwei")
    x, y = place(ada.note("eins"))
    before = place(ada.note("zwei"))

    drag(ada.page, ada.note("zwei"), x - before[0] + 3, y - before[1] + 304, held=key)

    becomes(lambda: place(ada.note("zwei")), (x + 3, y + 304))


def test_a_resized_note_gets_as_high_as_its_neighbour(ada: Visitor, ben: Visitor) -> None:
    lay(ada, "eins", "zwei")
    ada.note("zwei").click()
    drag(ada.page, ada.page.locator(".handle:visible").last, 60, 60)
    drag(ada.page, ada.page.locator(".handle:visible").last, 33, -57)

    becomes(lambda: size(ben.note("zwei")), (293, 200))


def test_messy_notes_are_tidied_by_one_key_and_undone_by_one(ada: Visitor, ben: Visitor) -> None:
    lay(ada, "eins", "zwei", "drei", "vier")
    for text, (dx, dy) in {"eins": (13, 21), "zwei": (40, 30), "vier": (25, 60)}.items():
        drag(ada.page, ada.note(text), dx, dy, held="Alt")
    messy = places(ada)
    becomes(lambda: places(ben), messy)

    ada.page.keyboard.press("Control+a")
    ada.page.keyboard.press("g")
    becomes(lambda: gaps(places(ben)) <= {-200, 24}, True)
    assert places(ben) != messy

    ada.page.keyboard.press("Control+z")
    becomes(lambda: places(ben), messy)


def test_notes_are_aligned_and_distributed_from_the_bar(ada: Visitor, ben: Visitor) -> None:
    lay(ada, "eins", "zwei", "drei")
    drag(ada.page, ada.note("zwei"), 37, 51, held="Alt")
    ada.page.keyboard.press("Control+a")

    ada.page.get_by_role("button", name="Anordnen").click()
    ada.page.get_by_role("menuitem", name="Oben bündig").click()
    becomes(lambda: len({y for _, y in places(ben).values()}), 1)

    ada.page.get_by_role("button", name="Anordnen").click()
    ada.page.get_by_role("menuitem", name="Waagerecht verteilen").click()
    becomes(lambda: gaps(places(ben)), {24})


def test_a_group_is_chosen_and_moved_as_one_until_it_is_dissolved(
    ada: Visitor, ben: Visitor
) -> None:
    lay(ada, "eins", "zwei", "drei")
    ada.note("eins").click()
    ada.note("zwei").click(modifiers=["Shift"])
    ada.page.keyboard.press("Control+g")
    ada.page.keyboard.press("Escape")

    before = places(ada)
    drag(ada.page, ada.note("zwei"), 0, 250, held="Alt")
    expected = {text: (x, y + (0 if text == "drei" else 250)) for text, (x, y) in before.items()}
    becomes(lambda: places(ben), expected)
    becomes(lambda: chosen(ada), {"eins", "zwei"})

    ben.note("eins").click()
    becomes(lambda: chosen(ben), {"eins", "zwei"})
    ben.page.keyboard.press("Control+Shift+g")
    ben.page.keyboard.press("Escape")
    ben.note("eins").click()
    becomes(lambda: chosen(ben), {"eins"})


def test_a_locked_note_stays_where_and_as_it_is(ada: Visitor, ben: Visitor) -> None:
    lay(ada, "fest", "lose")
    ada.note("fest").click(button="right")
    ada.page.get_by_role("menuitem", name="Sperren").click()
    expect(ben.page.get_by_role("button", name="gesperrt")).to_have_count(1)
    before = place(ben.note("fest"))

    drag(ben.page, ben.note("fest"), 90, 60)
    ben.note("fest").click()
    ben.page.keyboard.press("ArrowRight")
    ben.page.keyboard.press("Delete")
    ben.page.keyboard.press("Enter")
    expect(ben.writing_field).to_have_count(0)
    ben.page.keyboard.press("Escape")
    ben.page.keyboard.press("Control+a")
    becomes(lambda: chosen(ben), {"lose"})
    assert place(ben.note("fest")) == before
    expect(ada.note("fest")).to_be_visible()


def test_unlocking_is_one_click_and_can_be_undone(ada: Visitor, ben: Visitor) -> None:
    lay(ada, "fest")
    ada.note("fest").click()
    ada.page.keyboard.press("Control+Shift+l")
    expect(ben.page.locator(".note.locked")).to_be_visible()

    ben.note("fest").click()
    ben.page.locator(".board-chosen").get_by_role("button", name="Entsperren").click()
    expect(ada.page.locator(".note.locked")).to_have_count(0)

    ben.page.keyboard.press("Control+z")
    expect(ada.page.locator(".note.locked")).to_be_visible()


def test_who_wants_to_write_in_a_locked_note_is_offered_to_unlock_it(ada: Visitor) -> None:
    lay(ada, "fest")
    ada.note("fest").click()
    ada.page.keyboard.press("Control+Shift+l")

    ada.note("fest").dblclick()
    ada.page.locator(".notice").get_by_role("button", name="Entsperren").click()
    ada.open_note("fest")

    expect(ada.writing_field).to_be_focused()


def test_a_locked_card_in_the_list_is_unlocked_there(helpathon: Helpathon, ada: Visitor) -> None:
    phone = helpathon.arrive("Cem", device="phone")
    phone.add_card("fest")
    ada.note("fest").click()
    ada.page.keyboard.press("Control+Shift+l")
    expect(phone.card("fest").get_by_role("button", name="löschen")).to_have_count(0)

    phone.card("fest").get_by_role("button", name="Entsperren").tap()

    expect(phone.card("fest").get_by_role("button", name="löschen")).to_be_visible()
    expect(ada.page.locator(".note.locked")).to_have_count(0)


@pytest.mark.parametrize("key", ["ContextMenu", "Shift+F10"])
def test_the_menu_opens_by_key_and_works_by_arrows(ada: Visitor, key: str) -> None:
    lay(ada, "eins", "zwei")
    ada.note("eins").click()

    ada.page.keyboard.press(key)
    expect(ada.page.get_by_role("menuitem", name="Schreiben")).to_be_focused()
    ada.page.keyboard.press("End")
    ada.page.keyboard.press("Enter")

    expect(ada.note("eins")).to_have_count(0)
    expect(ada.note("zwei")).to_be_visible()


def test_a_long_press_opens_the_menu(helpathon: Helpathon) -> None:
    phone = helpathon.arrive("Cem", device="phone")
    phone.add_card("drücken")
    phone.page.get_by_role("tab", name="Tafel").tap()

    press(phone.page, phone.note("drücken"))
    phone.page.get_by_role("menuitem", name="Sperren").tap()

    expect(phone.page.locator(".note.locked")).to_be_visible()


def test_all_of_many_notes_are_chosen_and_deleted_from_far_away(ada: Visitor) -> None:
    for _ in range(2):
        ada.page.evaluate(PASTE, "\n".join(f"Zeile {number}" for number in range(100)))
        ada.page.keyboard.press("Escape")
    ada.page.keyboard.press("1")
    for _ in range(4):
        ada.page.keyboard.press("-")
    expect(ada.page.locator(".board > .board-far")).to_be_visible()

    ada.page.keyboard.press("Control+a")
    expect(ada.page.locator(".board-chosen")).to_have_attribute("aria-label", re.compile("200"))
    assert ada.page.locator(".note").count() < 10, "each element would cost time in every frame"

    ada.page.keyboard.press("Delete")
    expect(ada.page.locator(".hints")).to_be_visible()


def lay(visitor: Visitor, *texts: str) -> None:
    """Notes beside one another, none of them chosen."""
    visitor.page.evaluate(PASTE, "\n".join(texts))
    visitor.page.keyboard.press("Escape")
    expect(visitor.page.locator(".note[aria-pressed=true]")).to_have_count(0)


def grip(visitor: Visitor, text: str, target: tuple[int, int]) -> None:
    """Drag a note until its corner is there on the board, and hold it (at 100 %)."""
    box = visitor.note(text).bounding_box()
    assert box is not None, "it is on the screen"
    x, y = place(visitor.note(text))
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    visitor.page.mouse.move(*middle)
    visitor.page.mouse.down()
    visitor.page.mouse.move(middle[0] + target[0] - x, middle[1] + target[1] - y, steps=6)


def places(visitor: Visitor) -> dict[str, tuple[int, int]]:
    notes = visitor.page.locator(".note").all()
    return {note.locator(".note-text").inner_text(): place(note) for note in notes}


def gaps(places: dict[str, tuple[int, int]]) -> set[int]:
    """Between notes of the usual size that lie in a row."""
    columns = sorted(x for x, _ in places.values())
    return {b - a - 200 for a, b in pairwise(columns)}


def chosen(visitor: Visitor) -> set[str]:
    return set(visitor.page.locator(".note[aria-pressed=true] .note-text").all_inner_texts())
