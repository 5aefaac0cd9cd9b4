"""The file of a backup: the same for every driver.

One line of text says what it is, then a gzip stream of frames. A frame: length and CRC-32 of what
follows (big-endian, 4 bytes each), then a msgpack map with its type in `t`:

    head     version, created_at_ms
    room     room, epoch, snapshot (bytes or nil)
    entries  room, data: a list of entries, after the snapshot and in order; several per room
    records  scope, records: name → [version, value]
    blob     data
    end      rooms, entries, records, blobs: how many; sha256 of all frames before

Memory: one frame at a time, so at most the largest snapshot or the records of one Helpathon.
"""

import gzip
import hashlib
import os
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any, cast

import msgpack

MAGIC = b"helpathon backup 1\n"
VERSION = 1
# Larger ones only come from a damaged length.
LARGEST_FRAME_BYTES = 2**30
# Boards shrink by half; more effort gains a few percent.
EFFORT = 6

_HEAD = struct.Struct(">II")
Frame = dict[str, Any]


class DamagedBackup(Exception):
    """The file is no backup, or not what was written. The text is for an operator."""


@dataclass(slots=True)
class Counts:
    """What a backup holds."""

    rooms: int = 0
    entries: int = 0
    records: int = 0
    blobs: int = 0

    def __str__(self) -> str:
        return (
            f"{self.rooms} rooms, {self.entries} log entries, {self.records} records, "
            f"{self.blobs} blobs"
        )


class Writer:
    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._digest = hashlib.sha256()
        self.counts = Counts()

    def head(self, created_at_ms: int) -> None:
        self._write({"t": "head", "version": VERSION, "created_at_ms": created_at_ms})

    def room(self, room: str, epoch: str, snapshot: bytes | None) -> None:
        self.counts.rooms += 1
        self._write({"t": "room", "room": room, "epoch": epoch, "snapshot": snapshot})

    def entries(self, room: str, data: list[bytes]) -> None:
        self.counts.entries += len(data)
        self._write({"t": "entries", "room": room, "data": data})

    def records(self, scope: str, records: dict[str, tuple[int, bytes]]) -> None:
        self.counts.records += len(records)
        self._write({"t": "records", "scope": scope, "records": records})

    def blob(self, data: bytes) -> None:
        self.counts.blobs += 1
        self._write({"t": "blob", "data": data})

    def end(self) -> None:
        self._write({"t": "end", **asdict(self.counts), "sha256": self._digest.digest()})

    def _write(self, frame: Frame) -> None:
        payload: bytes = msgpack.packb(frame)
        packed = _HEAD.pack(len(payload), zlib.crc32(payload)) + payload
        self._digest.update(packed)
        self._stream.write(packed)


@contextmanager
def written(path: Path) -> Iterator[Writer]:
    """A backup that is there whole, or not at all; for nobody else to read: it holds the secret.

    Raises FileExistsError, OSError.
    """
    if path.exists():
        raise FileExistsError(f"expected a new file, {path} is there already")
    part = path.with_name(path.name + ".part")
    try:
        with open(part, "wb", opener=lambda name, _: os.open(name, _FLAGS, 0o600)) as raw:
            raw.write(MAGIC)
            with gzip.GzipFile(fileobj=raw, mode="wb", compresslevel=EFFORT, mtime=0) as stream:
                yield Writer(cast("IO[bytes]", stream))
            raw.flush()
            os.fsync(raw.fileno())
        part.rename(path)
    finally:
        part.unlink(missing_ok=True)


_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_TRUNC


def read(path: Path) -> Iterator[Frame]:
    """Its frames, head and end included; the last one is there only if everything is sound.

    Raises DamagedBackup, OSError.
    """
    with path.open("rb") as raw:
        if raw.read(len(MAGIC)) != MAGIC:
            raise DamagedBackup(f"expected a backup of Helpathon, {path} is something else")
        with gzip.GzipFile(fileobj=raw, mode="rb") as stream:
            try:
                yield from _frames(cast("IO[bytes]", stream))
            except (EOFError, gzip.BadGzipFile, zlib.error, struct.error) as error:
                raise DamagedBackup(f"expected the rest of the backup, {path} is cut") from error


def _frames(stream: IO[bytes]) -> Iterator[Frame]:
    digest = hashlib.sha256()
    counts = Counts()
    number = 0
    while True:
        packed = _exactly(stream, _HEAD.size)
        length, checksum = _HEAD.unpack(packed)
        if length > LARGEST_FRAME_BYTES:
            raise DamagedBackup(f"expected frame {number} to fit in memory: it is damaged")
        payload = _exactly(stream, length)
        if zlib.crc32(payload) != checksum:
            raise DamagedBackup(f"expected frame {number} as it was written: it is damaged")
        frame: Frame = msgpack.unpackb(payload, use_list=True)
        if number == 0 and (frame["t"] != "head" or frame["version"] != VERSION):
            raise DamagedBackup(
                f"expected a backup of version {VERSION}, got {frame.get('version')}: update first"
            )
        if frame["t"] == "end":
            if frame["sha256"] != digest.digest() or frame != {**frame, **asdict(counts)}:
                raise DamagedBackup("expected every frame that was written: some are missing")
            yield frame
            return
        digest.update(packed + payload)
        _count(counts, frame)
        yield frame
        number += 1


def _count(counts: Counts, frame: Frame) -> None:
    match frame["t"]:
        case "room":
            counts.rooms += 1
        case "entries":
            counts.entries += len(frame["data"])
        case "records":
            counts.records += len(frame["records"])
        case "blob":
            counts.blobs += 1


def _exactly(stream: IO[bytes], length: int) -> bytes:
    data = stream.read(length)
    if len(data) < length:
        raise EOFError
    return data
