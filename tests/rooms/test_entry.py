import pytest

from rooms.entry import UnknownEntry, update_entry, update_of


def test_an_update_comes_back_out_of_its_entry() -> None:
    assert update_of(update_entry(b"an update")) == b"an update"


def test_an_update_may_be_empty() -> None:
    assert update_of(update_entry(b"")) == b""


@pytest.mark.parametrize("entry", [b"", b"\x01held", b"\xffnewer"])
def test_an_entry_of_a_newer_version_is_refused(entry: bytes) -> None:
    with pytest.raises(UnknownEntry, match="expected a log entry of kind 0"):
        update_of(entry)
