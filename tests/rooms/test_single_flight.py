import asyncio
import gc

import pytest

from rooms.single_flight import SingleFlight
from tests.fakes import passes, until


class Loads:
    """Each load waits until it is told what to give."""

    def __init__(self) -> None:
        self.started: list[str] = []
        self.outcomes: dict[str, asyncio.Future[str]] = {}
        self.flight = SingleFlight(self._load)

    async def _load(self, key: str) -> str:
        self.started.append(key)
        self.outcomes[key] = asyncio.get_running_loop().create_future()
        return await self.outcomes[key]

    async def asked_by(self, count: int, key: str = "room") -> list[asyncio.Task[str]]:
        askers = [asyncio.create_task(self.flight.get(key)) for _ in range(count)]
        await until(lambda: key in self.outcomes)
        return askers


async def test_many_who_ask_at_once_share_one_load() -> None:
    loads = Loads()
    askers = await loads.asked_by(3)

    loads.outcomes["room"].set_result("loaded")

    assert await asyncio.gather(*askers) == ["loaded"] * 3
    assert loads.started == ["room"]


async def test_different_keys_do_not_wait_for_each_other() -> None:
    loads = Loads()
    (slow,) = await loads.asked_by(1, "slow")
    (quick,) = await loads.asked_by(1, "quick")

    loads.outcomes["quick"].set_result("loaded")

    assert await quick == "loaded"
    assert not slow.done()
    loads.flight.cancel()


async def test_a_failure_reaches_everybody_and_the_next_one_tries_again() -> None:
    loads = Loads()
    askers = await loads.asked_by(2)

    loads.outcomes["room"].set_exception(OSError("away"))
    outcomes = await asyncio.gather(*askers, return_exceptions=True)
    (again,) = await loads.asked_by(1)
    await until(lambda: len(loads.started) == 2)
    loads.outcomes["room"].set_result("loaded")

    assert [str(outcome) for outcome in outcomes] == ["away", "away"]
    assert await again == "loaded"


async def test_who_gives_up_leaves_the_load_to_the_others() -> None:
    loads = Loads()
    impatient, patient = await loads.asked_by(2)

    impatient.cancel()
    await until(impatient.done)
    loads.outcomes["room"].set_result("loaded")

    assert await patient == "loaded"


async def test_a_load_that_everybody_gave_up_is_there_for_the_next_one() -> None:
    loads = Loads()
    (impatient,) = await loads.asked_by(1)
    impatient.cancel()
    await until(impatient.done)
    (next_one,) = await loads.asked_by(1)

    loads.outcomes["room"].set_result("loaded")

    assert await next_one == "loaded"
    assert loads.started == ["room"]


async def test_a_failure_that_nobody_waits_for_disturbs_nobody() -> None:
    complaints: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: complaints.append(context))
    loads = Loads()
    (impatient,) = await loads.asked_by(1)
    impatient.cancel()
    await until(impatient.done)

    loads.outcomes.pop("room").set_exception(OSError("away"))
    await passes(1)
    del impatient
    gc.collect()

    assert complaints == []


async def test_at_the_end_whoever_still_waits_is_cancelled() -> None:
    loads = Loads()
    (asker,) = await loads.asked_by(1)

    loads.flight.cancel()

    with pytest.raises(asyncio.CancelledError):
        await asker
