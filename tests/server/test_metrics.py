"""Figures for Prometheus: there, readable, and of what really happened."""

from collections.abc import Iterable

import httpx
import pytest
from prometheus_client import Metric
from prometheus_client.parser import text_string_to_metric_families
from websockets.exceptions import InvalidStatus

from server.settings import Settings
from tests.client import Client, converged
from tests.eventually import eventually
from tests.server.house import House
from tests.server.listening import OPEN, Listening, listening


def figures(page: str) -> dict[str, float]:
    families: Iterable[Metric] = text_string_to_metric_families(page)
    return {sample.name: sample.value for family in families for sample in family.samples}


async def read(server: Listening) -> dict[str, float]:
    async with httpx.AsyncClient(trust_env=False) as prometheus:
        return figures((await prometheus.get(f"{server.url}/metrics")).text)


async def test_figures_come_in_the_form_prometheus_reads(house: House) -> None:
    async with house.visitor() as prometheus:
        answer = await prometheus.get("/metrics")

    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    for family in text_string_to_metric_families(answer.text):
        assert family.name.startswith(("helpathon_", "process_"))
        assert family.documentation
    assert figures(answer.text)["helpathon_store_up"] == 1


async def test_figures_tell_what_happens_in_the_rooms() -> None:
    async with listening(OPEN) as server:
        one, two = server.seat("one"), server.seat("two")
        async with Client(one) as ada, Client(one) as bo, Client(two):
            await ada.write("note")
            await ada.saved()
            await converged(ada, bo)

            now = await read(server)
            assert now["helpathon_rooms"] == 2
            assert now["helpathon_connections"] == 3
            assert now["helpathon_members"] == 3
            assert now["helpathon_entries_total"] == 1
            assert now["helpathon_backlog_entries"] == 0
            assert now["helpathon_document_bytes"] > 0
            assert now["helpathon_deliveries_total"] >= 1
            assert now["helpathon_messages_received_total"] >= 3
        await eventually(lambda: not server.running.admission.connections)
        later = await read(server)
        assert later["helpathon_connections"] == later["helpathon_members"] == 0
        assert later["helpathon_rooms"] == 2  # still warm


async def test_figures_tell_that_nothing_is_saved_any_more() -> None:
    async with listening(OPEN) as server, Client(server.seat()) as ada:
        server.store.fail("append")
        await ada.write("note")
        await eventually(lambda: server.running.hub.committer.store_away)

        now = await read(server)
        assert now["helpathon_store_up"] == 0
        assert now["helpathon_backlog_entries"] == 1
        server.store.heal()
        await ada.saved()


async def test_no_figure_names_a_person_a_room_or_an_address() -> None:
    async with listening(OPEN) as server, Client(server.seat("secret-room")):
        page = str(await read(server))

    assert "secret-room" not in page
    assert "127.0.0.1" not in page


async def test_figures_tell_how_long_saving_takes_and_how_long_the_logs_are() -> None:
    async with listening(OPEN) as server, Client(server.seat()) as ada:
        for number in range(3):
            await ada.write(f"note{number}")
            await ada.saved()

        now = await read(server)
        assert now["helpathon_saved_seconds_count"] == 3
        assert 0 < now["helpathon_saved_seconds_sum"] < 60
        assert now["helpathon_log_entries"] == 3
        assert now["helpathon_log_longest_entries"] == 3
        assert now["helpathon_log_bytes"] > 0
        assert now["helpathon_unsaved_oldest_seconds"] == 0
        assert now["process_cpu_seconds_total"] > 0
        assert now["process_resident_memory_bytes"] > 0


async def test_figures_tell_how_many_were_refused_and_why() -> None:
    async with listening(Settings()) as server:
        for _ in range(2):
            with pytest.raises(InvalidStatus):
                await Client(server.seat("nowhere-1"), speaks_control=False).open()
        async with httpx.AsyncClient(trust_env=False) as prometheus:
            page = (await prometheus.get(f"{server.url}/metrics")).text

    assert 'helpathon_refused_total{status="404"} 2.0' in page


async def test_an_edit_that_waits_for_the_store_grows_old_in_the_figures() -> None:
    async with listening(OPEN) as server, Client(server.seat()) as ada:
        server.store.fail("append")
        await ada.write("note")
        await eventually(lambda: server.running.hub.durability.oldest_s() > 0)
        assert (await read(server))["helpathon_backlog_bytes"] > 0
        server.store.heal()
        await ada.saved()

        assert server.running.hub.durability.oldest_s() == 0
