"""The wire as peers see it, and what uvicorn does not document but calls.

Every test runs on uvloop, which serves, and on asyncio, which serves where there is no uvloop.
"""

import asyncio
import gc
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import httpx
import msgpack
import pycrdt
import pytest
from websockets.exceptions import InvalidStatus
from websockets.frames import Frame, Opcode
from websockets.server import ServerProtocol

from persistence.contract import Position, RoomId, StoredRoom, StoreError
from rooms.member import Member
from rooms.room import LONGEST_BEHIND_S
from server import admission, transport
from server.http_protocol import HttpProtocol
from server.limits import Rate, TalkLimits
from server.settings import Settings
from server.transport import (
    GONE_AFTER_S,
    MAX_MESSAGE_BYTES,
    PING_AFTER_S,
    WebSocketTransport,
)
from sync.messages import (
    Awareness,
    Control,
    SyncStep1,
    SyncStep2,
    Unknown,
    Update,
    WireLimits,
    decode,
    encode,
)
from tests.client import Client, converged
from tests.eventually import eventually
from tests.fakes import FaultyStore
from tests.server.listening import OPEN, Listening, listening
from tests.server.wire import ACCEPT, Peer, dialled, peer, upgrade

pytestmark = pytest.mark.asyncio(loop_scope="module")

OURS = {"Sec-WebSocket-Protocol": "helpathon.1"}
NEWER = encode(Unknown(77))


# The opening handshake


async def test_a_stock_client_gets_in_and_hears_a_step_1_first(server: Listening) -> None:
    async with dialled(server.port) as stock:
        answer = await stock.request(upgrade("/sync/opening"))

        assert answer.status == 101
        assert answer.headers["sec-websocket-accept"] == ACCEPT
        assert "sec-websocket-protocol" not in answer.headers
        assert "sec-websocket-extensions" not in answer.headers
        assert isinstance(await message_for(stock), SyncStep1)


async def test_our_subprotocol_is_chosen_where_it_is_offered(server: Listening) -> None:
    offered = {"Sec-WebSocket-Protocol": "something.else, helpathon.1"}
    async with dialled(server.port) as page:
        answer = await page.request(upgrade("/sync/opening", offered))

        assert answer.headers["sec-websocket-protocol"] == "helpathon.1"
        welcome = await message_for(page)
        assert isinstance(welcome, Control)
        assert msgpack.unpackb(welcome.payload)["t"] == "welcome"
        assert isinstance(await message_for(page), SyncStep1)


async def test_who_offers_another_subprotocol_gets_in_without_one(server: Listening) -> None:
    async with dialled(server.port) as stock:
        answer = await stock.request(
            upgrade("/sync/opening", {"Sec-WebSocket-Protocol": "yjs.something"})
        )

        assert answer.status == 101
        assert "sec-websocket-protocol" not in answer.headers


async def test_a_request_that_comes_byte_by_byte_is_answered(server: Listening) -> None:
    async with dialled(server.port) as slow:
        for byte in upgrade("/sync/opening"):
            slow.writer.write(bytes([byte]))
            await slow.writer.drain()

        assert (await slow.answer()).status == 101


async def test_a_query_belongs_to_no_room(server: Listening) -> None:
    async with dialled(server.port) as stock:
        assert (await stock.request(upgrade("/sync/queried?token=x"))).status == 101
        await eventually(lambda: RoomId("queried") in server.running.hub.rooms)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-WebSocket-Key": None}, 400),
        ({"Sec-WebSocket-Key": "short"}, 400),
        ({"Sec-WebSocket-Version": "8"}, 400),
        ({"Sec-WebSocket-Version": None}, 400),
        ({"Origin": "https://elsewhere.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://localhost.elsewhere.example"}, 403),
        ({"Origin": "http://localhost:81"}, 403),
        ({"Origin": "http://somebody@localhost"}, 403),
        ({"Origin": "http://[broken"}, 403),
    ],
)
async def test_a_wrong_request_is_refused_and_the_connection_ended(
    server: Listening, headers: dict[str, str | None], status: int
) -> None:
    async with dialled(server.port) as wrong:
        assert (await wrong.request(upgrade("/sync/opening", headers))).status == status
        await wrong.end()


@pytest.mark.parametrize("origin", ["http://localhost", "https://localhost"])
async def test_our_own_page_gets_in_behind_a_proxy_with_tls_too(
    server: Listening, origin: str
) -> None:
    async with peer(server.port, "own", {"Origin": origin, **OURS}) as page:
        assert isinstance(await message_for(page), Control)


