import pytest

from sync.errors import GuardError, SyncError, ViolationError, WireError
from sync.presence import MAX_ENTRIES, MAX_IDS_REMEMBERED, ClientIds, Presence
from tests.sync import yjs

STATE = '{"cursor":[1,2]}'


def payload(*entries: tuple[int, int, str]) -> bytes:
    return yjs.uint(len(entries)) + b"".join(
        yjs.uint(client) + yjs.uint(clock) + yjs.string(state) for client, clock, state in entries
    )


def states(data: bytes | None) -> dict[int, tuple[int, str]]:
    """Client → (clock, state) of an awareness payload."""
    if data is None:
        return {}
    reader = yjs.Reader(data)
    found = {}
    for _ in range(reader.uint()):
        client = reader.uint()
        found[client] = (reader.uint(), reader.string())
    assert reader.position == len(data)
    return found


class Room:
    """Whom the room lets speak for which client: nobody for two."""

    def __init__(self) -> None:
        self.claims: list[tuple[int, str]] = []
        self.refused: set[int] = set()
        self.presence = Presence(self.claim)

    def claim(self, client: int, connection: str) -> bool:
        self.claims.append((client, connection))
        return client not in self.refused

    def receive(self, connection: str, *entries: tuple[int, int, str], now_s: float = 0) -> None:
        self.presence.receive(connection, payload(*entries), now_s)

    def remote(self, node: str, *entries: tuple[int, int, str], now_s: float = 0) -> None:
        self.presence.receive_remote(node, payload(*entries), now_s)

    def dirty(self) -> dict[int, tuple[int, str]]:
        return states(self.presence.take_dirty())

    def outgoing(self) -> dict[int, tuple[int, str]]:
        return states(self.presence.take_outgoing())

    def everyone(self) -> dict[int, tuple[int, str]]:
        return states(self.presence.everyone())


def test_p1_a_state_goes_through_as_it_came() -> None:
    room = Room()
    room.receive("a", (7, 1, ' { "ü" : 1.50 } '))
    assert room.presence.take_dirty() == payload((7, 1, ' { "ü" : 1.50 } '))


def test_p1_a_state_is_utf_8() -> None:
    with pytest.raises(WireError, match="UTF-8"):
        Room().presence.receive("a", b"\x01\x07\x01\x01\xff", 0)


def test_p2_a_connection_is_bound_by_its_first_state() -> None:
    room = Room()
    room.receive("a", (7, 0, STATE))
    room.receive("a", (7, 1, STATE))
    assert room.claims == [(7, "a")]
    assert room.everyone() == {7: (1, STATE)}


def test_p2_a_room_can_refuse_a_client_id() -> None:
    room = Room()
    room.refused.add(7)
    room.receive("a", (7, 1, STATE))
    assert room.everyone() == {}
    room.receive("a", (8, 1, STATE))
    assert room.everyone() == {8: (1, STATE)}


def test_p2_a_removal_binds_nobody() -> None:
    room = Room()
    room.receive("a", (7, 1, "null"))
    assert room.claims == []
    assert room.dirty() == {}


@pytest.mark.parametrize("clock", [4, 5])
def test_p2_an_echo_binds_nobody(clock: int) -> None:
    room = Room()
    room.receive("a", (7, 5, STATE))
    room.presence.leave("a")
    room.receive("b", (7, clock, STATE))
    assert room.claims == [(7, "a")]
    assert room.everyone() == {}


def test_p2_the_same_person_comes_back_before_the_old_connection_is_gone() -> None:
    room = Room()
    room.receive("old", (7, 5, STATE))
    room.receive("new", (7, 6, "1"))
    room.refused.add(7)
    room.receive("old", (7, 9, "2"))
    room.presence.leave("old")
    assert room.everyone() == {7: (6, "1")}
    room.presence.leave("new")
    assert room.everyone() == {}


def test_p3_what_a_connection_says_of_others_is_dropped() -> None:
    room = Room()
    room.receive("a", (7, 1, STATE))
    room.receive("b", (8, 1, STATE))
    room.receive("b", (7, 9, "taken over"), (8, 2, '"own"'), (7, 9, "null"), (6, 1, STATE))
    assert room.everyone() == {7: (1, STATE), 8: (2, '"own"')}


@pytest.mark.parametrize(
    ("clock", "state", "expected"),
    [
        (6, '"new"', (6, '"new"')),
        (5, '"echo"', (5, STATE)),
        (4, '"old"', (5, STATE)),
        (4, "null", (5, STATE)),
        (5, "null", None),
        (6, "null", None),
    ],
)
def test_p4_a_newer_clock_wins(clock: int, state: str, expected: tuple[int, str] | None) -> None:
    room = Room()
    room.receive("a", (7, 5, STATE))
    room.receive("a", (7, clock, state))
    assert room.everyone().get(7) == expected


