"""Is a process well, and does it say so in time."""

import asyncio
import time
from pathlib import Path

import pytest

from persistence.contract import StoreUnavailable
from server import health
from server.health import LoopLag, store_problem
from tests.eventually import eventually
from tests.fakes import FaultyStore
from tests.server.house import House, open_house


class AilingStore(FaultyStore):
    """Answers no ping, or says why."""

    ailment: StoreUnavailable | None = None
    hangs = False

    async def ping(self) -> None:
        if self.hangs:
            await asyncio.Event().wait()
        if self.ailment is not None:
            raise self.ailment


async def test_a_process_that_is_well_says_so(house: House) -> None:
    async with house.visitor() as probe:
        answer = await probe.get("/healthz")

    assert answer.status_code == 200
    assert answer.json()["store"] == "ok"
    assert answer.json()["loop_lag_ms"] < 1000


async def test_a_store_that_fails_is_said_and_the_reason_is_the_operators(
    web: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with open_house(web, AilingStore) as house, house.visitor() as probe:
        assert isinstance(house.store, AilingStore)
        house.store.ailment = StoreUnavailable("the disk is gone")
        answer = await probe.get("/healthz")

    assert answer.status_code == 503
    assert answer.json()["store"] == "away"
    assert "the disk is gone" not in answer.text
    assert "the disk is gone" in caplog.text


async def test_a_store_that_hangs_is_waited_for_only_so_long(
    web: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "STORE_ANSWERS_WITHIN_S", 0.05)
    async with open_house(web, AilingStore) as house:
        assert isinstance(house.store, AilingStore)
        house.store.hangs = True

        assert await store_problem(house.store) is not None


async def test_a_loop_that_does_not_turn_is_not_well(house: House) -> None:
    house.running.loop_lag.latest_s = health.LONGEST_LAG_S
    async with house.visitor() as probe:
        answer = await probe.get("/healthz")

    assert answer.status_code == 503
    assert answer.json()["loop_lag_ms"] == 1000


async def test_a_blocked_loop_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "MEASURE_EVERY_S", 0.01)
    lag = LoopLag()
    measuring = asyncio.create_task(lag.run())
    await asyncio.sleep(0)

    time.sleep(0.1)  # noqa: ASYNC251  # that is what is measured
    await eventually(lambda: lag.latest_s > 0.05)
    await eventually(lambda: lag.latest_s < 0.05)

    measuring.cancel()


async def test_people_may_come_to_a_process_that_serves_even_without_its_store(web: Path) -> None:
    async with open_house(web, AilingStore) as house, house.visitor() as proxy:
        assert isinstance(house.store, AilingStore)
        house.store.ailment = StoreUnavailable("the disk is gone")
        answer = await proxy.get("/readyz")

    assert answer.status_code == 200
    assert answer.json() == {"ready": True, "draining": False}


async def test_nobody_is_sent_to_a_process_that_is_about_to_end(house: House) -> None:
    house.running.admission.draining = True
    async with house.visitor() as proxy:
        answer = await proxy.get("/readyz")

    assert answer.status_code == 503
    assert answer.json() == {"ready": False, "draining": True}


async def test_nobody_is_sent_to_a_loop_that_does_not_turn(house: House) -> None:
    house.running.loop_lag.latest_s = health.LONGEST_LAG_S
    async with house.visitor() as proxy:
        assert (await proxy.get("/readyz")).status_code == 503