@pytest.mark.parametrize("host", ["elsewhere.example", "localhost.elsewhere.example:8000"])
async def test_open_rooms_do_not_open_under_a_foreign_name(server: Listening, host: str) -> None:
    async with dialled(server.port) as tricked:
        headers = {"Host": host, "Origin": f"http://{host}"}
        assert (await tricked.request(upgrade("/sync/opening", headers))).status == 403
    async with httpx.AsyncClient(trust_env=False) as browser:
        answer = await browser.get(f"{server.url}/api/rooms/opening/export", headers={"Host": host})
        assert answer.status_code == 400


@pytest.mark.parametrize("host", ["localhost", "localhost:8000", "127.0.0.1:1", "[::1]:8000"])
async def test_open_rooms_open_under_every_name_of_this_machine(
    server: Listening, host: str
) -> None:
    async with peer(server.port, "opening", {"Host": host}):
        pass
    async with httpx.AsyncClient(trust_env=False) as browser:
        answer = await browser.get(f"{server.url}/api/rooms/opening/export", headers={"Host": host})
        assert answer.status_code == 200


@pytest.mark.parametrize("path", ["/", "/sync/", "/sync/a/b", "/sync/a%20b", f"/sync/{'x' * 81}"])
async def test_a_path_that_is_no_room_is_refused_by_status(server: Listening, path: str) -> None:
    async with dialled(server.port) as lost:
        assert (await lost.request(upgrade(path, OURS))).status == 404
        await lost.end()


async def test_at_capacity_everybody_is_asked_to_come_back_by_status() -> None:
    async with listening(Settings(open_rooms=True, max_connections=1)) as server:
        async with peer(server.port):
            for offered in ({}, OURS):
                async with dialled(server.port) as late:
                    answer = await late.request(upgrade("/sync/room", offered))

                    assert answer.status == 503
                    assert int(answer.headers["retry-after"]) > 0
                    await late.end()
        await eventually(lambda: not server.running.admission.connections)
        async with peer(server.port):
            pass  # whoever left has made room


async def test_while_the_store_is_away_everybody_is_asked_to_come_back() -> None:
    async with listening(OPEN) as server:
        server.store.fail("load")

        with pytest.raises(InvalidStatus) as refused:
            await Client(server.seat()).open()

        assert refused.value.response.status_code == 503
        assert "Retry-After" in refused.value.response.headers


async def test_a_handshake_that_waits_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "HANDSHAKE_TIMEOUT_S", 0.1)
    async with listening(OPEN) as server:
        server.store.hold("load")
        async with dialled(server.port) as patient:
            patient.writer.write(upgrade("/sync/room"))
            await patient.end()
        server.store.release("load")

        await eventually(lambda: not server.running.admission.connections)
        assert not members(server, "room")


async def test_who_leaves_during_the_handshake_takes_no_seat() -> None:
    async with listening(OPEN) as server:
        server.store.hold("load")
        async with dialled(server.port) as hasty:
            hasty.writer.write(upgrade("/sync/room"))
            await eventually(lambda: server.store.waiting["load"])
        server.store.release("load")

        await eventually(lambda: RoomId("room") in server.running.hub.rooms)
        await eventually(lambda: not members(server, "room"))
        await eventually(lambda: not server.running.admission.connections)


