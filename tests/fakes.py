"""Fakes of what a room meets: time, peers, and a store that can be told to misbehave.

The rest of a test is real: the memory store, the hub, and pycrdt documents as clients.
"""

import asyncio
import selectors
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Final, Literal, Self, cast

import msgpack
import pycrdt

from persistence.contract import (
    Bus,
    Change,
    Finding,
    NodeId,
    Position,
    Record,
    Records,
    RoomId,
    Sink,
    Store,
    StoredRoom,
    StoreError,
    StoreUnavailable,
)
from persistence.local import LocalBus
from persistence.memory import Memory, MemoryStore
from rooms.entry import update_of
from rooms.hub import Hub, HubOptions
from rooms.live import LiveRoom
from rooms.member import ConnectionId, Member, Person, PersonId
from rooms.roles import Role
from rooms.room import RoomLimits
from sync.document import EMPTY_UPDATE, merge
from sync.messages import (
    Awareness,
    Control,
    Message,
    Saved,
    SyncStep1,
    SyncStep2,
    Update,
    WireLimits,
    decode,
    encode,
)
from sync.wire import write_var_bytes, write_var_uint

ANYTHING_SENT: Final = WireLimits(
    step_2_bytes=2**30, update_bytes=2**30, awareness_bytes=2**30, control_bytes=2**30
)

# Time


class ManualClock:
    """Stands still until told otherwise."""

    def __init__(self, now_s: float = 1000.0) -> None:
        self.now_s = now_s

    def __call__(self) -> float:
        return self.now_s

    def advance(self, seconds: float) -> None:
        self.now_s += seconds


class SkippingLoop(asyncio.SelectorEventLoop):
    """Where everything waits, its clock jumps to the next timer: a minute takes no time."""

    def __init__(self) -> None:
        self.clock = ManualClock()
        super().__init__(_SkippingSelector(self.clock))

    def time(self) -> float:
        return self.clock()


class _SkippingSelector(selectors.DefaultSelector):
    def __init__(self, clock: ManualClock) -> None:
        super().__init__()
        self._clock = clock

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(0)
        if not ready:
            assert timeout is not None, "everybody waits, and nobody will ever wake them"
            self._clock.advance(timeout)
        return ready


def loop_time() -> float:
    return asyncio.get_running_loop().time()


async def passes(seconds: float) -> None:
    """Let so much of a SkippingLoop's time go by."""
    await asyncio.sleep(seconds)


async def until(condition: Callable[[], bool], within_s: float = 60.0) -> None:
    """Wait for something to become true; long before the deadline, or the test has failed."""
    step_s = 0.001
    deadline_s = loop_time() + within_s
    while not condition():
        assert loop_time() < deadline_s, f"expected it within {within_s} s"
        await passes(step_s)
        step_s = min(step_s * 1.5, 1.0)


# Peers


def frame(message: bytes) -> bytes:
    """Stands for a websocket frame: its length, then the message."""
    return len(message).to_bytes(4, "big") + message


def messages_in(frames: bytes) -> list[bytes]:
    messages = []
    while frames:
        end = 4 + int.from_bytes(frames[:4], "big")
        messages.append(frames[4:end])
        frames = frames[end:]
    return messages


class FakeConnection:
    """A socket as the room sees it; remembers all that was written, decoded.

    While `blocked` it still takes what is written, as the transport's buffer would.
    """

    def __init__(self, name: str = "connection") -> None:
        self.id = ConnectionId(name)
        self.blocked = False
        self.writes: list[bytes] = []
        self.messages: list[Message] = []
        self.closed: tuple[int, str] | None = None

    def write(self, frames: bytes) -> None:
        if self.closed is None:
            self.writes.append(frames)
            self.messages += [decode(message, ANYTHING_SENT) for message in messages_in(frames)]

    def close(self, code: int, reason: str) -> None:
        if self.closed is None:
            self.closed = (code, reason)

    @property
    def close_code(self) -> int | None:
        return None if self.closed is None else self.closed[0]

    @property
    def updates(self) -> list[bytes]:
        return [message.update for message in self.messages if isinstance(message, Update)]

    @property
    def saved(self) -> list[int]:
        return [message.count for message in self.messages if isinstance(message, Saved)]

    def told(self, kind: str) -> list[dict[str, Any]]:
        """The control messages of one type."""
        contents = [
            cast("dict[str, Any]", msgpack.unpackb(message.payload))
            for message in self.messages
            if isinstance(message, Control)
        ]
        return [content for content in contents if content["t"] == kind]

    def reply(self, request_id: int) -> dict[str, Any]:
        (reply,) = [reply for reply in self.told("reply") if reply["id"] == request_id]
        return reply

    def forget(self) -> None:
        """What comes from now on is what the test is about."""
        self.writes.clear()
        self.messages.clear()


def person(name: str = "Ada", role: Role = Role.PARTICIPANT, link: str = "link") -> Person:
    return Person(PersonId(f"person-{name}"), name, role, 3, link)


def request(kind: str, request_id: int, **fields: Any) -> bytes:
    return encode(Control(msgpack.packb({"t": kind, "id": request_id, **fields})))


