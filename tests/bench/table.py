"""One table of figures, for the terminal and for docs/benchmarks.md."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table as RichTable


@dataclass(frozen=True, slots=True)
class Table:
    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    remarks: Sequence[str] = ()

    def print(self, console: Console) -> None:
        shown = RichTable(title=self.title, title_justify="left", title_style="bold")
        for number, heading in enumerate(self.headings):
            shown.add_column(heading, justify="right" if number else "left")
        for row in self.rows:
            shown.add_row(*row)
        console.print(shown)
        for remark in self.remarks:
            console.print(f"  {remark}")

    def markdown(self) -> str:
        lines = [f"### {self.title}", "", f"| {' | '.join(self.headings)} |"]
        lines.append(f"|---|{'---:|' * (len(self.headings) - 1)}")
        lines += [f"| {' | '.join(row)} |" for row in self.rows]
        if self.remarks:
            lines += ["", *(f"- {remark}" for remark in self.remarks)]
        return "\n".join(lines)


def milliseconds(value: float) -> str:
    return f"{value / 1000:.1f} s" if value >= 1000 else f"{value:.3g} ms"


def kilobytes(value: float) -> str:
    """Of a number of bytes."""
    return f"{value / 1000:,.1f} kB"


def megabytes(value: float) -> str:
    """Of a number of bytes, as `report` counts them: 2^20."""
    return f"{value / 2**20:.0f} MB"
