"""Whatever happens in whatever order: nobody is told that something is saved that isn't, and in
the end everybody has the same."""

import asyncio
import random
from collections import Counter
from collections.abc import Iterable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Literal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from persistence.contract import NodeId, RoomId, StoreError, StoreFull
from persistence.memory import Memory, MemoryStore
from rooms.compaction import compact, merge_in_slices
from rooms.hub import Hub
from tests.fakes import Node, Page, Peer, SkippingLoop, content_in, passes, person, until

ROOM = RoomId("team")
NODES = 2
PEOPLE = 4

Deed = Literal[
    # A person's, with what the number says
    "come",  # on which node
    "go",
    "lose the network",
    "write",
    "write twice",
    "type",  # where in the note
    "erase",
    "read",
    "stall",
    "read on",
    # A node's
    "store away",
    "store slow",
    "replies lost",
    "room refused",
    "store well",
    "compact",
    "gap",
    # Everybody's
    "wait",
]
DEEDS: tuple[Deed, ...] = Deed.__args__  # type: ignore[attr-defined]
# People mostly write and read.
USUAL: tuple[Deed, ...] = ("come", "write", "write twice", "type", "erase", "read", "wait")
PAUSES_S = (0.0, 0.001, 0.05, 3.0, 100.0)


@dataclass(frozen=True, slots=True)
class Step:
    who: int
    deed: Deed
    number: int


class Day:
    """Some people who work in one room on two nodes, and what goes wrong meanwhile."""

    def __init__(self) -> None:
        memory = Memory()
        self.log = MemoryStore(NodeId("log"), memory)
        self.nodes = [Node(memory, f"node {number}") for number in range(NODES)]
        self.hubs: list[Hub] = []
        self.pages = [Page() for _ in range(PEOPLE)]
        self.peers: list[Peer | None] = [None] * PEOPLE
        # Connections that are dead, and nobody noticed yet.
        self.dead: list[Peer] = []
        self.done: Counter[Deed] = Counter()
        self.written = 0
        self.connections = 0

    async def live_through(self, steps: Iterable[Step]) -> None:
        async with AsyncExitStack() as stack:
            for node in self.nodes:
                self.hubs.append(await stack.enter_async_context(node.running()))
            for step in steps:
                await self._do(step)
                await self._check_saved()
            await self._put_everything_right()
            await self._check_that_all_have_the_same()

    async def _do(self, step: Step) -> None:
        self.done[step.deed] += 1
        if step.deed == "wait":
            await passes(PAUSES_S[step.number % len(PAUSES_S)])
        elif step.deed == "come":
            await self._come(step.who, step.number)
        elif step.deed == "compact":
            await compact(self.log, ROOM, merge_in_slices)
        else:
            self._edit(step)
            self._use_connection(step)
            self._disturb(step.deed, step.who % NODES)
        self._notice_who_was_sent_home()

    def _edit(self, step: Step) -> None:
        page = self.pages[step.who]
        match step.deed:
            case "write":
                self._write_words(step.who, 1)
            case "write twice":
                self._write_words(step.who, 2)
            case "type":
                page.type_into_note("abc", step.number)
            case "erase":
                page.erase_in_note(step.number)
        self._send(step.who)

    def _write_words(self, who: int, count: int) -> None:
        for _ in range(count):
            self.written += 1
            self.pages[who].write(f"{who}:{self.written}")

    def _use_connection(self, step: Step) -> None:
        peer = self.peers[step.who]
        if peer is None:
            return
        match step.deed:
            case "go":
                peer.leave()
                self.peers[step.who] = None
            case "lose the network":
                self.dead.append(peer)
                self.peers[step.who] = None
            case "read":
                peer.read()
            case "stall":
                peer.stall()
            case "read on":
                peer.read_on()

    def _disturb(self, deed: Deed, number: int) -> None:
        node = self.nodes[number]
        match deed:
            case "store away":
                node.store.fail("append", "load", "read")
            case "store slow":
                node.store.hold("append")
            case "replies lost":
                node.store.loses_replies = True
            case "room refused":
                node.store.refused[ROOM] = StoreFull("expected some room")
            case "store well":
                _well(node)
            case "gap":
                self.hubs[number].on_gap(ROOM)

    def _notice_who_was_sent_home(self) -> None:
        for who, peer in enumerate(self.peers):
            if peer is not None and peer.connection.closed is not None:
                assert peer.connection.close_code == 4508
                assert peer.connection.blocked
                self.peers[who] = None

    async def _come(self, who: int, number: int) -> None:
        if self.peers[who] is not None:
            return
        try:
            live = await self.hubs[number % NODES].room(ROOM)
        except StoreError:
            return  # they will try again
        self.connections += 1
        name = f"connection {self.connections}"
        peer = Peer(live, person(f"{who}"), page=self.pages[who], name=name)
        peer.ask()
        self.peers[who] = peer

    def _send(self, who: int) -> None:
        peer = self.peers[who]
        if peer is not None and peer.brought:
            peer.send()

    async def _check_saved(self) -> None:
        stored, _ = await content_in(self.log, ROOM)
        for peer in self.peers:
            if peer is None:
                continue
            saved = max(peer.connection.saved, default=0)
            assert saved <= len(peer.sent)
            for words in peer.sent[:saved]:
                assert words <= set(stored), "called saved, and the store does not have it"

    async def _put_everything_right(self) -> None:
        for node in self.nodes:
            _well(node)
        for dead in self.dead:
            dead.leave()
        for who, peer in enumerate(self.peers):
            if peer is not None:
                peer.read_on()
            await self._come(who, who)
        await until(self._is_quiet)

    def _is_quiet(self) -> bool:
        for who, peer in enumerate(self.peers):
            assert peer is not None
            assert peer.connection.closed is None
            peer.read_on()
            peer.read()
            self._send(who)
        pages = [page.content for page in self.pages]
        all_saved = all(peer is not None and peer.saved == len(peer.sent) for peer in self.peers)
        return all_saved and all(content == pages[0] for content in pages)

    async def _check_that_all_have_the_same(self) -> None:
        for hub in self.hubs:
            await hub.committer.idle()
        content = self.pages[0].content
        assert await content_in(self.log, ROOM) == content
        assert sorted(content[0]) == sorted(set(content[0])), "nothing came twice"
        assert len(content[0]) == self.written
        for hub in self.hubs:
            late = Peer(await hub.room(ROOM), person("late"), name="late")
            late.ask()
            await passes(1)
            late.read()
            assert late.content == content


