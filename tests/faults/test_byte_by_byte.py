"""Packets cut anywhere: a whole session byte by byte, and every message split at every place."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass

import pycrdt
import pytest
from websockets.frames import Frame, Opcode

from sync.messages import Update, encode
from tests.client import Client, Seat, converged, join
from tests.faults.line import Line
from tests.faults.scale import scaled
from tests.interop.crowd import Crowd
from tests.processes import ServerProcess, create_helpathon

NOTES = scaled(10, 100)
# A message with a length in one byte of its frame, in three and in nine.
LENGTHS = [10, 300, 70_000]
MOST_SPLITS = scaled(60, 300)


@dataclass
class House:
    server: ServerProcess
    links: dict[str, str]
    rooms: Iterator[str]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    store = f"sqlite:{tmp_path_factory.mktemp('line') / 'helpathon.db'}"
    rooms = [f"Raum {number}" for number in range(10)]
    links = create_helpathon(store, "Stadtgrün", rooms)
    with ServerProcess(store) as server:
        yield House(server, links, iter(rooms))


@pytest.fixture
async def seat(house: House) -> Seat:
    """In a room that nobody was in before."""
    room = next(house.rooms)
    return await join(house.server.url, house.links["participant"], "Ada", room)


@pytest.mark.timeout(scaled(120, 300))
async def test_a_whole_session_byte_by_byte(seat: Seat) -> None:
    async with Client(seat) as bo:
        await bo.write("first", "schon da")
        async with Line(port_of(seat), piece_bytes=1) as line, Client(seat.at(line.url)) as ada:
            for number in range(NOTES):
                await ada.write(f"a{number}", "Grüße 👋 " * 20)
                await bo.write(f"b{number}", "Beete 🌱 " * 20)
            await ada.show({"cursor": [1, 2]})
            await bo.until(lambda: {"cursor": [1, 2]} in bo.presences.values())
            await ada.saved()
            assert (await ada.ask("time"))["ok"]
            assert len(await converged(ada, bo)) == 2 * NOTES + 1

            await ada.vanish()
            await bo.until(lambda: not bo.presences)
            await ada.type("a0", "unterwegs")
            await ada.connect()
            await ada.saved()
            await converged(ada, bo)


@pytest.mark.node
async def test_a_stock_client_byte_by_byte(seat: Seat) -> None:
    async with Line(port_of(seat), piece_bytes=1) as line, Client(seat) as bo:
        with Crowd(line.url, seat.room, cookie=seat.cookie) as crowd:
            await asyncio.to_thread(crowd.enter, "ada", "cem")
            await asyncio.to_thread(crowd.walk, 1, scaled(30, 300))
            await bo.write("last")
            held = await asyncio.to_thread(crowd.settled, covering=bo.doc.get_state())
            await bo.until(lambda: bo.board == held["objects"])


@pytest.mark.timeout(scaled(120, 300))
@pytest.mark.parametrize("length", LENGTHS)
async def test_a_frame_split_at_every_place(length: int, seat: Seat) -> None:
    async with Client(seat) as ada, Client(seat) as bo:
        await ada.write("note")
        whole = frame_of(typed(ada, "x" * length))
        await raw(ada, whole)
        ada.sent += 1
        text = "x" * length
        for at in places(len(whole)):
            frame = frame_of(typed(ada, "x" * length))
            text += "x" * length
            await raw(ada, frame[:at])
            await bo.ask("time")  # the server had its turn with the first piece
            await raw(ada, frame[at:])
            ada.sent += 1
        await ada.saved()
        await bo.has("note", text=text)


@pytest.mark.timeout(scaled(120, 300))
@pytest.mark.parametrize("length", LENGTHS)
async def test_a_message_in_two_frames_split_at_every_place(length: int, seat: Seat) -> None:
    async with Client(seat) as ada, Client(seat) as bo:
        await ada.write("note")
        whole = typed(ada, "x" * length)
        await raw(ada, frame_of(whole))
        ada.sent += 1
        text = "x" * length
        for at in places(len(encode(Update(whole)))):
            message = encode(Update(typed(ada, "x" * length)))
            text += "x" * length
            first = Frame(Opcode.BINARY, message[:at], fin=False)
            ping = Frame(Opcode.PING, b"between")
            rest = Frame(Opcode.CONT, message[at:])
            for frame in (first, ping, rest):
                await raw(ada, frame.serialize(mask=True))
            ada.sent += 1
        await ada.saved()
        await bo.has("note", text=text)


def places(size_bytes: int) -> list[int]:
    """Each byte of the head and of the end, and as many between as there is time for."""
    if size_bytes <= MOST_SPLITS:
        return list(range(1, size_bytes))
    edge = MOST_SPLITS // 3
    step = (size_bytes - 2 * edge) // edge
    middle = range(edge, size_bytes - edge, step)
    return [*range(1, edge), *middle, *range(size_bytes - edge, size_bytes)]


def typed(ada: Client, text: str) -> bytes:
    """The update of more text in the note, which nobody has been told yet."""
    before = ada.doc.get_state()
    note: pycrdt.Text = ada.objects["note"]["text"]
    note += text
    return ada.doc.get_update(before)


def frame_of(update: bytes) -> bytes:
    return Frame(Opcode.BINARY, encode(Update(update))).serialize(mask=True)


async def raw(client: Client, data: bytes) -> None:
    """These bytes and nothing else, as one packet if the network pleases."""
    assert client._socket is not None, "connected"
    client._socket.transport.write(data)
    await asyncio.sleep(0)


def port_of(seat: Seat) -> int:
    return int(seat.server.rpartition(":")[2])
