"""The contract on Redis. Positions are stream ids."""

import hashlib
import secrets
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from types import TracebackType
from typing import Any, Self

from redis.exceptions import RedisError

from persistence.contract import (
    Change,
    Conflict,
    Finding,
    NodeId,
    Position,
    Record,
    Records,
    RoomId,
    StoredRoom,
    StoreError,
    WrongStore,
)
from persistence.records import check
from persistence.redis.admission import admit
from persistence.redis.entries import entries_of
from persistence.redis.errors import conversion, converted
from persistence.redis.findings import findings
from persistence.redis.keys import Keys
from persistence.redis.known import Known
from persistence.redis.link import Argument, Client
from persistence.redis.scripts import Scripts

# A node that follows is never further behind than this, or it reloads the room.
KEEP_ENTRIES_MS = 60_000
# Records tell what is; changes only say where to look. Beyond these, every name is told.
KEEP_CHANGES = 1000
SCAN_PAGE = 1000


class RedisStore:
    def __init__(
        self, node: NodeId, client: Client, keys: Keys, scripts: Scripts, *, read_only: bool
    ) -> None:
        self._node = node
        self._client = client
        self._keys = keys
        self._scripts = scripts
        self._read_only = read_only
        self.known = Known()
        # Told the streams that have grown: on a Cluster other nodes wait for none of them.
        self.wake: Callable[[Sequence[str]], None] = lambda _: None

    async def __aenter__(self) -> Self:
        try:
            with conversion():
                await admit(self._client, self._keys, read_only=self._read_only)
        except BaseException:
            await self._client.close()
            raise
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._client.close()

    async def load(self, room: RoomId) -> StoredRoom:
        known = self.known.epochs.get(room) or secrets.token_hex(8)
        epoch, snapshot, covered, raw = await self._read(
            self._scripts.load,
            [self._keys.log(room), self._keys.snap(room)],
            "" if self._read_only else known,
        )
        if epoch is None:
            raise WrongStore(f"there is no room {room!r}, and the store is opened to read only")
        self.known.epochs[room] = epoch.decode()
        entries = tuple(entries_of(raw))
        covered = Position(covered.decode())
        last = entries[-1].position if entries else covered
        return StoredRoom(epoch.decode(), snapshot, covered, entries, last)

    async def append(
        self, batch: Mapping[RoomId, Sequence[bytes]]
    ) -> Mapping[RoomId, Position | StoreError]:
        self._must_write()
        commands = [
            ("XADD", self._keys.log(room), "*", "n", self._node, "d", data)
            for room, entries in batch.items()
            for data in entries
        ]
        with conversion():
            replies = iter(await self._client.append_all(commands))
        results = {
            room: self._appended(room, [next(replies) for _ in entries])
            for room, entries in batch.items()
            if entries
        }
        self.wake([self._keys.log(room) for room in results])
        return results

    async def compact(
        self, room: RoomId, snapshot: bytes, *, covers: Position, replaces: Position
    ) -> bool:
        self._must_write()
        keys = [self._keys.log(room), self._keys.snap(room)]
        done = await self._run(
            self._scripts.compact, keys, snapshot, covers, replaces, KEEP_ENTRIES_MS
        )
        return bool(done)

    async def rooms(self) -> AsyncIterator[RoomId]:
        seen: set[RoomId] = set()
        async for key in self._keys_like(self._keys.snaps):
            room = self._keys.room(key)
            if room not in seen:
                seen.add(room)
                yield room

    async def read(self, scope: str, prefix: str = "") -> Records:
        keys = [self._keys.records(scope), self._keys.changes(scope)]
        last, raw = await self._run(self._scripts.read, keys)
        records: dict[str, Record] = {}
        for name_bytes, stored in zip(raw[::2], raw[1::2], strict=True):
            name, record = name_bytes.decode(), _record(stored)
            if record is not None and name.startswith(prefix):
                records[name] = record
        return Records(records, Position(last.decode()))

    async def write(self, scope: str, changes: Sequence[Change]) -> dict[str, Record]:
        check(changes)
        self._must_write()
        arguments: list[Argument] = [KEEP_CHANGES]
        for change in changes:
            value = b"-" if change.value is None else b"="
            arguments += [change.name, change.expected, value, change.value or b""]
        keys = [self._keys.records(scope), self._keys.changes(scope)]
        conflicting, *answer = await self._run(self._scripts.write, keys, *arguments)
        if conflicting:
            raise Conflict(changes[conflicting - 1].name, _record(answer[0]))
        self.wake(keys[1:])
        return {
            change.name: Record(change.value, version)
            for change, version in zip(changes, answer, strict=True)
            if change.value is not None
        }

    async def bring_back(self, scope: str, records: Mapping[str, Record]) -> None:
        self._must_write()
        arguments: list[Argument] = [KEEP_CHANGES]
        for name, record in records.items():
            arguments += [name, record.version, record.value]
        keys = [self._keys.records(scope), self._keys.changes(scope)]
        await self._run(self._scripts.bring_back, keys, *arguments)
        self.wake(keys[1:])

    async def put_blob(self, data: bytes) -> str:
        self._must_write()
        sha256 = hashlib.sha256(data).hexdigest()
        with conversion():
            await self._client.call("SET", self._keys.blob(sha256), data, "NX")
        return sha256

    async def get_blob(self, sha256: str) -> bytes | None:
        with conversion():
            data: bytes | None = await self._client.call("GET", self._keys.blob(sha256))
        return data

    async def blobs(self) -> AsyncIterator[str]:
        seen: set[str] = set()
        async for key in self._keys_like(self._keys.blobs):
            name = self._keys.blob_of(key)
            if name not in seen:
                seen.add(name)
                yield name

    async def restore_room(self, room: RoomId, epoch: str, snapshot: bytes | None) -> None:
        self._must_write()
        with conversion():
            key = self._keys.snap(room)
            if not await self._client.call("HSETNX", key, "epoch", epoch):
                raise WrongStore(f"expected no room {room} yet")
            if snapshot is not None:
                await self._client.call("HSET", key, "data", snapshot)

    async def clear(self) -> None:
        self._must_write()
        for pattern in (self._keys.blobs, self._keys.anything_tagged):
            async for key in self._keys_like(pattern):
                with conversion():
                    await self._client.call("UNLINK", key)

    async def findings(self) -> list[Finding]:
        with conversion():
            return await findings(self._client)

    async def ping(self) -> None:
        with conversion():
            await self._client.call("PING")

    async def _keys_like(self, pattern: str) -> AsyncIterator[str]:
        """Keys of a glob; some may come twice."""
        with conversion():
            nodes = await self._client.nodes()
        for node in nodes:
            cursor: bytes | None = None
            while cursor != b"0":
                with conversion():
                    cursor, found = await node.call(
                        "SCAN", cursor or 0, "MATCH", pattern, "COUNT", SCAN_PAGE
                    )
                for key in found:
                    yield key.decode()

    async def _run(self, script: str, keys: list[str], *arguments: Argument) -> Any:
        with conversion():
            return await self._client.call("EVAL", script, len(keys), *keys, *arguments)

    async def _read(self, script: str, keys: list[str], *arguments: Argument) -> Any:
        """A reply that may be large."""
        with conversion():
            (reply,) = await self._client.read_all([("EVAL", script, len(keys), *keys, *arguments)])
            if isinstance(reply, RedisError):
                raise reply
            return reply

    def _must_write(self) -> None:
        if self._read_only:
            raise WrongStore("the store is opened to read only")

    def _appended(self, room: RoomId, replies: list[Any]) -> Position | StoreError:
        for reply in replies:
            if isinstance(reply, RedisError):
                return converted(reply)
        last = Position(replies[-1].decode())
        self.known.appended(room, last)
        return last


def _record(stored: bytes) -> Record | None:
    """From "VERSION=value"; a deleted one, "VERSION-", is none."""
    version, separator, value = stored.partition(b"=")
    if not separator or not version.isdigit():
        return None
    return Record(value, int(version))
