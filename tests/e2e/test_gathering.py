"""People in one room see where the others are, go along with one another, and come when called."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.hands import becomes, place
from tests.e2e.people import Helpathon, Visitor
from tests.e2e.test_access import violations

pytestmark = pytest.mark.browser

# A crowd in one page, made of the page's own parts: windows of one person, each with a cursor.
CROWD = """
async (count) => {
  const { Connection, socketUrl } = await import("/static/sync/connection.js");
  const Y = await import("/static/vendor/yjs.js");
  const room = location.pathname.split("/").pop();
  const none = () => {};
  const kept = { on: () => none, adopt: none, remember: none };
  const copy = { epoch: null, carried: [], kept: true, ...kept };
  await Promise.all(Array.from({ length: count }, (_, n) => new Promise((synced) => {
    const doc = new Y.Doc();
    const connection = new Connection({ url: socketUrl(room), doc, copy: { ...copy } });
    connection.on("synced", () => {
      connection.presence.set({ cursor: [-200 + 30 * n, 150] });
      synced();
    });
    connection.open();
  })));
}
"""
# Of what happens while sixty pictures are drawn, all that is not this counting itself.
STILL = """
() => new Promise((tell) => {
  const happened = [];
  const ask = window.requestAnimationFrame.bind(window);
  window.requestAnimationFrame = (run) => {
    happened.push(`frame: ${run}`);
    return ask(run);
  };
  const seen = new MutationObserver((records) => {
    happened.push(...records.map(({ type, target }) => `${type}: ${target.className}`));
  });
  const everything = { subtree: true, childList: true, attributes: true, characterData: true };
  seen.observe(document.body, everything);
  let left = 60;
  const next = () => {
    left -= 1;
    if (left > 0) return void ask(next);
    seen.disconnect();
    window.requestAnimationFrame = ask;
    tell(happened);
  };
  ask(next);
})
"""


def sign(visitor: Visitor) -> Locator:
    return visitor.page.locator(".signs")


def people(visitor: Visitor) -> Locator:
    visitor.page.locator(".people-button").click()
    return visitor.page.locator(".people-panel")


def follow(visitor: Visitor, name: str) -> None:
    people(visitor).get_by_role("button", name=re.compile(f"^{name}")).click()


def go_far(visitor: Visitor) -> None:
    """To where nothing is, by keyboard."""
    visitor.page.locator(".board").focus()
    visitor.page.keyboard.press("Escape")
    for _ in range(40):
        visitor.page.keyboard.press("ArrowRight")


def outline(visitor: Visitor, text: str) -> Locator:
    return visitor.page.locator(".outline", has_text=text)


def test_people_see_what_others_choose_and_where_they_write(helpathon: Helpathon) -> None:
    ada, ben = helpathon.arrive("Ada"), helpathon.arrive("Ben")
    phone = helpathon.arrive("Cleo", device="phone")
    ada.make_note("Schatten")
    expect(ben.note("Schatten")).to_be_visible()

    # What Ada has chosen has her name and her colour, at the note.
    expect(outline(ben, "Ada")).to_be_visible()
    ben_sees = outline(ben, "Ada").bounding_box()
    note = ben.note("Schatten").bounding_box()
    assert ben_sees is not None
    assert note is not None
    assert abs(ben_sees["x"] - note["x"]) < 5
    assert abs(ben_sees["width"] - note["width"]) < 5

    # Ben is at the same note and hears that Ada writes in it; the list shows it too.
    ben.page.locator(".board").focus()
    ben.page.keyboard.press("Tab")
    expect(ben.note("Schatten")).to_be_focused()
    ada.page.keyboard.press("Enter")
    ada.writing_field.wait_for()
    expect(outline(ben, "Ada schreibt")).to_be_visible()
    spoken = ben.page.locator("body > .visually-hidden[role=status]")
    expect(spoken).to_have_text("Ada schreibt")
    expect(phone.card("Schatten").locator(".card-writer")).to_have_text("Ada schreibt")
    ada.page.keyboard.press("Escape")
    expect(phone.card("Schatten").locator(".card-writer")).to_have_count(0)
    expect(outline(ben, "Ada schreibt")).to_have_count(0)

    # From the phone's list too; and a finger on its board is no cursor.
    phone.card("Schatten").locator(".card-text").tap()
    expect(outline(ada, "Cleo schreibt")).to_be_visible()
    phone.page.locator(".card-field").press("Escape")
    phone.page.locator("#tab-board").tap()
    phone.page.locator(".board").tap(position={"x": 180, "y": 300})
    ben.page.mouse.move(600, 500)
    ben.page.mouse.move(640, 520)
    expect(ada.page.locator(".cursor")).to_have_text(["Ben"])
    assert ada.errors == ben.errors == phone.errors == []


def test_somebody_follows_another_until_they_go_their_own_way(helpathon: Helpathon) -> None:
    ada, ben = helpathon.arrive("Ada"), helpathon.arrive("Ben", device="narrow")
    ada.make_note("nah")
    expect(ben.note("nah")).to_be_in_viewport()

    follow(ben, "Ada")

    expect(sign(ben)).to_contain_text("Du folgst Ada – Esc beendet")
    expect(ben.page.locator(".led-frame")).to_be_visible()
    expect(sign(ada)).to_contain_text("Eine Person folgt dir")
    people(ada)
    assert violations(ada.page) == violations(ben.page) == []
    ada.page.get_by_role("button", name=re.compile("^Ben")).click()
    expect(ada.page.get_by_text("Ben folgt gerade dir. Du gehst voran.")).to_be_visible()
    go_far(ada)
    ada.make_note("fern")
    expect(ben.note("fern")).to_be_in_viewport()
    expect(ben.note("nah")).not_to_be_in_viewport()

    # The key ends it, and what Ada does then is her own.
    ben.page.locator(".board").focus()
    ben.page.keyboard.press("Escape")
    expect(sign(ben)).to_be_hidden()
    expect(sign(ada)).to_be_hidden()
    ada.page.keyboard.press("Escape")
    ada.page.keyboard.press("1")
    expect(ada.note("nah")).to_be_in_viewport()
    expect(ben.note("nah")).not_to_be_in_viewport()

    # So does the first movement of one's own, and a click on who is followed.
    follow(ben, "Ada")
    expect(ben.note("nah")).to_be_in_viewport()
    ben.page.mouse.move(350, 500)
    ben.page.mouse.wheel(0, 40)
    expect(sign(ben)).to_be_hidden()
    follow(ben, "Ada")
    expect(sign(ben)).to_be_visible()
    expect(people(ben).get_by_role("button", name=re.compile("^Ada"))).to_have_attribute(
        "aria-pressed", "true"
    )
    ben.page.keyboard.press("Escape")
    expect(sign(ben)).to_be_visible()  # that closed the panel
    follow(ben, "Ada")
    expect(sign(ben)).to_be_hidden()

    # By keyboard: the menu of what she has chosen knows her.
    ada.page.keyboard.press("Home")
    expect(outline(ben, "Ada")).to_be_visible()
    ben.page.locator(".board").focus()
    ben.page.keyboard.press("Tab")
    ben.page.keyboard.press("Shift+F10")
    ben.page.keyboard.press("End")
    expect(ben.page.get_by_role("menuitem", name="Ada folgen")).to_be_focused()
    ben.page.keyboard.press("Enter")
    expect(sign(ben)).to_be_visible()
    assert ada.errors == ben.errors == []


def test_a_phone_in_its_list_follows_and_is_followed(helpathon: Helpathon) -> None:
    ada, phone = helpathon.arrive("Ada"), helpathon.arrive("Cleo", device="phone")
    for text in ("eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht"):
        ada.make_note(text)
    go_far(ada)
    ada.make_note("fern")
    expect(phone.card("fern")).to_have_count(1)

    follow(phone, "Ada")
    expect(sign(phone)).to_contain_text("Du folgst Ada")
    expect(sign(phone)).not_to_contain_text("Esc beendet", use_inner_text=True)
    expect(phone.page.locator(".card[data-led]")).to_contain_text("fern")
    expect(phone.card("fern")).to_be_in_viewport()
    assert violations(phone.page) == []
    ada.page.keyboard.press("Home")
    expect(phone.page.locator(".card[data-led]")).to_contain_text("eins")
    expect(phone.card("eins")).to_be_in_viewport()
    phone.page.get_by_role("button", name="Nicht mehr folgen").tap()
    expect(sign(phone)).to_be_hidden()
    expect(phone.page.locator(".card[data-led]")).to_have_count(0)

    # Who is in the list leads to the card they are at; the menu of a note knows who is there.
    phone.card("fern").locator(".card-text").tap()
    expect(outline(ada, "Cleo schreibt")).to_have_count(0)
    follow(ada, "Cleo")
    expect(outline(ada, "Cleo schreibt")).to_be_visible()
    expect(ada.note("fern")).to_be_in_viewport()
    expect(sign(phone)).to_contain_text("Eine Person folgt dir")
    assert ada.errors == phone.errors == []


def test_a_facilitator_calls_everybody_to_a_place(helpathon: Helpathon) -> None:
    mira = helpathon.arrive("Mira", role="facilitator")
    ada, ben = helpathon.arrive("Ada"), helpathon.arrive("Ben", device="narrow", language="en")
    phone = helpathon.arrive("Cleo", device="phone")
    for text in ("eins", "zwei", "drei", "vier", "fünf", "sechs"):
        mira.make_note(text)
    expect(ada.note("eins")).to_be_in_viewport()
    before = place(ada.page.locator(".board-layer"))
    go_far(mira)
    mira.make_note("hier geht es weiter")
    ben.make_note("halb")
    ben.open_note("halb")
    expect(people(ada).get_by_role("button", name="Alle hierher")).to_have_count(0)
    ada.page.keyboard.press("Escape")

    panel = people(mira)
    assert violations(mira.page) == []
    panel.get_by_role("button", name="Alle hierher").click()

    expect(mira.page.get_by_text("Du hast 3 Personen hierher geholt.")).to_be_visible()
    called = "Mira (Moderation) holt alle hierher."
    for visitor in (ada, phone):
        expect(visitor.page.get_by_text(called)).to_be_visible()
    expect(ada.note("hier geht es weiter")).to_be_in_viewport()
    expect(phone.page.locator(".card[data-led]")).to_contain_text("hier geht es weiter")
    expect(phone.card("hier geht es weiter")).to_be_in_viewport()

    # Who writes finishes that first.
    expect(ben.page.get_by_text("as soon as you are done")).to_be_visible()
    ben.page.keyboard.type(" und ganz")
    expect(ben.note("hier geht es weiter")).not_to_be_in_viewport()
    ben.page.keyboard.press("Escape")
    expect(ben.note("hier geht es weiter")).to_be_in_viewport()
    expect(ben.page.get_by_text("Mira (facilitator) brings everybody here.")).to_be_visible()

    # One goes on from there as one likes, or back.
    ada.page.get_by_role("button", name="Zurück zu meinem Platz").click()
    becomes(lambda: place(ada.page.locator(".board-layer")), before)
    expect(ada.note("halb und ganz")).to_be_in_viewport()
    phone.page.get_by_role("button", name="Zurück zu meinem Platz").tap()
    expect(phone.page.locator(".card[data-led]")).to_have_count(0)

    # The board's menu calls too, and whoever follows somebody comes as well.
    follow(ada, "Ben")
    expect(sign(ada)).to_contain_text("Du folgst Ben")
    mira.page.keyboard.press("Escape")
    mira.page.keyboard.press("1")
    mira.page.mouse.click(1200, 700, button="right")
    mira.page.get_by_role("menuitem", name="Alle hierher").click()
    expect(ada.note("eins")).to_be_in_viewport()
    expect(sign(ada)).to_be_hidden()
    assert mira.errors == ada.errors == ben.errors == phone.errors == []


def test_a_crowd_is_dots_and_a_board_on_which_nothing_happens_stays_still(
    helpathon: Helpathon,
) -> None:
    ada, ben = helpathon.arrive("Ada"), helpathon.arrive("Ben")
    ada.make_note("ruhig")
    ada.page.keyboard.press("Escape")
    ben.page.evaluate(CROWD, 17)

    dots = ada.page.locator(".cursor")
    expect(dots).to_have_count(17)
    expect(ada.page.locator(".cursors")).to_have_class(re.compile("many"))
    expect(ada.page.locator(".cursor-name:visible")).to_have_count(0)
    dot = dots.nth(8).bounding_box()
    assert dot is not None
    ada.page.mouse.move(dot["x"] + 4, dot["y"] + 4)
    expect(ada.page.locator(".cursor-name:visible")).to_have_text(["Ben"])

    ada.has_saved()
    becomes(lambda: ada.page.evaluate(STILL), [])
    assert ada.errors == ben.errors == []
