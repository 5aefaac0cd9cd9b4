"""Backup, restore, verify and create as an operator types them, beside servers that run."""

import json
import os
import re
import socket
import stat
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.client import Client, join
from tests.processes import ROOT, ServerProcess, create_helpathon, helpathon
from tests.redis_server import RedisServer

LINK = re.compile(r"^Participant.*(/j/\S+)$", re.MULTILINE)


def typed(*arguments: str) -> subprocess.CompletedProcess[str]:
    """A command to its end."""
    return subprocess.run(
        helpathon(*arguments), cwd=ROOT, capture_output=True, text=True, timeout=60
    )


@pytest.fixture
def store(tmp_path: Path) -> str:
    return f"sqlite:{tmp_path / 'data' / 'helpathon.db'}"


@contextmanager
def stores(kind: str, folder: Path) -> Iterator[str]:
    if kind == "sqlite":
        yield f"sqlite:{folder / 'helpathon.db'}"
    else:
        with RedisServer(folder) as redis:
            yield redis.url


redis = pytest.param("redis", marks=pytest.mark.redis)
redis_to_sqlite = pytest.param("redis", "sqlite", marks=pytest.mark.redis)
sqlite_to_redis = pytest.param("sqlite", "redis", marks=pytest.mark.redis)


@pytest.mark.parametrize(
    ("here", "there"), [("sqlite", "sqlite"), redis_to_sqlite, sqlite_to_redis]
)
async def test_a_backup_of_a_running_server_goes_on_under_another_driver(
    here: str, there: str, tmp_path: Path
) -> None:
    file = tmp_path / "day.backup"
    with stores(here, tmp_path / "here") as old:
        links = create_helpathon(old, "Stadtgrün", ["Nordmarkt"])
        with ServerProcess(old, ("--no-links",)) as server:
            seat = await join(server.url, links["participant"], "Ada")
            async with Client(seat) as ada:
                await ada.write("note", "hallo 😀")
                await ada.saved()
                saved = typed("backup", str(file), "--store", old)
                sound = typed("verify", "--store", old)
                await ada.write("later", "nicht dabei")
                await ada.saved()
        assert (saved.returncode, saved.stderr) == (0, ""), saved
        assert "1 rooms, 1 log entries" in saved.stdout
        assert sound.returncode == 0, sound
        assert "1 rooms" in sound.stdout
        assert "all sound" in sound.stdout

    assert "is sound" in typed("verify", str(file)).stdout
    with stores(there, tmp_path / "there") as new:
        put_back = typed("restore", str(file), "--store", new)
        assert (put_back.returncode, put_back.stderr) == (0, ""), put_back
        with ServerProcess(new, ("--no-links",)) as server:
            async with Client(seat.at(server.url)) as bo:  # the cookie still holds
                assert bo.board["note"]["text"] == "hallo 😀"
                assert "later" not in bo.board
            async with Client(seat.at(server.url), doc=ada.doc) as ada_again:
                await ada_again.saved()  # her device brings what the backup lacks
        refused = typed("restore", str(file), "--store", new)
        assert refused.returncode == 1
        assert "--replace" in refused.stderr
        assert refused.stderr.count("\n") == 1
        assert typed("restore", str(file), "--store", new, "--replace").returncode == 0
        assert typed("verify", "--store", new).returncode == 0


def test_a_restore_into_the_store_of_a_running_server_is_refused(
    store: str, tmp_path: Path
) -> None:
    file = tmp_path / "day.backup"
    create_helpathon(store, "X", ["A"])
    typed("backup", str(file), "--store", store)
    with ServerProcess(store, ("--no-links",)):
        refused = typed("restore", str(file), "--store", store, "--replace")

    assert refused.returncode == 2
    assert "in use by another server" in refused.stderr


@pytest.mark.parametrize("command", ["restore", "verify"])
def test_a_file_that_is_no_backup_is_one_line(command: str, store: str, tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    file.write_text("Dear Ada")
    refused = typed(command, str(file), "--store", store)

    assert refused.returncode == 1
    assert refused.stderr.count("\n") == 1
    assert "expected a backup" in refused.stderr
    assert not (tmp_path / "data").exists()


def test_verify_tells_what_is_wrong(store: str, tmp_path: Path) -> None:
    create_helpathon(store, "X", ["A"])
    path = Path(store.removeprefix("sqlite:"))
    import sqlite3

    with sqlite3.connect(path) as database:
        database.execute("INSERT INTO rooms (name, epoch) VALUES ('x-1', 'e')")
        database.execute("INSERT INTO log (room, node, data) VALUES (1, 'n', x'07')")
    database.close()
    seen = typed("verify", "--store", store)

    assert seen.returncode == 1
    assert "wrong  room x-1: cannot be read" in seen.stdout
    assert "1 faults" in seen.stdout


# create, through the server that owns the file


@pytest.mark.parametrize("kind", ["sqlite", redis])
async def test_a_helpathon_is_made_while_the_server_runs(kind: str, tmp_path: Path) -> None:
    with stores(kind, tmp_path) as store, ServerProcess(store, ("--no-links",)) as server:
        made = typed("create", "Stadtgrün", "--room", "Hörde", "--store", store)
        assert (made.returncode, made.stderr) == (0, ""), made
        assert "Stadtgrün · Hörde" in made.stdout
        (link,) = LINK.findall(made.stdout)
        seat = await join(server.url, link, "Ada", "Hörde")
        async with Client(seat) as ada:
            await ada.write("note")
            await ada.saved()


def test_the_desk_is_for_the_owner_of_the_file_and_goes_with_the_server(store: str) -> None:
    desk = Path(store.removeprefix("sqlite:") + ".desk")
    with ServerProcess(store, ("--no-links",)) as server:
        assert stat.S_IMODE(desk.stat().st_mode) == 0o600
        assert stat.S_IMODE(desk.parent.stat().st_mode) == 0o700
        server.kill9()
        assert desk.exists()
        assert typed("create", "X", "--store", store).returncode == 0  # the file is ours again
        server.restart()
        assert typed("create", "Y", "--store", store).returncode == 0
    assert not desk.exists()


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        (b"hello\n", "Expecting value"),
        (b"[]\n", "expected a JSON object"),
        (b'{"title": ""}\n', "expected a title"),
        (b'{"title": "X", "rooms": []}\n', "expected 1 to 100 rooms"),
        (b'{"title": "X", "rooms": [5]}\n', "expected a name for each room"),
        (b'{"title": "X", "rooms": ["A"], "language": "fr"}\n', "languages"),
        (b"x" * 100_000 + b"\n", ""),
    ],
)
def test_nonsense_at_the_desk_is_answered_and_harms_nobody(
    desk_of_a_server: Path, line: bytes, answer: str
) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as peer:
        peer.settimeout(20)
        peer.connect(str(desk_of_a_server))
        peer.sendall(line)
        try:
            told = peer.recv(4096).decode()
        except ConnectionResetError:
            told = ""

    assert answer in told
    assert bool(told) == bool(answer)
    store = str(desk_of_a_server).removesuffix(".desk")
    assert typed("create", "X", "--store", f"sqlite:{store}").returncode == 0


