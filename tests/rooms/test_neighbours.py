from typing import Any

import msgpack

from persistence.contract import NodeId
from rooms.neighbours import FORGET_S, Neighbours

THERE = NodeId("there")
ELSEWHERE = NodeId("elsewhere")


def member(connection: str, **fields: Any) -> dict[str, Any]:
    return {"connection": connection, "name": "Ada", **fields}


def says(*members: dict[str, Any]) -> bytes:
    packed: bytes = msgpack.packb(members)
    return packed


def test_everybody_in_a_first_list_is_new() -> None:
    neighbours = Neighbours()

    changed, left = neighbours.hear(THERE, says(member("a"), member("b")), 0.0)

    assert changed == [member("a"), member("b")]
    assert left == []
    assert neighbours.members() == [member("a"), member("b")]


def test_a_list_that_is_repeated_says_nothing_new() -> None:
    neighbours = Neighbours()
    neighbours.hear(THERE, says(member("a")), 0.0)

    assert neighbours.hear(THERE, says(member("a")), 1.0) == ([], [])


def test_a_list_tells_who_came_who_changed_and_who_left() -> None:
    neighbours = Neighbours()
    neighbours.hear(THERE, says(member("stays"), member("changes"), member("goes")), 0.0)

    now = says(member("stays"), member("changes", client=7), member("comes"))
    changed, left = neighbours.hear(THERE, now, 1.0)

    assert changed == [member("changes", client=7), member("comes")]
    assert left == ["goes"]


def test_a_node_speaks_for_its_own_people_only() -> None:
    neighbours = Neighbours()
    neighbours.hear(THERE, says(member("a")), 0.0)

    _, left = neighbours.hear(ELSEWHERE, says(member("b")), 0.0)

    assert left == []
    assert neighbours.members() == [member("a"), member("b")]


def test_a_node_that_fell_silent_is_forgotten_with_its_people() -> None:
    neighbours = Neighbours()
    neighbours.hear(THERE, says(member("a"), member("b")), 0.0)
    neighbours.hear(ELSEWHERE, says(member("c")), 10.0)

    gone = neighbours.forget_silent(FORGET_S + 0.1)

    assert gone == [(THERE, ["a", "b"])]
    assert neighbours.members() == [member("c")]


def test_a_node_is_forgotten_once() -> None:
    neighbours = Neighbours()
    neighbours.hear(THERE, says(member("a")), 0.0)
    neighbours.forget_silent(FORGET_S + 0.1)

    assert neighbours.forget_silent(2 * FORGET_S) == []


def test_a_node_heard_in_time_stays() -> None:
    neighbours = Neighbours()
    neighbours.hear(THERE, says(member("a")), 0.0)

    assert neighbours.forget_silent(FORGET_S) == []
    assert neighbours.members() == [member("a")]


def test_a_node_that_repeats_itself_stays() -> None:
    neighbours = Neighbours()
    neighbours.hear(THERE, says(member("a")), 0.0)
    neighbours.hear(THERE, says(member("a")), 20.0)

    assert neighbours.forget_silent(40.0) == []


def test_the_people_of_a_node_that_comes_back_are_new_again() -> None:
    neighbours = Neighbours()
    neighbours.hear(THERE, says(member("a")), 0.0)
    neighbours.forget_silent(FORGET_S + 0.1)

    changed, _ = neighbours.hear(THERE, says(member("a")), 60.0)

    assert changed == [member("a")]
