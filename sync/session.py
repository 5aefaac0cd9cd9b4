"""What one connection may say, and when: bytes in, one event out.

Knows no room and no role: only whether this peer may write and whether it speaks control.
Rules S1 to S6 of SPEC.md.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Final, NamedTuple, TypeAlias, assert_never

from sync.clocks import read_state_vector
from sync.errors import ViolationError
from sync.guard import Limits, Report, inspect
from sync.messages import (
    CONTROL,
    MIB,
    Awareness,
    Control,
    Message,
    QueryAwareness,
    Saved,
    SyncStep1,
    SyncStep2,
    Unknown,
    Update,
    WireLimits,
    decode,
    encode,
    update_in,
)

EMPTY_UPDATE: Final = b"\x00\x00"
# A message is its payload and at most 2 + 8 bytes of type and length.
FRAME_OVERHEAD_BYTES: Final = 16


class State(Enum):
    OPEN = auto()  # nothing asked of the peer
    ASKED = auto()  # a step 1 of ours is not yet answered


# (state, what came) → next state. A missing pair is the peer's fault.
TRANSITIONS: Final[dict[State, dict[type[Message], State]]] = {
    State.OPEN: {
        SyncStep1: State.OPEN,
        Update: State.OPEN,
        Awareness: State.OPEN,
        QueryAwareness: State.OPEN,
        Control: State.OPEN,
        Unknown: State.OPEN,
    },
    State.ASKED: {
        SyncStep1: State.ASKED,
        SyncStep2: State.OPEN,
        Update: State.ASKED,
        Awareness: State.ASKED,
        QueryAwareness: State.ASKED,
        Control: State.ASKED,
        Unknown: State.ASKED,
    },
}


@dataclass(frozen=True, slots=True)
class SessionLimits:
    wire: WireLimits = field(default_factory=WireLimits)
    guard: Limits = field(default_factory=Limits)
    # One message, when no step 1 of ours is open. Its answer may be as large as a step 2.
    message_bytes: int = 1 * MIB + FRAME_OVERHEAD_BYTES


DEFAULT_LIMITS: Final = SessionLimits()


@dataclass(frozen=True, slots=True)
class Asked:
    state_vector: bytes


@dataclass(frozen=True, slots=True)
class Brought:
    """The answer to our step 1: the peer's offline work (or nothing: `report.empty`)."""

    update: bytes
    report: Report


class Edited(NamedTuple):
    update: bytes
    report: Report


class Moved(NamedTuple):
    payload: bytes


@dataclass(frozen=True, slots=True)
class AskedPresence:
    pass


@dataclass(frozen=True, slots=True)
class Commanded:
    payload: bytes


@dataclass(frozen=True, slots=True)
class Ignored:
    """Valid, and of no consequence. `kind` is the message's type."""

    kind: int


Event: TypeAlias = Asked | Brought | Edited | Moved | AskedPresence | Commanded | Ignored


class Session:
    """One connection's side of the protocol. After a `SyncError` it is over: close it."""

    def __init__(
        self, may_write: bool, speaks_control: bool, limits: SessionLimits = DEFAULT_LIMITS
    ) -> None:
        self.may_write = may_write
        self.speaks_control = speaks_control
        self._limits = limits
        # Steps 1 of ours that wait for their step 2.
        self._questions = 0

    @property
    def state(self) -> State:
        return State.ASKED if self._questions else State.OPEN

    @property
    def max_bytes(self) -> int:
        """How large the next message may be: for the transport, which sees lengths first."""
        if self._questions:
            return self._limits.wire.step_2_bytes + FRAME_OVERHEAD_BYTES
        return self._limits.message_bytes

    def ask(self, state_vector: bytes) -> bytes:
        """The step 1 to send to this peer; from now on it owes a step 2."""
        if not self.may_write:
            raise AssertionError("a guest has nothing to bring: it is never asked")
        self._questions += 1
        return encode(SyncStep1(state_vector))

    def receive(self, data: bytes) -> Event:
        """Raises `SyncError`."""
        if len(data) > self.max_bytes:
            raise ViolationError(
                f"expected a message of up to {self.max_bytes} bytes, got {len(data)}", 4413
            )
        if self.may_write:
            # What nearly every message is, and the table allows in every state.
            update = update_in(data, self._limits.wire)
            if update is not None:
                return Edited(update, inspect(update, self._limits.guard))
        message = decode(data, self._limits.wire)
        if not self.may_write and isinstance(message, (SyncStep2, Update)):
            return self._receive_from_guest(message)
        if type(message) not in TRANSITIONS[self.state]:
            raise ViolationError(f"unexpected {type(message).__name__} while {self.state.name}")
        return self._event(message)

    def _event(self, message: Message) -> Event:
        match message:
            case Awareness(payload):
                return Moved(payload)
            case SyncStep1(state_vector):
                # pycrdt allocates what the vector says it holds.
                read_state_vector(state_vector)
                return Asked(state_vector)
            case SyncStep2(update):
                self._questions -= 1
                return Brought(update, inspect(update, self._limits.guard))
            case QueryAwareness():
                return AskedPresence()
            case Control(payload):
                return Commanded(payload) if self.speaks_control else Ignored(CONTROL)
            case Unknown(kind):
                return Ignored(kind)
            case Update() | Saved():
                raise AssertionError(f"no {type(message).__name__} comes this far")
            case _:
                assert_never(message)

    def _receive_from_guest(self, message: SyncStep2 | Update) -> Event:
        if message.update != EMPTY_UPDATE:
            raise ViolationError("expected a guest to read only, got an edit", 4403)
        return Ignored(0)