def test_p4_after_a_removal_only_a_newer_state_counts() -> None:
    room = Room()
    room.receive("a", (7, 5, STATE))
    room.receive("a", (7, 6, "null"))
    room.receive("a", (7, 6, STATE))
    assert room.everyone() == {}
    room.receive("a", (7, 7, STATE))
    assert room.everyone() == {7: (7, STATE)}


def test_p5_an_own_entry_is_bounded() -> None:
    room = Room()
    room.receive("a", (7, 1, f'"{"x" * 2_000}"'))
    with pytest.raises(GuardError):
        room.receive("a", (7, 2, f'"{"x" * 2_100}"'))


def test_p5_echoes_may_be_longer() -> None:
    room = Room()
    room.receive("a", (7, 1, STATE))
    room.receive("a", *((100 + n, 1, "x" * 3_000) for n in range(30)))
    assert room.everyone() == {7: (1, STATE)}


@pytest.mark.parametrize(
    "data",
    [
        payload((7, 2**31, STATE)),
        payload((2**53, 1, STATE)),
        yjs.uint(MAX_ENTRIES + 1),
        payload((7, 1, STATE)) + b"\x00",
        b"",
    ],
)
def test_p5_clocks_and_entries_are_bounded(data: bytes) -> None:
    room = Room()
    for take in (room.presence.receive, room.presence.receive_remote):
        with pytest.raises(WireError):
            take("a", data, 0)
    assert room.everyone() == {}


def test_w5_a_payload_that_ends_early_is_refused_at_every_offset() -> None:
    whole = payload((7, 300, STATE), (2**40, 1, "ü"))
    for end in range(len(whole)):
        with pytest.raises(WireError):
            Room().presence.receive("a", whole[:end], 0)


@pytest.mark.parametrize(
    "state", ["", "{", "nul", "NaN", '{"x":Infinity}', "[" * 2000, "'a'", '"\x01"', "{}{}"]
)
def test_p11_a_state_that_peers_cannot_parse_is_refused(state: str) -> None:
    room = Room()
    room.presence.receive("a", payload((1, 1, STATE)), 0)

    with pytest.raises(SyncError):
        room.presence.receive("a", payload((1, 2, state)), 0)

    assert states(room.presence.take_dirty()) == {1: (1, STATE)}


def test_p6_changes_are_taken_once_and_newest() -> None:
    room = Room()
    room.receive("a", (7, 1, "1"))
    room.receive("a", (7, 2, "2"))
    room.receive("b", (8, 1, STATE))
    assert room.dirty() == {7: (2, "2"), 8: (1, STATE)}
    assert room.presence.take_dirty() is None
    room.receive("b", (8, 1, STATE))
    assert room.presence.take_dirty() is None


def test_p6_other_nodes_are_told_of_our_connections_only() -> None:
    room = Room()
    room.receive("a", (7, 1, STATE))
    room.remote("n2", (8, 1, STATE))
    assert room.dirty().keys() == {7, 8}
    assert room.outgoing().keys() == {7}
    assert room.presence.take_outgoing() is None


def test_p7_who_leaves_is_removed_with_its_last_clock() -> None:
    room = Room()
    room.receive("a", (7, 5, STATE))
    room.dirty()
    room.presence.leave("a")
    assert room.dirty() == {7: (5, "null")}
    assert room.outgoing() == {7: (5, "null")}
    assert room.everyone() == {}


def test_p7_who_comes_back_counts_on_and_is_seen_at_once() -> None:
    room = Room()
    room.receive("a", (7, 5, STATE))
    room.presence.leave("a")
    room.receive("a2", (7, 6, STATE))
    assert room.dirty() == {7: (6, STATE)}


def test_p7_who_said_goodbye_long_ago_may_still_leave_and_may_come_again() -> None:
    room = Room()
    room.receive("a", (7, 1, STATE))
    room.receive("a", (7, 2, "null"))
    room.presence.expire(1000)
    room.receive("a", (7, 3, STATE))
    assert room.everyone() == {7: (3, STATE)}
    room.receive("a", (7, 4, "null"))
    room.presence.expire(2000)
    room.presence.leave("a")
    assert room.everyone() == {}


def test_p8_another_node_that_asks_hears_of_our_own_only() -> None:
    room = Room()
    room.receive("a", (7, 1, STATE))
    room.remote("n2", (8, 1, STATE))
    assert states(room.presence.own()) == {7: (1, STATE)}


def test_p7_leaving_without_a_state_is_nothing() -> None:
    room = Room()
    room.presence.leave("a")
    room.receive("a", (7, 5, STATE))
    room.receive("a", (7, 5, "null"))
    room.dirty()
    room.presence.leave("a")
    assert room.dirty() == {}