async def test_a_room_that_cannot_be_read_refuses_and_the_others_go_on(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with listening(OPEN) as server:
        await server.store.append({RoomId("newer"): [b"\xff of a newer version"]})

        with pytest.raises(InvalidStatus) as refused:
            await Client(server.seat("newer")).open()

        assert refused.value.response.status_code == 503
        assert "newer" in caplog.text
        async with Client(server.seat("other")):
            pass


# Frames


async def test_frames_that_come_byte_by_byte_are_messages(server: Listening) -> None:
    async with peer(server.port, "bytewise") as slow:
        for byte in Frame(Opcode.BINARY, encode(SyncStep1(b"\0"))).serialize(mask=True):
            slow.writer.write(bytes([byte]))
            await slow.writer.drain()

        await message_of(slow, SyncStep2)


async def test_many_messages_in_one_segment_are_all_heard(server: Listening) -> None:
    keys = [f"note-{number}" for number in range(5)]
    async with Client(server.seat("segment")) as ada, peer(server.port, "segment") as quick:
        edits = [Frame(Opcode.BINARY, encode(Update(one_note(key)))) for key in keys]
        quick.writer.write(b"".join(edit.serialize(mask=True) for edit in edits))

        await ada.until(lambda: ada.board.keys() == set(keys))


async def test_a_fragmented_message_is_joined_around_a_ping(server: Listening) -> None:
    message = encode(SyncStep1(b"\0"))
    async with peer(server.port, "fragments") as piecemeal:
        piecemeal.send(Opcode.BINARY, message[:1], fin=False)
        piecemeal.send(Opcode.CONT, b"", fin=False)
        piecemeal.send(Opcode.PING, b"between")
        piecemeal.send(Opcode.CONT, message[1:])

        assert await piecemeal.frame_of(Opcode.PONG) == b"between"
        await message_of(piecemeal, SyncStep2)


async def test_a_ping_is_answered_with_what_it_carries(server: Listening) -> None:
    async with peer(server.port) as alive:
        alive.send(Opcode.PING, b"still there?")

        assert await alive.frame_of(Opcode.PONG) == b"still there?"


async def test_a_message_of_a_newer_protocol_is_passed_over(server: Listening) -> None:
    async with peer(server.port) as newer:
        newer.send(Opcode.BINARY, NEWER)
        newer.send(Opcode.BINARY, encode(SyncStep1(b"\0")))

        await message_of(newer, SyncStep2)


async def test_text_is_closed_with_1003(server: Listening) -> None:
    async with peer(server.port) as wrong:
        wrong.send(Opcode.TEXT, b"hello")

        assert await wrong.close_code() == 1003


async def test_fragmented_text_is_closed_with_1003(server: Listening) -> None:
    async with peer(server.port) as wrong:
        wrong.send(Opcode.TEXT, b"hel", fin=False)
        wrong.send(Opcode.CONT, b"lo")

        assert await wrong.close_code() == 1003


@pytest.mark.parametrize(
    "frame",
    [
        pytest.param(Frame(Opcode.BINARY, b"\0").serialize(mask=False), id="unmasked"),
        pytest.param(b"\x83\x80\0\0\0\0", id="reserved opcode of data"),
        pytest.param(b"\x8b\x80\0\0\0\0", id="reserved opcode of control"),
        pytest.param(b"\xc2\x80\0\0\0\0", id="reserved bit"),
        pytest.param(b"\x09\x80\0\0\0\0", id="fragmented ping"),
        pytest.param(b"\x89\xfe\x00\x7e" + bytes(4 + 126), id="long ping"),
        pytest.param(b"\x80\x80\0\0\0\0", id="continues nothing"),
        pytest.param(b"\x88\x81\0\0\0\0\0", id="close code of one byte"),
    ],
)
async def test_a_malformed_frame_is_closed_with_1002(server: Listening, frame: bytes) -> None:
    async with peer(server.port) as wrong:
        wrong.writer.write(frame)

        assert await wrong.close_code() == 1002
        await wrong.end()


async def test_a_new_message_inside_a_fragmented_one_is_closed_with_1002(
    server: Listening,
) -> None:
    async with peer(server.port) as wrong:
        wrong.send(Opcode.BINARY, b"\0", fin=False)
        wrong.send(Opcode.BINARY, b"\0")

        assert await wrong.close_code() == 1002


async def test_an_oversized_message_is_closed_with_1009_before_it_is_sent(
    server: Listening,
) -> None:
    async with peer(server.port) as large:
        large.writer.write(b"\x82\xff" + (MAX_MESSAGE_BYTES + 1).to_bytes(8) + bytes(4))

        assert await large.close_code() == 1009


async def test_fragments_that_add_up_to_too_much_are_closed_with_1009(server: Listening) -> None:
    async with peer(server.port) as large:
        large.send(Opcode.BINARY, bytes(MAX_MESSAGE_BYTES), fin=False)
        large.send(Opcode.CONT, b"\0")

        assert await large.close_code() == 1009


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(b"", 4400, id="nothing"),
        pytest.param(b"\0\2\3\1", 4400, id="cut off"),
        pytest.param(encode(Update(b"no update")), 4400, id="no update"),
        pytest.param(encode(Update(bytes(2**20 + 100))), 4413, id="too large"),
    ],
)
async def test_a_message_against_the_protocol_is_explained_and_closed(
    server: Listening, data: bytes, code: int
) -> None:
    async with Client(server.seat("faults")) as wrong, Client(server.seat("faults")) as other:
        await wrong.send_bytes(data)

        assert (await wrong.ended())[0] == code
        (problem,) = wrong.heard_of("error")
        assert problem["code"] == code
        await other.ask("time")  # nobody else notices


