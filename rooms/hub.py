"""All rooms of this process: loads them once, keeps them durable, lets idle ones go.

It is the sink of the bus and the owner of every task that works for rooms.
"""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass

from persistence.contract import (
    Bus,
    Entry,
    NodeId,
    Position,
    Record,
    RoomId,
    Sink,
    Store,
    StoredRoom,
    StoreError,
    WrongStore,
)
from rooms import control
from rooms.backlog import Backlog
from rooms.books import Books
from rooms.census import Census
from rooms.committer import LONGEST_RETRY_S, Committer
from rooms.compaction import Compactor, document_in_slices, is_due, merge_in_slices
from rooms.durability import Durability
from rooms.effects import Close, Command, Publish
from rooms.entry import UnknownEntry, is_known, update_of
from rooms.expiry import LOOK_EVERY_S, Expiries
from rooms.live import LiveRoom, Surroundings, Tail, Tally
from rooms.neighbours import REPEAT_S
from rooms.pacer import Pacer
from rooms.room import SIGNAL_ASK, Room, RoomCard, RoomLimits
from rooms.single_flight import SingleFlight
from rooms.stage.commands import perform
from rooms.stage.helpathon import helpathon_of, link_of, links_of
from rooms.stage.records import RecordBook
from sync.document import EMPTY_UPDATE, merge
from sync.errors import DocumentError, SyncError

log = logging.getLogger(__name__)

# Somebody who reloads the page finds the room warm.
UNLOAD_AFTER_S = 60.0
# Close code: come again.
RESTART = 1012
# Close code: open the invitation once more.
COME_BY_LINK = 4401
SWEEP_S = 5.0
# Giving memory back stops everybody: 2 ms in a small process, 70 ms in one with much to look at.
MOST_TIME_GIVING_BACK = 0.001

MakeBus = Callable[[Sink], AbstractAsyncContextManager[Bus]]


class UnknownRoom(Exception):
    """There is no such room."""


@dataclass(frozen=True, slots=True)
class HubOptions:
    limits: RoomLimits
    frame: Callable[[bytes], bytes]  # a message's bytes → a whole websocket frame
    # Any room name opens a room without a Helpathon: for Yjs clients on the same machine.
    open_rooms: bool = False
    now_s: Callable[[], float] = time.monotonic
    # Called now and then: memory that was freed may go back to the system.
    give_back: Callable[[], None] = lambda: None


