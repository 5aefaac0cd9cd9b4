"""Reading a trace: what a page's main thread did for each frame."""

from typing import Any

from tests.bench.web.frames import per_frame, percentile, read

PAGE = {"pid": 1, "tid": 2}


def task(start: float, duration: float, **where: int) -> dict[str, Any]:
    return {"name": "RunTask", "ph": "X", "ts": start, "dur": duration, **(where or PAGE)}


def test_work_belongs_to_the_frame_in_which_it_was_done() -> None:
    tasks = [(0, 500), (990, 2000), (3100, 1000), (5000, 1000), (9000, 1)]
    begins = [1000.0, 4000.0, 8000.0]

    assert per_frame(tasks, begins) == [2.0, 2.0]


def test_only_the_busiest_page_counts() -> None:
    name: dict[str, Any] = {"name": "thread_name", "ph": "M", "args": {"name": "CrRendererMain"}}
    other = {"pid": 3, "tid": 2}
    frames: list[dict[str, Any]] = [{"name": "AnimationFrame", "ph": "b", "ts": ts, **PAGE} for ts in (0, 10_000)]
    events = [name | PAGE, name | other, *frames, task(100, 4000), task(100, 3000, **other)]

    work = read(events)
    assert work.frames == [4.0]
    assert work.tasks == [4.0]


def test_a_percentile_of_nothing_is_nothing() -> None:
    assert percentile([], 0.5) == 0
    assert percentile([3, 1, 2], 0.5) == 2
    assert percentile([3, 1, 2], 0.99) == 3