def awareness(client: int, clock: int, state: bytes) -> bytes:
    """An awareness message about one client."""
    payload = bytearray()
    write_var_uint(payload, 1)
    write_var_uint(payload, client)
    write_var_uint(payload, clock)
    write_var_bytes(payload, state)
    return encode(Awareness(bytes(payload)))


class Page:
    """A browser's page: a real Yjs document. Edits wait in `unsent` until somebody sends them."""

    def __init__(self, client_id: int | None = None) -> None:
        self.doc: pycrdt.Doc[Any] = (
            pycrdt.Doc() if client_id is None else pycrdt.Doc(client_id=client_id)
        )
        self.unsent: list[Edit] = []
        self._words = self.doc.get("words", type=pycrdt.Array)
        self._note = self.doc.get("note", type=pycrdt.Text)
        self._observing = self.doc.observe(self._observe)
        self._now_written: str | None = None
        self._applying = False

    def write(self, word: str) -> bytes:
        """One edit that adds a word. Returns its update."""
        self._now_written = word
        self._words.append(word)
        self._now_written = None
        return self.unsent[-1].update

    def type_into_note(self, text: str, position: int) -> None:
        self._note.insert(position % (len(self._note) + 1), text)

    def erase_in_note(self, position: int) -> None:
        if len(self._note):
            at = position % len(self._note)
            del self._note[at : at + 1]

    def apply(self, update: bytes) -> None:
        self._applying = True
        self.doc.apply_update(update)
        self._applying = False

    def take_unsent(self) -> "list[Edit]":
        taken, self.unsent = self.unsent, []
        return taken

    @property
    def words(self) -> list[str]:
        return list(self._words)

    @property
    def content(self) -> tuple[list[str], str]:
        return self.words, str(self._note)

    def _observe(self, event: pycrdt.TransactionEvent) -> None:
        if not self._applying:
            words = frozenset() if self._now_written is None else frozenset({self._now_written})
            self.unsent.append(Edit(event.update, words))


@dataclass(frozen=True, slots=True)
class Edit:
    update: bytes
    words: frozenset[str]


class Peer:
    """Somebody in a live room: a page, a connection, and the member they are."""

    def __init__(
        self,
        live: LiveRoom,
        who: Person | None = None,
        *,
        page: Page | None = None,
        name: str | None = None,
        speaks_control: bool = True,
    ) -> None:
        who = person() if who is None else who
        self.live = live
        self.page = Page() if page is None else page
        self.connection = FakeConnection(who.name if name is None else name)
        # What each writing message carried, in the order of the messages.
        self.sent: list[frozenset[str]] = []
        self.saved = 0
        # From the answer to the room's question on; a page sends no edits before.
        self.brought = False
        self._read = 0
        self.member: Member = live.join(self.connection, who, speaks_control=speaks_control)

    def say(self, message: bytes) -> None:
        self.live.receive(self.member, message)

    def ask(self) -> None:
        """Step 1: from its answer on, updates come."""
        self.say(encode(SyncStep1(self.page.doc.get_state())))

    def send(self) -> None:
        """All edits that wait, each as one update."""
        for edit in self.page.take_unsent():
            self.sent.append(edit.words)
            self.say(encode(Update(edit.update)))

    def write(self, word: str) -> bytes:
        update = self.page.write(word)
        self.send()
        return update

    def read(self) -> None:
        """Take in what was written to the connection, and answer it."""
        unread, self._read = self.connection.messages[self._read :], len(self.connection.messages)
        for message in unread:
            match message:
                case SyncStep1():
                    self._bring()
                case SyncStep2(update) | Update(update):
                    self.page.apply(update)
                case Saved(count):
                    self.saved = count
                case _:
                    pass

    def stall(self) -> None:
        """It stops reading: what is written to it from now on fills the buffer."""
        self.connection.blocked = True

    def read_on(self) -> None:
        self.connection.blocked = False
        self.live.drained(self.member)

    def leave(self) -> None:
        self.live.leave(self.member)

    def forget(self) -> None:
        """What comes from now on is what the test is about."""
        self.read()
        self.connection.forget()
        self._read = 0

    @property
    def content(self) -> tuple[list[str], str]:
        return self.page.content

    def _bring(self) -> None:
        """Everything it has: what the server has may not be durable."""
        self.page.take_unsent()
        state = self.page.doc.get_update()
        if state != EMPTY_UPDATE:
            self.sent.append(frozenset(self.page.words))
        self.say(encode(SyncStep2(state)))
        self.brought = True


# The store


Operation = Literal["load", "append", "compact", "read", "write", "put_blob", "get_blob"]


