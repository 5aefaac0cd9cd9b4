"""Two strangers open a link and work on one board."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.people import Helpathon

pytestmark = pytest.mark.browser


def test_two_people_write_in_one_note_at_the_same_time(helpathon: Helpathon) -> None:
    ada = helpathon.arrive("Ada")
    ben = helpathon.arrive("Ben")
    ada.make_note("Mitte")
    expect(ben.note("Mitte")).to_be_visible()
    ada.open_note("Mitte")
    ben.open_note("Mitte")
    ada.page.keyboard.press("Control+Home")
    ben.page.keyboard.press("Control+End")

    for mine, yours in zip("Anfang ", " Schluß", strict=True):
        ada.page.keyboard.type(mine)
        ben.page.keyboard.type(yours)

    whole = "Anfang Mitte Schluß"
    expect(ada.writing_field).to_have_value(whole)
    expect(ben.writing_field).to_have_value(whole)
    ada.has_saved()
    ben.has_saved()
    assert ada.errors == []
    assert ben.errors == []


def test_a_note_made_on_the_phone_appears_on_the_laptop(helpathon: Helpathon) -> None:
    laptop = helpathon.arrive("Ada")
    phone = helpathon.arrive("Ben", device="phone")

    phone.add_card("Vom Telefon 📱")

    expect(laptop.note("Vom Telefon 📱")).to_be_visible()
    expect(phone.card("Vom Telefon 📱")).to_be_visible()


def test_everybody_sees_who_is_here_and_who_left(helpathon: Helpathon) -> None:
    ada = helpathon.arrive("Ada")
    ben = helpathon.arrive("Ben")
    people = ada.page.locator(".people-button")
    expect(people).to_contain_text(re.compile("2 Personen"))

    ben.page.context.close()

    expect(people).to_contain_text(re.compile("Eine Person"))


def test_undo_takes_back_ones_own_note_and_not_the_others(helpathon: Helpathon) -> None:
    ada = helpathon.arrive("Ada")
    ben = helpathon.arrive("Ben")
    ada.make_note("von Ada")
    expect(ben.note("von Ada")).to_be_visible()
    ben.make_note("von Ben")
    expect(ada.note("von Ben")).to_be_visible()

    ada.page.keyboard.press("Control+z")
    ada.page.keyboard.press("Control+z")
    ada.page.keyboard.press("Control+z")

    expect(ada.note("von Ada")).to_have_count(0)
    expect(ben.note("von Ada")).to_have_count(0)
    expect(ada.note("von Ben")).to_have_count(1)


def test_a_guest_sees_everything_and_cannot_write(helpathon: Helpathon) -> None:
    ada = helpathon.arrive("Ada")
    guest = helpathon.arrive("Gast", role="guest")

    ada.make_note("für alle")

    expect(guest.note("für alle")).to_be_visible()
    guest.page.keyboard.press("n")
    guest.note("für alle").dblclick()
    expect(guest.writing_field).to_have_count(0)
