"""Does a store hold what it should? Reads everything and changes nothing, also beside a server."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import msgpack

from persistence.contract import Position, RoomId, Store, StoredRoom
from rooms.board.objects import OBJECTS
from rooms.entry import UnknownEntry, update_of
from rooms.roles import Role
from rooms.stage.helpathon import IMAGES, helpathon_of
from server.operation.progress import Track
from server.operation.scopes import scopes_of
from sync.document import EMPTY_UPDATE, Document, View, merge
from sync.errors import DocumentError, SyncError


@dataclass(slots=True)
class Verdict:
    """`faults` are what a person has to look at; `notes` what they may want to know."""

    rooms: int = 0
    records: int = 0
    blobs: int = 0
    faults: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


async def verify(store: Store, track: Track) -> Verdict:
    """Raises StoreError where the store as a whole cannot be read."""
    verdict = Verdict()
    rooms = [room async for room in store.rooms()]
    scopes = await scopes_of(store, rooms)
    known, pictures = await _verify_records(store, scopes, verdict, track)
    step = track("Rooms", len(rooms))
    for room in rooms:
        verdict.rooms += 1
        verdict.faults += room_faults(room, await store.load(room))
        step()
    strays = sorted(set(rooms) - known)
    if strays:
        text = f"{len(strays)} rooms that no Helpathon names (open rooms?), among them {strays[0]}"
        verdict.notes.append(text)
    await _verify_blobs(store, pictures, verdict, track)
    return verdict


def room_faults(room: RoomId, stored: StoredRoom) -> Iterator[str]:
    """What is wrong with one room: its order, its bytes, or snapshot and log apart."""
    if not stored.epoch:
        yield f"room {room}: expected an epoch, there is none"
    places = [_place(stored.covered), *(_place(entry.position) for entry in stored.entries)]
    if any(later <= earlier for earlier, later in pairwise(places)):
        yield f"room {room}: expected entries in order after what the snapshot covers"
    try:
        yield from _disagreement(room, stored)
    except (UnknownEntry, DocumentError, SyncError) as error:
        yield f"room {room}: cannot be read: {error}"


def _disagreement(room: RoomId, stored: StoredRoom) -> Iterator[str]:
    """A join reads snapshot and log, a compaction folds one into the other: the same board."""
    base = EMPTY_UPDATE if stored.snapshot is None else stored.snapshot
    updates = [update_of(entry.data) for entry in stored.entries]
    joined = Document(base, updates)
    folded = merge([base, *updates])
    if Document(folded).state_vector() != joined.state_vector():
        yield f"room {room}: expected log and snapshot to agree; their state vectors differ"
    live, stale = View(joined.state()), View(folded)
    if live.json({OBJECTS: "map"}) != stale.json({OBJECTS: "map"}):
        yield f"room {room}: expected log and snapshot to agree; their boards differ"
    if not live.complete:
        yield f"room {room}: something waits for an update that is neither in log nor snapshot"


async def _verify_records(
    store: Store, scopes: list[str], verdict: Verdict, track: Track
) -> tuple[set[str], set[str]]:
    """The rooms and the pictures that Helpathons name."""
    named: set[str] = set()
    pictures: set[str] = set()
    step = track("Records", len(scopes))
    for scope in scopes:
        for name, record in (await store.read(scope)).records.items():
            verdict.records += 1
            try:
                value = msgpack.unpackb(record.value)
                named |= _named(scope, name, value)
                if name.startswith(IMAGES):
                    pictures.add(name.removeprefix(IMAGES))
            except (ValueError, TypeError, KeyError, msgpack.UnpackException) as error:
                what = f"record {name} of {scope}"
                verdict.faults.append(f"{what}: expected its fields ({type(error).__name__})")
        step()
    return named, pictures


def _named(scope: str, name: str, value: object) -> set[str]:
    """The room a record is about, if it is about one. Raises where it is not as it must be."""
    kind, _, rest = name.partition("/")
    if kind not in ("room", "link", "person", "image") and name != "helpathon":
        return set()
    if not isinstance(value, dict):
        raise TypeError(kind)
    match kind:
        case "helpathon":
            _ = value["title"]
        case "link":
            Role(value["role"])
            _ = value["expires_at_ms"], value["revoked"], value["room"]
        case "person":
            _ = value["name"], value["colour"], value["room"]
        case "image":
            _ = value["room"], value["person"], value["bytes"], value["type"]
        case "room":
            _ = value["title"], value["order"]
            if helpathon_of(RoomId(rest)) != scope:
                raise ValueError(rest)
            return {rest}
    return set()


async def _verify_blobs(store: Store, pictures: set[str], verdict: Verdict, track: Track) -> None:
    names = [sha256 async for sha256 in store.blobs()]
    # One may have been added since its record would have been read; none goes.
    for sha256 in sorted(pictures - set(names)):
        verdict.faults.append(f"blob {sha256}: expected a picture, the store lost it")
    step = track("Blobs", len(names))
    for sha256 in names:
        verdict.blobs += 1
        data = await store.get_blob(sha256)
        if data is None or hashlib.sha256(data).hexdigest() != sha256:
            verdict.faults.append(f"blob {sha256}: expected the bytes it is named after")
        step()


def _place(position: Position) -> tuple[int, ...]:
    """Positions compare as numbers, whatever their driver."""
    return tuple(int(part) for part in position.split("-"))