# Ending


async def test_a_close_is_answered_with_its_code(server: Listening) -> None:
    async with peer(server.port) as leaving:
        leaving.send(Opcode.CLOSE, (1001).to_bytes(2))

        assert await leaving.close_code() == 1001
        await leaving.end()


async def test_what_follows_a_close_is_not_heard(server: Listening) -> None:
    async with Client(server.seat("late")) as other, peer(server.port, "late") as wrong:
        await message_of(wrong, SyncStep1)
        wrong.send(Opcode.TEXT, b"hello")
        wrong.send(Opcode.BINARY, encode(Update(one_note("late"))))

        assert await wrong.close_code() == 1003
        await eventually(lambda: len(members(server, "late")) == 1)
        assert other.board == {}


async def test_who_vanishes_has_left_the_room(server: Listening) -> None:
    async with Client(server.seat("gone")) as ada, Client(server.seat("gone")) as bo:
        await bo.show({"cursor": [1, 2]})
        await ada.until(lambda: ada.presences)

        await bo.vanish()

        await ada.until(lambda: len(ada.members) == 1)
        await ada.until(lambda: not ada.presences)


async def test_who_ends_the_stream_without_a_close_has_left(server: Listening) -> None:
    async with peer(server.port, "eof") as rude:
        await message_of(rude, SyncStep1)
        rude.writer.write_eof()

        await rude.end()
        await eventually(lambda: not members(server, "eof"))


@pytest.mark.parametrize("way", ["close", "end of stream", "abort", "refused"])
async def test_of_a_connection_that_ended_nothing_is_left_to_collect(
    server: Listening, way: str
) -> None:
    gc.collect()
    gc.disable()
    try:
        before = Counter(map(type, gc.get_objects()))
        for _ in range(10):
            async with dialled(server.port) as gone:
                await gone.request(upgrade("/sync/leaving" if way != "refused" else "/sync/"))
                if way == "close":
                    gone.send(Opcode.CLOSE, (1000).to_bytes(2))
                elif way == "end of stream":
                    gone.writer.write_eof()
                if way != "abort":
                    await gone.end()
        await eventually(lambda: not server.running.admission.connections)
        left = Counter(map(type, gc.get_objects())) - before
    finally:
        gc.enable()

    # The loop may still hold the last one.
    for kind in (WebSocketTransport, HttpProtocol, ServerProtocol, Member):
        assert left[kind] <= 1, left


@pytest.mark.parametrize("is_talking", [False, True])
async def test_who_never_answers_a_close_is_cut_off(
    server: Listening, monkeypatch: pytest.MonkeyPatch, is_talking: bool
) -> None:
    monkeypatch.setattr(transport, "CLOSE_TIMEOUT_S", 0.2)
    async with peer(server.port) as deaf:
        deaf.send(Opcode.TEXT, b"hello")
        assert await deaf.close_code() == 1003

        talk = asyncio.create_task(keep_talking(deaf) if is_talking else asyncio.sleep(0))
        await deaf.end()
        await talk


async def test_a_silent_peer_is_pinged_and_one_that_stays_silent_given_up(
    server: Listening,
) -> None:
    async with peer(server.port, "silent") as silent:
        await message_of(silent, SyncStep1)
        (member,) = members(server, "silent")
        connection = next(it for it in server.running.admission.connections if it.id == member.id)
        heard_s = time.monotonic()

        connection.check_alive(heard_s + PING_AFTER_S + 1)
        await silent.frame_of(Opcode.PING)
        connection.check_alive(heard_s + GONE_AFTER_S + 1)

        await silent.end()
        await eventually(lambda: not members(server, "silent"))


# Slow readers and fast talkers


async def test_a_slow_reader_falls_behind_alone_and_catches_up(server: Listening) -> None:
    async with (
        Client(server.seat("slow")) as writer,
        Client(server.seat("slow")) as other,
        peer(server.port, "slow") as slow,
    ):
        slow.send(Opcode.BINARY, encode(SyncStep1(b"\0")))
        await message_of(slow, SyncStep2)
        number = 0
        while not any(member.behind for member in members(server, "slow")):
            number += 1
            await writer.write(f"note-{number}", "x" * 50_000)
            await writer.saved()
        await writer.write("last", "x" * 50_000)

        assert await converged(writer, other) == await read_until(slow, "last")
        assert server.running.hub.tally.behind == 1
        await eventually(lambda: not any(it.behind for it in members(server, "slow")))


