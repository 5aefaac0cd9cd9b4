"""`make bench`: us and the other sync servers under one load generator, in one run."""

from typing import Annotated

import typer
from rich.console import Console

from tests.bench.report import print_table, write_document
from tests.bench.rivals import contestants, install
from tests.bench.scenario import SCENARIOS, Figures, Scenario, measure


def main(
    seconds: Annotated[float, typer.Option(help="Length of each measurement.", min=1)] = 4.0,
    only: Annotated[
        list[str] | None,
        typer.Option(help="A server or scenario by name; repeat it for more."),
    ] = None,
    write: Annotated[bool, typer.Option(help="Write docs/benchmarks.md.")] = True,
) -> None:
    """Measure every scenario with every server, print tables, write docs/benchmarks.md.

    With --only the document stays as it is: half a run is no comparison.
    """
    install()
    everybody = contestants()
    asked = set(only or ())
    known = {it.name for it in everybody} | {it.name for it in SCENARIOS}
    if unknown := asked - known:
        raise typer.BadParameter(f"{', '.join(sorted(unknown))}: not one of {sorted(known)}")
    servers = [it for it in everybody if it.name in asked] or everybody
    scenarios = [it for it in SCENARIOS if it.name in asked] or list(SCENARIOS)
    console = Console()
    results: dict[Scenario, dict[str, Figures]] = {}
    for scenario in scenarios:
        results[scenario] = {}
        for server in servers:
            with console.status(f"{scenario.title}: {server.name} {server.version}"):
                results[scenario][server.name] = measure(scenario, server, seconds)
        print_table(scenario, results[scenario], console)
    if write and not asked:
        console.print(f"Written: {write_document(results, servers, seconds).name}")


if __name__ == "__main__":
    typer.run(main)
