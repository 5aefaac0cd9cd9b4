from rooms.member import Member
from rooms.outbox import Batch, Outbox
from sync.session import Session
from tests.fakes import FakeConnection, frame, person


def member(name: str) -> Member:
    session = Session(may_write=True, speaks_control=False)
    return Member(FakeConnection(name), person(name), session, speaks_control=False)


ADA, BO, CLEO = member("Ada"), member("Bo"), member("Cleo")


def batch(*messages: tuple[bytes, Member | None]) -> Batch:
    outbox = Outbox(frame)
    for message, author in messages:
        outbox.add(message, author)
    return outbox.take()


def test_who_wrote_nothing_gets_everything_in_order() -> None:
    tick = batch((b"one", ADA), (b"two", BO), (b"three", ADA))

    assert tick.for_member(CLEO) == frame(b"one") + frame(b"two") + frame(b"three")


def test_an_author_gets_what_others_wrote_and_nothing_of_its_own() -> None:
    tick = batch((b"one", ADA), (b"two", BO), (b"three", ADA), (b"four", None))

    assert tick.for_member(ADA) == frame(b"two") + frame(b"four")
    assert tick.for_member(BO) == frame(b"one") + frame(b"three") + frame(b"four")


def test_who_wrote_all_of_it_gets_nothing() -> None:
    assert batch((b"one", ADA), (b"two", ADA)).for_member(ADA) == b""


def test_readers_share_the_very_same_bytes() -> None:
    tick = batch((b"one", ADA), (b"two", None))

    assert tick.for_member(BO) is tick.for_member(CLEO)


def test_each_frame_is_built_once_however_many_read_it() -> None:
    built: list[bytes] = []

    def building(message: bytes) -> bytes:
        built.append(message)
        return frame(message)

    outbox = Outbox(building)
    outbox.add(b"one", ADA)
    outbox.add(b"two", BO)
    tick = outbox.take()
    for reader in (ADA, BO, CLEO):
        tick.for_member(reader)

    assert built == [b"one", b"two"]


def test_what_was_taken_is_gone_and_a_batch_does_not_grow() -> None:
    outbox = Outbox(frame)
    outbox.add(b"one", ADA)
    first = outbox.take()
    outbox.add(b"two", ADA)

    assert len(first) == len(outbox) == 1
    assert first.for_member(BO) == frame(b"one")
    assert outbox.take().for_member(BO) == frame(b"two")
    assert len(outbox) == 0
