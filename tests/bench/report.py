"""Figures as a table on the terminal and as docs/benchmarks.md."""

import os
import platform
import subprocess
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import psutil
from rich.console import Console
from rich.table import Table as RichTable

from tests.bench.rivals import HERE, WORKSHOP, Contestant, installed_versions, node
from tests.bench.scenario import HIGHEST_RATE, SUSTAINED_P99_MS, Figures, Scenario
from tests.bench.table import Table, milliseconds
from tests.processes import ROOT

DOCUMENT = ROOT / "docs" / "benchmarks.md"
NOTES = HERE / "benchmarks.md.in"
PAGE = "## In the page"
# Above these shares of a core a row says less about the server it names.
BUSY_GENERATOR = 0.85
DISTURBED = 0.10
HEADINGS = (
    "server",
    "updates/s each",
    "deliveries/s",
    "CPU",
    "µs per delivery",
    "p50",
    "p99",
    "lost",
    "memory",
)

Results = Mapping[Scenario, Mapping[str, Figures]]


def print_table(scenario: Scenario, rows: Mapping[str, Figures], console: Console) -> None:
    table = RichTable(title=scenario.title, title_justify="left", title_style="bold")
    for number, heading in enumerate(HEADINGS):
        table.add_column(heading, justify="right" if number else "left")
    for name, figures in rows.items():
        table.add_row(name, *cells(figures))
    console.print(table)
    for name, figures in rows.items():
        for remark in remarks(figures):
            console.print(f"  {name}: {remark}")


def cells(figures: Figures) -> list[str]:
    delivered = ["–"] * 3
    if figures.deliveries_per_s:
        ages = milliseconds(figures.p50_ms), milliseconds(figures.p99_ms)
        delivered = [f"{figures.us_per_delivery:.2f}", *ages]
    return [
        f"{figures.rate:.3g}",
        f"{figures.deliveries_per_s:,.0f}",
        f"{figures.cpu:.0%}",
        *delivered,
        f"{figures.lost:,}",
        f"{figures.memory_mb:.0f} MB",
    ]


def remarks(figures: Figures) -> list[str]:
    found = []
    if not figures.deliveries_per_s:
        found.append("nothing arrived within the measurement")
    elif not figures.is_sustained:
        found.append(f"no rate stayed below {SUSTAINED_P99_MS:.0f} ms; this is the lowest tried")
    if figures.rate >= HIGHEST_RATE:
        found.append("the highest rate tried; it may sustain more")
    if figures.skipped >= 0.01:
        found.append(f"{figures.skipped:.0%} of the positions were outdated before they were sent")
    if figures.closed:
        found.append(f"connections ended: {'; '.join(figures.closed)}")
    if figures.generator_cpu > BUSY_GENERATOR:
        share = f"{figures.generator_cpu:.0%}"
        found.append(f"the load generator was busy itself ({share}): the server may do better")
    if figures.others_cpu > DISTURBED:
        found.append(f"something else took {figures.others_cpu:.0%} of the server's core")
    return found


def write_document(
    results: Results,
    all_contestants: list[Contestant],
    seconds: float,
    parts: Mapping[str, Sequence[Table]],
) -> Path:
    text = NOTES.read_text()
    filled = {
        **{name: "\n\n".join(table.markdown() for table in it) for name, it in parts.items()},
        "machine": machine(),
        "servers": servers(all_contestants),
        "tables": "\n\n".join(section(scenario, rows) for scenario, rows in results.items()),
        "page": page_section(),
        "seconds": f"{seconds:g}",
        "p99": f"{SUSTAINED_P99_MS:.0f}",
    }
    for key, value in filled.items():
        text = text.replace(f"{{{{{key}}}}}", value)
    DOCUMENT.write_text(text)
    return DOCUMENT


def page_section() -> str:
    """What `make bench-web` wrote, which stays; nothing where it never ran."""
    _, found, rest = DOCUMENT.read_text().partition(f"{PAGE}\n")
    return f"{PAGE}\n{rest.partition(chr(10) + '## ')[0]}\n" if found else ""


def section(scenario: Scenario, rows: Mapping[str, Figures]) -> str:
    lines = [f"### {scenario.title[0].upper()}{scenario.title[1:]}", ""]
    headings = [*HEADINGS, "deliveries vs ours", "CPU per delivery vs ours"]
    lines += [f"| {' | '.join(headings)} |", f"|---|{'---:|' * (len(headings) - 1)}"]
    ours = rows.get("helpathon")
    for name, figures in rows.items():
        ratios = ["", ""] if ours is None else ratios_to(ours, figures)
        lines.append(f"| {' | '.join([name, *cells(figures), *ratios])} |")
    said = [f"{name}: {remark}." for name, figures in rows.items() for remark in remarks(figures)]
    return "\n".join([*lines, *([""] if said else []), *(f"- {line}" for line in said)])


def ratios_to(ours: Figures, figures: Figures) -> list[str]:
    if not figures.deliveries_per_s:
        return ["0.00", "–"]
    return [
        f"{figures.deliveries_per_s / ours.deliveries_per_s:.2f}",
        f"{figures.us_per_delivery / ours.us_per_delivery:.1f}",
    ]


def servers(all_contestants: list[Contestant]) -> str:
    return "\n".join(f"| {it.name} | {it.version} | {it.does} |" for it in all_contestants)


def machine() -> str:
    versions = installed_versions()
    node_version = subprocess.run(
        [node(), "--version"], capture_output=True, text=True, check=True
    ).stdout.strip()
    memory_gb = psutil.virtual_memory().total / 2**30
    return (
        f"{date.today().isoformat()} · {processor()}, {os.cpu_count()} cores,"  # noqa: DTZ011
        f" {memory_gb:.0f} GB · {platform.system()} {platform.release().split('-')[0]}"
        f" · data on {file_system(WORKSHOP)} · Python {platform.python_version()}"
        f" · Node {node_version.removeprefix('v')} · yjs {versions['yjs']}"
        f" · pycrdt {versions['pycrdt']}"
    )


def processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def file_system(folder: Path) -> str:
    mounts = [
        mount
        for mount in psutil.disk_partitions(all=True)
        if folder.is_relative_to(mount.mountpoint)
    ]
    return max(mounts, key=lambda mount: len(mount.mountpoint)).fstype if mounts else "a disk"
