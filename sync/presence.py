"""Who is where in one room: the newest state of every client, as the bytes that came.

States are relayed as they came and never read: each is only checked, once, to be JSON. A connection
speaks for one client id; what it says about others (stock clients echo everybody) is dropped.
Rules P1 to P11, C1 to C4.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final, TypeAlias

from sync.errors import GuardError, ViolationError, WireError
from sync.wire import Reader, write_var_string, write_var_uint

# Names and colours come from the server: a state is a cursor, a selection and a drag.
MAX_ENTRY_BYTES: Final = 2 * 1024
# A clock grows by one with every movement: years at 30 Hz. Leaves room for a 32-bit reader.
MAX_CLOCK: Final = 2**31 - 1
# What a stock client may echo at once, and one node tell another.
MAX_ENTRIES: Final = 2_000
# Stock clients renew every 15 s and drop others after 30 s.
EXPIRES_S: Final = 30.0
# A person's tabs, phone and reconnects in one connection's life.
MAX_IDS_PER_CONNECTION: Final = 8

# Nobody may push others out of what a room remembers.
MAX_IDS_OF_PERSON: Final = 200
# Of one room: a day of 300 people who reload a page now and then.
MAX_IDS_REMEMBERED: Final = 10_000

REMOVED: Final = "null"

# (client, connection) → may this connection speak for this client id?
Claim: TypeAlias = Callable[[int, str], bool]


@dataclass(slots=True)
class _Known:
    """One client's newest state, and where it comes from."""

    clock: int
    # The entry of an awareness message: client, clock and state.
    entry: bytes
    present: bool
    # When it was last renewed or, once gone, when that was first noticed.
    since_s: float | None
    # At most one of them: a connection of ours or another node's.
    connection: str | None
    node: str | None


class Presence:
    """One room's. What changed is taken once for everybody, by `take_dirty`."""

    def __init__(self, claim: Claim) -> None:
        """`claim` is asked when a connection shows a client id for the first time."""
        self._claim = claim
        self._clients: dict[int, _Known] = {}
        # Which client id a connection speaks for.
        self._own: dict[str, int] = {}
        self._dirty: set[int] = set()
        self._outgoing: set[int] = set()

    def receive(self, connection: str, payload: bytes, now_s: float) -> None:
        """An awareness payload from a connection of ours. Raises `SyncError`."""
        for client, clock, state, entry in _entries(payload):
            if client != self._own.get(connection) and not self._binds(
                connection, client, clock, state
            ):
                continue
            if len(entry) > MAX_ENTRY_BYTES:
                raise GuardError(
                    f"presence: expected up to {MAX_ENTRY_BYTES} bytes, got {len(entry)}"
                )
            _require_json(state)
            if self._put(client, clock, state, entry, now_s, connection, None):
                self._outgoing.add(client)

    def receive_remote(self, node: str, payload: bytes, now_s: float) -> None:
        """What `take_outgoing` gave on another node. Raises `SyncError`."""
        for client, clock, state, entry in _entries(payload):
            known = self._clients.get(client)
            if known is None or not known.present or known.connection is None:
                self._put(client, clock, state, entry, now_s, None, node)

    def take_dirty(self) -> bytes | None:
        """The newest state of every client that changed since the last call, for all peers."""
        return self._take(self._dirty)

    def take_outgoing(self) -> bytes | None:
        """The same of our own connections only, for the other nodes."""
        return self._take(self._outgoing)

    def everyone(self) -> bytes | None:
        """All that are present, for somebody who joins or asks."""
        return _payload([known.entry for known in self._clients.values() if known.present])

    def own(self) -> bytes | None:
        """All that are present through connections of ours, for another node that asks."""
        own = [self._clients.get(client) for client in self._own.values()]
        return _payload([known.entry for known in own if known is not None and known.present])

    def leave(self, connection: str) -> None:
        client = self._own.pop(connection, None)
        known = None if client is None else self._clients.get(client)
        if client is not None and known is not None and known.present:
            self._remove(client, known)
            self._outgoing.add(client)

    def drop_node(self, node: str) -> None:
        for client, known in self._clients.items():
            if known.node == node and known.present:
                self._remove(client, known)

    def expire(self, now_s: float) -> None:
        """Removes what other nodes stopped renewing, and forgets what has long been gone."""
        forgotten = []
        for client, known in self._clients.items():
            if known.since_s is None:
                known.since_s = now_s
            if now_s - known.since_s <= EXPIRES_S:
                continue
            if not known.present:
                forgotten.append(client)
            elif known.node is not None:
                self._remove(client, known)
        for client in forgotten:
            known = self._clients.pop(client)
            if known.connection is not None:
                # It may show itself again, and is bound anew then.
                self._own.pop(known.connection, None)
            self._dirty.discard(client)
            self._outgoing.discard(client)

    def _binds(self, connection: str, client: int, clock: int, state: str) -> bool:
        """Whether this entry makes the connection the one that speaks for the client."""
        if connection in self._own or state == REMOVED:
            return False
        known = self._clients.get(client)
        if known is not None and clock <= known.clock:
            # An echo: its owner would have something newer to say.
            return False
        if not self._claim(client, connection):
            return False
        if known is not None and known.connection is not None:
            # The same person came back before the old connection was seen to be gone.
            self._own.pop(known.connection, None)
        self._own[connection] = client
        return True

    def _put(
        self,
        client: int,
        clock: int,
        state: str,
        entry: bytes,
        now_s: float,
        connection: str | None,
        node: str | None,
    ) -> bool:
        """Whether it is news."""
        present = state != REMOVED
        known = self._clients.get(client)
        if known is None:
            self._clients[client] = _Known(clock, entry, present, now_s, connection, node)
        elif clock > known.clock or (clock == known.clock and known.present and not present):
            # With the clock we have only a removal is news, of exactly the state we have.
            known.clock = clock
            known.entry = entry
            known.present = present
            known.since_s = now_s
            known.connection = connection
            known.node = node
        else:
            return False
        self._dirty.add(client)
        return True

    def _remove(self, client: int, known: _Known) -> None:
        buffer = bytearray()
        write_var_uint(buffer, client)
        # Not one more: peers take the removal of the state they have, and a client that comes
        # back goes on counting from its own clock and is seen at once.
        write_var_uint(buffer, known.clock)
        write_var_string(buffer, REMOVED)
        known.entry = bytes(buffer)
        known.present = False
        known.since_s = None
        self._dirty.add(client)

    def _take(self, changed: set[int]) -> bytes | None:
        entries = [self._clients[client].entry for client in changed]
        changed.clear()
        return _payload(entries)


