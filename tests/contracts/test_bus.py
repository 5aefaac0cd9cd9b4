"""What one node hears of another, on every driver."""

from persistence.contract import START, Change, Position, RoomId
from tests.contracts.conftest import Node

ROOM = RoomId("hall-1")
SCOPE = "linz24"


async def append(node: Node, *entries: bytes, room: RoomId = ROOM) -> Position:
    await node.store.load(room)
    (result,) = (await node.store.append({room: entries})).values()
    assert isinstance(result, str)
    return result


async def put(node: Node, name: str, expected: int = 0) -> None:
    await node.store.write(SCOPE, [Change(name, b"x", expected)])


async def test_entries_of_another_node_arrive_in_order(node: Node, other: Node) -> None:
    node.bus.follow(ROOM, START)
    for number in range(50):
        await append(other, b"%d" % number)

    await node.heard.until(lambda: len(node.heard.data(ROOM)) == 50)

    assert node.heard.data(ROOM) == [b"%d" % number for number in range(50)]
    assert {entry.node for entry in node.heard.entries[ROOM]} == {"there"}


async def test_positions_heard_are_the_positions_stored(node: Node, other: Node) -> None:
    node.bus.follow(ROOM, START)
    await append(other, b"one", b"two")

    await node.heard.until(lambda: len(node.heard.data(ROOM)) == 2)

    assert tuple(node.heard.entries[ROOM]) == (await node.store.load(ROOM)).entries


async def test_own_entries_are_not_heard(node: Node, other: Node) -> None:
    node.bus.follow(ROOM, START)
    await append(node, b"mine")
    await append(other, b"theirs")
    await append(node, b"mine too")
    await append(other, b"theirs too")

    await node.heard.until(lambda: len(node.heard.data(ROOM)) == 2)

    assert node.heard.data(ROOM) == [b"theirs", b"theirs too"]


async def test_what_came_before_following_is_caught_up_with(node: Node, other: Node) -> None:
    await append(other, b"loaded")
    stored = await node.store.load(ROOM)
    await append(other, b"between load and follow")

    node.bus.follow(ROOM, stored.last)
    await append(other, b"later")

    await node.heard.until(lambda: len(node.heard.data(ROOM)) == 2)
    assert node.heard.data(ROOM) == [b"between load and follow", b"later"]


async def test_more_than_a_page_is_caught_up_with(node: Node, other: Node) -> None:
    entries = [b"%d" % number for number in range(1001)]
    await append(other, *entries)

    node.bus.follow(ROOM, START)

    await node.heard.until(lambda: len(node.heard.data(ROOM)) == 1001)
    assert node.heard.data(ROOM) == entries


async def test_many_rooms_are_followed_at_once(node: Node, other: Node) -> None:
    rooms = [RoomId(f"room-{number}") for number in range(120)]
    for room in rooms:
        node.bus.follow(room, START)

    await other.store.append({room: [room.encode()] for room in rooms})

    await node.heard.until(lambda: len(node.heard.entries) == len(rooms))
    assert all(node.heard.data(room) == [room.encode()] for room in rooms)


async def test_two_nodes_hear_each_other(node: Node, other: Node) -> None:
    node.bus.follow(ROOM, START)
    other.bus.follow(ROOM, START)

    await append(node, b"hello")
    await append(other, b"hi")

    await node.heard.until(lambda: node.heard.data(ROOM) == [b"hi"])
    await other.heard.until(lambda: other.heard.data(ROOM) == [b"hello"])


async def test_following_a_room_that_is_not_there_yet_does_not_make_it(
    node: Node, other: Node
) -> None:
    node.bus.follow(ROOM, START)
    node.bus.follow(RoomId("marker"), START)
    await append(other, b"x", room=RoomId("marker"))
    await node.heard.until(lambda: node.heard.data(RoomId("marker")) == [b"x"])

    assert [room async for room in node.store.rooms()] == ["marker"]

    await append(other, b"one")
    await node.heard.until(lambda: node.heard.data(ROOM) == [b"one"])


async def test_an_unfollowed_room_is_silent(node: Node, other: Node) -> None:
    last = RoomId("last")
    node.bus.follow(ROOM, START)
    node.bus.follow(last, START)
    await append(other, b"heard")
    await node.heard.until(lambda: node.heard.data(ROOM) == [b"heard"])

    node.bus.unfollow(ROOM)
    await append(other, b"not heard")
    await append(other, b"x", room=last)

    await node.heard.until(lambda: node.heard.data(last) == [b"x"])
    assert node.heard.data(ROOM) == [b"heard"]


async def test_following_again_moves_to_the_new_position(node: Node, other: Node) -> None:
    node.bus.follow(ROOM, START)
    await append(other, b"one")
    await node.heard.until(lambda: node.heard.data(ROOM) == [b"one"])

    node.bus.follow(ROOM, START)

    await node.heard.until(lambda: node.heard.data(ROOM) == [b"one", b"one"])


async def test_an_empty_room_can_be_unfollowed_that_never_was_followed(node: Node) -> None:
    node.bus.unfollow(ROOM)
    node.bus.unfollow_records(SCOPE)
    node.bus.unsubscribe("cursors")


