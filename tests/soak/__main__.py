"""`make soak`: one server through hours of a Helpathon; ends with 1 if it lost or swelled."""

from typing import Annotated

import typer
from rich.console import Console

from tests.soak.soak import Crowd, Outcome, soak
from tests.soak.verdict import judge

# The second half counts: by then boards are let go as fast as new ones are opened, and what has a
# bound (caches of the database, gaps between blocks in use) has come near to it.
WARM_UP_SHARE = 0.5
SAMPLES = 300
SHORTEST_SAMPLE_S = 0.5


def main(
    minutes: Annotated[float, typer.Option(help="How long.", min=0.05)] = 5.0,
    most_mb_per_hour: Annotated[
        float, typer.Option(help="Memory beside the boards may grow so much.")
    ] = 15.0,
) -> None:
    """People come, type, move, leave and come back; boards are opened and let go."""
    seconds = 60 * minutes
    console = Console()
    crowd = Crowd()
    with console.status(f"{crowd.teams} teams of {crowd.people} for {minutes:g} minutes"):
        outcome = soak(crowd, seconds, max(seconds / SAMPLES, SHORTEST_SAMPLE_S))
    verdict = judge(outcome, WARM_UP_SHARE * seconds, most_mb_per_hour)
    for line in (*told(outcome), *verdict.lines):
        console.print(line, highlight=False)
    raise typer.Exit(0 if verdict.is_good else 1)


def told(outcome: Outcome) -> list[str]:
    tally = outcome.tally
    last = outcome.samples[-1]
    return [
        f"words typed            {tally['words']:,}",
        f"cursor moves           {tally['moves']:,}",
        f"visits                 {tally['visits']:,}",
        f"deliveries             {tally['deliveries']:,}",
        f"delivered p99          {tally['p99_ms']:.1f} ms",
        f"saved p95              {tally['saved_p95_ms']:.1f} ms",
        f"rooms                  {last.rooms:.0f} in memory at the end, at most"
        f" {outcome.most_rooms:.0f}",
        f"memory at the end      {last.rss_bytes / 2**20:.1f} MB, of which boards"
        f" {last.document_bytes / 2**20:.1f} MB",
    ]


if __name__ == "__main__":
    typer.run(main)