@pytest.fixture(scope="module")
def desk_of_a_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    path = tmp_path_factory.mktemp("desk") / "store.db"
    with ServerProcess(f"sqlite:{path}", ("--no-links",)):
        yield path.with_name("store.db.desk")


def test_a_path_too_long_for_a_socket_is_no_reason_not_to_serve(tmp_path: Path) -> None:
    folder = tmp_path / ("x" * 120)
    store = f"sqlite:{folder / 'store.db'}"
    with ServerProcess(store, ("--no-links",)):
        refused = typed("create", "X", "--store", store)

    assert refused.returncode == 2
    assert "in use by another server" in refused.stderr
    assert os.listdir(folder)


# doctor, on stores that promise less than they should


@pytest.mark.redis
@pytest.mark.parametrize(
    ("options", "level", "words"),
    [
        ({"maxmemory_policy": "allkeys-lru"}, "wrong", "noeviction"),
        ({"appendonly": "no"}, "wrong", "set appendonly yes"),
        ({"appendfsync": "no"}, "look", "set appendfsync always"),
        ({"appendfsync": "everysec"}, "look", "appendfsync always"),
    ],
    ids=lambda value: str(value),
)
def test_doctor_finds_a_redis_that_may_lose_boards(
    tmp_path: Path, options: dict[str, str], level: str, words: str
) -> None:
    with RedisServer(tmp_path, **options) as redis:
        seen = typed("doctor", "--store", redis.url)
        strict = typed("doctor", "--strict", "--store", redis.url)

    assert re.search(rf"^{level}\s.*{words}", seen.stdout, re.MULTILINE), seen.stdout
    assert re.search(r"^ok\s+skew: ", seen.stdout, re.MULTILINE), seen.stdout
    assert seen.returncode == int(level == "wrong")
    assert strict.returncode == 1


def test_doctor_reads_the_settings_file_and_names_what_is_wrong_in_it(tmp_path: Path) -> None:
    config = tmp_path / "helpathon.toml"
    config.write_text(f'store = "sqlite:{tmp_path}/no/store.db"')
    assert typed("doctor", "--config", str(config)).returncode == 2
    create_helpathon(f"sqlite:{tmp_path}/store.db", "X", ["A"])
    config.write_text(f'store = "sqlite:{tmp_path}/store.db"')
    config.chmod(0o644)
    seen = typed("doctor", "--config", str(config))

    assert f"chmod 600 {config}" in seen.stdout
    assert seen.returncode == 0


# Settings, as a server that runs takes them


@pytest.mark.parametrize(
    ("trusted", "scheme"), [("", "https"), ("10.0.0.1,192.168.0.0/16", "http"), ("*", "https")]
)
def test_a_proxy_is_believed_where_it_is_trusted(store: str, trusted: str, scheme: str) -> None:
    environment = {"HELPATHON_TRUSTED_PROXIES": trusted}
    with ServerProcess(store, ("--no-links",), environment=environment) as server:
        asked = urllib.request.Request(
            f"{server.url}/healthz", headers={"X-Forwarded-Proto": "https"}
        )
        with urllib.request.urlopen(asked, timeout=20) as answer:
            assert json.load(answer)["scheme"] == scheme


def test_a_server_takes_its_settings_from_a_file(store: str, tmp_path: Path) -> None:
    config = tmp_path / "helpathon.toml"
    config.write_text(f'store = "{store}"\naddress = "https://ideen.example/"\n')
    typed("create", "X", "--config", str(config))
    environment = {"HELPATHON_CONFIG": str(config)}
    process = subprocess.Popen(
        helpathon("serve", "--port", "0"),
        cwd=ROOT,
        env={**os.environ, **environment, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        printed = [next(process.stdout) for _ in range(6)]
    finally:
        process.terminate()
        process.communicate(timeout=20)

    assert "https://ideen.example/j/" in "".join(printed)
    assert process.returncode == 0
