"""`make bench`: us and the other sync servers under one load generator, in one run."""

from collections.abc import Callable, Sequence
from typing import Annotated

import typer
from rich.console import Console

from tests.bench import cold, durable, edit, growth, memory, storm
from tests.bench.report import print_table, write_document
from tests.bench.rivals import contestants, install
from tests.bench.scenario import SCENARIOS, Figures, Scenario, measure
from tests.bench.table import Table

# What is measured beside the scenarios, each with a place of its own in benchmarks.md.in.
PARTS: dict[str, Callable[[], Sequence[Table]]] = {
    "edit": edit.measure,
    "durable": durable.measure,
    "storm": storm.measure,
    "cold": cold.measure,
    "memory": memory.measure,
    "growth": growth.measure,
}


def main(
    seconds: Annotated[float, typer.Option(help="Length of each measurement.", min=1)] = 4.0,
    only: Annotated[
        list[str] | None,
        typer.Option(help="A server, a scenario or a part by name; repeat it for more."),
    ] = None,
    write: Annotated[bool, typer.Option(help="Write docs/benchmarks.md.")] = True,
) -> None:
    """Measure every scenario with every server, print tables, write docs/benchmarks.md.

    With --only the document stays as it is: half a run is no comparison.
    """
    install()
    everybody = contestants()
    asked = set(only or ())
    named_servers = {it.name for it in everybody}
    known = named_servers | {it.name for it in SCENARIOS} | set(PARTS)
    if unknown := asked - known:
        raise typer.BadParameter(f"{', '.join(sorted(unknown))}: not one of {sorted(known)}")
    servers = [it for it in everybody if it.name in asked] or everybody
    parts = [name for name in PARTS if name in asked or not asked]
    scenarios = [it for it in SCENARIOS if it.name in asked or not asked - named_servers]
    console = Console()
    results: dict[Scenario, dict[str, Figures]] = {}
    for scenario in scenarios:
        results[scenario] = {}
        for server in servers:
            with console.status(f"{scenario.title}: {server.name} {server.version}"):
                results[scenario][server.name] = measure(scenario, server, seconds)
        print_table(scenario, results[scenario], console)
    tables = {name: measured(name, console) for name in parts}
    if write and not asked:
        console.print(f"Written: {write_document(results, servers, seconds, tables).name}")


def measured(part: str, console: Console) -> Sequence[Table]:
    with console.status(part):
        tables = PARTS[part]()
    for table in tables:
        table.print(console)
    return tables


if __name__ == "__main__":
    typer.run(main)
