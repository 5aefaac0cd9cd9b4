"""A room in operation: carries out what its core decides.

It owns the room's outbox and backlog, and the timing of its ticks. Nothing here awaits.
"""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import assert_never

from persistence.contract import Entry, NodeId, Record
from rooms import control
from rooms.backlog import Backlog
from rooms.census import Census
from rooms.effects import (
    Append,
    Broadcast,
    Close,
    Command,
    Effect,
    PresenceMoved,
    Publish,
    Send,
    Tell,
)
from rooms.member import Connection, Member, Person
from rooms.outbox import Outbox
from rooms.room import Room

# Cursors at 25 a second look smooth; in between only the latest counts.
CURSOR_TICK_S = 0.040


@dataclass(slots=True)
class Tally:
    """What the hub has done, for metrics."""

    received: int = 0
    deliveries: int = 0
    writes: int = 0
    entries: int = 0
    refused: int = 0
    behind: int = 0


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a live room needs of the hub it lives in."""

    now_s: Callable[[], float]
    now_ms: Callable[[], int]
    tick_s: Callable[[], float]
    frame: Callable[[bytes], bytes]
    publish: Callable[["LiveRoom", bytes], None]
    commit: Callable[["LiveRoom"], None]
    command: Callable[["LiveRoom", Command], None]
    tally: Tally
    census: Census


@dataclass(slots=True)
class Tail:
    """How much the log has grown since its snapshot."""

    snapshot_bytes: int
    bytes: int = field(default=0)


class LiveRoom:
    def __init__(self, room: Room, backlog: Backlog, tail: Tail, around: Surroundings) -> None:
        self.room = room
        self.backlog = backlog
        self.tail = tail
        self.idle_since_s = around.now_s()
        self._around = around
        self._tally = around.tally
        self._outbox = Outbox(around.frame)
        self._has_mail: set[Member] = set()
        self._loop = asyncio.get_running_loop()
        self._flush_due: asyncio.Handle | None = None
        self._cursors_due: asyncio.TimerHandle | None = None

    # From transports

    def join(self, connection: Connection, person: Person, *, speaks_control: bool) -> Member:
        """Raises SyncError when the room is full."""
        member, effects = self.room.join(
            connection, person, speaks_control=speaks_control, now_ms=self._around.now_ms()
        )
        self._around.census.came(person)
        self.perform(effects)
        return member

    def receive(self, member: Member, message: bytes) -> None:
        self._tally.received += 1
        if member.id in self.room.members:  # a message behind the one that closed it
            self.perform(self.room.receive(member, message, self._around.now_s()))

    def leave(self, member: Member) -> None:
        if member.id in self.room.members:
            self._around.census.left(member.person)
        self._has_mail.discard(member)
        self.perform(self.room.leave(member))
        if not self.room.members:
            self.idle_since_s = self._around.now_s()

    def drained(self, member: Member) -> None:
        """The peer reads again."""
        self.perform(self.room.caught_up(member))

    # From the hub

    def committed(self) -> None:
        self.perform(self.room.saved(self.backlog.stored()))

    def record_changed(self, name: str, record: Record) -> None:
        self.perform(self.room.record_changed(name, record, self._around.now_ms()))

    def take_entries(self, entries: list[Entry]) -> None:
        self.tail.bytes += sum(len(entry.data) for entry in entries)
        self.perform(self.room.take_entries(entries))

    def hear(self, node: NodeId, signal: bytes) -> None:
        self.perform(self.room.hear(node, signal, self._around.now_s()))

    def repeat(self) -> None:
        now_s = self._around.now_s()
        self.perform([*self.room.repeat(now_s), *self.room.too_slow(now_s)])

    def answer(self, member: Member, message: bytes) -> None:
        """A late reply to a request, if who asked is still here."""
        if member.id in self.room.members:
            self.perform([Send(member, message)])

    def stop(self) -> None:
        """No tick comes after this."""
        for due in (self._flush_due, self._cursors_due):
            if due is not None:
                due.cancel()

    # Performing

    def perform(self, effects: Iterable[Effect]) -> None:
        for effect in effects:
            match effect:
                case Broadcast(message, author):
                    self._outbox.add(message, author)
                    if self._flush_due is None:
                        self._schedule_flush()
                case Append(entry, author):
                    self._append(entry, author)
                case Send(member, message):
                    self._post(member, self._around.frame(message))
                case PresenceMoved():
                    self._schedule_cursors()
                case Tell(content):
                    self._tell(control.message(dict(content)))
                case Publish(signal):
                    self._around.publish(self, signal)
                case Command():
                    self._around.command(self, effect)
                case Close(member, code, reason):
                    self._close(member, code, reason)
                case _:
                    assert_never(effect)

    def _append(self, entry: bytes, author: Member | None) -> None:
        is_first = not self.backlog.is_waiting
        self.backlog.add(entry, author)
        self.tail.bytes += len(entry)
        self._tally.entries += 1
        if is_first:
            self._around.commit(self)

    def _post(self, member: Member, frame: bytes) -> None:
        member.mail.append(frame)
        self._has_mail.add(member)
        self._schedule_flush()

    def _tell(self, message: bytes) -> None:
        frame = self._around.frame(message)
        for member in self.room.members.values():
            if member.speaks_control:
                self._post(member, frame)

    def _close(self, member: Member, code: int, reason: str) -> None:
        if member.mail:
            member.connection.write(b"".join(member.mail))
            member.mail.clear()
        self._tally.refused += 1
        member.connection.close(code, reason)
        self.leave(member)

    # Ticks

    def _schedule_flush(self) -> None:
        if self._flush_due is not None:
            return
        delay_s = self._around.tick_s()
        if delay_s == 0:
            self._flush_due = self._loop.call_soon(self._flush)
        else:
            self._flush_due = self._loop.call_later(delay_s, self._flush)

    def _schedule_cursors(self) -> None:
        if self._cursors_due is None:
            self._cursors_due = self._loop.call_later(CURSOR_TICK_S, self._flush_cursors)

    def _flush_cursors(self) -> None:
        self._cursors_due = None
        self.perform(self.room.take_presence())

    def _flush(self) -> None:
        """One write per member with everything of this tick."""
        self._flush_due = None
        if not self._outbox:
            self._flush_mail()
            return
        self._has_mail.clear()
        batch = self._outbox.take()
        delivered = 0
        for member in self.room.members.values():
            frames = b""
            if member.live and member.behind is None:
                frames = batch.for_member(member)
                if frames:
                    delivered += 1
            if member.mail:
                frames = b"".join((*member.mail, frames))
                member.mail.clear()
                member.answered = False
            if frames:
                self._write(member, frames)
        self._tally.deliveries += delivered * len(batch)

    def _flush_mail(self) -> None:
        posted, self._has_mail = self._has_mail, set()
        for member in posted:
            frames = b"".join(member.mail)
            member.mail.clear()
            member.answered = False
            self._write(member, frames)

    def _write(self, member: Member, frames: bytes) -> None:
        connection = member.connection
        connection.write(frames)
        self._tally.writes += 1
        if connection.blocked and member.live and member.behind is None:
            self._tally.behind += 1
            self.room.fell_behind(member, self._around.now_s())
