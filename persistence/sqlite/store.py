"""The contract on SQLite. Positions are the numbers of rows: one sequence for all rooms."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Mapping, Sequence
from types import TracebackType
from typing import Self

from persistence.contract import (
    Change,
    Entry,
    Finding,
    NodeId,
    Position,
    Record,
    Records,
    RoomId,
    StoredRoom,
    StoreError,
    StoreUnavailable,
)
from persistence.records import check
from persistence.sqlite import findings, log, records, restore
from persistence.sqlite.database import Database

# A health check should answer before whoever asks gives up.
PING_TIMEOUT_S = 3.0


class SqliteStore:
    def __init__(self, node: NodeId, database: Database) -> None:
        self._node = node
        self._database = database
        self._writer = database.writer
        self._epochs: dict[RoomId, str] = {}

    async def __aenter__(self) -> Self:
        await self._database.open()
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._database.close()

    async def load(self, room: RoomId) -> StoredRoom:
        known = self._epochs.get(room)
        stored = await self._writer.run(lambda connection: log.load(connection, room, known))
        self._epochs[room] = stored.epoch
        return stored

    async def append(
        self, batch: Mapping[RoomId, Sequence[bytes]]
    ) -> Mapping[RoomId, Position | StoreError]:
        added = await self._writer.run(
            lambda connection: log.append(connection, self._node, batch), self._tell_entries
        )
        return {room: entries[-1].position for room, entries in added.items()}

    async def compact(
        self, room: RoomId, snapshot: bytes, *, covers: Position, replaces: Position
    ) -> bool:
        return await self._writer.run(
            lambda connection: log.compact(connection, room, snapshot, covers, replaces)
        )

    async def rooms(self) -> AsyncIterator[RoomId]:
        for room in await self._writer.run(log.rooms):
            yield room

    async def read(self, scope: str, prefix: str = "") -> Records:
        return await self._writer.run(lambda connection: records.read(connection, scope, prefix))

    async def write(self, scope: str, changes: Sequence[Change]) -> dict[str, Record]:
        check(changes)
        after = await self._writer.run(
            lambda connection: records.write(connection, scope, changes),
            lambda after: self._database.feed.changed(scope, list(after)),
        )
        return {
            name: Record(new.value, new.version)
            for name, new in after.items()
            if new.value is not None
        }

    async def bring_back(self, scope: str, lost: Mapping[str, Record]) -> None:
        await self._writer.run(
            lambda connection: records.bring_back(connection, scope, lost),
            lambda names: self._database.feed.changed(scope, names),
        )

    async def put_blob(self, data: bytes) -> str:
        sha256 = hashlib.sha256(data).hexdigest()
        await self._writer.run(
            lambda connection: connection.execute(
                "INSERT INTO blobs (sha256, data) VALUES (?, ?) ON CONFLICT DO NOTHING",
                (sha256, data),
            ).close()
        )
        return sha256

    async def get_blob(self, sha256: str) -> bytes | None:
        found: tuple[bytes] | None = await self._writer.run(
            lambda connection: connection.execute(
                "SELECT data FROM blobs WHERE sha256 = ?", (sha256,)
            ).fetchone()
        )
        return None if found is None else found[0]

    async def blobs(self) -> AsyncIterator[str]:
        for sha256 in await self._writer.run(restore.blobs):
            yield sha256

    async def restore_room(self, room: RoomId, epoch: str, snapshot: bytes | None) -> None:
        await self._writer.run(lambda connection: restore.room(connection, room, epoch, snapshot))

    async def clear(self) -> None:
        await self._writer.run(restore.clear)

    async def findings(self) -> list[Finding]:
        return await self._writer.run(
            lambda connection: findings.findings(connection, self._database.path)
        )

    async def ping(self) -> None:
        try:
            async with asyncio.timeout(PING_TIMEOUT_S):
                await self._writer.run(lambda connection: connection.execute("SELECT 1").close())
        except TimeoutError as error:
            raise StoreUnavailable(
                f"the disk did not answer within {PING_TIMEOUT_S:.0f} s"
            ) from error

    async def entries_after(self, room: RoomId, after: Position) -> list[Entry] | None:
        return await self._writer.run(lambda connection: log.entries_after(connection, room, after))

    async def names_after(self, scope: str, after: Position) -> list[str]:
        return await self._writer.run(
            lambda connection: records.names_after(connection, scope, after)
        )

    def _tell_entries(self, added: Mapping[RoomId, list[Entry]]) -> None:
        for room, entries in added.items():
            self._database.feed.appended(room, entries)
