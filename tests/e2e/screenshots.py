"""`make screenshots`: the pictures of README and docs, taken from the running product."""

import asyncio
import shutil
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.client import Client, Seat
from tests.e2e.conftest import ARGUMENTS
from tests.e2e.people import Device, Helpathon, Language, Visitor
from tests.processes import ROOT, ServerProcess, create_helpathon

FOLDER = ROOT / "docs" / "screenshots"
WIDTHS: dict[Device, int] = {"laptop": 1440, "narrow": 700, "phone": 390}
NOTES = [
    ("Viele ältere Menschen im Viertel kennen die Angebote nicht", "yellow"),
    ("Busse fahren abends zu selten zur Praxis", "orange"),
    ("Wer hilft beim Ausfüllen der Anträge?", "blue"),
    ("Apotheke als Treffpunkt?", "green"),
    ("Ehrenamt: 12 Freiwillige im Nordmarkt", "green"),
    ("Einsamkeit im Winter", "pink"),
    ("Hausarzt geht 2027 in Rente", "orange"),
    ("Wir vermuten: Sprache ist die größte Hürde", "violet"),
    ("Frau Yıldız, 74: „Ich frage meine Enkelin.“", "yellow"),
    ("Idee: Gesundheitslotsin im Stadtteilbüro", "blue"),
    ("Wen müssen wir noch fragen?", "yellow"),
    ("Sprechstunde im Café am Dienstag", "green"),
]
COLUMNS, STEP = 4, 232


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    chromium = shutil.which("chromium")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        store = f"sqlite:{Path(folder) / 'pictures.db'}"
        links = create_helpathon(store, "Gesundes Quartier", ["Nordmarkt", "Hafen"])
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        with ServerProcess(store, options=("--no-links",)) as server:
            house = Helpathon(browser, server, links)
            picture_join(house)
            picture_board(house)
            house.close()
        browser.close()


def picture_join(house: Helpathon) -> None:
    for device, language in variants():
        visitor = house.knock(device=device, language=language)
        visitor.page.wait_for_selector("h1")
        shoot(visitor, "join", language)
        visitor.page.context.close()


def picture_board(house: Helpathon) -> None:
    for device, language in variants():
        visitor = house.arrive("Lena", room="Hafen", device=device, language=language)
        shoot(visitor, "empty", language)
        visitor.page.context.close()
    fill(house)
    for device, language in variants():
        visitor = house.arrive("Lena", device=device, language=language)
        visitor.page.locator(".note:visible, .card:visible").first.wait_for()
        shoot(visitor, "board", language)
        visitor.page.context.close()


def fill(house: Helpathon) -> None:
    """Notes of several people, a running clock, and cursors that stay for the pictures."""
    facilitator = house.arrive("Mira", role="facilitator")
    people = [house.arrive(name) for name in ("Jonas", "Aylin")]
    seats = [seat_of(person) for person in (facilitator, *people)]
    with ThreadPoolExecutor(1) as elsewhere:  # Playwright's own loop runs in this thread
        elsewhere.submit(lambda: asyncio.run(lay_notes(seats))).result()
    facilitator.page.locator(".clock-button").click()
    facilitator.page.locator("button[name=preset][value='15']").click()
    for person, (x, y) in zip(people, ((620, 380), (930, 560)), strict=True):
        person.page.keyboard.press("1")
        person.page.mouse.move(x, y, steps=4)


def seat_of(visitor: Visitor) -> Seat:
    """The same person, for a client without a page."""
    cookies = visitor.page.context.cookies()
    header = "; ".join(f"{cookie['name']}={cookie['value']}" for cookie in cookies)
    return Seat(visitor.helpathon.server.url, visitor.page.url.rpartition("/")[2], header)


async def lay_notes(seats: Sequence[Seat]) -> None:
    for index, (text, color) in enumerate(NOTES):
        async with Client(seats[index % len(seats)]) as writer:
            pos = [(index % COLUMNS) * STEP, (index // COLUMNS) * STEP]
            await writer.write(
                f"picture{index:05}",
                text,
                kind="note",
                pos=pos,
                size=[200, 200],
                color=color,
                z=f"a{index:02}",
                author=writer.welcome["you"]["person"],
            )
            await writer.saved()


def variants() -> list[tuple[Device, Language]]:
    languages: tuple[Language, ...] = ("de", "en")
    return [(device, language) for device in WIDTHS for language in languages]


def shoot(visitor: Visitor, name: str, language: Language) -> None:
    visitor.page.evaluate("() => document.fonts.ready")
    visitor.page.wait_for_timeout(400)  # the camera's short way to the notes
    path = FOLDER / f"{name}-{language}-{WIDTHS[visitor.device]}.png"
    visitor.page.screenshot(path=path, animations="disabled")


if __name__ == "__main__":
    main()