def _well(node: Node) -> None:
    node.store.heal()
    node.store.release("append")


def live_through(steps: Iterable[Step]) -> Day:
    day = Day()
    with asyncio.Runner(loop_factory=SkippingLoop) as runner:
        runner.run(day.live_through(steps))
    return day


steps = st.builds(
    Step,
    who=st.integers(0, PEOPLE - 1),
    deed=st.sampled_from(USUAL) | st.sampled_from(DEEDS),
    number=st.integers(0, 9),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(steps, min_size=20, max_size=100))
def test_all_end_up_with_the_same_and_saved_is_never_said_too_early(happened: list[Step]) -> None:
    live_through(happened)


def test_a_long_day_with_everything_in_it() -> None:
    chance = random.Random(20260509)
    happened = [
        Step(
            who=chance.randrange(PEOPLE),
            deed=chance.choice(chance.choice([USUAL, DEEDS])),
            number=chance.randrange(10),
        )
        for _ in range(1500)
    ]

    day = live_through(happened)

    # It was no easy day.
    assert set(day.done) == set(DEEDS)
    assert day.written > 300
    assert day.connections > 30
    assert sum(hub.tally.behind for hub in day.hubs) > 5
    assert sum(hub.tally.deliveries for hub in day.hubs) > 300
    assert sum(node.store.calls["append"] for node in day.nodes) > 100
    assert sum(node.store.calls["load"] for node in day.nodes) > 10