async def test_who_does_not_read_the_first_answer_gets_no_second(server: Listening) -> None:
    async with Client(server.seat("greedy")) as writer, peer(server.port, "greedy") as greedy:
        for number in range(60):
            await writer.write(f"note-{number}", "x" * 50_000)
        await writer.saved()
        greedy.send(Opcode.BINARY, encode(SyncStep1(b"\0")))
        await eventually(lambda: blocked(server))
        for _ in range(4):
            greedy.send(Opcode.BINARY, encode(SyncStep1(b"\0")))
        greedy.send(Opcode.BINARY, encode(Update(one_note("said-meanwhile"))))
        await writer.has("said-meanwhile")

        (connection,) = blocked(server)
        unread_bytes = connection._transport.get_write_buffer_size()
        assert unread_bytes < 1.5 * len(writer.doc.get_update())

        await writer.write("last")
        read = await read_until(greedy, "last")
        assert read.keys() | {"said-meanwhile"} == writer.board.keys()


async def test_who_asks_for_everything_again_and_again_is_sent_away(server: Listening) -> None:
    async with Client(server.seat("asking")) as asking:
        for _ in range(50):
            await asking.send(SyncStep1(b"\0"))

        assert (await asking.ended())[0] == 4529


async def test_a_reader_that_takes_nothing_for_too_long_is_sent_away(server: Listening) -> None:
    async with Client(server.seat("stuck")) as writer, peer(server.port, "stuck") as stuck:
        stuck.send(Opcode.BINARY, encode(SyncStep1(b"\0")))
        await message_of(stuck, SyncStep2)
        while not any(member.behind for member in members(server, "stuck")):
            await writer.write("note", "x" * 50_000)
            await writer.saved()

        live = server.running.hub.rooms[RoomId("stuck")]
        live.perform(live.room.too_slow(time.monotonic() + LONGEST_BEHIND_S + 1))

        assert await stuck.close_code() == 4508


async def test_who_talks_too_fast_is_read_from_more_slowly_and_loses_nothing() -> None:
    slowly = Settings(open_rooms=True, talk_limits=TalkLimits(messages=Rate(50, burst=20)))
    async with (
        listening(slowly) as server,
        Client(server.seat()) as hasty,
        Client(server.seat()) as calm,
    ):
        for number in range(50):
            await hasty.write(f"note-{number}")
        started_s = time.monotonic()
        talking = asyncio.create_task(ask_often(hasty, 20))

        await eventually(lambda: paused(server))
        paused(server)[0].check_alive(time.monotonic() + GONE_AFTER_S + 1)  # its silence is ours
        await ask_often(calm, 10)
        assert not talking.done()

        await talking
        # 70 messages, 20 of them at once: 50 at 50 a second.
        assert time.monotonic() - started_s > 0.5
        assert len(await converged(hasty, calm)) == 50


async def test_who_sends_too_much_is_read_from_more_slowly_and_loses_nothing() -> None:
    slowly = Settings(open_rooms=True, talk_limits=TalkLimits(bytes=Rate(10**6, burst=10**5)))
    async with listening(slowly) as server, Client(server.seat()) as heavy:
        started_s = time.monotonic()
        for number in range(3):
            await heavy.write(f"note-{number}", "x" * 200_000)
            await heavy.ask("time")
        await heavy.ask("time")

        # 600 kB, 100 of them at once, at 1 MB a second.
        assert time.monotonic() - started_s > 0.4
        await heavy.saved()


async def test_empty_pieces_of_a_message_are_counted_and_not_kept(server: Listening) -> None:
    async with peer(server.port, "pieces") as pieces:
        member = (await eventually_member(server, "pieces")).connection
        pieces.send(Opcode.BINARY, b"", fin=False)
        for _ in range(3000):
            pieces.send(Opcode.CONT, b"", fin=False)

        await eventually(lambda: transport_of(server, member.id).is_paused)

        assert transport_of(server, member.id)._fragments == []


