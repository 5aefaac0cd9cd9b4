from typing import Any

import pytest

from persistence.contract import NodeId, RoomId
from persistence.memory import Memory, MemoryStore
from rooms.control import Areas, RequestError, parse
from rooms.roles import Role
from rooms.stage.areas import ATTEMPTS, MOST, areas_of
from rooms.stage.commands import perform
from rooms.stage.records import RecordBook
from tests.fakes import FaultyStore, person

ROOM = RoomId("heat-one")
NOON_MS = 1_700_000_000_000
IDEAS = {"title": "Ideen", "prompt": "Was hilft?", "pos": [0, 0], "size": [960, 680]}


class Stage:
    """One room on two nodes."""

    def __init__(self) -> None:
        memory = Memory()
        self.store = FaultyStore(MemoryStore(NodeId("here"), memory))
        self.book = RecordBook("heat", self.store)
        self.there = RecordBook("heat", MemoryStore(NodeId("there"), memory))

    async def change(
        self,
        *changes: dict[str, Any],
        who: Role = Role.FACILITATOR,
        book: RecordBook | None = None,
    ) -> None:
        command = parse({"t": "areas", "id": 1, "changes": list(changes)})
        assert isinstance(command, Areas)
        await perform(command, person("Lea", who), ROOM, book or self.book, NOON_MS)

    async def lays(self, area_id: str, **fields: Any) -> None:
        await self.change({"id": area_id, "area": IDEAS | fields, "fresh": True})

    async def refused(self, *changes: dict[str, Any], **how: Any) -> RequestError:
        before = self.areas
        with pytest.raises(RequestError) as caught:
            await self.change(*changes, **how)
        assert self.areas == before
        return caught.value

    @property
    def areas(self) -> list[Any]:
        return list(areas_of(self.book, ROOM))

    @property
    def ids(self) -> list[str]:
        return [area["id"] for area in self.areas]


async def test_u2_a_facilitator_lays_areas_one_after_the_other() -> None:
    stage = Stage()

    await stage.lays("ideas", color="blue")
    await stage.lays("doubts", title="Zweifel")

    assert stage.areas == [
        {"id": "ideas", "color": "blue", "order": 1, **IDEAS},
        {"id": "doubts", "color": "grey", "order": 2, **IDEAS, "title": "Zweifel"},
    ]


async def test_u2_what_is_not_said_of_an_area_stays() -> None:
    stage = Stage()
    await stage.lays("ideas")

    await stage.change({"id": "ideas", "area": {"pos": [10, 20.5]}})

    assert stage.areas == [{"id": "ideas", "color": "grey", "order": 1, **IDEAS, "pos": [10, 20.5]}]


async def test_u2_all_of_the_changes_count_or_none() -> None:
    stage = Stage()
    await stage.lays("ideas")

    refusal = await stage.refused(
        {"id": "ideas", "area": {"title": "Neu"}}, {"id": "gone", "area": {"title": "Neu"}}
    )

    assert (refusal.code, refusal.expected, refusal.got) == (
        "invalid",
        "an area that is laid",
        "gone",
    )


async def test_an_area_that_goes_is_gone_and_going_twice_is_no_fault() -> None:
    stage = Stage()
    await stage.lays("ideas")

    for _ in range(2):
        await stage.change({"id": "ideas", "area": None})

    assert stage.areas == []


async def test_areas_are_in_the_order_they_were_given() -> None:
    stage = Stage()
    for area_id in ("one", "two", "three"):
        await stage.lays(area_id)

    await stage.change({"id": "one", "area": {"order": 3}}, {"id": "three", "area": {"order": 1}})
    assert stage.ids == ["three", "two", "one"]

    await stage.lays("two-b", order=2)
    assert stage.ids == ["three", "two", "two-b", "one"]


