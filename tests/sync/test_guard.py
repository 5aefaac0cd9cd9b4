"""Nesting inside one update, and the budget that a room keeps over all of them."""

from collections.abc import Callable, Iterable

import pytest

from sync.document import Document, Overlap
from sync.errors import GuardError
from sync.guard import STATE_LIMITS, Budget, BudgetLimits, Limits, Report, inspect
from tests.sync import yjs
from tests.sync.yjs import block, gc, plain, skip, text, update, y_type

LIMITS = Limits()
EMPTY = b"\x00\x00"


def nesting(data: bytes) -> tuple[int, int]:
    report = inspect(data, LIMITS)
    return report.depth, report.unproven


def chain(depth: int, client: int = 7, kind: int = yjs.MAP) -> bytes:
    """Types inside one another, made by one update."""
    key = "k" if kind == yjs.MAP else None
    inner = [y_type(kind, parent=(client, at), key=key) for at in range(depth - 1)]
    return update(block(client, 0, y_type(kind, root="r", key=key), *inner))


def step(client: int, clock: int) -> bytes:
    """One type more, inside the one before: its place hangs on what the room holds."""
    return update(block(client, clock, y_type(yjs.ARRAY, parent=(client, clock - 1))))


@pytest.mark.parametrize(
    ("structs", "expected"),
    [
        ([text("a", root="r")], (0, 0)),
        ([y_type(yjs.MAP, root="r")], (1, 0)),
        ([y_type(yjs.MAP, root="r"), y_type(yjs.TEXT, parent=(7, 0), key="text")], (2, 0)),
        # Beside something that is in a type.
        (
            [y_type(yjs.ARRAY, root="r"), plain(b"\x7e", parent=(7, 0)), y_type(0, origin=(7, 1))],
            (2, 0),
        ),
        (
            [y_type(yjs.ARRAY, root="r"), plain(b"\x7e", parent=(7, 0)), y_type(0, right=(7, 1))],
            (2, 0),
        ),
        # Inside a text of several clocks.
        ([text("abc", root="r"), y_type(yjs.MAP, origin=(7, 1))], (1, 0)),
    ],
)
def test_g13_a_place_is_proven_through_parents_and_neighbours(
    structs: list[bytes], expected: tuple[int, int]
) -> None:
    assert nesting(update(block(7, 0, *structs))) == expected


def test_g13_a_place_is_proven_across_clients() -> None:
    data = update(
        block(9, 0, y_type(yjs.MAP, parent=(8, 0))),
        block(8, 0, y_type(yjs.MAP, origin=(7, 1))),
        block(7, 0, y_type(yjs.ARRAY, root="r"), plain(b"\x7e", parent=(7, 0))),
    )
    assert nesting(data) == (3, 0)


def test_g13_between_two_neighbours_the_deeper_one_counts() -> None:
    data = update(
        block(8, 0, gc(1), y_type(yjs.MAP, origin=(8, 0), right=(7, 2))),
        block(7, 0, y_type(0, root="r"), y_type(0, parent=(7, 0)), plain(b"\x7e", parent=(7, 1))),
    )
    assert nesting(data) == (3, 0)


@pytest.mark.parametrize(
    "place",
    [
        {"parent": (9, 0)},
        {"origin": (9, 0)},
        {"right": (9, 0)},
        {"origin": (7, 1), "right": (9, 0)},
    ],
)
def test_g14_a_place_outside_the_update_is_unproven(place: dict[str, tuple[int, int]]) -> None:
    data = update(block(7, 1, text("a", root="r"), y_type(yjs.MAP, **place)))
    assert nesting(data) == (0, 1)


def test_g14_what_is_inside_an_unproven_type_is_unproven() -> None:
    data = update(
        block(7, 5, y_type(0, parent=(9, 0)), y_type(0, parent=(7, 5)), y_type(0, root="r"))
    )
    assert nesting(data) == (1, 2)


def test_g14_a_gap_proves_nothing() -> None:
    data = update(block(7, 0, text("a", root="r"), skip(3), y_type(yjs.MAP, origin=(7, 2))))
    assert nesting(data) == (0, 1)


def test_g14_a_circle_is_unproven() -> None:
    data = update(
        block(8, 0, y_type(0, parent=(7, 0)), y_type(0, root="r")),
        block(7, 0, y_type(0, parent=(8, 0)), y_type(0, origin=(7, 0), right=(8, 1))),
    )
    assert nesting(data) == (1, 3)


@pytest.mark.parametrize("holder", [gc(1), text("a", root="r"), plain(b"\x7e", root="r")])
def test_g14_inside_what_holds_nothing_there_is_no_depth(holder: bytes) -> None:
    assert nesting(update(block(7, 0, holder, y_type(0, parent=(7, 0))))) == (1, 0)


def test_g15_a_depth_over_its_bound_is_refused() -> None:
    assert nesting(chain(LIMITS.depth)) == (LIMITS.depth, 0)
    with pytest.raises(GuardError, match="depth up to 64, got 65"):
        inspect(chain(LIMITS.depth + 1), LIMITS)


SMALL = BudgetLimits(types=100, depth=10, types_per_audit=4)


