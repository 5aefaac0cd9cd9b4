"""Somebody who types one long text and remembers how much of it was shown as saved."""

import asyncio
from collections.abc import Sequence

from tests.client import Client, Seat
from tests.eventually import eventually

# How far a person is ahead of the save pill on a slow line.
MOST_UNSAVED = 20
# Stores are away for 20 s at most in these tests, and need a while to come back.
LONGEST_UNSAVED_S = 60.0
PADDING = "·" * 60  # so that a few hundred words make a log that is worth folding


class Typist:
    def __init__(self, seat: Seat, name: str) -> None:
        self.client = Client(seat)
        self.name = name
        self.written: list[str] = []
        self._saved_before = 0
        # The edit's number on this connection → how many words were written with it.
        self._words_at: dict[int, int] = {}

    @property
    def note(self) -> str:
        return f"essay-{self.name}"

    @property
    def saved(self) -> int:
        """How many words were shown as saved, ever."""
        count = self.client.saved_count
        now = (words for number, words in self._words_at.items() if number <= count)
        return max(now, default=self._saved_before)

    async def sit_down(self, server: str | None = None) -> None:
        """Into the room, with the document from before."""
        self.get_up()
        if server is not None:
            self.client.seat = self.client.seat.at(server)
        await self.client.connect()
        if self.note not in self.client.board:
            await self.client.write(self.note)

    def get_up(self) -> None:
        """What was saved counts, what was not is for another connection to say."""
        self._saved_before, self._words_at = self.saved, {}

    async def type_until_cut_off(self) -> None:
        while self.client.closed is None:
            await self.type_a_word()
            await self.client.until(self._may_go_on, LONGEST_UNSAVED_S)

    async def type_a_word(self) -> None:
        word = f"{self.name}{len(self.written)}{PADDING} "
        number = await self.client.type(self.note, word)
        self.written.append(word)
        if number:
            self._words_at[number] = len(self.written)

    def _may_go_on(self) -> bool:
        client = self.client
        return client.closed is not None or client.sent - client.saved_count < MOST_UNSAVED

    def check(self, board: dict[str, dict[str, str]]) -> None:
        """What was shown as saved is there, in order, and nothing twice."""
        text = board[self.note]["text"] if self.note in board else ""
        words = text.split(" ")[:-1]
        assert len(words) >= self.saved, f"{self.name}: {len(words)} words of {self.saved} saved"
        assert text == "".join(self.written[: len(words)])


async def many_saved(
    typists: Sequence["Typist"], typing: Sequence["asyncio.Task[None]"], words: int
) -> None:
    """Each of them has so many more words shown as saved than now."""
    goals = [typist.saved + words for typist in typists]

    def reached() -> bool:
        return all(typist.saved >= goal for typist, goal in zip(typists, goals, strict=True))

    await eventually(lambda: reached() or any(task.done() for task in typing))
    assert reached(), [typist.client for typist in typists]
