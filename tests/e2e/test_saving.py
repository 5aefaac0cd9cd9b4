"""Nothing that a page shows as saved can be lost."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.people import Helpathon

pytestmark = pytest.mark.browser

# A reading transaction begins when every writing one before it has ended: what was typed is on the
# device then. Playwright closes a page more abruptly than a person could.
WRITTEN_DOWN = """
async () => {
  for (const { name } of await indexedDB.databases()) {
    await new Promise((resolve, reject) => {
      const opening = indexedDB.open(name);
      opening.onerror = reject;
      opening.onsuccess = () => {
        const { result } = opening;
        const reading = result.transaction([...result.objectStoreNames], "readonly");
        reading.objectStore(result.objectStoreNames[0]).count();
        reading.oncomplete = () => { result.close(); resolve(); };
        reading.onerror = reject;
      };
    });
  }
}
"""


def test_a_server_killed_in_the_middle_of_typing_loses_no_saved_character(
    helpathon: Helpathon,
) -> None:
    ada = helpathon.arrive("Ada")
    ada.make_note("Der Anfang.")
    ada.has_saved()
    ada.open_note("Der Anfang.")
    written = "Der Anfang."

    for word in (" eins", " zwei", " drei", " vier"):
        ada.page.keyboard.type(word)
        written += word
        ada.has_saved()
        saved = written
        ada.page.keyboard.type(" und noch")
        written += " und noch"
        helpathon.server.kill9()
        ada.page.keyboard.type(" mehr")
        written += " mehr"
        helpathon.server.start()
        stranger = helpathon.arrive("Fremd")
        expect(stranger.note(saved)).to_be_visible()
        stranger.page.context.close()
        ada.has_saved()

    expect(ada.writing_field).to_have_value(written)
    expect(helpathon.arrive("Ben").note(written)).to_be_visible()
    assert ada.errors == []


def test_edits_made_without_a_server_merge_when_it_is_back(helpathon: Helpathon) -> None:
    ada = helpathon.arrive("Ada")
    ben = helpathon.arrive("Ben")
    helpathon.server.kill9()
    expect(ada.save_state).to_contain_text("Keine Verbindung", timeout=20_000)

    ada.make_note("Ada offline")
    ben.make_note("Ben offline")

    expect(ada.save_state).to_contain_text(re.compile(r"auf diesem Gerät behalten \(\d+\)"))
    helpathon.server.start()
    for person in (ada, ben):
        person.has_saved()
        expect(person.note("Ada offline")).to_be_visible()
        expect(person.note("Ben offline")).to_be_visible()


def test_an_unsaved_edit_survives_a_closed_and_reopened_page(helpathon: Helpathon) -> None:
    ada = helpathon.arrive("Ada")
    helpathon.server.kill9()
    expect(ada.save_state).to_contain_text("Keine Verbindung", timeout=20_000)
    ada.make_note("vor dem Schließen")
    expect(ada.save_state).to_contain_text("auf diesem Gerät behalten")
    ada.page.evaluate(WRITTEN_DOWN)
    address = ada.page.url
    context = ada.page.context
    ada.page.close()

    helpathon.server.start()
    ada.page = context.new_page()
    ada.page.goto(address)

    ada.has_saved()
    expect(ada.note("vor dem Schließen")).to_be_visible()
    expect(helpathon.arrive("Ben").note("vor dem Schließen")).to_be_visible()


def test_a_graceful_restart_throws_nobody_out(helpathon: Helpathon) -> None:
    ada = helpathon.arrive("Ada")
    ada.make_note("bleibt")

    helpathon.server.restart()

    ada.make_note("kommt dazu")
    ada.has_saved()
    ben = helpathon.arrive("Ben")
    expect(ben.note("bleibt")).to_be_visible()
    expect(ben.note("kommt dazu")).to_be_visible()