class Room:
    """What a room does with its budget."""

    def __init__(self, limits: BudgetLimits = SMALL) -> None:
        self.document = Document()
        self.budget = Budget(EMPTY, limits)
        self.audits = 0

    def take(self, data: bytes) -> Report:
        report = inspect(data, LIMITS)
        fresh = self.document.overlap(report.clients) is Overlap.NONE
        self.budget.admit(report, data, self.state, fresh)
        self.document.append(data, report.clients)
        return report

    def take_all(self, updates: Iterable[bytes]) -> None:
        for data in updates:
            self.take(data)

    def state(self) -> bytes:
        self.audits += 1
        return self.document.state()

    def used(self) -> tuple[int, int, int]:
        return self.budget.types, self.budget.depth, self.budget.unproven


def test_g16_a_budget_starts_from_the_stored_state() -> None:
    budget = Budget(Document(chain(5), [step(7, 5), chain(3, client=8)]).state(), SMALL)
    assert (budget.types, budget.depth, budget.unproven) == (9, 6, 0)


def test_g16_what_is_stored_is_not_judged() -> None:
    assert Budget(chain(500), SMALL).depth == 500


def test_g16_updates_without_types_cost_nothing() -> None:
    room = Room()
    for clock in range(50):
        room.take(update(block(7, clock, text("a", origin=(9, 9)))))
    assert room.used() == (0, 0, 0)


def test_g16_proven_types_need_no_audit() -> None:
    room = Room()
    for client in range(40):
        room.take(chain(2, client=100 + client))
    assert room.used() == (80, 2, 0)
    assert room.audits == 0


def test_g16_types_are_bounded_in_number() -> None:
    room = Room()
    for client in range(50):
        room.take(chain(2, client=100 + client))
    with pytest.raises(GuardError, match="100 types"):
        room.take(chain(2, client=7))
    assert room.used() == (100, 2, 0)


def test_g18_depth_built_up_in_steps_is_found_by_audits() -> None:
    room = Room()
    room.take(chain(1))
    for clock in range(1, 10):
        room.take(step(7, clock))
    assert room.used() == (10, 1, 9)
    with pytest.raises(GuardError, match="depth 10"):
        room.take(step(7, 10))
    assert room.audits == 1
    assert room.used() == (10, 10, 0)


def test_g18_an_audit_gives_back_what_can_be_proven() -> None:
    room = Room()
    room.take(update(block(7, 0, y_type(yjs.ARRAY, root="list"))))
    for clock in range(1, 60):
        room.take(update(block(7, clock, y_type(yjs.MAP, origin=(7, clock - 1)))))
    assert room.budget.types == 60
    assert 0 < room.audits < 10


def test_g18_a_long_stretch_of_offline_work_is_proven_with_the_room() -> None:
    room = Room()
    room.take(update(block(7, 0, plain(b"\x7e", root="list"))))
    pushed = [y_type(yjs.MAP, origin=(7, clock)) for clock in range(50)]
    report = room.take(update(block(7, 1, *pushed)))
    assert report.unproven == 50
    assert room.used() == (50, 1, 0)


def test_g17_what_the_room_holds_already_proves_nothing() -> None:
    """Each step says again, wrongly, that what it hangs on is garbage or in a root."""
    for lie in (gc(1), y_type(yjs.ARRAY, root="r")):
        room = Room()
        room.take(chain(1))
        steps = [block(7, at - 1, lie, y_type(0, parent=(7, at - 1))) for at in range(1, 30)]
        with pytest.raises(GuardError, match="depth 10"):
            room.take_all(update(step) for step in steps)
        assert Budget(room.document.state(), SMALL).depth <= 10


def test_g17_what_is_sent_again_is_not_counted_for_ever() -> None:
    room = Room()
    for _ in range(30):
        room.take(chain(5))
    assert room.budget.types <= 100
    assert Budget(room.document.state(), SMALL).types == 5


def test_g19_an_audit_must_be_earned() -> None:
    room = Room(BudgetLimits(types=100, depth=10, types_per_audit=5))
    for clock in range(10):
        room.take(update(block(7, clock, y_type(0, parent=(9, 0)))))
    for _ in range(5):
        with pytest.raises(GuardError):
            room.take(update(block(8, 0, y_type(0, parent=(9, 0)))))
    assert room.audits == 1


def test_g20_a_refused_update_leaves_the_budget_exact() -> None:
    room = Room()
    room.take(chain(8))
    with pytest.raises(GuardError):
        room.take(chain(20, client=8))
    assert room.used() == (8, 8, 0)


def test_g16_what_other_nodes_let_in_counts() -> None:
    budget = Budget(EMPTY, SMALL)
    budget.count(inspect(chain(40), LIMITS), fresh=True)
    assert (budget.types, budget.depth, budget.unproven) == (40, 40, 0)
    budget.count(inspect(chain(2, client=8), LIMITS))
    assert (budget.types, budget.depth, budget.unproven) == (42, 40, 2)


@pytest.mark.parametrize("make", [chain, lambda depth: chain(depth, kind=yjs.ARRAY)])
def test_g1_long_chains_are_followed_in_linear_time(make: Callable[[int], bytes]) -> None:
    assert inspect(make(15_000), STATE_LIMITS).depth == 15_000
