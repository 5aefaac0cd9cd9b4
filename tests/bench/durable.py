"""From an edit to *saved*: how long an edit is on its way to the disk, measured at its author."""

from dataclasses import replace

from tests.bench.rivals import ours
from tests.bench.scenario import SCENARIOS, Scenario, at_rate
from tests.bench.table import Table, milliseconds

SECONDS = 4.0
RATES = (1.0, 10.0, 40.0)
SUBPROTOCOL = "helpathon.1"


def measure() -> list[Table]:
    teams = next(scenario for scenario in SCENARIOS if scenario.name == "teams")
    rows = [row(replace(teams, rate=rate, subprotocol=SUBPROTOCOL)) for rate in RATES]
    headings = ("updates/s each", "edits/s", "saved p50", "saved p95", "delivered p99", "CPU")
    people = f"{teams.rooms} rooms of {teams.people}"
    return [Table(f"From an edit to saved on disk: {people}", headings, rows)]


def row(scenario: Scenario) -> list[str]:
    figures = at_rate(scenario, ours("--open-rooms"), SECONDS, {})
    assert figures.saved_p95_ms, "expected to hear what is saved"
    assert not figures.lost, f"{figures.lost} deliveries were lost"
    return [
        f"{figures.rate:g}",
        f"{scenario.rooms * scenario.people * figures.rate:,.0f}",
        milliseconds(figures.saved_p50_ms),
        milliseconds(figures.saved_p95_ms),
        milliseconds(figures.p99_ms),
        f"{figures.cpu:.0%}",
    ]
