"""Everybody sees the same seconds, whatever their computer believes the time is."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.people import Helpathon, Visitor

pytestmark = pytest.mark.browser

WRONG_BY_MS = 120_000
AGREE_WITHIN_MS = 100
# When each second appeared, by the machine's real clock: timeOrigin is not patched by the test.
RECORD_SECONDS = """
() => {
  window.seconds = new Map();
  const note = () => {
    const text = document.querySelector(".clock-time")?.textContent ?? "";
    const real_ms = performance.timeOrigin + performance.now();
    if (!window.seconds.has(text)) window.seconds.set(text, real_ms);
  };
  new MutationObserver(note).observe(document.querySelector(".clock-button"), {
    subtree: true, childList: true, characterData: true,
  });
}
"""
SEEN_SECONDS = "() => Object.fromEntries(window.seconds)"


def test_the_clock_agrees_on_two_pages_one_of_which_has_a_wrong_computer_clock(
    helpathon: Helpathon,
) -> None:
    facilitator = helpathon.arrive("Mira", role="facilitator")
    wrong = helpathon.arrive("Ada", clock_wrong_by_ms=WRONG_BY_MS)
    start_clock(facilitator, "5")
    for person in (facilitator, wrong):
        expect(clock(person)).to_contain_text("4:5")
        person.page.evaluate(RECORD_SECONDS)

    for person in (facilitator, wrong):
        person.page.wait_for_function("() => window.seconds.size >= 5")

    ours: dict[str, float] = facilitator.page.evaluate(SEEN_SECONDS)
    theirs: dict[str, float] = wrong.page.evaluate(SEEN_SECONDS)
    both = sorted(ours.keys() & theirs.keys())
    assert len(both) >= 3
    differences = [abs(ours[text] - theirs[text]) for text in both]
    assert sorted(differences)[len(differences) // 2] < AGREE_WITHIN_MS, differences


def test_a_facilitator_pauses_extends_and_ends_and_a_late_joiner_sees_it(
    helpathon: Helpathon,
) -> None:
    facilitator = helpathon.arrive("Mira", role="facilitator")
    start_clock(facilitator, "5")
    expect(clock(facilitator)).to_contain_text("4:5")

    facilitator.page.get_by_role("button", name="5 Minuten mehr").first.click()
    expect(clock(facilitator)).to_contain_text("9:5")
    facilitator.page.get_by_role("button", name="Anhalten").first.click()
    standing = facilitator.page.locator(".clock-time").first
    expect(facilitator.page.locator(".clock-face[data-status=paused]").first).to_be_visible()

    late = helpathon.arrive("Ada")
    expect(late.page.locator(".clock-time").first).to_have_text(standing.inner_text())
    late.page.reload()
    expect(late.page.locator(".clock-time").first).to_have_text(standing.inner_text())
    clock(facilitator).click()
    facilitator.page.get_by_role("button", name="Beenden").click()
    expect(clock(late)).to_contain_text("abgelaufen")


def test_a_clock_goes_on_over_a_restart_of_the_server(helpathon: Helpathon) -> None:
    facilitator = helpathon.arrive("Mira", role="facilitator")
    start_clock(facilitator, "10")
    expect(clock(facilitator)).to_contain_text("9:5")

    helpathon.server.kill9()
    helpathon.server.start()

    late = helpathon.arrive("Ada")
    expect(clock(late)).to_contain_text(re.compile("9:[0-5]"))
    expect(late.page.locator(".clock-face[data-status=running]").first).to_be_visible()


def test_participants_have_no_controls(helpathon: Helpathon) -> None:
    facilitator = helpathon.arrive("Mira", role="facilitator")
    ada = helpathon.arrive("Ada")
    start_clock(facilitator, "5")

    expect(clock(ada)).to_contain_text("4:5")

    expect(ada.page.get_by_role("button", name="Anhalten")).to_have_count(0)


def test_a_wrong_duration_says_so_at_its_field(helpathon: Helpathon) -> None:
    facilitator = helpathon.arrive("Mira", role="facilitator")
    clock(facilitator).click()
    field = facilitator.page.get_by_label("Andere Dauer in Minuten")
    field.fill("0")
    facilitator.page.get_by_role("button", name="Starten").click()

    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description("Bitte gib 1 bis 600 Minuten ein.")
    expect(facilitator.page.get_by_text("Bitte gib 1 bis 600 Minuten ein.")).to_be_visible()


def test_a_clock_that_has_time_is_replaced_only_after_a_second_click(helpathon: Helpathon) -> None:
    facilitator = helpathon.arrive("Mira", role="facilitator")
    start_clock(facilitator, "20")
    expect(clock(facilitator)).to_contain_text("19:5")

    clock(facilitator).click()
    facilitator.page.locator(".clock-start summary").click()
    facilitator.page.locator("button[name=preset][value='5']").click()
    expect(facilitator.page.get_by_text(re.compile("Läuft noch 19:.*Ersetzen"))).to_be_visible()
    expect(clock(facilitator)).to_contain_text("19:")

    facilitator.page.get_by_role("button", name="Ersetzen").click()
    expect(clock(facilitator)).to_contain_text("4:5")
    expect(clock(facilitator)).to_be_focused()


def test_everybody_is_told_that_a_clock_was_ended_and_the_focus_stays_near(
    helpathon: Helpathon,
) -> None:
    facilitator = helpathon.arrive("Mira", role="facilitator")
    ada = helpathon.arrive("Ada")
    start_clock(facilitator, "5")
    expect(clock(ada)).to_contain_text("4:5")
    expect(ada.page.locator(".notice")).to_have_count(0)  # nobody needs to hear "five minutes" now

    clock(facilitator).click()
    facilitator.page.get_by_role("button", name="Beenden").click()
    expect(ada.page.locator(".notice")).to_contain_text("Die Uhr wurde beendet.")

    less = facilitator.page.get_by_role("button", name="1 Minute weniger")
    expect(less).to_be_disabled()
    facilitator.page.get_by_role("button", name="Uhr wegräumen").click()
    expect(facilitator.page.locator(".clock-start summary")).to_be_focused()
    facilitator.page.keyboard.press("Escape")
    expect(clock(facilitator)).to_be_focused()


def test_two_clocks_have_their_names_on_what_acts_on_them(helpathon: Helpathon) -> None:
    facilitator = helpathon.arrive("Mira", role="facilitator")
    start_clock(facilitator, "20")
    expect(clock(facilitator)).to_contain_text("19:5")
    clock(facilitator).click()
    facilitator.page.locator(".clock-start summary").click()
    facilitator.page.get_by_label("Nur dieser Raum").check()
    facilitator.page.locator("button[name=preset][value='5']").click()
    expect(facilitator.page.locator(".clock-other")).to_contain_text("4:5")

    quick = facilitator.page.locator(".clock-quick button")
    expect(quick.first).to_have_accessible_name("Anhalten (Uhr für alle)")
    quick.first.click()
    expect(clock(facilitator)).to_contain_text("angehalten")
    expect(facilitator.page.locator(".clock-other .clock-face")).to_have_attribute(
        "data-status", "running"
    )

    facilitator.page.locator(".clock-other").click()
    facilitator.page.get_by_role("button", name="Beenden (Uhr in diesem Raum)").click()
    expect(facilitator.page.locator(".notice")).to_contain_text("Dieser Raum: Die Uhr wurde")


def test_without_a_connection_the_clock_says_so_and_the_people_stay(helpathon: Helpathon) -> None:
    facilitator = helpathon.arrive("Mira", role="facilitator")
    start_clock(facilitator, "5")
    expect(clock(facilitator)).to_contain_text("4:5")

    helpathon.server.kill9()
    expect(facilitator.save_state).to_contain_text("Keine Verbindung")
    facilitator.page.get_by_role("button", name="5 Minuten mehr").first.click()
    expect(facilitator.page.locator(".notice")).to_contain_text("Keine Verbindung")
    expect(facilitator.page.locator(".people-button .avatar")).to_have_text("M")


def start_clock(facilitator: Visitor, minutes: str) -> None:
    clock(facilitator).click()
    facilitator.page.locator(f"button[name=preset][value='{minutes}']").click()


def clock(person: Visitor) -> Locator:
    return person.page.locator(".clock-button")
