"""How much of each fault: a few rounds in `make test`, all of it in `make faults` (FAULTS=long).

Random faults follow a seed. FAULTS_SEED repeats a run; it stands in the name of every test that
takes one.
"""

import os
from typing import TypeVar

Figure = TypeVar("Figure")

LONG = os.environ.get("FAULTS") == "long"
SEED = int(os.environ.get("FAULTS_SEED", "1"))


def scaled(short: Figure, long: Figure) -> Figure:
    return long if LONG else short
