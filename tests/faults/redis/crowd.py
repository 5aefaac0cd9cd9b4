"""People who type at several nodes on one store, and what they may expect, whatever happens."""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial

from persistence.contract import StoreError
from tests.client import Client, converged, join
from tests.eventually import DEADLINE_S, eventually
from tests.faults.figures import figure
from tests.faults.scale import scaled
from tests.faults.stored import stored_board
from tests.faults.typist import MOST_UNSAVED, Typist, many_saved
from tests.processes import ServerProcess

# What a few people and their boards may add to a node, besides what was pasted a few times over:
# in the document, the backlog and on its way.
MOST_MORE_BYTES = 48 * 2**20
MOST_COPIES = 8
# Pasted over and over, so that the backlog grows.
PASTE = "Grün statt Grau. " * scaled(500, 1000)
PASTES_PER_S = 10


@dataclass
class Crowd:
    """A typist per node in one room, and somebody beside the first who pastes and reads."""

    nodes: Sequence[ServerProcess]
    store: str
    typists: list[Typist]
    reader: Client
    typing: list["asyncio.Task[None]"] = field(default_factory=list)
    _memory_bytes: list[int] = field(default_factory=list)
    pasted: int = 0

    async def many_saved(self, words: int = 50) -> None:
        await many_saved(self.typists, self.typing, words)

    async def stalled(self) -> None:
        """Everybody has typed as far as people do without seeing it saved."""
        clients = [typist.client for typist in self.typists]
        await eventually(lambda: all(c.sent - c.saved_count >= MOST_UNSAVED for c in clients))

    async def go_on_unsaved(self, seconds: float) -> None:
        """The store is away: people see each other's edits, and none of them is called saved."""
        await self.stalled()
        for node in self.nodes:
            await eventually(partial(saves_nothing, node))
        for client in self._clients:
            await client.ask("time")  # behind what was saved before
        first = self.typists[0].client
        known = [client.saved_count for client in self._clients]
        until_s = time.monotonic() + seconds
        while True:
            await self.reader.write("paste", f"{self.pasted} {PASTE}")
            await first.has("paste", text=f"{self.pasted} {PASTE}")
            self.pasted += 1
            assert [client.saved_count for client in self._clients] == known
            if time.monotonic() > until_s:
                return
            await eventually(partial(_is_past, time.monotonic() + 1 / PASTES_PER_S))

    def nobody_was_cut_off(self) -> None:
        for client in self._clients:
            assert client.closed is None, client

    async def everything_is_saved(self) -> dict[str, dict[str, str]]:
        """Stop typing; what the pages show is in the store, every word of it."""
        board = await self._everything_is_called_saved()
        assert await stored_board(self.store, self.reader.seat.room) == board
        return board

    async def everything_is_brought_back(self) -> dict[str, dict[str, str]]:
        """The same of a store that lost some of it: the nodes notice by themselves."""
        board = await self._everything_is_called_saved()
        async with asyncio.timeout(DEADLINE_S):
            while await self._stored() != board:
                continue
        return board

    async def _everything_is_called_saved(self) -> dict[str, dict[str, str]]:
        for task in self.typing:
            task.cancel()
        await asyncio.gather(*self.typing, return_exceptions=True)
        for client in self._clients:
            await client.saved()
        board = await converged(*self._clients)
        for typist in self.typists:
            assert board[typist.note]["text"] == "".join(typist.written)
        return board

    async def _stored(self) -> dict[str, dict[str, str]] | None:
        try:
            return await stored_board(self.store, self.reader.seat.room)
        except StoreError:
            return None

    def memory_is_bounded(self) -> None:
        for node, before in zip(self.nodes, self._memory_bytes, strict=True):
            more = node.memory_bytes - before
            most = MOST_MORE_BYTES + MOST_COPIES * self.pasted * len(PASTE.encode())
            assert more < most, f"{more / 2**20:.0f} MiB more"

    def type(self) -> None:
        self._memory_bytes = [node.memory_bytes for node in self.nodes]
        self.typing = [asyncio.create_task(t.type_until_cut_off()) for t in self.typists]

    @property
    def _clients(self) -> list[Client]:
        return [*(typist.client for typist in self.typists), self.reader]


def _is_past(moment_s: float) -> bool:
    return time.monotonic() > moment_s


def saves_nothing(node: ServerProcess) -> bool:
    return figure(node, "helpathon_store_up") == 0


@asynccontextmanager
async def typing_crowd(
    nodes: Sequence[ServerProcess], links: dict[str, str], store: str, room: str
) -> AsyncIterator[Crowd]:
    typists = []
    for name, node in zip("abcdef", nodes, strict=False):
        seat = await join(node.url, links["participant"], name, room)
        typists.append(Typist(seat, name))
        await typists[-1].sit_down()
    async with Client(typists[0].client.seat) as reader:
        crowd = Crowd(nodes, store, typists, reader)
        crowd.type()
        try:
            yield crowd
        finally:
            for task in crowd.typing:
                task.cancel()
            for typist in typists:
                await typist.client.disconnect()
