"""Problem and idea cards: filled in together, field by field."""

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.hands import becomes, drag, moved, place, size
from tests.e2e.people import Helpathon, Visitor

pytestmark = pytest.mark.browser

WHO, WHAT, WHY = "Wer hat das Problem?", "Was genau?", "Warum?"
OVERFLOWS = """
(card) => [...card.querySelectorAll(".sheet-text, .sheet-sentence, .sheet-tags")]
  .filter((it) => it.scrollHeight > it.clientHeight + 1 && !it.classList.contains("overfull"))
  .map((it) => it.textContent)
"""


def insert(visitor: Visitor, name: str) -> Locator:
    """From the menu of further tools, by keyboard."""
    visitor.page.keyboard.press("e")
    visitor.page.get_by_role("menuitem", name=name).click()
    return panel(visitor)


def panel(visitor: Visitor) -> Locator:
    opened = visitor.page.get_by_role("dialog", name="karte")
    opened.wait_for()
    return opened


def field(visitor: Visitor, name: str) -> Locator:
    return visitor.page.get_by_role("dialog").get_by_label(name)


def sheet(visitor: Visitor) -> Locator:
    return visitor.page.locator(".sheet-card")


def test_two_people_fill_in_one_problem_card(ada: Visitor, ben: Visitor) -> None:
    insert(ada, "Problemkarte")
    expect(field(ada, WHO)).to_be_focused()
    expect(field(ada, WHO)).to_have_attribute("aria-required", "true")
    ada.page.keyboard.type("Frau Yıldız.")
    ada.page.keyboard.press("Tab")
    expect(field(ada, WHAT)).to_be_focused()

    sheet(ben).dblclick()
    panel(ben)
    expect(field(ben, WHAT)).to_be_focused()
    expect(ben.page.locator("[data-key=what] .fields-writer")).to_have_text("Ada schreibt")
    field(ben, WHY).click()
    expect(ada.page.locator("[data-key=why] .fields-writer")).to_have_text("Ben schreibt")
    expect(ada.page.locator("[data-key=what] .fields-writer")).to_have_count(0)
    ben.page.keyboard.type("die Formulare fremd sind")
    ada.page.keyboard.type("jemanden, der hilft")

    sentence = "Frau Yıldız braucht jemanden, der hilft, weil die Formulare fremd sind."
    for person in (ada, ben):
        expect(person.page.locator(".fields-sentence-text")).to_have_text(sentence)
        expect(sheet(person).locator(".sheet-sentence")).to_have_text(sentence)
        expect(sheet(person).locator(".sheet-count")).to_have_text("3 von 6")
        expect(sheet(person)).to_have_attribute(
            "aria-label", f"Problemkarte, 3 von 6 ausgefüllt: {sentence}"
        )

    # Both in the same field; each undoes their own.
    field(ben, WHAT).click()
    ben.page.keyboard.press("Control+End")
    ben.page.keyboard.type(" und zuhört")
    expect(field(ada, WHAT)).to_have_value("jemanden, der hilft und zuhört")
    ada.page.keyboard.press("Control+z")  # a word of hers
    expect(field(ben, WHAT)).to_have_value("jemanden, der  und zuhört")
    ben.page.keyboard.press("Escape")
    expect(ben.page.get_by_role("dialog")).to_have_count(0)
    expect(sheet(ben)).to_be_focused()

    # Whoever writes hears that it was locked.
    ben.page.keyboard.press("Control+Shift+l")
    expect(ada.page.get_by_role("dialog")).to_have_count(0)
    expect(ada.page.get_by_text("Diese Karte ist jetzt gesperrt.")).to_be_visible()


