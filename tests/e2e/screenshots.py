"""`make screenshots`: the pictures of README and docs, taken from the running product."""

import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.e2e.conftest import ARGUMENTS
from tests.e2e.people import Device, Helpathon, Language, Visitor
from tests.e2e.pictures.day import day
from tests.e2e.pictures.laying import lay
from tests.e2e.pictures.prototype import prototype
from tests.e2e.pictures.quartier import quartier
from tests.processes import ROOT, ServerProcess, create_helpathon

FOLDER = ROOT / "docs" / "screenshots"
WIDTHS: dict[Device, int] = {"laptop": 1440, "narrow": 700, "phone": 390}
Variant = tuple[Device, Language]
GERMAN: list[Variant] = [("laptop", "de"), ("narrow", "de"), ("phone", "de")]
BOTH: list[Variant] = [*GERMAN, ("laptop", "en"), ("phone", "en")]
# The camera's short way, and what comes in softly.
CALM_MS = 500


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    chromium = shutil.which("chromium")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        store = f"sqlite:{Path(folder) / 'pictures.db'}"
        links = create_helpathon(store, "Gesundes Quartier", ["Nordmarkt", "Hafen", "Westend"])
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        with ServerProcess(store, options=("--no-links",)) as server:
            house = Helpathon(browser, server, links)
            taken = {
                *picture_join(house),
                *picture_empty(house),
                *picture_board(house),
                *picture_cards(house),
                *picture_prototype(house),
                *picture_far(house),
            }
            house.close()
        browser.close()
    for old in set(FOLDER.glob("*.png")) - taken:
        old.unlink()


def picture_join(house: Helpathon) -> list[Path]:
    pictures = []
    for device, language in GERMAN:
        visitor = house.knock(device=device, language=language)
        visitor.page.wait_for_selector("h1")
        pictures += shoot(visitor, "join", language)
        visitor.page.context.close()
    return pictures


def picture_empty(house: Helpathon) -> list[Path]:
    pictures = []
    for device, language in GERMAN:
        visitor = house.arrive("Lena", room="Hafen", device=device, language=language)
        pictures += shoot(visitor, "empty", language)
        visitor.page.context.close()
    return pictures


def picture_board(house: Helpathon) -> list[Path]:
    """With a running clock, and cursors that stay for the pictures; a laptop's list too."""
    lay(house, "Nordmarkt", quartier())
    facilitator = house.arrive("Mira", role="facilitator")
    facilitator.page.locator(".clock-button").click()
    facilitator.page.locator("button[name=preset][value='15']").click()
    for name, (x, y) in (("Jonas", (560, 700)), ("Aylin", (1196, 372))):
        person = house.arrive(name).page
        person.keyboard.press("1")
        person.wait_for_timeout(CALM_MS)
        person.mouse.move(x, y, steps=4)
    pictures = []
    for device, language in BOTH:
        visitor = house.arrive("Lena", device=device, language=language)
        visitor.page.locator(".note:visible, .card:visible").first.wait_for()
        pictures += shoot(visitor, "board", language)
        if (device, language) == ("laptop", "de"):
            visitor.page.keyboard.press("l")
            visitor.page.locator(".card:visible").first.wait_for()
            pictures += shoot(visitor, "list", language)
        visitor.page.context.close()
    return pictures


def picture_cards(house: Helpathon) -> list[Path]:
    """A card that two people fill in."""
    farid = house.arrive("Farid").page
    open_problem(farid, "laptop")
    farid.get_by_label("Warum?").click()
    pictures = []
    for device, language in BOTH:
        visitor = house.arrive("Lena", device=device, language=language)
        open_problem(visitor.page, device)
        visitor.page.locator(".fields-writer").first.wait_for(state="attached")
        visitor.page.locator("[data-key=what] textarea").focus()
        visitor.page.locator(".card-panel-body").evaluate("(body) => body.scrollTo(0, 0)")
        pictures += shoot(visitor, "cards", language)
        visitor.page.context.close()
    farid.context.close()
    return pictures


def open_problem(page: Page, device: Device) -> None:
    if device == "phone":
        page.locator("#tab-board").tap()
    page.goto(f"{page.url}#o=problem")
    card = page.locator(".sheet-card[data-id=problem]")
    card.wait_for()
    page.wait_for_timeout(CALM_MS)
    card.focus()
    page.keyboard.press("Enter")
    page.locator(".fields-form").wait_for()


def picture_prototype(house: Helpathon) -> list[Path]:
    """Three screens with their paths, and the play-through of them."""
    lay(house, "Hafen", prototype())
    pictures = []
    for device, language in GERMAN:
        visitor = house.arrive("Lena", room="Hafen", device=device, language=language)
        page = visitor.page
        if device == "phone":
            page.locator("#tab-board").tap()
        page.locator(".frame[data-id=welcome]").focus()
        page.keyboard.press("Enter")
        page.keyboard.press("Escape")
        page.locator(".kit-paths").click()
        page.keyboard.press("1")
        if device == "laptop":
            page.keyboard.press("-")  # the kit lies at the right
        page.locator(".kit").evaluate("(kit) => kit.scrollTo(0, 0)")
        pictures += shoot(visitor, "prototype", language)
        page.locator(".kit-play").click()
        page.get_by_role("dialog").get_by_role("button", name="Hilfe in der Nähe").click()
        page.get_by_role("dialog", name="In deiner Nähe").wait_for()
        pictures += shoot(visitor, "play", language)
        page.context.close()
    return pictures


def picture_far(house: Helpathon) -> list[Path]:
    lay(house, "Westend", day())
    visitor = house.arrive("Lena", room="Westend")
    visitor.page.locator(".board-far:visible").wait_for()
    pictures = shoot(visitor, "far", "de")
    visitor.page.context.close()
    return pictures


def shoot(visitor: Visitor, name: str, language: Language) -> list[Path]:
    visitor.page.evaluate("() => document.fonts.ready")
    visitor.page.wait_for_timeout(CALM_MS)
    assert visitor.errors == [], f"{name}: a page without errors, got {visitor.errors}"
    path = FOLDER / f"{name}-{language}-{WIDTHS[visitor.device]}.png"
    visitor.page.screenshot(path=path, animations="disabled")
    return [path]


if __name__ == "__main__":
    main()
