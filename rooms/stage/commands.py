"""Carrying out what members ask of the stage: rights first, then one compare-and-set."""

from typing import assert_never

from persistence.contract import Conflict, RoomId, StoreError
from rooms.control import Areas, ClockCommand, Gather, RequestError
from rooms.member import Person
from rooms.roles import Action, may
from rooms.stage.areas import change_areas
from rooms.stage.clock import CLOCK, Clock, ClockError
from rooms.stage.gathering import gather
from rooms.stage.helpathon import record_name
from rooms.stage.records import RecordBook


async def perform(
    command: ClockCommand | Gather | Areas,
    person: Person,
    room: RoomId,
    book: RecordBook,
    now_ms: int,
) -> None:
    """Raises RequestError: forbidden, invalid, conflict, unavailable."""
    match command:
        case ClockCommand():
            await change_clock(command, person, room, book, now_ms)
        case Gather():
            await gather(command, person, room, book, now_ms)
        case Areas():
            await change_areas(command, person, room, book)
        case _:
            assert_never(command)


async def change_clock(
    command: ClockCommand, person: Person, room: RoomId, book: RecordBook, now_ms: int
) -> None:
    """Change the clock as asked; a conflict comes with the record as it is."""
    if not may(person.role, Action.CONTROL_CLOCK):
        raise RequestError("forbidden", "a facilitator", person.role.value)
    name = "clock/helpathon" if command.scope == "helpathon" else f"clock/{room}"
    if command.rev != book.version(name):
        raise _conflict(name, room, book)
    current = book.value(name)
    clock = None if current is None else CLOCK.validate_python(current).at(now_ms)
    try:
        changed = _changed(clock, command, now_ms)
    except ClockError as error:
        raise RequestError("invalid", error.expected, error.got) from error
    value = None if changed is None else CLOCK.dump_python(changed, mode="json")
    try:
        await book.put(name, value, command.rev)
    except Conflict as conflict:
        raise _conflict(name, room, book) from conflict
    except StoreError as error:
        raise RequestError("unavailable", "a store that takes changes", "none") from error


def _changed(clock: Clock | None, command: ClockCommand, now_ms: int) -> Clock | None:
    if command.action == "start":
        if command.duration_ms is None:
            raise ClockError("duration_ms", "none")
        return Clock.started(command.scope, command.label, command.duration_ms, now_ms)
    if command.action == "reset":
        return None
    if clock is None:
        raise ClockError("a clock that was started", "none")
    match command.action:
        case "pause":
            return clock.paused(now_ms)
        case "resume":
            return clock.resumed(now_ms)
        case "end":
            return clock.ended()
        case "adjust":
            if command.delta_ms is None:
                raise ClockError("delta_ms", "none")
            return clock.adjusted(command.delta_ms, now_ms)


def _conflict(name: str, room: RoomId, book: RecordBook) -> RequestError:
    version = book.version(name)
    return RequestError(
        "conflict",
        "the record's current revision",
        "another one",
        name=record_name(name, room),
        value=book.value(name),
        rev=version,
    )
