"""Somebody in a room, for tests: joins by a link, keeps a Yjs document, remembers what it hears.

    seat = await join(server.url, links["participant"], "Ada", "Nordmarkt")
    async with Client(seat) as ada:
        await ada.write("note-1", text="Hallo")
        await ada.saved()

Every wait is for a condition and has a deadline; one that fails says what the client had heard.
"""

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Any, Self, TypeAlias
from urllib.parse import urlsplit

import httpx
import msgpack
import pycrdt
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from sync.messages import (
    Awareness,
    Control,
    Message,
    Saved,
    SyncStep1,
    SyncStep2,
    Update,
    WireLimits,
    decode,
    encode,
)
from sync.wire import Reader, write_var_string, write_var_uint

# Much longer than anything takes on a loaded machine; a test that gets here has failed.
DEADLINE_S = 20.0
SUBPROTOCOL = Subprotocol("helpathon.1")
EMPTY_UPDATE = b"\x00\x00"
# Tests look at what comes, whatever its size.
LIMITS = WireLimits(step_2_bytes=2**30, update_bytes=2**30, awareness_bytes=2**30)

Board: TypeAlias = "pycrdt.Map[Any]"


@dataclass(frozen=True, slots=True)
class Seat:
    """Where somebody may sit down: a room of a server, and the cookie that opens it."""

    server: str  # http://HOST:PORT
    room: str
    cookie: str = ""

    def at(self, server: str) -> "Seat":
        """The same person in the same room, on another server."""
        return replace(self, server=server)

    @property
    def socket_url(self) -> str:
        return f"ws://{urlsplit(self.server).netloc}/sync/{self.room}"


async def join(
    server: str, link: str, name: str, room: str | None = None, *, cookie: str = ""
) -> Seat:
    """Open a link (`/j/…`), say a name, choose a room by its title: the first if none is given."""
    token = link.removeprefix("/j/")
    async with httpx.AsyncClient(base_url=server, verify=False, trust_env=False) as http:
        http.headers["Cookie"] = cookie
        offered = (await http.get(f"/api/links/{token}")).raise_for_status().json()["rooms"]
        chosen = next(it["id"] for it in offered if room is None or it["title"] == room)
        answer = await http.post(f"/api/links/{token}/join", json={"name": name, "room": chosen})
        answer.raise_for_status()
    return Seat(server, answer.json()["room"], answer.headers["set-cookie"].partition(";")[0])


