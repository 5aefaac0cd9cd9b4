"""N replicas edit, go offline, come back, are heard twice and out of order, and end up equal."""

from collections import Counter
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from sync.document import View
from sync.view import RootKind
from tests.properties.replicas import Account, Board, words

ROOTS: dict[str, RootKind] = {"objects": "map", "text": "text"}


def test_d1_replicas_converge_on_what_the_account_says() -> None:
    came: Counter[str] = Counter()

    @settings(max_examples=250, deadline=None)
    @given(st.integers(0, 2**32), st.integers(2, 4), st.integers(20, 120))
    def check(seed: int, replicas: int, steps: int) -> None:
        board = Board(Random(seed), replicas)
        for _ in range(steps):
            board.step()
        board.settle()
        came.update(board.came)

        view = View(board.server.document.state())
        shown = view.json(ROOTS)
        assert view.complete
        for replica in board.replicas:
            assert replica.shown() == shown
        agree(shown, board.account)
        came["words"] += len(board.account.words(None))

    check()
    assert min(came[it] for it in ("offline edits", "reordered", "duplicates", "words")) > 100, came
    assert min(came[it] for it in ("came back", "caught up", "gaps")) > 10, came


def agree(shown: dict[str, Any], account: Account) -> None:
    assert sorted(words(shown["text"])) == sorted(account.words(None))
    notes = account.notes - account.removed
    assert shown["objects"].keys() == notes
    for name in notes:
        note = shown["objects"][name]
        assert sorted(words(note["text"])) == sorted(account.words(name))
    for key, value in account.own.items():
        name, field = key.split("/")
        if name in notes:
            assert shown["objects"][name][field] == value
