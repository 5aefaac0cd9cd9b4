"""Stopping a server whose store hangs: nobody waits for ever, and nobody is told what is not so."""

import os
import signal
import socket
from pathlib import Path

import pytest

from tests.client import Client, join
from tests.eventually import eventually
from tests.processes import ServerProcess, create_helpathon
from tests.redis_server import RedisServer


@pytest.mark.redis
async def test_a_second_ctrl_c_ends_it_at_once_in_one_line(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with RedisServer(tmp_path / "redis") as redis:
        links = create_helpathon(redis.url, "Stadtgrün", ["Nordmarkt"])
        with ServerProcess(redis.url) as server:
            async with Client(await join(server.url, links["participant"], "Ada")) as ada:
                redis.pause()
                await ada.write("unsaved")
                os.kill(server.pid, signal.SIGINT)
                await eventually(lambda: not listens(server.port))
                assert server.running  # it waits for its store

                os.kill(server.pid, signal.SIGINT)

                await eventually(lambda: not server.running)
                assert (await ada.ended())[0] == 1006
                assert ada.saved_count == 0
            assert server.stop() == 1
        redis.resume()
    complaints = capfd.readouterr().err
    assert complaints.splitlines()[-1].startswith("helpathon: Stopped at once.")
    assert "Traceback" not in complaints


def listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True
