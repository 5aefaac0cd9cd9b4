"""Whether a soak went well: nothing lost, nobody thrown out, memory flat."""

from dataclasses import dataclass

from tests.soak.soak import Outcome


@dataclass(frozen=True, slots=True)
class Verdict:
    is_good: bool
    lines: tuple[str, ...]


def judge(outcome: Outcome, warm_up_s: float, most_mb_per_hour: float) -> Verdict:
    lost = int(outcome.tally["lost"])
    swells = outcome.mb_per_hour(warm_up_s)
    lines = [
        f"memory slope           {swells:+.1f} MB per hour beside the boards"
        f" (at most {most_mb_per_hour:g})",
        f"words lost             {lost}",
        *(f"problem                {what} ({times})" for what, times in outcome.problems.items()),
    ]
    is_idle = not outcome.tally["deliveries"]
    if is_idle:
        lines.append("problem                nothing was delivered at all")
    is_good = not (lost or outcome.problems or is_idle or swells > most_mb_per_hour)
    return Verdict(is_good, (*lines, "good" if is_good else "NOT good"))
