"""A power cut tears the end of SQLite's log: what was whole is there, and the server starts."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from persistence.contract import Entry, NodeId, RoomId
from persistence.open import open_store
from tests.client import Client, converged, join
from tests.faults.scale import SEED, scaled
from tests.faults.stored import copied
from tests.faults.typist import Typist, many_saved
from tests.faults.wal import commits, torn, wal_of
from tests.processes import ServerProcess, create_helpathon

ROOM = "Nordmarkt"
TORN_STORES = scaled(60, 2000)
TORN_SERVERS = scaled(2, 40)
# SQLite carries a log of 1,000 pages into the database.
CHECKPOINT_BYTES = 1000 * 4096


@dataclass
class Remains:
    """What a killed server left behind."""

    server: ServerProcess
    database: Path
    typists: list[Typist]

    @property
    def room(self) -> RoomId:
        return RoomId(self.typists[0].client.seat.room)

    async def held(self, wal: bytes, at: Path) -> "Held":
        """What a store makes of the database with this log."""
        store, _ = open_store(self._copy(wal, at), NodeId("reader"))
        async with store:
            stored = await store.load(self.room)
        return Held(stored.snapshot, stored.entries, int(stored.last))

    def _copy(self, wal: bytes, at: Path) -> str:
        at.mkdir()
        url = copied(self.database, at / "helpathon.db")
        wal_of(at / "helpathon.db").write_bytes(wal)
        return url


@dataclass(frozen=True)
class Held:
    snapshot: bytes | None
    entries: tuple[Entry, ...]
    last: int


@pytest.fixture
async def remains(tmp_path: Path) -> Remains:
    """Killed in the middle of typing, with many commits that only its log holds."""
    database = tmp_path / "helpathon.db"
    links = create_helpathon(f"sqlite:{database}", "Stadtgrün", [ROOM])
    with ServerProcess(f"sqlite:{database}") as server:
        typists = [
            Typist(await join(server.url, links["participant"], name, ROOM), name) for name in "abc"
        ]
        for typist in typists:
            await typist.sit_down()
        typing = [asyncio.create_task(typist.type_until_cut_off()) for typist in typists]
        await many_saved(typists, typing, 300)
        server.kill9()
        await asyncio.gather(*typing)
    return Remains(server, database, typists)


@pytest.mark.timeout(scaled(120, 300))
@pytest.mark.parametrize("seed", [SEED])
async def test_a_store_with_a_torn_log_holds_every_commit_before_the_tear(
    seed: int, remains: Remains, tmp_path: Path
) -> None:
    rng = random.Random(seed)
    wal = wal_of(remains.database).read_bytes()
    ends = commits(wal)
    assert len(ends) > 20, "there is something to tear"
    assert len(wal) < CHECKPOINT_BYTES, "what was carried into the database cannot be torn off"
    held = {ends[-1]: await remains.held(wal, tmp_path / "whole")}

    for number in range(TORN_STORES):
        damaged, whole_bytes = torn(wal, rng.randrange(ends[0], ends[-1]), rng)
        last_end = max(end for end in ends if end <= whole_bytes)
        if last_end not in held:
            held[last_end] = await remains.held(wal[:last_end], tmp_path / f"cut-{last_end}")
        found = await remains.held(damaged, tmp_path / f"torn-{number}")

        assert found == held[last_end], f"torn at {whole_bytes}"
    lasts = [held[end].last for end in sorted(held)]
    assert lasts == sorted(lasts)
    assert lasts[0] < lasts[-1], "some lost something"


@pytest.mark.timeout(scaled(120, 300))
@pytest.mark.parametrize("seed", [SEED])
async def test_a_server_starts_on_a_torn_log_and_pages_bring_back_what_it_lost(
    seed: int, remains: Remains
) -> None:
    rng = random.Random(seed)
    for _ in range(TORN_SERVERS):
        log = wal_of(remains.database)
        wal = log.read_bytes()
        ends = commits(wal)
        damaged, _ = torn(wal, rng.randrange(ends[len(ends) // 2], ends[-1]), rng)
        log.write_bytes(damaged)

        await asyncio.to_thread(remains.server.start)
        try:
            await everybody_comes_back(remains)
        finally:
            remains.server.kill9()


async def everybody_comes_back(remains: Remains) -> None:
    async with Client(remains.typists[0].client.seat) as reader:
        for typist in remains.typists:
            text = reader.board.get(typist.note, {"text": ""})["text"]
            assert "".join(typist.written).startswith(text)

        await each(remains.typists, Typist.sit_down)
        await each(remains.typists, Typist.type_a_word)
        board = await converged(reader, *(typist.client for typist in remains.typists))
        for typist in remains.typists:
            assert board[typist.note]["text"] == "".join(typist.written)
            await typist.client.saved()
            await typist.client.disconnect()


async def each(typists: list[Typist], act: Callable[[Typist], Awaitable[None]]) -> None:
    await asyncio.gather(*(act(typist) for typist in typists))


@pytest.mark.parametrize("name", ["helpathon.db", "Fotos vom Sommer.jpg"])
def test_a_file_that_is_no_database_is_named_in_one_line(
    name: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / name
    path.write_bytes(b"\xff\xd8\xff" + bytes(range(256)) * 40)
    before = path.read_bytes()

    with pytest.raises(AssertionError, match="the server ended: 2"):
        ServerProcess(f"sqlite:{path}").start()

    complaint = capfd.readouterr().err.splitlines()
    assert len(complaint) == 1, complaint
    assert complaint[0].startswith(f"helpathon: --store: {path}: the file is not a database")
    assert path.read_bytes() == before
