"""A bar on a terminal for what takes minutes, and silence where nobody looks."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

# Called once per step done.
Step = Callable[[], None]
# What is done and how many steps it takes → a step.
Track = Callable[[str, int], Step]


@contextmanager
def shown(console: Console) -> Iterator[Track]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(
        *columns,
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    ) as progress:

        def track(text: str, steps: int) -> Step:
            task = progress.add_task(text, total=steps)
            return lambda: progress.advance(task)

        yield track


def silent(_text: str, _steps: int) -> Step:
    return lambda: None
