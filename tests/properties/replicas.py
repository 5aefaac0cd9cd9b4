"""Real pycrdt documents that edit one board through one server, and a plain account of it.

Words are unique and only put between words, so that the account needs no CRDT: in the end exactly
the words that somebody wrote and nobody struck out are there, in one order for all.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from random import Random
from typing import Any

import pycrdt

from sync.document import Document, Overlap, View
from sync.guard import Budget, Limits
from sync.messages import SyncStep2, Update, encode
from sync.session import Brought, Edited, Session

LETTERS = ("a", "ü", "😀", "👩‍👩‍👧", "中")
LIMITS = Limits()


def words(value: str) -> list[str]:
    return [word + ">" for word in value.split(">")[:-1]]


@dataclass
class Account:
    """What everybody did, without regard to when."""

    written: set[str] = field(default_factory=set)
    struck: set[str] = field(default_factory=set)
    # Where a word was written: a note's id, or None for the text they share.
    place: dict[str, str | None] = field(default_factory=dict)
    notes: set[str] = field(default_factory=set)
    removed: set[str] = field(default_factory=set)
    # Of keys that only one replica ever writes: the last value.
    own: dict[str, object] = field(default_factory=dict)

    def words(self, place: str | None) -> set[str]:
        return {word for word in self.written - self.struck if self.place[word] == place}


class Server:
    """What a room does with a message: session, budget, document."""

    def __init__(self) -> None:
        self.document = Document()
        self.budget = Budget(self.document.state())
        self.log: list[bytes] = []

    def take(self, message: bytes) -> None:
        session = Session(may_write=True, speaks_control=False)
        session.ask(self.document.state_vector())
        event = session.receive(message)
        assert isinstance(event, (Edited, Brought))
        fresh = self.document.overlap(event.report.clients) is Overlap.NONE
        self.budget.admit(event.report, event.update, self.document.state, fresh)
        self.document.append(event.update, event.report.clients)
        self.log.append(event.update)


class Replica:
    def __init__(self, number: int, random: Random, account: Account) -> None:
        self.number = number
        self.random = random
        self.account = account
        self.online = True
        self.outbox: list[bytes] = []
        self._count = 0
        self._own_edit = False
        self.doc: pycrdt.Doc[Any] = pycrdt.Doc(client_id=(number + 1) * 1_000_003)
        self.objects = self.doc.get("objects", type=pycrdt.Map)
        self.text = self.doc.get("text", type=pycrdt.Text)
        self._subscription = self.doc.observe(self._on_change)

    def _on_change(self, event: pycrdt.TransactionEvent) -> None:
        if self._own_edit:
            self.outbox.append(event.update)

    def edit(self) -> None:
        act = self.random.choice(
            (self.write, self.write, self.write, self.strike, self.note, self.remove, self.move)
        )
        self._own_edit = True
        with self.doc.transaction():
            act()
        self._own_edit = False

    def _some_text(self) -> tuple[str | None, pycrdt.Text]:
        notes = sorted(self.objects.keys())
        if notes and self.random.random() < 0.5:
            note = self.random.choice(notes)
            return note, self.objects[note]["text"]
        return None, self.text

    def write(self) -> None:
        place, text = self._some_text()
        there = words(str(text))
        before = there[: self.random.randint(0, len(there))]
        letters = "".join(self.random.choices(LETTERS, k=self.random.randint(1, 3)))
        self._count += 1
        word = f"{letters}{self.number}.{self._count}>"
        text.insert(len("".join(before).encode()), word)
        self.account.written.add(word)
        self.account.place[word] = place

    def strike(self) -> None:
        _, text = self._some_text()
        there = words(str(text))
        if there:
            at = self.random.randrange(len(there))
            begin = len("".join(there[:at]).encode())
            del text[begin : begin + len(there[at].encode())]
            self.account.struck.add(there[at])

    def note(self) -> None:
        self._count += 1
        name = f"n{self.number}.{self._count}"
        self.objects[name] = pycrdt.Map({"kind": "note", "text": pycrdt.Text()})
        self.account.notes.add(name)

    def remove(self) -> None:
        notes = sorted(self.objects.keys())
        if notes:
            name = self.random.choice(notes)
            del self.objects[name]
            self.account.removed.add(name)

    def move(self) -> None:
        """A value of its own on a note, that nobody else writes."""
        notes = sorted(self.objects.keys())
        if notes:
            name = self.random.choice(notes)
            pos = [self.random.randrange(1_000), self.random.random()]
            self.objects[name][f"pos{self.number}"] = pos
            self.account.own[f"{name}/pos{self.number}"] = pos

    def shown(self) -> dict[str, Any]:
        return {"objects": self.objects.to_py(), "text": str(self.text)}


class Board:
    """N replicas, their connections to the server, and what is on its way."""

    def __init__(self, random: Random, replicas: int) -> None:
        self.random = random
        self.account = Account()
        self.server = Server()
        self.replicas = [Replica(number, random, self.account) for number in range(replicas)]
        self.on_its_way: list[bytes] = []
        self.came: Counter[str] = Counter()

    def step(self) -> None:
        replica = self.random.choice(self.replicas)
        chance = self.random.random()
        if chance < 0.6:
            replica.edit()
            self.came["edits" if replica.online else "offline edits"] += 1
        elif chance < 0.7:
            replica.online = not replica.online
            if replica.online:
                self.come_back(replica)
        elif chance < 0.85:
            self.deliver()
        elif replica.online:
            self.catch_up(replica)
        if replica.online:
            self.on_its_way += [encode(Update(update)) for update in replica.outbox]
            replica.outbox.clear()

    def deliver(self) -> None:
        """Any of what is on its way, and some of it twice."""
        if self.on_its_way:
            at = self.random.randrange(len(self.on_its_way))
            self.came["reordered"] += at > 0
            if self.random.random() < 0.2:
                self.came["duplicates"] += 1
                self.server.take(self.on_its_way[at])
            else:
                self.server.take(self.on_its_way.pop(at))

    def come_back(self, replica: Replica) -> None:
        """Everything at once, in answer to the server's step 1."""
        replica.outbox.clear()
        brought = replica.doc.get_update(self.server.document.state_vector())
        self.server.take(encode(SyncStep2(brought)))
        self.came["came back"] += 1

    def catch_up(self, replica: Replica) -> None:
        document = self.server.document
        if View(document.state()).complete:
            replica.doc.apply_update(document.diff(replica.doc.get_state()))
            self.came["caught up"] += 1
        else:
            # pycrdt's Doc gets pending structs wrong: a client would wait.
            self.came["gaps"] += 1

    def settle(self) -> None:
        while self.on_its_way:
            self.deliver()
        for replica in self.replicas:
            self.come_back(replica)
        for replica in self.replicas:
            replica.doc.apply_update(self.server.document.diff(replica.doc.get_state()))