async def test_compaction_does_not_disturb_who_follows(node: Node, other: Node) -> None:
    node.bus.follow(ROOM, START)
    covers = await append(other, b"one")
    await node.heard.until(lambda: node.heard.data(ROOM) == [b"one"])

    assert await other.store.compact(ROOM, b"one", covers=covers, replaces=START)
    await append(other, b"two")

    await node.heard.until(lambda: node.heard.data(ROOM) == [b"one", b"two"])
    assert node.heard.gaps == []


async def test_a_position_the_log_never_reached_is_a_gap(node: Node, other: Node) -> None:
    last = await append(other, b"one")
    head = last.split("-")[0]
    node.bus.follow(ROOM, Position(last.replace(head, str(int(head) + 1000))))

    await node.heard.until(lambda: node.heard.gaps == [ROOM])

    node.bus.follow(ROOM, START)
    await node.heard.until(lambda: node.heard.data(ROOM) == [b"one"])
    assert node.heard.gaps == [ROOM]


async def test_changed_records_are_told_by_name(node: Node, other: Node) -> None:
    node.bus.follow_records(SCOPE, START)

    await put(other, "clock")
    await other.store.write(SCOPE, [Change("a", b"1", 0), Change("b", b"1", 0)])

    await node.heard.until(lambda: {"clock", "a", "b"} <= set(node.heard.names.get(SCOPE, [])))


async def test_deleted_records_are_told_by_name(node: Node, other: Node) -> None:
    await put(other, "clock")
    node.bus.follow_records(SCOPE, (await node.store.read(SCOPE)).position)

    await other.store.write(SCOPE, [Change("clock", None, 1)])

    await node.heard.until(lambda: set(node.heard.names.get(SCOPE, [])) == {"clock"})


async def test_records_changed_between_read_and_follow_are_told(node: Node, other: Node) -> None:
    await put(other, "before")
    position = (await node.store.read(SCOPE)).position
    await put(other, "between")

    node.bus.follow_records(SCOPE, position)

    await node.heard.until(lambda: SCOPE in node.heard.names)
    assert set(node.heard.names[SCOPE]) == {"between"}


async def test_own_changes_are_told_too(node: Node) -> None:
    node.bus.follow_records(SCOPE, START)

    await put(node, "clock")

    await node.heard.until(lambda: "clock" in node.heard.names.get(SCOPE, []))


async def test_records_no_longer_followed_are_silent(node: Node, other: Node) -> None:
    node.bus.follow_records(SCOPE, START)
    node.bus.follow_records("last", START)
    await put(other, "clock")
    await node.heard.until(lambda: "clock" in node.heard.names.get(SCOPE, []))

    node.bus.unfollow_records(SCOPE)
    await put(other, "agenda")
    await other.store.write("last", [Change("x", b"1", 0)])

    await node.heard.until(lambda: "x" in node.heard.names.get("last", []))
    assert "agenda" not in node.heard.names[SCOPE]


async def hears_signals(speaker: Node, listener: Node, topic: str) -> None:
    """Subscribing takes a moment, and what is published before is lost: as promised."""
    listener.bus.subscribe(topic)
    known = len(listener.heard.signals)
    while len(listener.heard.signals) == known:
        speaker.bus.publish(topic, b"are you there?")
        try:
            await listener.heard.until(lambda: len(listener.heard.signals) > known, 0.1)
        except TimeoutError:
            continue


async def test_signals_reach_the_other_node_in_order(node: Node, other: Node) -> None:
    await hears_signals(other, node, "cursors")
    node.heard.signals.clear()

    for number in range(20):
        other.bus.publish("cursors", b"\0%d" % number)

    await node.heard.until(lambda: ("cursors", "there", b"\x0019") in node.heard.signals)
    heard = [signal for signal in node.heard.signals if signal[2] != b"are you there?"]
    assert heard == [("cursors", "there", b"\0%d" % number) for number in range(20)]


async def test_own_signals_are_not_heard(node: Node, other: Node) -> None:
    await hears_signals(other, node, "cursors")
    await hears_signals(node, other, "cursors")

    node.bus.publish("cursors", b"mine")
    await other.heard.until(lambda: ("cursors", "here", b"mine") in other.heard.signals)
    other.bus.publish("cursors", b"theirs")
    await node.heard.until(lambda: ("cursors", "there", b"theirs") in node.heard.signals)

    assert {who for _, who, _ in node.heard.signals} == {"there"}


async def test_only_subscribed_topics_are_heard(node: Node, other: Node) -> None:
    await hears_signals(other, node, "first")
    await hears_signals(other, node, "second")

    node.bus.unsubscribe("first")
    other.bus.publish("third", b"never subscribed")
    node.heard.signals.clear()
    other.bus.publish("first", b"no longer")
    other.bus.publish("second", b"still")

    await node.heard.until(lambda: ("second", "there", b"still") in node.heard.signals)
    assert {topic for topic, _, _ in node.heard.signals} == {"second"}