class ClientIds:
    """Which connection may write under which Yjs client id. One per room.

    An id stays its person's when the connection ends: who lost the network must find it free.
    Where persons are unknown, every connection another one, `keeps` is False.
    """

    def __init__(self, *, keeps: bool = True) -> None:
        self._keeps = keeps
        self._connections: dict[int, str] = {}
        self._persons: dict[int, str] = {}
        # The same the other way round, the oldest first.
        self._of_person: dict[str, dict[int, None]] = {}
        self._held: dict[str, set[int]] = {}

    def claim(self, client_id: int, connection: str, person: str) -> None:
        """Raises `ViolationError` when it is another person's, `GuardError` for too many."""
        if self._connections.get(client_id) == connection:
            return
        self.require_free(client_id, person)
        held = self._held.setdefault(connection, set())
        if len(held) >= MAX_IDS_PER_CONNECTION:
            raise GuardError(f"expected at most {MAX_IDS_PER_CONNECTION} client ids, got one more")
        before = self._connections.get(client_id)
        if before is not None:
            self._held[before].discard(client_id)
        held.add(client_id)
        self._connections[client_id] = connection
        self._remember(client_id, person)

    def require_free(self, client_id: int, person: str) -> None:
        """Raises `ViolationError` when it is another person's."""
        if self._persons.get(client_id, person) != person:
            raise ViolationError(f"expected a client id of your own, got {client_id}")

    def holder(self, client_id: int) -> str | None:
        """The connection it is bound to now."""
        return self._connections.get(client_id)

    def release(self, connection: str) -> None:
        for client_id in self._held.pop(connection, ()):
            del self._connections[client_id]
            if not self._keeps:
                self._forget(client_id)

    def _remember(self, client_id: int, person: str) -> None:
        if client_id in self._persons:
            self._forget(client_id)
        self._persons[client_id] = person
        own = self._of_person.setdefault(person, {})
        own[client_id] = None
        if len(own) > MAX_IDS_OF_PERSON:
            self._forget_oldest(own)
        elif len(self._persons) > MAX_IDS_REMEMBERED:
            self._forget_oldest(self._persons)

    def _forget_oldest(self, client_ids: Iterable[int]) -> None:
        gone = next((each for each in client_ids if each not in self._connections), None)
        if gone is not None:
            self._forget(gone)

    def _forget(self, client_id: int) -> None:
        person = self._persons.pop(client_id)
        own = self._of_person[person]
        del own[client_id]
        if not own:
            del self._of_person[person]


def _entries(payload: bytes) -> list[tuple[int, int, str, bytes]]:
    """(client, clock, state, all three as they came) of each."""
    reader = Reader(payload)
    entries = []
    for _ in range(reader.var_uint(MAX_ENTRIES)):
        begin = reader.position
        client = reader.var_uint()
        clock = reader.var_uint(MAX_CLOCK)
        state = reader.var_string(len(payload))
        entries.append((client, clock, state, payload[begin : reader.position]))
    reader.end()
    return entries


def _payload(entries: list[bytes]) -> bytes | None:
    if not entries:
        return None
    buffer = bytearray()
    write_var_uint(buffer, len(entries))
    return bytes(buffer) + b"".join(entries)


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


_CHECK: Final = json.JSONDecoder(parse_constant=_refuse_constant)


def _require_json(state: str) -> None:
    """1.4 us for a cursor; one bad state would cost every peer the whole frame it comes in."""
    try:
        _CHECK.decode(state)
    except (ValueError, RecursionError) as error:
        raise WireError("presence: expected a state in JSON") from error
