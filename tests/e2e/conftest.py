"""A Helpathon with two rooms on a real server, and people with real browsers."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.e2e.people import Helpathon, Visitor
from tests.processes import ServerProcess, create_helpathon

# Without these Chromium asks its maker for components and updates at every start.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="package")  # Playwright keeps a loop running: async tests come after it
def browser() -> Iterator[Browser]:
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    assert chromium, "expected Debian's chromium, see tools/programs.sh"
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture
def helpathon(browser: Browser, tmp_path: Path) -> Iterator[Helpathon]:
    store = f"sqlite:{tmp_path / 'helpathon.db'}"
    links = create_helpathon(store, "Gesundes Quartier", ["Nordmarkt", "Hafen"])
    with ServerProcess(store, options=("--no-links",)) as server:
        house = Helpathon(browser, server, links)
        yield house
        house.close()


@pytest.fixture
def ada(helpathon: Helpathon) -> Visitor:
    return helpathon.arrive("Ada")


@pytest.fixture
def ben(helpathon: Helpathon) -> Visitor:
    return helpathon.arrive("Ben")
