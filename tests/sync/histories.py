"""What stock Yjs clients sent, and what a stock client showed in the end.

Written by tests/vectors/sync_histories.mjs. In the careless ones clients cut characters in two.
"""

import json
from dataclasses import dataclass
from pathlib import Path

from sync.structs import JSON
from sync.view import RootKind

ROOTS: dict[str, RootKind] = {
    "objects": "map",
    "text": "text",
    "list": "array",
    "strokes": "array",
}


@dataclass(frozen=True)
class History:
    number: int
    careless: bool
    updates: tuple[bytes, ...]
    shown: dict[str, JSON]

    def __repr__(self) -> str:
        return f"history {self.number}{' (careless)' * self.careless}"


def _load() -> list[History]:
    path = Path(__file__).parent.parent / "vectors" / "sync_histories.json"
    return [
        History(number, it["careless"], tuple(map(bytes.fromhex, it["updates"])), it["shown"])
        for number, it in enumerate(json.loads(path.read_text()))
    ]


HISTORIES = _load()
CAREFUL = [history for history in HISTORIES if not history.careless]
