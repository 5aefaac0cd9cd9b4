import pytest

from sync.errors import DocumentError, GuardError, SyncError, ViolationError, WireError


@pytest.mark.parametrize(
    ("error", "code"), [(WireError, 4400), (ViolationError, 4409), (GuardError, 4413)]
)
def test_each_fault_of_a_peer_has_a_close_code(error: type[SyncError], code: int) -> None:
    assert error("expected a, got b").code == code


def test_a_code_can_be_more_specific() -> None:
    assert ViolationError("expected a guest to read only", 4403).code == 4403


def test_e1_a_reason_is_ascii_and_fits_a_close_frame() -> None:
    error = WireError("erwartet: ü " + "x" * 200)
    assert error.reason.startswith("erwartet: ? x")
    assert len(error.reason.encode()) == 120


def test_a_failure_of_the_document_is_no_fault_of_a_peer() -> None:
    assert not issubclass(DocumentError, SyncError)