def test_an_idea_card_has_its_kind_and_fields_of_action_and_is_an_object_like_all(
    helpathon: Helpathon, ada: Visitor, ben: Visitor
) -> None:
    insert(ada, "Ideenkarte")
    ada.page.keyboard.type("Gesundheitslotsin")
    expect(sheet(ben).locator("[data-key=title] .sheet-text")).to_have_text("Gesundheitslotsin")
    field(ada, "Soziales Projekt").check()
    field(ada, "Weiteres Handlungsfeld").fill("Pflege")
    ada.page.keyboard.press("Enter")
    ada.page.get_by_role("button", name="Gesundheit", exact=True).click()
    expect(sheet(ben).locator(".sheet-type")).to_have_text("Soziales Projekt")
    expect(sheet(ben).locator(".sheet-tag")).to_have_text(["Pflege", "Gesundheit"])
    expect(sheet(ben).locator(".sheet-count")).to_have_text("3 von 8")
    ada.page.get_by_role("button", name="Pflege entfernen").click()
    expect(sheet(ben).locator(".sheet-tag")).to_have_text(["Gesundheit"])

    # Text shrinks to fit, and never runs over.
    field(ada, "Für wen?").fill("Ältere Menschen, die wenig Deutsch sprechen. " * 3)
    field(ada, "Wie funktioniert es?").fill("Sie geht mit aufs Amt. " * 90)
    expect(sheet(ben).locator("[data-key=how] .sheet-text")).to_contain_text("Amt")
    assert sheet(ben).evaluate(OVERFLOWS) == []
    sizes = [
        sheet(ben)
        .locator(f"[data-key={key}] .sheet-text")
        .evaluate("(it) => getComputedStyle(it).fontSize")
        for key in ("title", "who", "how")
    ]
    assert sizes == sorted(sizes, key=lambda it: -float(it.removesuffix("px")))
    ada.page.keyboard.press("Escape")
    expect(sheet(ada)).to_be_focused()

    before, large = place(sheet(ben)), size(sheet(ben))
    ada.page.keyboard.press("Shift+ArrowRight")
    moved(sheet(ben), before, 60, 0)
    ada.page.keyboard.press("1")
    drag(ada.page, ada.page.locator(".handle:visible").last, -60, -60)
    becomes(lambda: size(sheet(ben))[0] < large[0], True)
    assert sheet(ben).evaluate(OVERFLOWS) == []
    ada.page.keyboard.press("Control+d")
    expect(sheet(ben)).to_have_count(2)
    ada.page.keyboard.press("Control+z")
    expect(sheet(ben)).to_have_count(1)
    ada.page.keyboard.press("Control+a")
    ada.page.keyboard.press("Control+c")
    harbour = helpathon.arrive("Cem", room="Hafen")
    harbour.page.keyboard.press("Control+v")
    expect(sheet(harbour).locator(".sheet-tag")).to_have_text(["Gesundheit"])
    expect(sheet(harbour).locator(".sheet-type")).to_have_text("Soziales Projekt")
    ben.page.keyboard.press("Control+f")
    ben.page.keyboard.type("aufs amt")
    expect(ben.page.locator(".sheet-card.found")).to_have_count(1)
    ben.page.keyboard.press("Escape")

    ada.page.keyboard.press("Delete")
    expect(sheet(ben)).to_have_count(0)
    ada.page.get_by_role("button", name="Rückgängig").last.click()
    expect(sheet(ben).locator("[data-key=title] .sheet-text")).to_have_text("Gesundheitslotsin")


def test_a_phone_fills_in_a_card_with_one_hand(helpathon: Helpathon, ben: Visitor) -> None:
    insert(ben, "Problemkarte")
    ben.page.keyboard.press("Escape")
    ada = helpathon.arrive("Ada", device="phone")
    ada.page.locator("#tab-board").tap()
    sheet(ada).tap()
    sheet(ada).tap()  # the second touch writes
    panel(ada)
    expect(field(ada, WHO)).to_be_focused()
    for name in (WHO, WHAT, "Wann und wo?", WHY):
        field(ada, name).tap()
        ada.page.keyboard.type(name[:4])
        expect(field(ada, name)).to_be_in_viewport(ratio=1)
    letters = field(ada, WHO).evaluate("(it) => parseFloat(getComputedStyle(it).fontSize)")
    assert letters >= 16, "a phone would zoom into smaller ones"
    done = ada.page.get_by_role("button", name="Fertig")
    expect(done).to_be_in_viewport(ratio=1)
    done.tap()
    expect(ada.page.get_by_role("dialog")).to_have_count(0)
    expect(sheet(ben).locator(".sheet-count")).to_have_text("4 von 6")
    sheet(ben).click()
    ben.page.keyboard.press("Delete")
    expect(sheet(ada)).to_have_count(0)
