"""Somebody with docs/operations.md in hand: exactly the commands there, in their order."""

import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.client import Client, converged, join
from tests.processes import ROOT, free_port, is_listening

# bash, Redis and curl come up and go down within this on a loaded machine.
DONE_WITHIN_S = 90.0
PROGRAMS = ("nginx", "redis-server", "redis-cli", "curl")
LINK = re.compile(r"^Participant +(http\S+)(/j/\S+)$", re.MULTILINE)

pytestmark = [
    pytest.mark.redis,
    pytest.mark.skipif(not all(map(shutil.which, PROGRAMS)), reason=f"needs {', '.join(PROGRAMS)}"),
]


def commands(kind: str) -> str:
    """The fenced blocks of a kind, one after the other."""
    document = (ROOT / "docs" / "operations.md").read_text()
    blocks = re.findall(rf"^```sh {kind}\n(.*?)^```", document, re.MULTILINE | re.DOTALL)
    assert blocks, f"expected commands marked {kind}"
    return "".join(blocks)


@dataclass
class Town:
    proxy: str
    nodes: tuple[str, str]
    printed: str


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    names = ("REDIS_PORT", "PROXY", "NODE_A", "NODE_B")
    ports = {name: free_port() for name in names}
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("HELPATHON")},
        **{name: str(port) for name, port in ports.items()},
        "TRY": str(tmp_path / "try"),
    }
    # What goes on in the background must not hold the pipe.
    printed, complaints = tmp_path / "printed", tmp_path / "complaints"

    def run(script: str) -> int:
        with printed.open("ab") as out, complaints.open("ab") as err:
            command = ["bash", "-euo", "pipefail", "-c", script]
            done = subprocess.run(
                command, cwd=ROOT, env=environment, stdout=out, stderr=err, timeout=DONE_WITHIN_S
            )
        return done.returncode

    try:
        status = run(commands("try"))
        assert status == 0, printed.read_text() + complaints.read_text()
        nodes = (f"http://127.0.0.1:{ports['NODE_A']}", f"http://127.0.0.1:{ports['NODE_B']}")
        yield Town(f"http://localhost:{ports['PROXY']}", nodes, printed.read_text())
    finally:
        status = run(commands("end"))
    assert status == 0, complaints.read_text()
    deadline_s = time.monotonic() + DONE_WITHIN_S
    while any(map(is_listening, ports.values())):
        assert time.monotonic() < deadline_s, "something was left behind"
        time.sleep(0.05)


async def connections(node: str) -> float:
    async with httpx.AsyncClient(trust_env=False) as prometheus:
        page = (await prometheus.get(f"{node}/metrics")).text
    (found,) = (
        sample.value
        for family in text_string_to_metric_families(page)
        for sample in family.samples
        if sample.name == "helpathon_connections"
    )
    return float(found)


@pytest.mark.timeout(240)
async def test_the_commands_of_the_document_bring_up_two_nodes_that_share_a_room(
    town: Town,
) -> None:
    assert town.printed.count('"ready":true') == 2
    assert "proxy, cookies and websockets are as they must be" in town.printed
    ((address, link),) = LINK.findall(town.printed)
    assert address == town.proxy

    seats = [await join(town.proxy, link, name, "Nordmarkt") for name in ("Ada", "Bo")]
    async with Client(seats[0]) as ada, Client(seats[1]) as bo:
        assert [await connections(node) for node in town.nodes] == [1, 1]
        await ada.write("a", "von Ada")
        await bo.write("b", "von Bo")
        await ada.has("b", text="von Bo")
        await bo.has("a", text="von Ada")
        await ada.saved()
        assert len(await converged(ada, bo)) == 2

    async with httpx.AsyncClient(trust_env=False) as stranger:
        assert (await stranger.get(f"{town.proxy}/metrics")).status_code == 404
