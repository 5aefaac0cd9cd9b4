"""`make bench-web`: our board and Excalidraw in Chromium on one scene, in one run."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Annotated

import typer
from playwright.sync_api import sync_playwright
from rich.console import Console

from tests.bench.report import DOCUMENT, PAGE, machine
from tests.bench.table import Table, milliseconds
from tests.bench.web import excalidraw, ours
from tests.bench.web.program import Figures, Frames
from tests.processes import ROOT

NOTES = Path(__file__).with_name("page.md.in")
COUNT, MORE = 2000, 5000
MEMORY_S = 60.0
LOOKS = 6
ARGUMENTS = ["--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking"]


def main(
    only: Annotated[str, typer.Option(help="ours, excalidraw or memory")] = "",
    write: Annotated[bool, typer.Option(help="Write into docs/benchmarks.md.")] = True,
) -> None:
    """Measure all of it. With --only the document stays as it is."""
    subprocess.run(["tools/npm.sh", "tests/bench/web"], cwd=ROOT, check=True)
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    console = Console()
    results: dict[str, Figures] = {}
    heap: list[float] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        if only in ("", "ours"):
            results["helpathon"] = ours.measure(browser, COUNT, MORE)
        if only in ("", "excalidraw"):
            name = f"excalidraw {excalidraw.version()}"
            results[name] = excalidraw.measure(browser, COUNT, MORE)
        if only in ("", "memory"):
            heap = ours.memory(browser, COUNT, MEMORY_S, LOOKS)
        version = browser.version
        browser.close()
    tables = [*tables_of(results), *([memory_table(heap)] if heap else [])]
    for table in tables:
        table.print(console)
    if write and not only:
        write_section(tables, version)
        console.print(f"Written: {DOCUMENT.name}")


def tables_of(results: dict[str, Figures]) -> list[Table]:
    first = Table(
        "From the document to the first picture",
        ["", *(f"{count:,} notes" for count in (COUNT, MORE))],
        [
            [name, *(milliseconds(each) for each in figures.first_ms.values())]
            for name, figures in results.items()
        ],
    )
    return [
        first,
        compared("Main-thread time per frame", {n: it.frames for n, it in results.items()}),
        compared("The longest task after a key", {n: it.keys for n, it in results.items()}),
    ]


def compared(title: str, results: dict[str, dict[str, Frames]]) -> Table:
    rows = [
        [what, name, *(milliseconds(each) for each in (it.p50, it.p95, it.p99))]
        for what in dict.fromkeys(what for figures in results.values() for what in figures)
        for name, figures in results.items()
        if (it := figures.get(what)) is not None
    ]
    return Table(title, ["", "program", "p50", "p95", "p99"], rows)


def memory_table(heap: list[float]) -> Table:
    step = MEMORY_S / LOOKS
    return Table(
        "Heap after a forced collection, while the fifty are at it",
        [f"after {number * step:.0f} s" for number in range(len(heap))],
        [[f"{each:.1f} MB" for each in heap]],
    )


def write_section(tables: list[Table], chromium: str) -> None:
    """Replaces our section of the document, or adds it before the last one."""
    text = NOTES.read_text()
    shown = "\n\n".join(table.markdown() for table in tables)
    filled = {"machine": machine(), "chromium": chromium, "tables": shown}
    for key, value in filled.items():
        text = text.replace(f"{{{{{key}}}}}", value)
    document = DOCUMENT.read_text()
    before, found, rest = document.partition(f"{PAGE}\n")
    after = rest.partition("\n## ")[2] if found else ""
    if not found:
        before, _, after = document.rpartition("\n## ")
        before += "\n"
    DOCUMENT.write_text(f"{before}{text.rstrip()}\n\n## {after}")


if __name__ == "__main__":
    typer.run(main)
