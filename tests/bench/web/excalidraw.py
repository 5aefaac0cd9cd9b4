"""Excalidraw on the same scene, bundled as its makers say, alone on a page."""

import json
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from tests.bench.rivals import fresh_folder, node
from tests.bench.web.program import KEYS, VIEWPORT, Figures, frames_of, keys_of, pan, zoom
from tests.bench.web.scene import as_skeletons, notes

HERE = Path(__file__).parent
PACKAGE = HERE / "node_modules/@excalidraw/excalidraw/package.json"
CROWD, MOVERS, HZ = 50, 20, 20
WATCHED_MS = 4000


def version() -> str:
    found: str = json.loads(PACKAGE.read_text())["version"]
    return found


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        pass


@contextmanager
def program(browser: Browser) -> Iterator[Page]:
    with fresh_folder() as folder:
        subprocess.run([node(), HERE / "bundle.mjs", folder], check=True)
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        context = browser.new_context(viewport=VIEWPORT, locale="de")
        try:
            page = context.new_page()
            page.goto(f"http://127.0.0.1:{server.server_address[1]}/")
            page.wait_for_function("globalThis.scene?.ready()")
            yield page
        finally:
            context.close()
            server.shutdown()
            server.server_close()


def measure(browser: Browser, count: int, more: int) -> Figures:
    figures = Figures()
    with program(browser) as page:
        page.evaluate("(given) => scene.prepare(given)", as_skeletons(notes(count)))
        figures.first_ms[count] = page.evaluate("scene.show(true)")
        page.wait_for_timeout(1000)
        figures.frames["panning, everything in sight"] = frames_of(browser, page, pan)
        figures.frames["zooming"] = frames_of(browser, page, zoom)
        page.evaluate("scene.full()")
        page.wait_for_timeout(500)
        figures.frames["panning, at full size"] = frames_of(browser, page, pan)
        page.evaluate("(given) => scene.crowd(...given)", [MOVERS, CROWD, HZ])
        page.wait_for_timeout(1000)
        figures.frames["twenty move notes, fifty cursors"] = frames_of(browser, page, watch)
        page.evaluate("scene.quiet()")
        page.evaluate("scene.selectAll()")
        page.wait_for_timeout(500)
        figures.keys["an arrow key with all chosen"] = keys_of(browser, page, ["ArrowRight"] * KEYS)
    with program(browser) as page:
        page.evaluate("(given) => scene.prepare(given)", as_skeletons(notes(more)))
        figures.first_ms[more] = page.evaluate("scene.show(true)")
        page.wait_for_timeout(1000)
        figures.frames[f"panning, {more:,} notes"] = frames_of(browser, page, pan)
        figures.frames[f"zooming, {more:,} notes"] = frames_of(browser, page, zoom)
    return figures


def watch(page: Page) -> None:
    page.wait_for_timeout(WATCHED_MS)
