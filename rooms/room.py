"""One team's room: a synchronous core. Everything enters here and leaves as effects.

It holds the document, who is present and what they may do, and touches no socket, store or
clock, so that each decision is made in one step that nothing can interrupt.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, assert_never

import msgpack

from persistence.contract import Entry, NodeId, Record, RoomId
from rooms import control
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
from rooms.entry import update_entry, update_of
from rooms.member import Connection, ConnectionId, Member, Person
from rooms.neighbours import Neighbours
from rooms.roles import Action, may
from rooms.stage.areas import areas_name
from rooms.stage.gathering import call_in, gathering_name
from rooms.stage.helpathon import record_name
from rooms.stage.records import RecordBook
from sync.document import EMPTY_UPDATE, Document, Overlap
from sync.errors import DocumentError, GuardError, SyncError, WireError
from sync.guard import STATE_LIMITS, Budget, Report, inspect
from sync.messages import Awareness, Saved, SyncStep2, Update, encode
from sync.presence import ClientIds, Presence
from sync.session import (
    Asked,
    AskedPresence,
    Brought,
    Commanded,
    Edited,
    Ignored,
    Moved,
    Session,
    SessionLimits,
)

# Close codes.
REVOKED = 4410
TRY_AGAIN_TOO_SLOW = 4508
# A reader that takes nothing for so long is asked to come back with a fresh state.
LONGEST_BEHIND_S = 30.0
TRY_AGAIN_TOO_FAST = 4529
# A client asks once when it comes; stock ones may be set up to ask again every few seconds.
MOST_QUESTIONS = 10
QUESTIONS_WITHIN_S = 10.0
# Requests of one connection that wait for the store; a person's clicks never get there.
MOST_COMMANDS = 8

# Updates that came before what they follow: some seconds of one person, mended when somebody asks.
MAX_BEYOND_BYTES = 2**20

# First byte of a signal between nodes.
SIGNAL_PRESENCE = b"p"
SIGNAL_MEMBERS = b"m"
SIGNAL_ASK = b"?"


@dataclass(frozen=True, slots=True)
class RoomLimits:
    session: SessionLimits = field(default_factory=SessionLimits)
    # A board of 5,000 objects with long histories takes a few MiB.
    document_bytes: int = 64 * 2**20
    # False where every connection is another person: a client id is free when it ends.
    persons_known: bool = True
    # A plenary of everybody.
    members: int = 400


@dataclass(frozen=True, slots=True)
class RoomCard:
    """What a room is called."""

    id: RoomId
    title: str
    helpathon: str
    helpathon_title: str


class Room:
    def __init__(
        self,
        card: RoomCard,
        epoch: str,
        document: Document,
        book: RecordBook,
        limits: RoomLimits,
    ) -> None:
        self.card = card
        self.epoch = epoch
        self.document = document
        self.members: dict[ConnectionId, Member] = {}
        self._book = book
        self._limits = limits
        self._budget = Budget(document.state())
        self._clients = ClientIds(keeps=limits.persons_known)
        # Without the room itself: a circle would outlive it.
        self._presence = Presence(partial(may_speak_for, self.members, self._clients))
        self._neighbours = Neighbours()

    # Coming and going

    def join(
        self, connection: Connection, person: Person, *, speaks_control: bool, now_ms: int
    ) -> tuple[Member, list[Effect]]:
        """A seat for a connection, and the greeting it gets.

        Raises SyncError when the room is full.
        """
        if len(self.members) >= self._limits.members:
            raise SyncError(f"expected at most {self._limits.members} people in a room", 1013)
        member = Member(
            connection=connection,
            person=person,
            session=Session(
                may_write=may(person.role, Action.EDIT),
                speaks_control=speaks_control,
                limits=self._limits.session,
            ),
            speaks_control=speaks_control,
        )
        effects: list[Effect] = []
        if speaks_control:
            effects.append(Send(member, control.message(self._welcome(member, now_ms))))
        if may(person.role, Action.EDIT):
            # A guest has nothing to bring.
            effects.append(Send(member, member.session.ask(self.document.state_vector())))
        effects.append(Tell({"t": "member", "member": describe(member)}))
        self.members[member.id] = member
        effects.append(self._announce())
        return member, effects

    def leave(self, member: Member) -> list[Effect]:
        if self.members.pop(member.id, None) is None:
            return []
        self._clients.release(member.id)
        self._presence.leave(member.id)
        return [
            Tell({"t": "member.left", "connection": member.id}),
            PresenceMoved(),
            self._announce(),
        ]

    # What members send

    def receive(self, member: Member, message: bytes, now_s: float) -> list[Effect]:
        """One message of a member. A fault of theirs closes their connection and nothing else."""
        try:
            return self._receive(member, message, now_s)
        except SyncError as error:
            return self._refuse(member, error)

    def _receive(self, member: Member, message: bytes, now_s: float) -> list[Effect]:
        event = member.session.receive(message)
        match event:
            case Edited(update, report):
                overlap = self.document.overlap(report.clients)
                self._claim(member, report, overlap)
                return self._write(member, update, report, overlap, message)
            case Moved(payload):
                self._presence.receive(member.id, payload, now_s)
                return [PresenceMoved()]
            case Asked(state_vector):
                self._count_question(member, now_s)
                return self._answer(member, state_vector)
            case Brought(update, report):
                # What others wrote may come back through whoever still has it.
                overlap = self.document.overlap(report.clients)
                return self._write(member, update, report, overlap, encode(Update(update)))
            case AskedPresence():
                self._count_question(member, now_s)
                return self._presence_for(member)
            case Commanded(payload):
                return self._command(member, payload)
            case Ignored():
                return []
            case _:
                assert_never(event)

    def _write(
        self, member: Member, update: bytes, report: Report, overlap: Overlap, message: bytes
    ) -> list[Effect]:
        """`message` says the update to everybody else."""
        if report.empty:
            return []
        if overlap is Overlap.ALL and not report.deletes:
            # Nobody lacks it, but its author waits to hear that it is saved.
            member.received += 1
            return [Append(update_entry(EMPTY_UPDATE), member)]
        if self.document.size_bytes + len(update) > self._limits.document_bytes:
            raise GuardError(f"expected a room of at most {self._limits.document_bytes} bytes")
        if overlap is Overlap.BEYOND and self.document.beyond_bytes > MAX_BEYOND_BYTES:
            raise GuardError(f"expected at most {MAX_BEYOND_BYTES} bytes that others must precede")
        try:
            if overlap is not Overlap.ALL:
                is_fresh = overlap is Overlap.NONE
                self._budget.admit(report, update, self.document.state, is_fresh)
            self.document.append(update, report.clients, overlap)
        except DocumentError as error:
            raise GuardError("expected an update that merges with the room") from error
        member.received += 1
        return [Broadcast(message, member), Append(update_entry(update), member)]

    def _claim(self, member: Member, report: Report, overlap: Overlap) -> None:
        """Stock clients send a local copy as edits: what the room holds may come from anybody."""
        for written in report.clients:
            if overlap is Overlap.NONE or self.document.overlap([written]) is not Overlap.ALL:
                self._clients.claim(written.client, member.id, member.person.id)

    def _count_question(self, member: Member, now_s: float) -> None:
        """A few bytes that ask for the whole board: too many of them would fill the memory."""
        if now_s - member.questions_since_s > QUESTIONS_WITHIN_S:
            member.questions_since_s, member.questions = now_s, 0
        member.questions += 1
        if member.questions > MOST_QUESTIONS:
            most = f"{MOST_QUESTIONS} questions in {QUESTIONS_WITHIN_S:.0f} s"
            raise SyncError(f"expected at most {most}", TRY_AGAIN_TOO_FAST)

    def _answer(self, member: Member, state_vector: bytes) -> list[Effect]:
        """In one step: the difference, and from now on everything that follows."""
        try:
            difference = self.document.diff(state_vector)
        except DocumentError as error:
            raise WireError("expected a state vector") from error
        if member.behind is not None:
            # Who asks without reading is answered once it reads again.
            member.behind = state_vector
            return []
        if member.answered:
            # What the first question of a tick is answered with holds what a later one lacks.
            return []
        member.live = member.answered = True
        return [Send(member, encode(SyncStep2(difference))), *self._presence_for(member)]

    def _presence_for(self, member: Member) -> list[Effect]:
        everyone = self._presence.everyone()
        if everyone is None or member.behind is not None:
            return []
        return [Send(member, encode(Awareness(everyone)))]

    def _refuse(self, member: Member, error: SyncError) -> list[Effect]:
        effects: list[Effect] = []
        if member.speaks_control:
            problem = {"t": "error", "code": error.code, "reason": error.reason}
            effects.append(Send(member, control.message(problem)))
        return [*effects, Close(member, error.code, error.reason)]

    # Control requests that need no store are answered here

    def _command(self, member: Member, payload: bytes) -> list[Effect]:
        content = control.unpack(payload)
        try:
            request = control.parse(content)
        except control.RequestError as error:
            request_id = content.get("id")
            if not isinstance(request_id, int):
                raise WireError("expected a control request with an id") from error
            return [Send(member, control.refusal(request_id, error))]
        match request:
            case control.Hello():
                return self._hello(member, request)
            case control.Time():
                return [Command(member, request)]
            case control.ClockCommand() | control.Gather() | control.Areas():
                if member.commands >= MOST_COMMANDS:
                    most = f"at most {MOST_COMMANDS} requests at a time"
                    limited = control.RequestError("limited", most, "one more")
                    return [Send(member, control.refusal(request.id, limited))]
                return [Command(member, request)]
            case _:
                assert_never(request)

    def _hello(self, member: Member, request: control.Hello) -> list[Effect]:
        claim_id(self._clients, member, request.client)
        member.client = request.client
        return [
            Send(member, control.reply(request.id)),
            Tell({"t": "member", "member": describe(member)}),
            self._announce(),
        ]

    # Slow readers

    def fell_behind(self, member: Member, now_s: float) -> None:
        """It got everything up to now and gets nothing more until it has read that."""
        if member.behind is None:
            member.behind = self.document.state_vector()
            member.behind_since_s = now_s

    def caught_up(self, member: Member) -> list[Effect]:
        """It reads again: one difference stands for all it missed."""
        if member.behind is None:
            return []
        difference = self.document.diff(member.behind)
        member.behind = None
        return [Send(member, encode(SyncStep2(difference))), *self._presence_for(member)]

    def too_slow(self, now_s: float) -> list[Effect]:
        return [
            Close(member, TRY_AGAIN_TOO_SLOW, f"expected a reader within {LONGEST_BEHIND_S:.0f} s")
            for member in self.members.values()
            if member.behind is not None and now_s - member.behind_since_s > LONGEST_BEHIND_S
        ]

    # What came of it

    def saved(self, authors: Mapping[Member, int]) -> list[Effect]:
        """These messages of these members are durable."""
        effects: list[Effect] = []
        for member, count in authors.items():
            member.saved += count
            if member.speaks_control and member.id in self.members:
                effects.append(Send(member, encode(Saved(member.saved))))
        return effects

    def record_changed(self, name: str, record: Record, now_ms: int) -> list[Effect]:
        own_name = record_name(name, self.card.id)
        if own_name is not None:
            value = {"value": msgpack.unpackb(record.value), "rev": record.version}
            return [Tell({"t": "record", "name": own_name, **value, "server_now": now_ms})]
        if name == gathering_name(self.card.id):
            call = call_in(msgpack.unpackb(record.value), now_ms)
            return [] if call is None else [Tell(call)]
        if name.startswith("link/") and msgpack.unpackb(record.value)["revoked"]:
            link = name.removeprefix("link/")
            return [
                Close(member, REVOKED, "this link was revoked")
                for member in self.members.values()
                if member.person.link == link
            ]
        return []

    # Other nodes

    def take_entries(self, entries: Iterable[Entry]) -> list[Effect]:
        """What other nodes put into the log; they guarded it."""
        updates = [update_of(entry.data) for entry in entries]
        for update in updates:
            self._take_in(update)
        return [Broadcast(encode(Update(update)), None) for update in updates]

    def take_stored(self, stored: Document) -> list[Effect]:
        """Meet the log again after a gap: take what it has, add what it lacks."""
        effects: list[Effect] = []
        news = stored.diff(self.document.state_vector())
        if news != EMPTY_UPDATE:
            self._take_in(news)
            effects.append(Broadcast(encode(Update(news)), None))
        missing = self.document.diff(stored.state_vector())
        if missing != EMPTY_UPDATE:
            effects.append(Append(update_entry(missing), None))
        return effects

    def _take_in(self, update: bytes) -> None:
        """Another node has judged it: it only counts."""
        report = inspect(update, STATE_LIMITS)
        overlap = self.document.overlap(report.clients)
        self._budget.count(report, overlap is Overlap.NONE)
        self.document.append(update, report.clients, overlap)

    def hear(self, node: NodeId, signal: bytes, now_s: float) -> list[Effect]:
        kind, content = signal[:1], signal[1:]
        if kind == SIGNAL_PRESENCE:
            self._presence.receive_remote(node, content, now_s)
            return [PresenceMoved()]
        if kind == SIGNAL_MEMBERS:
            changed, left = self._neighbours.hear(node, content, now_s)
            return [
                *(Tell({"t": "member", "member": member}) for member in changed),
                *(Tell({"t": "member.left", "connection": connection}) for connection in left),
            ]
        if kind == SIGNAL_ASK:
            own = self._presence.own()
            presence = [] if own is None else [Publish(SIGNAL_PRESENCE + own)]
            return [self._announce(), *presence]
        return []  # a newer node's signal

    def repeat(self, now_s: float) -> list[Effect]:
        """Now and then: tell other nodes who is here, forget nodes that fell silent."""
        effects: list[Effect] = [self._announce()]
        for node, connections in self._neighbours.forget_silent(now_s):
            self._presence.drop_node(node)
            effects += [Tell({"t": "member.left", "connection": gone}) for gone in connections]
        self._presence.expire(now_s)
        return [*effects, PresenceMoved()]

    def take_presence(self) -> list[Effect]:
        """What moved since the last cursor tick, as one message."""
        effects: list[Effect] = []
        moved = self._presence.take_dirty()
        if moved is not None:
            effects.append(Broadcast(encode(Awareness(moved)), None))
        outgoing = self._presence.take_outgoing()
        if outgoing is not None:
            effects.append(Publish(SIGNAL_PRESENCE + outgoing))
        return effects

    def _announce(self) -> Publish:
        members = [describe(member) for member in self.members.values()]
        return Publish(SIGNAL_MEMBERS + msgpack.packb(members))

    # Describing

    def _welcome(self, member: Member, now_ms: int) -> dict[str, Any]:
        present = [describe(other) for other in self.members.values()]
        present += self._neighbours.members()
        people = {
            person_id: {"name": value["name"], "colour": value["colour"]}
            for person_id, value in self._book.named("person/").items()
            if value["room"] == self.card.id
        }
        records = {}
        for own_name in ("clock/helpathon", f"clock/{self.card.id}", areas_name(self.card.id)):
            known_as = record_name(own_name, self.card.id)
            value = {"value": self._book.value(own_name), "rev": self._book.version(own_name)}
            records[known_as] = value
        return {
            "t": "welcome",
            "room": {"id": self.card.id, "title": self.card.title},
            "helpathon": {"id": self.card.helpathon, "title": self.card.helpathon_title},
            "epoch": self.epoch,
            "you": describe(member),
            "members": [*present, describe(member)],
            "people": people,
            "records": records,
            "server_now": now_ms,
        }


def may_speak_for(
    members: Mapping[ConnectionId, Member], clients: ClientIds, client: int, connection: str
) -> bool:
    """Stock clients echo what others said; only what is their own counts."""
    try:
        claim_id(clients, members[ConnectionId(connection)], client)
    except SyncError:
        return False
    return True


def claim_id(clients: ClientIds, member: Member, client: int) -> None:
    """Who writes claims an id; a guest may be seen under one that nobody writes with."""
    if may(member.person.role, Action.EDIT):
        clients.claim(client, member.id, member.person.id)
    else:
        clients.require_free(client, member.person.id)


def describe(member: Member) -> dict[str, Any]:
    """A member as other clients may know it."""
    return {
        "connection": member.id,
        "client": member.client,
        "person": member.person.id,
        "name": member.person.name,
        "role": member.person.role.value,
        "colour": member.person.colour,
    }