async def test_who_pings_without_end_is_read_from_more_slowly(server: Listening) -> None:
    async with peer(server.port, "pings") as pings:
        member = (await eventually_member(server, "pings")).connection
        for _ in range(3000):
            pings.send(Opcode.PING, b"x" * 125)

        await eventually(lambda: transport_of(server, member.id).is_paused)


async def test_who_never_reads_is_given_up_whatever_it_says(server: Listening) -> None:
    async with (
        Client(server.seat("mute")) as writer,
        peer(server.port, "mute") as mute,
    ):
        mute.send(Opcode.BINARY, encode(SyncStep1(b"\0")))
        await message_of(mute, SyncStep2)
        while not any(member.behind for member in members(server, "mute")):
            await writer.write("note", "x" * 50_000)
            await writer.saved()
        (connection,) = blocked(server)

        connection.check_alive(time.monotonic() + GONE_AFTER_S + 1)

        await eventually(lambda: connection not in server.running.admission.connections)


async def test_who_talks_without_end_is_sent_away() -> None:
    slowly = Settings(open_rooms=True, talk_limits=TalkLimits(messages=Rate(1, burst=20)))
    async with listening(slowly) as server, Client(server.seat()) as endless:
        for _ in range(100):
            await endless.send_bytes(NEWER)

        assert (await endless.ended())[0] == 4529


# Stopping


async def test_before_a_stop_everything_is_saved_and_everybody_told_when_to_come_back() -> None:
    async with listening(OPEN) as server:
        stock_client = Client(server.seat(), speaks_control=False)
        async with Client(server.seat()) as ada, stock_client as stock:
            server.store.hold("append")
            await ada.write("in-the-last-moment")
            await stock.has("in-the-last-moment")

            stopping = asyncio.create_task(server.stop())
            await eventually(lambda: server.running.admission.draining)
            assert ada.closed is None
            assert ada.saved_count == 0
            server.store.release("append")

            assert (await ada.ended())[0] == 1012
            assert (await stock.ended())[0] == 1012
            assert ada.saved_count == ada.sent
            (drain,) = ada.heard_of("drain")
            assert 0 < drain["retry_ms"] < 10_000
            await stopping
        assert await stored_notes(server, "room") == {"in-the-last-moment"}


async def test_a_stop_in_the_middle_of_typing_is_quick_and_loses_nothing_anybody_saw() -> None:
    async with listening(OPEN, SlowStore) as server:
        reader = Client(server.seat())
        writers = [Client(server.seat()) for _ in range(4)]
        async with reader, writers[0], writers[1], writers[2], writers[3]:
            typing = [
                asyncio.create_task(type_until_the_end(writer, f"w{number}"))
                for number, writer in enumerate(writers)
            ]
            await reader.until(lambda: len(reader.board) > 40)
            server.running.hub.pacer.share = 50.0  # so busy that a tick takes long

            started_s = time.monotonic()
            await server.stop()
            assert time.monotonic() - started_s < 3

            written = await asyncio.gather(*typing)
            for client in (reader, *writers):
                assert (await client.ended())[0] == 1012
                assert client.heard_of("drain")
            stored = await stored_notes(server, "room")
            assert reader.board.keys() <= stored
            for writer, keys in zip(writers, written, strict=True):
                assert 0 < writer.saved_count <= writer.sent
                assert set(keys[: writer.saved_count]) <= stored


async def test_a_stop_saves_what_people_wrote_who_have_left() -> None:
    async with listening(OPEN) as server:
        server.store.hold("append")
        async with Client(server.seat()) as ada, Client(server.seat()) as bo:
            await ada.write("and-gone")
            await bo.has("and-gone")
        await eventually(lambda: not server.running.admission.connections)

        stopping = asyncio.create_task(server.stop())
        await asyncio.wait([stopping], timeout=0.5)
        server.store.release("append")
        await stopping

        assert await stored_notes(server, "room") == {"and-gone"}


