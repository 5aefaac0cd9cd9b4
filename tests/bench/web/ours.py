"""Our board, from a real server, with real people in the room."""

import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from playwright.sync_api import Browser, CDPSession, Page

from persistence.contract import RoomId
from tests.bench.boards import store_snapshots
from tests.bench.rivals import fresh_folder
from tests.bench.web.program import (
    KEYS,
    VIEWPORT,
    Figures,
    frames_of,
    keys_of,
    pan,
    zoom,
)
from tests.bench.web.scene import as_update, notes
from tests.processes import ROOT, ServerProcess, create_helpathon

CROWD = 50
WATCHED_MS = 4000
# The document is there when this message was handled, and the picture with the frame after that.
FIRST_PICTURE = """
(() => {
  const Real = WebSocket;
  globalThis.WebSocket = class extends Real {
    constructor(...given) {
      super(...given);
      this.addEventListener("message", ({ data }) => {
        if ((data.byteLength ?? data.size) < 50_000 || globalThis.firstPicture) return;
        const from = performance.now();
        const look = () => {
          const far = document.querySelector(".board canvas");
          const drawn = far && far.width > 0 && !far.hidden;
          const shown = drawn || document.querySelector(".board-layer > *");
          if (!shown) return requestAnimationFrame(look);
          const done = () => { globalThis.firstPicture = performance.now() - from; };
          setTimeout(() => requestAnimationFrame(done));
        };
        requestAnimationFrame(look);
      });
    }
  };
})()
"""


@contextmanager
def room(browser: Browser, count: int) -> Iterator[tuple[Page, ServerProcess, str]]:
    """A page in a room with so many notes; `.board` has the focus."""
    with fresh_folder() as folder:
        store = f"sqlite:{folder / 'page.db'}"
        link = create_helpathon(store, "Messung", ["Raum"])["participant"]
        with ServerProcess(store, options=("--no-links",)) as server:
            context = browser.new_context(viewport=VIEWPORT, locale="de", bypass_csp=True)
            page = context.new_page()
            page.goto(f"{server.url}{link}")
            page.get_by_label("Wie heißt du").fill("Zuschauerin")
            page.get_by_role("button", name="Los geht").click()
            page.wait_for_url("**/r/**")
            name = page.url.split("/r/")[1].split("?")[0]
            page.goto("about:blank")
            server.stop()
            board = {RoomId(name): as_update(notes(count))}
            with ThreadPoolExecutor() as pool:  # Playwright keeps a loop running in this thread
                pool.submit(store_snapshots, store, board).result()
            server.start()
            page.add_init_script(FIRST_PICTURE)
            page.goto(f"{server.url}/r/{name}")
            page.wait_for_function("globalThis.firstPicture > 0", timeout=60_000)
            page.wait_for_timeout(2000)  # what comes later has come
            page.locator("#board").focus()
            yield page, server, link
            context.close()


def measure(browser: Browser, count: int, more: int) -> Figures:
    figures = Figures()
    with room(browser, count) as (page, server, link):
        figures.first_ms[count] = page.evaluate("firstPicture")
        figures.frames["panning, everything in sight"] = frames_of(browser, page, pan)
        figures.frames["zooming"] = frames_of(browser, page, zoom)
        page.keyboard.press("0")
        page.wait_for_timeout(500)
        figures.frames["panning, at full size"] = frames_of(browser, page, pan)
        with crowd(server, link, count):
            figures.frames["twenty move notes, fifty cursors"] = frames_of(browser, page, watch)
        page.keyboard.press("Control+f")
        page.wait_for_timeout(500)
        letters = list("nachbarn umz")[:KEYS]
        figures.keys["typing into the search"] = keys_of(browser, page, letters)
        page.keyboard.press("Escape")
        page.locator("#board").focus()
        page.keyboard.press("1")
        page.keyboard.press("Control+a")
        page.wait_for_timeout(500)
        figures.keys["an arrow key with all chosen"] = keys_of(browser, page, ["ArrowRight"] * KEYS)
    with room(browser, more) as (page, _, _):
        figures.first_ms[more] = page.evaluate("firstPicture")
        figures.frames[f"panning, {more:,} notes"] = frames_of(browser, page, pan)
        figures.frames[f"zooming, {more:,} notes"] = frames_of(browser, page, zoom)
    return figures


def memory(browser: Browser, count: int, seconds: float, looks: int) -> list[float]:
    """MB of heap after forced collections while the crowd is at it."""
    found: list[float] = []
    with room(browser, count) as (page, server, link), crowd(server, link, count):
        session = page.context.new_cdp_session(page)
        for _ in range(looks + 1):
            found.append(heap_mb(session))
            page.wait_for_timeout(seconds * 1000 / looks)
    return found


def heap_mb(session: CDPSession) -> float:
    for _ in range(3):
        session.send("HeapProfiler.collectGarbage")
    used: float = session.send("Runtime.getHeapUsage")["usedSize"]
    return used / 2**20


def watch(page: Page) -> None:
    page.wait_for_timeout(WATCHED_MS)


@contextmanager
def crowd(server: ServerProcess, link: str, count: int) -> Iterator[None]:
    command = [sys.executable, "-m", "tests.bench.web.crowd", server.url, link, str(CROWD)]
    with subprocess.Popen(
        [*command, str(count)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        try:
            assert process.stdout.readline() == "ready\n", "expected the crowd to come in"
            time.sleep(2)
            yield
        finally:
            process.kill()