class Hub:
    """Use `running`: it owns the tasks."""

    def __init__(self, store: Store, options: HubOptions, tasks: asyncio.TaskGroup) -> None:
        self.tally = Tally()
        self.census = Census()
        self.durability = Durability(time.monotonic)
        self.pacer = Pacer(time.monotonic, time.thread_time)
        self.rooms: dict[RoomId, LiveRoom] = {}
        self.committer = Committer(store, self._committed)
        self.bus_up = False
        self._expiries = Expiries()
        self.books = Books(
            store,
            lambda: self._bus_now,
            loaded=self._book_loaded,
            changed=self._record_changed,
            let_go=self._expiries.forget,
            now_s=options.now_s,
            any_scope=options.open_rooms,
        )
        self.compactor = Compactor(
            store, merge_in_slices, self._compaction_failed, self.pacer.is_busy
        )
        self._store = store
        self._options = options
        self._tasks = tasks
        self._errands: set[asyncio.Task[None]] = set()
        self._bus: Bus | None = None
        self._loading_rooms = SingleFlight(self._load)
        self._reading = asyncio.Lock()
        self._around = Surroundings(
            now_s=options.now_s,
            now_ms=lambda: time.time_ns() // 1_000_000,
            tick_s=self.pacer.tick_s,
            frame=options.frame,
            publish=self._publish,
            commit=self._wants_commit,
            command=self._command,
            tally=self.tally,
            census=self.census,
        )

    @classmethod
    @asynccontextmanager
    async def running(
        cls, store: Store, make_bus: MakeBus, options: HubOptions
    ) -> AsyncIterator["Hub"]:
        async with asyncio.TaskGroup() as tasks:
            hub = cls(store, options, tasks)
            async with make_bus(hub) as bus:
                hub._bus = bus
                owned = [
                    tasks.create_task(hub.committer.run(), name="committer"),
                    tasks.create_task(hub.compactor.run(), name="compactor"),
                    tasks.create_task(hub._sweep(), name="sweeper"),
                    tasks.create_task(hub._end_expired(), name="expiry"),
                ]
                try:
                    yield hub
                finally:
                    hub._loading_rooms.cancel()
                    hub.books.cancel()
                    for live in hub.rooms.values():
                        live.stop()
                    for task in (*owned, *hub._errands):
                        task.cancel()

    def _run(self, errand: Coroutine[None, None, None], name: str) -> None:
        """Something that ends by itself, at the latest with the hub."""
        task = self._tasks.create_task(self._carry(errand, name), name=name)
        self._errands.add(task)
        task.add_done_callback(self._errands.discard)

    async def _carry(self, errand: Coroutine[None, None, None], name: str) -> None:
        try:
            await errand
        except Exception:
            # A fault of ours in one room must not end the others.
            log.exception("%s failed", name)

    # Records

    def _book_loaded(self, book: RecordBook) -> None:
        for link in links_of(book):
            self._expiries.note(book.scope, link.id, link.expires_at_ms)

    def _record_changed(self, book: RecordBook, name: str, record: Record) -> None:
        kind, _, link_id = name.partition("/")
        link = link_of(book, link_id) if kind == "link" else None
        if link is not None:
            self._expiries.note(book.scope, link.id, link.expires_at_ms)
        for live in list(self.rooms.values()):
            if live.room.card.helpathon == book.scope:
                live.record_changed(name, record)

    async def _end_expired(self) -> None:
        """Nobody stays by a link that has run out."""
        while True:
            await asyncio.sleep(LOOK_EVERY_S)
            for scope, link in self._expiries.newly_over(self._around.now_ms()):
                for live in list(self.rooms.values()):
                    if live.room.card.helpathon == scope:
                        self._send_home(live, link)

    def _send_home(self, live: LiveRoom, link: str) -> None:
        came_by = [each for each in live.room.members.values() if each.person.link == link]
        try:
            live.perform(
                [Close(member, COME_BY_LINK, "this link has expired") for member in came_by]
            )
        except Exception:
            # A fault of ours in one room must not end the others.
            log.exception("ending an expired link's connections failed")

    # Rooms

    async def room(self, room_id: RoomId) -> LiveRoom:
        """The live room, loaded if need be. Nothing may be awaited between this and joining it.

        Raises UnknownHelpathon, UnknownRoom, StoreError.
        """
        live = self.rooms.get(room_id)
        if live is not None:
            return live
        return await self._loading_rooms.get(room_id)

    async def _load(self, room_id: RoomId) -> LiveRoom:
        book = await self.books.of(helpathon_of(room_id))
        card = self._card(room_id, book)
        stored = await self._store.load(room_id)
        try:
            # One after the other: all at the same time, the first would be as late as the last.
            async with self._reading:
                room = await self._read(card, stored, book)
        except (UnknownEntry, DocumentError, SyncError) as error:
            raise WrongStore(f"room {room_id} cannot be read: {error}") from error
        snapshot_bytes = 0 if stored.snapshot is None else len(stored.snapshot)
        tail = Tail(snapshot_bytes, sum(len(entry.data) for entry in stored.entries))
        live = LiveRoom(room, Backlog(merge), tail, self._around)
        self.rooms[room_id] = live
        self.durability.loaded(room_id, len(stored.entries))
        self._follow(room_id, stored.last)
        if self._is_due(live):
            # What was just merged is what a snapshot would be.
            self._run(self._fold(room_id, room.document.state(), stored), "fold a log")
        live.perform([Publish(SIGNAL_ASK)])
        return live

    async def _fold(self, room_id: RoomId, state: bytes, stored: StoredRoom) -> None:
        try:
            await self._store.compact(room_id, state, covers=stored.last, replaces=stored.covered)
        except StoreError as error:
            log.warning("a room's log was not compacted: %s", error)
            self._compaction_failed(room_id)

    async def _read(self, card: RoomCard, stored: StoredRoom, book: RecordBook) -> Room:
        base = EMPTY_UPDATE if stored.snapshot is None else stored.snapshot
        updates = (update_of(entry.data) for entry in stored.entries)
        document = await document_in_slices(base, updates)
        return Room(card, stored.epoch, document, book, self._options.limits)

    def _card(self, room_id: RoomId, book: RecordBook) -> RoomCard:
        value = book.value(f"room/{room_id}")
        if value is None:
            if not self._options.open_rooms:
                raise UnknownRoom(room_id)
            return RoomCard(room_id, room_id, book.scope, "")
        return RoomCard(room_id, value["title"], book.scope, book.value("helpathon")["title"])

    def _follow(self, room_id: RoomId, after: Position) -> None:
        self._bus_now.follow(room_id, after)
        self._bus_now.subscribe(topic_of(room_id))

    def _unload(self, room_id: RoomId) -> None:
        self.rooms.pop(room_id).stop()
        self.durability.unloaded(room_id)
        self._bus_now.unfollow(room_id)
        self._bus_now.unsubscribe(topic_of(room_id))

    # Durability

    def _wants_commit(self, live: LiveRoom) -> None:
        self.durability.wrote(live.room.card.id, len(live.backlog))
        self.committer.wants(live.room.card.id, live.backlog)

    def _committed(self, room_id: RoomId) -> None:
        live = self.rooms[room_id]
        before = len(live.backlog)
        live.committed()
        self.durability.stored(room_id, before, len(live.backlog))
        self._compact_if_due(live)

    def _compact_if_due(self, live: LiveRoom) -> None:
        if self._is_due(live):
            self.compactor.wants(live.room.card.id)

    def _is_due(self, live: LiveRoom) -> bool:
        """Whether its log is to be folded; who asks does it."""
        if not is_due(live.tail.snapshot_bytes, live.tail.bytes):
            return False
        # Whoever compacts, the snapshot will be about as large as the document.
        live.tail = Tail(live.room.document.size_bytes)
        self.durability.compacting(live.room.card.id)
        return True

    def _compaction_failed(self, room_id: RoomId) -> None:
        live = self.rooms.get(room_id)
        if live is not None:
            live.tail = Tail(0, live.tail.snapshot_bytes + live.tail.bytes)

    # Requests

    def _command(self, live: LiveRoom, command: Command) -> None:
        member, request = command.member, command.request
        if isinstance(request, control.Time):
            now_ms = self._around.now_ms()
            live.answer(member, control.reply(request.id, server_now=now_ms))
            return
        member.commands += 1
        self._run(self._carry_out(live, command, request), "command")

    async def _carry_out(
        self,
        live: LiveRoom,
        command: Command,
        request: control.ClockCommand | control.Gather | control.Areas,
    ) -> None:
        member = command.member
        card = live.room.card
        try:
            book = self.books.opened(card.helpathon)
            await perform(request, member.person, card.id, book, self._around.now_ms())
            live.answer(member, control.reply(request.id))
        except control.RequestError as error:
            live.answer(member, control.refusal(request.id, error))
        except Exception:
            fault = control.RequestError("internal", "an answer", "a fault of the server")
            live.answer(member, control.refusal(request.id, fault))
            raise
        finally:
            member.commands -= 1

    # The bus's sink

    def on_entries(self, room: RoomId, entries: list[Entry]) -> None:
        live = self.rooms.get(room)
        if live is None:
            return
        known = [entry for entry in entries if is_known(entry.data)]
        if len(known) < len(entries):
            log.error("room %s has entries of a newer version, which this one cannot show", room)
        self.durability.followed(room, len(entries))
        live.take_entries(known)

    def on_records(self, scope: str, names: list[str]) -> None:
        if self.books.needs_refresh(scope):
            self._run(self._insist(lambda: self.books.refresh(scope)), "refresh records")

    def on_signal(self, topic: str, node: NodeId, data: bytes) -> None:
        live = self.rooms.get(room_of(topic))
        if live is not None:
            live.hear(node, data)

    def on_gap(self, room: RoomId) -> None:
        if room in self.rooms:
            self._run(self._insist(lambda: self._meet_log_again(room)), "close a gap")

    async def _meet_log_again(self, room_id: RoomId) -> None:
        live = self.rooms.get(room_id)
        stored = await self._store.load(room_id)
        updates = [update_of(entry.data) for entry in stored.entries if is_known(entry.data)]
        if stored.snapshot is not None:
            updates.insert(0, stored.snapshot)
        async with self._reading:
            known = await document_in_slices(EMPTY_UPDATE, updates)
        if live is None or self.rooms.get(room_id) is not live:
            return
        live.perform(live.room.take_stored(known))
        if stored.epoch == live.room.epoch:
            self._follow(room_id, stored.last)
        else:
            await self._begin_anew(room_id, live)

    async def _begin_anew(self, room_id: RoomId, live: LiveRoom) -> None:
        """The store lost the room, and who did not know it made it: everybody comes back to that.

        What this node held is in the new log; two nodes must not serve two epochs.
        """
        log.error("room %s was lost by the store and made anew by another node", room_id)
        while live.room.members or live.backlog:
            await self.committer.emptied(live.backlog)
            members = list(live.room.members.values())
            live.perform([Close(member, RESTART, "the room began anew") for member in members])
        if self.rooms.get(room_id) is live:
            self._unload(room_id)

    async def _insist(self, reading: Callable[[], Awaitable[None]]) -> None:
        """Read from the store until it answers."""
        while True:
            try:
                return await reading()
            except StoreError as error:
                log.warning("reading from the store failed and will be tried again: %s", error)
                await asyncio.sleep(LONGEST_RETRY_S)

    def on_bus_state(self, up: bool) -> None:
        self.bus_up = up

    def _publish(self, live: LiveRoom, signal: bytes) -> None:
        self._bus_now.publish(topic_of(live.room.card.id), signal)

    @property
    def _bus_now(self) -> Bus:
        assert self._bus is not None, "the hub works inside `running`"
        return self._bus

    # Housekeeping

    async def _sweep(self) -> None:
        since_repeat_s = 0.0
        give_back_at_s = 0.0
        while True:
            await asyncio.sleep(SWEEP_S)
            since_repeat_s += SWEEP_S
            now_s = self._options.now_s()
            for room_id, live in list(self.rooms.items()):
                try:
                    if is_idle(live, now_s):
                        self._unload(room_id)
                    elif since_repeat_s >= REPEAT_S:
                        live.repeat()
                except Exception:
                    # A fault of ours in one room must not end the others.
                    log.exception("sweeping a room failed")
            if since_repeat_s >= REPEAT_S:
                since_repeat_s = 0.0
            rooms = (*self.rooms, *self._loading_rooms.under_way)
            self.books.sweep({helpathon_of(room) for room in rooms})
            # Not only when rooms go: those that stay are merged again and again.
            if (begun_s := self._options.now_s()) >= give_back_at_s:
                self._options.give_back()
                took_s = self._options.now_s() - begun_s
                give_back_at_s = begun_s + took_s / MOST_TIME_GIVING_BACK


def is_idle(live: LiveRoom, now_s: float) -> bool:
    """Nobody in it for a while and nothing unsaved."""
    if live.room.members or live.backlog:
        return False
    return now_s - live.idle_since_s > UNLOAD_AFTER_S


def topic_of(room: RoomId) -> str:
    return f"room:{room}"


def room_of(topic: str) -> RoomId:
    return RoomId(topic.removeprefix("room:"))
