"""What the doctor finds; what it prints: test_cli."""

import pytest

from persistence.contract import Finding, NodeId, StoreUnavailable
from persistence.memory import Memory, MemoryStore
from server import doctor
from server.doctor import examine, examine_clock, examine_files
from tests.fakes import FaultyStore


class AilingStore(FaultyStore):
    async def ping(self) -> None:
        raise StoreUnavailable("the disk is gone")


def memory() -> MemoryStore:
    return MemoryStore(NodeId("here"), Memory())


async def test_a_healthy_machine_has_no_errors() -> None:
    findings = await examine(memory())

    assert not [finding for finding in findings if finding.level == "error"]
    assert {"durability", "clock", "loop", "files"} <= {finding.subject for finding in findings}


async def test_a_store_that_does_not_answer_is_an_error_and_the_rest_is_still_examined() -> None:
    findings = await examine(AilingStore(memory()))

    assert Finding("error", "store", "the disk is gone") in findings
    assert {"clock", "loop", "files"} <= {finding.subject for finding in findings}


def test_a_machine_that_lives_in_the_past_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "EARLIEST_PLAUSIBLE_S", 2**40)

    assert examine_clock().level == "error"


def test_too_few_open_files_are_a_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "ENOUGH_FILES", 2**40)

    assert examine_files().level == "warning"
