"""Clipboard and lasso: tables, copies in another room, what a line encloses."""

import pytest
from playwright.sync_api import expect

from tests.e2e.hands import PASTE, becomes, place
from tests.e2e.people import Helpathon, Visitor

pytestmark = pytest.mark.browser


def test_a_pasted_table_keeps_its_rows_and_columns(helpathon: Helpathon, ada: Visitor) -> None:
    ben = helpathon.arrive("Ben")
    ada.page.evaluate(PASTE, 'Wer\tWas\nAda\t"Bus\nund Bahn"\nBen\t')

    expect(ben.page.locator(".note")).to_have_count(5)
    who, what = place(ben.note("Wer")), place(ben.note("Was"))
    assert what == (who[0] + 224, who[1])
    assert place(ben.note("und Bahn")) == (what[0], what[1] + 224)
    assert place(ben.page.get_by_role("button", name="Notiz: Ben")) == (who[0], who[1] + 448)


def test_copied_notes_are_pasted_in_another_room_as_they_lay(
    helpathon: Helpathon, ada: Visitor
) -> None:
    harbour = helpathon.arrive("Ben", room="Hafen")
    ada.page.evaluate(PASTE, "eins\nzwei")
    ada.page.keyboard.press("Control+a")
    ada.page.get_by_role("button", name="Grün").click()
    ada.page.keyboard.press("Control+g")
    ada.page.keyboard.press("Control+c")

    harbour.page.keyboard.press("Control+v")

    expect(harbour.page.locator(".note")).to_have_count(2)
    one, two = harbour.note("eins"), harbour.note("zwei")
    expect(one).to_have_attribute("data-note-color", "green")
    assert place(two) == (place(one)[0] + 224, place(one)[1])
    harbour.page.keyboard.press("Escape")
    one.click()
    expect(harbour.page.locator(".note[aria-pressed=true]")).to_have_count(2)

    harbour.page.keyboard.press("Control+v")
    expect(harbour.page.locator(".note")).to_have_count(4)
    assert len({place(harbour.page.locator(".note").nth(index)) for index in range(4)}) == 4


def test_cut_notes_come_back_by_pasting_and_by_undo(ada: Visitor) -> None:
    ada.make_note("hin und her")
    ada.page.keyboard.press("Control+x")
    expect(ada.page.locator(".note")).to_have_count(0)

    ada.page.keyboard.press("Control+v")
    expect(ada.note("hin und her")).to_be_visible()
    ada.page.keyboard.press("Control+z")
    ada.page.keyboard.press("Control+z")
    expect(ada.note("hin und her")).to_be_visible()


def test_other_programs_get_the_texts(ada: Visitor) -> None:
    ada.page.evaluate(PASTE, "eins\nzwei\ndrei")
    ada.page.context.grant_permissions(["clipboard-read"])
    ada.note("drei").click(button="right")
    ada.page.get_by_role("menuitem", name="Kopieren", exact=True).click()

    becomes(lambda: ada.page.evaluate("() => navigator.clipboard.readText()"), "eins\nzwei\ndrei")


def test_a_line_drawn_with_alt_chooses_what_it_encloses(ada: Visitor) -> None:
    ada.page.evaluate(PASTE, "eins\nzwei\ndrei\nvier\nfünf\nsechs")
    ada.page.keyboard.press("Escape")
    one, four = (ada.note(text).bounding_box() for text in ("eins", "vier"))
    assert one is not None, "it is on the screen"
    assert four is not None, "it is on the screen"
    left, right = one["x"] - 12, one["x"] + 180
    top, bottom = one["y"] - 12, four["y"] + 180

    ada.page.keyboard.down("Alt")
    ada.page.mouse.move(left, top)
    ada.page.mouse.down()
    for x, y in ((right, top), (right, bottom), (left, bottom)):
        ada.page.mouse.move(x, y, steps=5)
    ada.page.mouse.up()
    ada.page.keyboard.up("Alt")

    texts = ada.page.locator(".note[aria-pressed=true] .note-text")
    becomes(lambda: set(texts.all_inner_texts()), {"eins", "vier"})


def test_a_frame_reaches_beyond_the_edge(ada: Visitor) -> None:
    ada.page.evaluate(PASTE, "eins\nzwei")
    ada.page.keyboard.press("Escape")
    box = ada.note("zwei").bounding_box()
    assert box is not None, "it is on the screen"
    ada.page.mouse.move(box["x"] + 100, box["y"] + 320)
    ada.page.mouse.wheel(-700, 0)

    ada.page.keyboard.down("Shift")
    ada.page.mouse.move(900, 250)
    ada.page.mouse.down()
    ada.page.mouse.move(1430, 700, steps=8)
    texts = ada.page.locator(".note[aria-pressed=true] .note-text")
    becomes(lambda: set(texts.all_inner_texts()), {"eins", "zwei"})
    ada.page.mouse.up()
    ada.page.keyboard.up("Shift")
