"""What is measured of a program with a board, whichever it is."""

from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import Browser, Page, ViewportSize

from tests.bench.web.frames import Work, percentile, traced

VIEWPORT: ViewportSize = {"width": 1440, "height": 900}
STEPS = 60
FRAME_MS = 16
KEYS = 12
# A key's work is over within this time, also where a program waits before it begins.
KEY_MS = 250.0


@dataclass(frozen=True, slots=True)
class Frames:
    """Main-thread time per frame, in ms."""

    p50: float
    p95: float
    p99: float

    @classmethod
    def of(cls, work: Work) -> "Frames":
        # Frames in which nothing happened say nothing about those in which something did.
        busy = [each for each in work.frames if each > 0.5]
        return cls(percentile(busy, 0.5), percentile(busy, 0.95), percentile(busy, 0.99))


@dataclass
class Figures:
    first_ms: dict[int, float] = field(default_factory=dict)
    frames: dict[str, Frames] = field(default_factory=dict)
    keys: dict[str, Frames] = field(default_factory=dict)


def pan(page: Page) -> None:
    for step in range(STEPS):
        page.mouse.wheel(12 if step % 20 < 10 else -12, 30 if step < STEPS / 2 else -30)
        page.wait_for_timeout(FRAME_MS)


def zoom(page: Page) -> None:
    page.keyboard.down("Control")
    for step in range(STEPS):
        page.mouse.wheel(0, 40 if step < STEPS / 2 else -40)
        page.wait_for_timeout(FRAME_MS)
    page.keyboard.up("Control")


def frames_of(browser: Browser, page: Page, run: Callable[[Page], None]) -> Frames:
    page.mouse.move(700, 450)
    with traced(browser, page) as work:
        run(page)
    return Frames.of(work)


def keys_of(browser: Browser, page: Page, keys: list[str]) -> Frames:
    """The longest tasks, as many as there were keys: each key's work is one task or few."""
    with traced(browser, page) as work:
        for key in keys:
            page.keyboard.press(key)
            page.wait_for_timeout(KEY_MS)
    longest = sorted(work.tasks)[-len(keys) :]
    return Frames(*(percentile(longest, share) for share in (0.5, 0.95, 0.99)))