class Client:
    """One person's page: a document that stays, and one connection at a time.

    Without `speaks_control` it is a stock Yjs client.
    """

    def __init__(
        self, seat: Seat, *, speaks_control: bool = True, doc: "pycrdt.Doc[Any] | None" = None
    ) -> None:
        self.seat = seat
        self.doc = pycrdt.Doc() if doc is None else doc
        self.objects: Board = self.doc.get("objects", type=pycrdt.Map)
        self._speaks_control = speaks_control
        self._socket: ClientConnection | None = None
        self._reader: asyncio.Task[None] | None = None
        self._news = asyncio.Event()
        self._presence_clock = 0
        self._forget()

    def _forget(self) -> None:
        """What belongs to one connection."""
        self.welcome: dict[str, Any] = {}
        self.members: dict[str, dict[str, Any]] = {}  # by connection
        self.records: dict[str, dict[str, Any]] = {}  # name → {value, rev}
        self.presences: dict[int, Any] = {}  # by Yjs client id, without our own
        self.heard: list[dict[str, Any]] = []  # every control message, in order
        self.is_synced = False
        self.sent = 0  # messages that write
        self.saved_count = 0  # of these, durable
        self.closed: tuple[int, str] | None = None  # how it ended: code, reason
        self._replies: dict[int, dict[str, Any]] = {}
        self._requests = 0

    def __repr__(self) -> str:
        state = "synced" if self.is_synced else "open"
        if self.closed is not None:
            state = f"closed {self.closed}"
        saved = f"saved {self.saved_count}/{self.sent}"
        return f"<Client {self.seat.room} {state} {saved} {len(self.board)} objects>"

    async def __aenter__(self) -> Self:
        await self.connect()
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.disconnect()

    # Coming and going

    async def connect(self) -> None:
        """In the room, with what it holds. Raises what `websockets` raises where it is refused."""
        await self.open()
        await self.until(lambda: self.is_synced)

    async def open(self) -> None:
        """Connected, and nothing said yet but what the protocol answers by itself."""
        assert self._reader is None or self.closed is not None, "one connection at a time"
        await self.disconnect()
        self._forget()
        self._socket = await connect(
            self.seat.socket_url,
            subprotocols=[SUBPROTOCOL] if self._speaks_control else None,
            additional_headers={"Cookie": self.seat.cookie} if self.seat.cookie else None,
            compression=None,
            max_size=None,
            proxy=None,
        )
        self._reader = asyncio.create_task(self._read(self._socket), name="client")
        if not self._speaks_control:
            await self.send(SyncStep1(self.doc.get_state()))

    async def disconnect(self) -> None:
        """A page that is closed."""
        if self._socket is not None:
            await self._socket.close()
            await self._end()

    async def vanish(self) -> None:
        """A computer that is switched off: the connection ends without a word."""
        assert self._socket is not None, "connected"
        self._socket.transport.abort()
        await self._end()

    async def reconnect(self, server: str | None = None) -> None:
        """With the same document, to the same server if no other is given."""
        await self.disconnect()
        self.seat = self.seat if server is None else self.seat.at(server)
        await self.connect()

    async def _end(self) -> None:
        assert self._reader is not None, "connected"
        await self._reader
        self._reader = self._socket = None

    # Waiting

    async def until(self, condition: Callable[[], object], within_s: float = DEADLINE_S) -> None:
        try:
            async with asyncio.timeout(within_s):
                while not condition():
                    if self._reader is not None and self._reader.done():
                        await self._reader  # raises what went wrong in it, if something did
                    assert self.closed is None, f"the connection ended: {self}"
                    await self._news.wait()
        except TimeoutError:
            raise AssertionError(f"waited {within_s:.0f} s in vain: {self}") from None

    async def saved(self) -> None:
        """The server says that everything this connection sent is durable."""
        await self.until(lambda: self.saved_count >= self.sent)

    async def has(self, key: str, **fields: Any) -> None:
        """The object is on the board, with these values."""
        await self.until(lambda: key in self.board and fields.items() <= self.board[key].items())

    async def ended(self) -> tuple[int, str]:
        """The server ends the connection: code and reason."""
        await self.until(lambda: self.closed is not None)
        assert self.closed is not None, "that is what was waited for"
        return self.closed

    # The board

    @property
    def board(self) -> dict[str, Any]:
        """All objects as plain values."""
        return self.objects.to_py() or {}

    async def edit(self, change: Callable[[Board], object]) -> int:
        """Change the board in one step and send that, if connected.

        Returns the edit's number among what this connection sent: durable once `saved_count`
        reaches it. Offline it is 0: the next connection brings it.
        """
        updates: list[bytes] = []
        seen = self.doc.observe(lambda event: updates.append(event.update))
        try:
            with self.doc.transaction():
                change(self.objects)
        finally:
            self.doc.unobserve(seen)
        assert len(updates) == 1, "an edit changes something"
        if self._socket is None or self.closed is not None:
            return 0
        number = self.sent + 1
        await self.send(Update(updates[0]))
        return number

    async def write(self, key: str, text: str = "", **fields: Any) -> int:
        """A new note, or another one in its place."""
        note = {"kind": "note", "pos": [0.0, 0.0], "text": pycrdt.Text(text), **fields}
        return await self.edit(lambda board: board.update({key: pycrdt.Map(note)}))

    async def type(self, key: str, text: str) -> int:
        """More text at the end of a note."""

        def append(board: Board) -> None:
            note: pycrdt.Text = board[key]["text"]
            note += text

        return await self.edit(append)

    async def erase(self, key: str) -> int:
        return await self.edit(lambda board: board.pop(key))

    # Beside the board

    async def ask(self, kind: str, **fields: Any) -> dict[str, Any]:
        """A control request, and the reply to it."""
        self._requests += 1
        number = self._requests
        await self.send_control({"t": kind, "id": number, **fields})
        await self.until(lambda: number in self._replies)
        return self._replies[number]

    async def send_control(self, content: Mapping[str, Any]) -> None:
        await self.send(Control(msgpack.packb(content)))

    async def show(self, state: Any) -> None:
        """Be seen: a cursor, a selection; None is gone."""
        self._presence_clock += 1
        buffer = bytearray()
        write_var_uint(buffer, 1)
        write_var_uint(buffer, self.doc.client_id)
        write_var_uint(buffer, self._presence_clock)
        write_var_string(buffer, json.dumps(state))
        await self.send(Awareness(bytes(buffer)))

    async def send(self, message: Message) -> None:
        """Anything. What writes is counted."""
        if isinstance(message, Update | SyncStep2) and message.update != EMPTY_UPDATE:
            self.sent += 1
        await self.send_bytes(encode(message))

    async def send_bytes(self, data: bytes) -> None:
        """As one websocket message. A connection that has just ended ignores it."""
        assert self._socket is not None, "connected"
        try:
            await self._socket.send(data)
        except ConnectionClosed:
            pass  # the reader tells how it ended

    def heard_of(self, kind: str) -> list[dict[str, Any]]:
        """All control messages of a kind so far."""
        return [message for message in self.heard if message["t"] == kind]

    # Inside

    async def _read(self, socket: ClientConnection) -> None:
        try:
            while True:
                data = await socket.recv()
                assert isinstance(data, bytes), "the server sends binary messages only"
                await self._receive(decode(data, LIMITS))
                self._tell()
        except ConnectionClosed as error:
            received = error.rcvd
            self.closed = (1006, "") if received is None else (received.code, received.reason)
        finally:
            self._tell()

    def _tell(self) -> None:
        news, self._news = self._news, asyncio.Event()
        news.set()

    async def _receive(self, message: Message) -> None:
        match message:
            case SyncStep1(state_vector):
                await self.send(SyncStep2(self.doc.get_update(state_vector)))
            case SyncStep2(update):
                self.doc.apply_update(update)
                self.is_synced = True
            case Update(update):
                self.doc.apply_update(update)
            case Awareness(payload):
                self._see(payload)
            case Saved(count):
                assert self.saved_count <= count <= self.sent, f"saved {count}: {self}"
                self.saved_count = count
            case Control(payload):
                await self._hear(msgpack.unpackb(payload))
            case _:
                raise AssertionError(f"no server sends {message}")

    async def _hear(self, content: dict[str, Any]) -> None:
        self.heard.append(content)
        match content["t"]:
            case "welcome":
                self.welcome = content
                self.members = {member["connection"]: member for member in content["members"]}
                self.records = dict(content["records"])
                await self.send(SyncStep1(self.doc.get_state()))
            case "member":
                self.members[content["member"]["connection"]] = content["member"]
            case "member.left":
                self.members.pop(content["connection"], None)
            case "record":
                known = {"value": content["value"], "rev": content["rev"]}
                self.records[content["name"]] = known
            case "reply":
                self._replies[content["id"]] = content

    def _see(self, payload: bytes) -> None:
        reader = Reader(payload)
        for _ in range(reader.var_uint()):
            client, _clock = reader.var_uint(), reader.var_uint()
            state = json.loads(reader.var_string(2**20))
            if client == self.doc.client_id:
                continue
            if state is None:
                self.presences.pop(client, None)
            else:
                self.presences[client] = state
        reader.end()


async def converged(*clients: Client, within_s: float = DEADLINE_S) -> dict[str, Any]:
    """All clients show the same board, which is returned. Call it when nobody edits any more."""
    try:
        async with asyncio.timeout(within_s):
            while not _agree(clients):
                waits = [asyncio.create_task(client._news.wait()) for client in clients]
                try:
                    await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
                finally:
                    for wait in waits:
                        wait.cancel()
    except TimeoutError:
        raise AssertionError(f"not the same board after {within_s:.0f} s: {clients}") from None
    return clients[0].board


def _agree(clients: tuple[Client, ...]) -> bool:
    first, *others = clients
    # The board says nothing of an edit on its way that changes what is there already.
    known = {client: client.doc.get_state() for client in clients}
    same = all(_clocks(known[client]) == _clocks(known[first]) for client in others)
    return same and all(client.board == first.board for client in others)


def _clocks(state_vector: bytes) -> dict[int, int]:
    reader = Reader(state_vector)
    return {reader.var_uint(): reader.var_uint() for _ in range(reader.var_uint())}