class FaultyStore:
    """A store that fails, refuses, loses its replies or keeps everybody waiting, as told."""

    def __init__(self, inner: Store) -> None:
        self.inner = inner
        self.failing: dict[Operation, Exception] = {}
        # What `append` answers for single rooms.
        self.refused: dict[RoomId, StoreError] = {}
        self.loses_replies = False
        self.appends_take_s = 0.0
        self.calls: Counter[Operation] = Counter()
        # Waiting in front of the store, or for its reply.
        self.waiting: Counter[Operation] = Counter()
        self.appended: list[dict[RoomId, list[bytes]]] = []
        self.appended_at_s: list[float] = []
        self._requests: dict[Operation, asyncio.Event] = {}
        self._replies: dict[Operation, asyncio.Event] = {}

    def fail(self, *operations: Operation) -> None:
        for operation in operations:
            self.failing[operation] = StoreUnavailable(f"expected a {operation}, got none")

    def heal(self) -> None:
        self.failing.clear()
        self.refused.clear()
        self.loses_replies = False

    def hold(self, operation: Operation) -> None:
        """Requests wait in front of the store until released."""
        self._requests.setdefault(operation, asyncio.Event())

    def hold_replies(self, operation: Operation) -> None:
        """The store does it, and its replies wait until released."""
        self._replies.setdefault(operation, asyncio.Event())

    def release(self, operation: Operation) -> None:
        for gates in (self._requests, self._replies):
            gate = gates.pop(operation, None)
            if gate is not None:
                gate.set()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        return None

    async def load(self, room: RoomId) -> StoredRoom:
        await self._request("load")
        stored = await self.inner.load(room)
        await self._reply("load")
        return stored

    async def append(
        self, batch: Mapping[RoomId, Sequence[bytes]]
    ) -> Mapping[RoomId, Position | StoreError]:
        self.appended.append({room: list(entries) for room, entries in batch.items()})
        self.appended_at_s.append(loop_time())
        await self._request("append")
        refused = {room: self.refused[room] for room in batch if room in self.refused}
        taken = {room: entries for room, entries in batch.items() if room not in refused}
        results = dict(await self.inner.append(taken))
        await asyncio.sleep(self.appends_take_s)
        await self._reply("append")
        if self.loses_replies:
            raise StoreUnavailable("expected a reply, got none")
        return results | refused

    async def compact(
        self, room: RoomId, snapshot: bytes, *, covers: Position, replaces: Position
    ) -> bool:
        await self._request("compact")
        done = await self.inner.compact(room, snapshot, covers=covers, replaces=replaces)
        await self._reply("compact")
        return done

    def rooms(self) -> AsyncIterator[RoomId]:
        return self.inner.rooms()

    async def read(self, scope: str, prefix: str = "") -> Records:
        await self._request("read")
        records = await self.inner.read(scope, prefix)
        await self._reply("read")
        return records

    async def write(self, scope: str, changes: Sequence[Change]) -> dict[str, Record]:
        await self._request("write")
        written = await self.inner.write(scope, changes)
        await self._reply("write")
        return written

    async def bring_back(self, scope: str, records: Mapping[str, Record]) -> None:
        await self.inner.bring_back(scope, records)

    async def put_blob(self, data: bytes) -> str:
        await self._request("put_blob")
        return await self.inner.put_blob(data)

    async def get_blob(self, sha256: str) -> bytes | None:
        await self._request("get_blob")
        return await self.inner.get_blob(sha256)

    def blobs(self) -> AsyncIterator[str]:
        return self.inner.blobs()

    async def restore_room(self, room: RoomId, epoch: str, snapshot: bytes | None) -> None:
        await self.inner.restore_room(room, epoch, snapshot)

    async def clear(self) -> None:
        await self.inner.clear()

    async def findings(self) -> list[Finding]:
        return await self.inner.findings()

    async def ping(self) -> None:
        await self.inner.ping()

    async def _request(self, operation: Operation) -> None:
        self.calls[operation] += 1
        await self._wait_at(self._requests.get(operation), operation)
        if operation in self.failing:
            raise self.failing[operation]

    async def _reply(self, operation: Operation) -> None:
        await self._wait_at(self._replies.get(operation), operation)

    async def _wait_at(self, gate: asyncio.Event | None, operation: Operation) -> None:
        if gate is None:
            return
        self.waiting[operation] += 1
        try:
            await gate.wait()
        finally:
            self.waiting[operation] -= 1


async def content_in(store: Store, room: RoomId) -> tuple[list[str], str]:
    """What a page would show that has nothing but the log."""
    stored = await store.load(room)
    page = Page()
    base = [] if stored.snapshot is None else [stored.snapshot]
    page.apply(merge([*base, *(update_of(entry.data) for entry in stored.entries)]))
    return page.content


# Nodes


class Node:
    """One process: a hub on a store that it shares with the other nodes of a Memory."""

    def __init__(self, memory: Memory, name: str = "here", *, open_rooms: bool = True) -> None:
        node = NodeId(name)
        self._memory = memory
        self._inner = MemoryStore(node, memory)
        self._node = node
        self.store = FaultyStore(self._inner)
        self.options = HubOptions(RoomLimits(), frame, open_rooms, now_s=loop_time)

    def running(self) -> AbstractAsyncContextManager[Hub]:
        return Hub.running(self.store, self._make_bus, self.options)

    def _make_bus(self, sink: Sink) -> Bus:
        return LocalBus(self._node, sink, self._memory.feed, self._inner)
