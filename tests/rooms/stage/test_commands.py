from typing import Any

import pytest

from persistence.contract import NodeId, RoomId
from persistence.memory import Memory, MemoryStore
from rooms.control import ClockCommand, RequestError
from rooms.roles import Role
from rooms.stage.commands import perform
from rooms.stage.records import RecordBook
from tests.fakes import FaultyStore, person

ROOM = RoomId("heat-one")
MINUTE_MS = 60_000
NOON_MS = 1_700_000_000_000
LEADER = person("Lea", Role.FACILITATOR)


class Stage:
    """One room's clocks, on two nodes, with a hand at the time."""

    def __init__(self) -> None:
        memory = Memory()
        self.store = FaultyStore(MemoryStore(NodeId("here"), memory))
        self.book = RecordBook("heat", self.store)
        self.there = RecordBook("heat", MemoryStore(NodeId("there"), memory))
        self.now_ms = NOON_MS

    async def command(
        self,
        action: str,
        *,
        rev: int | None = None,
        who: Role = Role.FACILITATOR,
        scope: str = "room",
        book: RecordBook | None = None,
        **fields: Any,
    ) -> None:
        """With the revision that is known here, if none is given."""
        book = self.book if book is None else book
        name = f"clock/{ROOM}" if scope == "room" else "clock/helpathon"
        seen = book.version(name) if rev is None else rev
        content = {"t": "clock", "id": 1, "scope": scope, "action": action, "rev": seen, **fields}
        command = ClockCommand.model_validate(content)
        await perform(command, person("Lea", who), ROOM, book, self.now_ms)

    async def refused(self, action: str, **fields: Any) -> RequestError:
        before = (self.clock, self.book.version(f"clock/{ROOM}"))
        with pytest.raises(RequestError) as caught:
            await self.command(action, **fields)
        if caught.value.code != "conflict":
            assert (self.clock, self.book.version(f"clock/{ROOM}")) == before
        return caught.value

    @property
    def clock(self) -> Any:
        return self.book.value(f"clock/{ROOM}")


async def started() -> Stage:
    stage = Stage()
    await stage.command("start", duration_ms=10 * MINUTE_MS, label="Ideen")
    return stage


async def test_a_facilitator_starts_the_clock_of_a_room() -> None:
    stage = await started()

    assert stage.clock == {
        "scope": "room",
        "label": "Ideen",
        "status": "running",
        "duration_ms": 10 * MINUTE_MS,
        "ends_at": NOON_MS + 10 * MINUTE_MS,
        "remaining_ms": None,
    }


async def test_the_helpathons_clock_is_another_one() -> None:
    stage = await started()

    await stage.command("start", scope="helpathon", duration_ms=MINUTE_MS)

    assert stage.book.value("clock/helpathon")["duration_ms"] == MINUTE_MS
    assert stage.clock["duration_ms"] == 10 * MINUTE_MS


@pytest.mark.parametrize("role", [Role.PARTICIPANT, Role.GUEST])
@pytest.mark.parametrize("action", ["start", "pause", "resume", "adjust", "end", "reset"])
async def test_nobody_else_touches_the_clock(role: Role, action: str) -> None:
    stage = await started()

    refusal = await stage.refused(action, who=role, duration_ms=MINUTE_MS, delta_ms=MINUTE_MS)

    assert (refusal.code, refusal.expected, refusal.got) == ("forbidden", "a facilitator", role)


async def test_a_clock_is_paused_and_goes_on() -> None:
    stage = await started()
    stage.now_ms += 4 * MINUTE_MS
    await stage.command("pause")
    assert (stage.clock["status"], stage.clock["remaining_ms"]) == ("paused", 6 * MINUTE_MS)

    stage.now_ms += 30 * MINUTE_MS
    await stage.command("resume")

    assert stage.clock["status"] == "running"
    assert stage.clock["ends_at"] == stage.now_ms + 6 * MINUTE_MS


async def test_more_time_while_it_runs() -> None:
    stage = await started()

    await stage.command("adjust", delta_ms=5 * MINUTE_MS)

    assert stage.clock["ends_at"] == NOON_MS + 15 * MINUTE_MS


async def test_three_more_minutes_after_zero_run_again() -> None:
    stage = await started()
    stage.now_ms += 12 * MINUTE_MS

    await stage.command("adjust", delta_ms=3 * MINUTE_MS)

    assert stage.clock["status"] == "running"
    assert stage.clock["ends_at"] == stage.now_ms + 3 * MINUTE_MS


async def test_a_clock_that_ran_out_cannot_be_paused() -> None:
    stage = await started()
    stage.now_ms += 10 * MINUTE_MS

    refusal = await stage.refused("pause")

    assert (refusal.code, refusal.got) == ("invalid", "one that is done")


async def test_a_clock_is_ended_early() -> None:
    stage = await started()

    await stage.command("end")

    assert (stage.clock["status"], stage.clock["remaining_ms"]) == ("done", 0)


async def test_a_clock_is_started_again_while_it_runs() -> None:
    stage = await started()
    stage.now_ms += 4 * MINUTE_MS

    await stage.command("start", duration_ms=2 * MINUTE_MS)

    assert stage.clock["ends_at"] == stage.now_ms + 2 * MINUTE_MS


async def test_after_a_reset_there_is_none_and_its_revisions_go_on() -> None:
    stage = await started()

    await stage.command("reset")
    assert stage.clock is None
    assert stage.book.version(f"clock/{ROOM}") == 2

    await stage.command("start", duration_ms=MINUTE_MS)
    assert stage.book.version(f"clock/{ROOM}") == 3


@pytest.mark.parametrize("action", ["pause", "resume", "adjust", "end"])
async def test_a_clock_that_was_never_started_cannot_be_changed(action: str) -> None:
    stage = Stage()

    refusal = await stage.refused(action, delta_ms=MINUTE_MS)

    assert (refusal.code, refusal.expected) == ("invalid", "a clock that was started")


@pytest.mark.parametrize(("action", "field"), [("start", "duration_ms"), ("adjust", "delta_ms")])
async def test_a_command_without_its_amount_is_invalid(action: str, field: str) -> None:
    stage = await started()

    refusal = await stage.refused(action)

    assert (refusal.code, refusal.expected, refusal.got) == ("invalid", field, "none")


async def test_who_saw_an_older_clock_gets_the_one_there_is() -> None:
    stage = await started()
    await stage.command("pause")

    refusal = await stage.refused("pause", rev=1)

    assert refusal.code == "conflict"
    assert refusal.more == {"name": "clock/room", "value": stage.clock, "rev": 2}
    assert stage.clock["status"] == "paused"


async def test_of_two_facilitators_on_two_nodes_one_wins_and_the_other_sees_it() -> None:
    stage = await started()
    await stage.there.load()
    await stage.command("pause", book=stage.there)

    refusal = await stage.refused("end")

    assert refusal.code == "conflict"
    assert (refusal.more["value"]["status"], refusal.more["rev"]) == ("paused", 2)
    assert stage.clock["status"] == "paused"


async def test_a_store_that_is_away_leaves_the_clock_as_it_was() -> None:
    stage = await started()
    stage.store.fail("write")

    refusal = await stage.refused("end")

    assert refusal.code == "unavailable"
