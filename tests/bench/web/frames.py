"""How long the page's main thread works for each frame, from Chromium's own trace."""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, Page

CATEGORIES = ["devtools.timeline", "disabled-by-default-devtools.timeline"]
TASK = "RunTask"
FRAME = "AnimationFrame"


@dataclass
class Work:
    """Main-thread time in ms: of each frame, and of each task."""

    frames: list[float] = field(default_factory=list)
    tasks: list[float] = field(default_factory=list)


@contextmanager
def traced(browser: Browser, page: Page) -> Iterator[Work]:
    work = Work()
    browser.start_tracing(page=page, categories=CATEGORIES)
    try:
        yield work
    finally:
        found = read(json.loads(browser.stop_tracing())["traceEvents"])
        work.frames, work.tasks = found.frames, found.tasks


def read(events: Sequence[dict[str, Any]]) -> Work:
    """Of the busiest page: what it did between the beginnings of two frames."""
    threads = {
        (event["pid"], event["tid"])
        for event in events
        if event["name"] == "thread_name" and event["args"]["name"] == "CrRendererMain"
    }
    tasks: dict[tuple[int, int], list[tuple[float, float]]] = defaultdict(list)
    frames: dict[tuple[int, int], list[float]] = defaultdict(list)
    for event in events:
        thread = (event["pid"], event["tid"])
        if thread not in threads:
            continue
        if event["name"] == TASK and event["ph"] == "X":
            tasks[thread].append((event["ts"], event["dur"]))
        elif event["name"] == FRAME and event["ph"] == "b":
            frames[thread].append(event["ts"])
    if not tasks:
        raise AssertionError("expected tasks of a page in the trace, there are none")
    busiest = max(tasks, key=lambda thread: sum(dur for _, dur in tasks[thread]))
    return Work(
        per_frame(sorted(tasks[busiest]), sorted(frames[busiest])),
        [dur / 1000 for _, dur in tasks[busiest]],
    )


def per_frame(tasks: Sequence[tuple[float, float]], begins: Sequence[float]) -> list[float]:
    """The work from the beginning of each frame to that of the next, in ms. Times are in µs."""
    found = [0.0] * max(len(begins) - 1, 0)
    frame = 0
    for start, duration in tasks:
        # The task that begins a frame starts a little before it says so.
        while frame < len(found) and start + duration > begins[frame + 1]:
            frame += 1
        if frame < len(found) and start + duration > begins[0]:
            found[frame] += duration / 1000
    return found


def percentile(values: Sequence[float], share: float) -> float:
    """0 where there are none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0
