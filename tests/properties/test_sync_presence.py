"""Presence converges: two nodes, their connections, and peers that keep y-protocols' rules."""

from collections import Counter
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from sync.presence import ClientIds, Presence
from tests.sync import yjs

Entry = tuple[int, int, str]


def payload(entries: list[Entry]) -> bytes:
    return yjs.uint(len(entries)) + b"".join(
        yjs.uint(client) + yjs.uint(clock) + yjs.string(state) for client, clock, state in entries
    )


def entries(data: bytes) -> list[Entry]:
    reader = yjs.Reader(data)
    return [(reader.uint(), reader.uint(), reader.string()) for _ in range(reader.uint())]


class Peer:
    """A stock client: applyAwarenessUpdate, and the echo of everything that was news."""

    def __init__(self, client: int) -> None:
        self.client = client
        self.clock = 0
        self.clocks: dict[int, int] = {}
        self.states: dict[int, str] = {}

    def apply(self, data: bytes) -> bytes | None:
        news = []
        for client, clock, state in entries(data):
            known = self.clocks.get(client, 0)
            removal = state == "null" and client in self.states
            if client != self.client and (known < clock or (known == clock and removal)):
                self.clocks[client] = clock
                if state == "null":
                    self.states.pop(client, None)
                else:
                    self.states[client] = state
                news.append((client, clock, state))
        return payload(news) if news else None


class Node:
    def __init__(self, name: str) -> None:
        self.name = name
        self.ids = ClientIds()
        self.presence = Presence(self.claim)
        self.peers: dict[str, Peer] = {}
        self.bus: list[bytes] = []

    def claim(self, client: int, connection: str) -> bool:
        if self.ids.holder(client) not in (None, connection):
            return False
        self.ids.claim(client, connection, connection)
        return True


class Venue:
    def __init__(self, random: Random) -> None:
        self.random = random
        self.nodes = [Node("n1"), Node("n2")]
        self.present: dict[int, str] = {}
        self.came: Counter[str] = Counter()
        self.count = 0

    def step(self) -> None:
        node = self.random.choice(self.nodes)
        chance = self.random.random()
        if not node.peers or chance < 0.1:
            self.join(node)
            return
        connection = self.random.choice(sorted(node.peers))
        if chance < 0.6:
            self.move(node, connection)
        elif chance < 0.7:
            self.leave(node, connection)
        else:
            self.tick(node)

    def join(self, node: Node) -> None:
        self.count += 1
        peer = node.peers[f"c{self.count}"] = Peer(1_000 + self.count)
        everyone = node.presence.everyone()
        if everyone is not None:
            peer.apply(everyone)

    def move(self, node: Node, connection: str) -> None:
        peer = node.peers[connection]
        peer.clock += 1
        state = f'{{"at":{self.random.randrange(1_000)}}}'
        node.presence.receive(connection, payload([(peer.client, peer.clock, state)]), 0)
        self.present[peer.client] = state

    def leave(self, node: Node, connection: str) -> None:
        peer = node.peers.pop(connection)
        node.presence.leave(connection)
        node.ids.release(connection)
        self.present.pop(peer.client, None)
        self.came["left"] += 1

    def tick(self, node: Node) -> None:
        """One frame for all peers, whose echoes come back, and one for the other node."""
        dirty = node.presence.take_dirty()
        outgoing = node.presence.take_outgoing()
        other = self.nodes[0] if node is self.nodes[1] else self.nodes[1]
        if outgoing is not None:
            other.bus.append(outgoing)
        if node.bus:
            node.presence.receive_remote(other.name, node.bus.pop(0), 0)
        if dirty is not None:
            for connection, peer in node.peers.items():
                echo = peer.apply(dirty)
                if echo is not None:
                    self.came["echoes"] += 1
                    node.presence.receive(connection, echo, 0)

    def settle(self) -> None:
        for _ in range(4):
            for node in self.nodes:
                while node.bus:
                    self.tick(node)
                self.tick(node)


def test_p4_presence_converges() -> None:
    came: Counter[str] = Counter()

    @settings(max_examples=150, deadline=None)
    @given(st.integers(0, 2**32), st.integers(5, 80))
    def check(seed: int, steps: int) -> None:
        venue = Venue(Random(seed))
        for _ in range(steps):
            venue.step()
        venue.settle()
        came.update(venue.came)
        for node in venue.nodes:
            everyone = node.presence.everyone()
            there = {} if everyone is None else {it[0]: it[2] for it in entries(everyone)}
            assert there == venue.present
            for peer in node.peers.values():
                others = {client: it for client, it in there.items() if client != peer.client}
                assert peer.states == others
        came["present"] += len(venue.present)

    check()
    assert min(came["echoes"], came["left"], came["present"]) > 100, came