def test_p8_a_connection_of_ours_counts_more_than_another_node() -> None:
    room = Room()
    room.receive("a", (7, 5, STATE))
    room.remote("n2", (7, 9, "other"))
    assert room.everyone() == {7: (5, STATE)}


def test_p8_a_client_can_move_from_another_node_to_us_and_back() -> None:
    room = Room()
    room.remote("n2", (7, 5, STATE))
    room.receive("a", (7, 6, '"here"'))
    room.remote("n2", (7, 5, "null"))
    assert room.everyone() == {7: (6, '"here"')}
    room.presence.leave("a")
    room.remote("n2", (7, 7, "there"))
    assert room.everyone() == {7: (7, "there")}


def test_p9_what_another_node_does_not_renew_goes_after_30_s() -> None:
    room = Room()
    room.receive("a", (6, 1, STATE), now_s=0)
    room.remote("n2", (7, 1, STATE), (8, 1, STATE), now_s=0)
    room.remote("n2", (8, 2, STATE), now_s=20)
    room.dirty()
    room.presence.expire(30)
    assert room.dirty() == {}
    room.presence.expire(31)
    assert room.dirty() == {7: (1, "null")}
    assert room.everyone().keys() == {6, 8}
    assert room.outgoing().keys() == {6}


def test_p9_all_of_a_dropped_node_go() -> None:
    room = Room()
    room.remote("n2", (7, 1, STATE))
    room.remote("n3", (8, 1, STATE))
    room.dirty()
    room.presence.drop_node("n2")
    assert room.dirty() == {7: (1, "null")}
    assert room.everyone().keys() == {8}


def test_p9_what_is_gone_is_forgotten_after_30_s() -> None:
    room = Room()
    room.receive("a", (7, 5, STATE), now_s=0)
    room.presence.leave("a")
    for now_s in (1_000, 1_029):
        room.presence.expire(now_s)
        room.receive("b", (7, 5, STATE), now_s=now_s)
    assert room.claims == [(7, "a")]
    room.presence.expire(1_031)
    room.receive("b", (7, 5, STATE), now_s=1_031)
    assert room.everyone() == {7: (5, STATE)}


def test_p10_what_comes_before_a_faulty_entry_is_not_taken_either() -> None:
    room = Room()
    with pytest.raises(SyncError):
        room.presence.receive("a", payload((7, 1, STATE), (8, 1, STATE))[:-1], 0)
    assert room.everyone() == {}


def test_c1_a_client_id_belongs_to_who_claimed_it_first() -> None:
    ids = ClientIds()
    ids.claim(7, "a", "anna")
    ids.claim(7, "a", "anna")
    assert ids.holder(7) == "a"
    with pytest.raises(ViolationError) as raised:
        ids.claim(7, "b", "ben")
    assert raised.value.code == 4409
    ids.release("a")
    assert ids.holder(7) is None
    with pytest.raises(ViolationError):
        ids.claim(7, "b", "ben")
    ids.claim(7, "c", "anna")
    assert ids.holder(7) == "c"


def test_c1_a_room_remembers_a_bounded_number_and_never_forgets_one_in_use() -> None:
    ids = ClientIds()
    ids.claim(1, "here", "anna")
    for number in range(2, MAX_IDS_REMEMBERED + 3):
        ids.claim(number, f"c{number}", f"p{number}")
        ids.release(f"c{number}")
    with pytest.raises(ViolationError):
        ids.claim(1, "b", "ben")
    ids.claim(2, "b", "ben")


def test_c1_who_takes_many_ids_pushes_out_their_own() -> None:
    ids = ClientIds()
    ids.claim(7, "a", "anna")
    ids.release("a")
    for number in range(1000, 1000 + MAX_IDS_REMEMBERED):
        ids.claim(number, f"m{number}", "mallory")
        ids.release(f"m{number}")
    with pytest.raises(ViolationError):
        ids.claim(7, "m", "mallory")
    ids.claim(1000, "a", "anna")  # forgotten
    with pytest.raises(ViolationError):
        ids.claim(999 + MAX_IDS_REMEMBERED, "a", "anna")


def test_c2_the_same_person_may_take_its_client_id_over() -> None:
    ids = ClientIds()
    ids.claim(7, "old", "anna")
    ids.claim(7, "new", "anna")
    ids.release("old")
    assert ids.holder(7) == "new"
    with pytest.raises(ViolationError):
        ids.claim(7, "b", "ben")


def test_c3_a_connection_holds_at_most_8() -> None:
    ids = ClientIds()
    for client in range(8):
        ids.claim(client, "a", "anna")
    with pytest.raises(GuardError):
        ids.claim(8, "a", "anna")
    ids.claim(8, "b", "anna")
    ids.claim(0, "b", "anna")
    ids.claim(9, "a", "anna")


def test_releasing_nothing_is_nothing() -> None:
    ClientIds().release("a")