async def test_laid_again_it_is_as_it_was_said_last() -> None:
    stage = Stage()
    await stage.lays("ideas", color="red")

    await stage.lays("ideas", title="Neu")

    assert [(area["title"], area["color"]) for area in stage.areas] == [("Neu", "grey")]


@pytest.mark.parametrize("role", [Role.PARTICIPANT, Role.GUEST])
async def test_u1_nobody_else_lays_changes_or_removes_one(role: Role) -> None:
    stage = Stage()
    await stage.lays("ideas")

    for change in (
        {"id": "new", "area": IDEAS, "fresh": True},
        {"id": "ideas", "area": {"title": "Neu"}},
        {"id": "ideas", "area": None},
    ):
        refusal = await stage.refused(change, who=role)
        assert (refusal.code, refusal.expected, refusal.got) == ("forbidden", "a facilitator", role)


async def test_u3_two_facilitators_at_once_both_count() -> None:
    stage = Stage()
    await stage.lays("ideas")
    await stage.there.load()
    await stage.change({"id": "ideas", "area": {"title": "Neu"}})

    await stage.change({"id": "ideas", "area": {"color": "red"}}, book=stage.there)

    (area,) = areas_of(stage.there, ROOM)
    assert (area["title"], area["color"]) == ("Neu", "red")


async def test_who_never_gets_a_turn_is_told_so() -> None:
    stage = Stage()
    await stage.lays("ideas")

    class Restless(RecordBook):
        async def put(self, name: str, value: Any, expected: int) -> None:
            await stage.lays("other")
            await super().put(name, value, expected)

    restless = Restless("heat", stage.store)
    await restless.load()
    with pytest.raises(RequestError) as caught:
        await stage.change({"id": "ideas", "area": {"color": "red"}}, book=restless)

    assert (caught.value.code, caught.value.got) == ("conflict", f"{ATTEMPTS} of them")


async def test_without_a_store_nothing_is_laid() -> None:
    stage = Stage()
    stage.store.fail("write")

    assert (await stage.refused({"id": "a", "area": IDEAS, "fresh": True})).code == "unavailable"


async def test_a_board_has_a_bounded_number_of_areas() -> None:
    stage = Stage()
    await stage.change(
        *({"id": f"a{index}", "area": IDEAS, "fresh": True} for index in range(MOST))
    )

    refusal = await stage.refused({"id": "more", "area": IDEAS, "fresh": True})

    assert (refusal.code, refusal.got) == ("invalid", str(MOST + 1))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "x" * 121),
        ("title", 7),
        ("prompt", "x" * 501),
        ("pos", [0]),
        ("pos", [0, 3_000_000]),
        ("pos", [float("nan"), 0]),
        ("pos", [float("inf"), 0]),
        ("pos", [True, 0]),
        ("size", [0, 100]),
        ("size", [100, 20_000]),
        ("size", "large"),
        ("color", "ultraviolet"),
        ("order", float("nan")),
        ("order", 10**9),
    ],
)
def test_u1_nonsense_is_refused(field: str, value: object) -> None:
    change = {"id": "ideas", "area": IDEAS | {field: value}, "fresh": True}

    with pytest.raises(RequestError) as caught:
        parse({"t": "areas", "id": 1, "changes": [change]})

    assert caught.value.code == "invalid"


@pytest.mark.parametrize("area_id", ["", "x" * 65, "a b", "ä", "../x", 7, None])
def test_u1_a_name_that_is_none_is_refused(area_id: object) -> None:
    with pytest.raises(RequestError):
        parse({"t": "areas", "id": 1, "changes": [{"id": area_id, "area": None}]})


@pytest.mark.parametrize("missing", ["pos", "size"])
async def test_a_new_area_lies_somewhere(missing: str) -> None:
    area = {key: value for key, value in IDEAS.items() if key != missing}

    refusal = await Stage().refused({"id": "ideas", "area": area, "fresh": True})

    assert (refusal.code, refusal.expected) == ("invalid", f"a new area with its {missing}")
