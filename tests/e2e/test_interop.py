"""Our page and stock Yjs clients on one board."""

import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e.people import Helpathon, Visitor
from tests.interop.crowd import Crowd
from tests.processes import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.node]

FIVE = ("cem", "dua", "eva", "fee", "gil")
# Those that any kind reads, and a few that none does.
FIELDS = [
    *("pos", "size", "z", "area", "color", "author", "locked", "group", "text", "texts", "tags"),
    *("anonymous", "from", "to", "on", "host", "data", "points", "width", "hash", "natural"),
    *("alt", "title", "device", "element", "shape", "sign", "who", "what", "why", "at", "done"),
    *("kinds", "fields", "caption", "pressures", "type", "themes", "new", "how", "benefit"),
]
# [id, text] of every object in the one ordering; a text that is null is not looked at.
LISTS = """
(expected) => {
  const cards = [...document.querySelectorAll("[data-card]")];
  const says = (card, text) => card.querySelector(".card-text").textContent === text;
  return cards.length === expected.length && cards.every((card, index) => {
    const [id, text] = expected[index];
    return card.dataset.card === id && (text === null || says(card, text));
  });
}
"""


def cookie_of(visitor: Visitor) -> str:
    cookies = visitor.page.context.cookies()
    return "; ".join(f"{cookie['name']}={cookie['value']}" for cookie in cookies)


def exported(visitor: Visitor, room: str) -> list[dict[str, Any]]:
    server = visitor.helpathon.server
    answer = visitor.page.request.get(f"{server.url}/api/rooms/{room}/export")
    objects: list[dict[str, Any]] = answer.json()["objects"]
    return objects


def expect_list(visitor: Visitor, objects: list[dict[str, Any]]) -> None:
    """The page lists exactly these, in this order."""
    visitor.page.keyboard.press("l")
    texts = [[each["id"], (each["kind"] == "note" and each["text"]) or None] for each in objects]
    visitor.page.wait_for_function(LISTS, arg=texts)


def test_pages_and_stock_clients_converge_in_one_room(helpathon: Helpathon) -> None:
    ada = helpathon.arrive("Ada")
    ben = helpathon.arrive("Ben")
    room = ada.page.url.rpartition("/")[2]
    with (
        Crowd(helpathon.server.url, room, cookie=cookie_of(ben)) as crowd,
        ThreadPoolExecutor() as elsewhere,
    ):
        crowd.enter(*FIVE)
        crowd.write("eva", "shared", "Mitte")
        ada.open_note("Mitte")
        ada.page.keyboard.press("Control+End")
        walk = elsewhere.submit(crowd.walk, seed=11)
        ada.page.keyboard.type(" und Ende 🌱")
        ada.page.keyboard.press("Escape")
        ben.make_note("von der Seite")
        walk.result()
        ada.has_saved()
        ben.has_saved()
        crowd.enter("late")  # who holds at once all that is saved
        held = crowd.settled()["objects"]

        objects = exported(ada, room)
        assert {each.pop("id"): each for each in map(dict, objects)} == held
        expect_list(ada, objects)
        expect_list(ben, objects)
        assert held["shared"]["text"] == "Mitte und Ende 🌱"
        texts = [each.get("text") for each in held.values()]
        assert "von der Seite" in texts, repr(texts)
    assert ada.errors == ben.errors == []


def kinds_of_the_page() -> list[str]:
    source = (ROOT / "web" / "board" / "kinds").glob("*.js")
    return sorted(
        {
            name
            for module in source
            for name in re.findall(r'^  name: "(\w+)"', module.read_text(), re.MULTILINE)
        }
    )


def test_nonsense_of_stock_clients_breaks_no_page_and_no_export(helpathon: Helpathon) -> None:
    ada = helpathon.arrive("Ada")
    ada.make_note("noch da")
    ada.has_saved()
    room = ada.page.url.rpartition("/")[2]
    kinds = [*kinds_of_the_page(), "ufo", "__proto__"]
    with Crowd(helpathon.server.url, room, cookie=cookie_of(ada)) as crowd:
        crowd.enter("mallory")
        for kind in kinds:
            crowd.spoil("mallory", [kind], FIELDS)
        held = crowd.settled()["objects"]

    expect(ada.note("noch da")).to_be_visible()
    ada.page.wait_for_function(
        "() => document.querySelectorAll('.object, .board-far:not([hidden])').length > 0"
    )
    assert {each["id"] for each in exported(ada, room)} == set(held)
    for key in ("1", "0", "m", "m", "l"):  # far away, near, the overview, the list
        ada.page.keyboard.press(key)
    expect(ada.page.locator("[data-card]").first).to_be_visible()
    ada.page.reload()
    ada.page.get_by_role("button", name="Neue Notiz").wait_for()
    ada.make_note("und es geht weiter")
    ada.has_saved()
    assert ada.errors == []


def test_a_stock_client_with_a_guests_cookie_reads_and_cannot_write(helpathon: Helpathon) -> None:
    ada = helpathon.arrive("Ada")
    guest = helpathon.arrive("Gast", role="guest")
    room = ada.page.url.rpartition("/")[2]
    ada.make_note("für alle")
    ada.has_saved()
    with Crowd(helpathon.server.url, room, cookie=cookie_of(guest)) as crowd:
        crowd.enter("reader")
        held = crowd.settled()["objects"]
        crowd.write("reader", "forbidden", "heimlich")

        assert [each["text"] for each in held.values()] == ["für alle"]
        assert crowd.refused("reader") == 4403
        expect(ada.note("heimlich")).to_have_count(0)
        assert len(exported(ada, room)) == 1