async def test_a_store_that_stays_away_does_not_keep_a_server_from_stopping(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(admission, "LAST_COMMIT_S", 0.2)
    async with listening(OPEN) as server, Client(server.seat()) as ada:
        server.store.hold("append")
        await ada.write("unsaved")

        await server.stop()

        assert (await ada.ended())[0] == 1012
        assert ada.saved_count < ada.sent
        assert caplog.text.count("clients keep theirs") == 1  # waited for once


async def test_nobody_gets_in_once_the_server_is_stopping() -> None:
    async with listening(OPEN) as server, Client(server.seat()) as ada:
        server.store.hold("append")
        await ada.write("note")
        stopping = asyncio.create_task(server.stop())
        await eventually(lambda: server.running.admission.draining)

        with pytest.raises(OSError):
            await Client(server.seat()).open()

        server.store.release("append")
        await stopping


async def test_a_server_that_breaks_ends_instead_of_going_on_without_saving(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(admission, "LAST_COMMIT_S", 0.2)
    async with listening(OPEN, BrokenStore) as server, Client(server.seat()) as ada:
        await ada.write("note")

        assert (await ada.ended())[0] == 1012
        await server.stopped()
        assert "a fault in the store" in caplog.text


async def test_a_fault_of_ours_in_a_handshake_is_logged_and_answered(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with listening(OPEN, BrokenStore) as server:
        with pytest.raises(InvalidStatus) as refused:
            await Client(server.seat("broken")).open()

        assert refused.value.response.status_code == 500
        assert "a fault in the store" in caplog.text


# What the tests above need


class SlowStore(FaultyStore):
    """Somebody types whenever a commit ends."""

    async def append(
        self, batch: Mapping[RoomId, Sequence[bytes]]
    ) -> Mapping[RoomId, Position | StoreError]:
        await asyncio.sleep(0.02)
        return await super().append(batch)


class BrokenStore(FaultyStore):
    """Raises what no store may."""

    async def append(
        self, batch: Mapping[RoomId, Sequence[bytes]]
    ) -> Mapping[RoomId, Position | StoreError]:
        raise RuntimeError("a fault in the store")

    async def load(self, room: RoomId) -> StoredRoom:
        if room == "broken":
            raise RuntimeError("a fault in the store")
        return await super().load(room)


def paused(server: Listening) -> list[WebSocketTransport]:
    return [it for it in server.running.admission.connections if it.is_paused]


def blocked(server: Listening) -> list[WebSocketTransport]:
    return [it for it in server.running.admission.connections if it.blocked]


async def ask_often(client: Client, times: int) -> None:
    for _ in range(times):
        await client.ask("time")


def members(server: Listening, room: str) -> list[Member]:
    live = server.running.hub.rooms.get(RoomId(room))
    return [] if live is None else list(live.room.members.values())


async def message_for(peer: Peer) -> object:
    return decode(await peer.frame_of(Opcode.BINARY), WireLimits())


async def message_of(peer: Peer, kind: type) -> None:
    while not isinstance(await message_for(peer), kind):
        pass


async def read_until(peer: Peer, key: str) -> dict[str, object]:
    """The board as somebody has it who reads everything until an object is on it."""
    doc: pycrdt.Doc[Any] = pycrdt.Doc()
    objects = doc.get("objects", type=pycrdt.Map)
    while key not in objects:
        message = await message_for(peer)
        if isinstance(message, Update | SyncStep2):
            doc.apply_update(message.update)
        else:
            assert isinstance(message, SyncStep1 | Awareness), message
    board: dict[str, object] = objects.to_py() or {}
    return board


async def keep_talking(peer: Peer) -> None:
    """Until the connection is gone."""
    while not peer.writer.is_closing():
        peer.send(Opcode.BINARY, NEWER)
        await asyncio.sleep(0.01)


async def type_until_the_end(client: Client, name: str) -> list[str]:
    """The notes it made, in order."""
    written: list[str] = []
    while client.closed is None:
        key = f"{name}-{len(written)}"
        if await client.write(key) == 0:
            break
        written.append(key)
        await asyncio.sleep(0)
    return written


def one_note(key: str) -> bytes:
    doc: pycrdt.Doc[Any] = pycrdt.Doc()
    doc.get("objects", type=pycrdt.Map)[key] = pycrdt.Map({"kind": "note"})
    return doc.get_update()


async def stored_notes(server: Listening, room: str) -> set[str]:
    stored = await server.store.load(RoomId(room))
    doc: pycrdt.Doc[Any] = pycrdt.Doc()
    for update in (stored.snapshot, *(entry.data[1:] for entry in stored.entries)):
        if update is not None:
            doc.apply_update(update)
    return set(doc.get("objects", type=pycrdt.Map).to_py() or {})


async def eventually_member(server: Listening, room: str) -> Member:
    await eventually(lambda: members(server, room))
    return members(server, room)[0]


def transport_of(server: Listening, connection: str) -> WebSocketTransport:
    return next(it for it in server.running.admission.connections if it.id == connection)
