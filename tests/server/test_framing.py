"""The splitter is held against websockets' own parser: together they must see the same stream."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from websockets.frames import Frame, Opcode
from websockets.protocol import State
from websockets.server import ServerProtocol

from server.framing import Splitter, binary_frame

messages = st.binary(max_size=70_000) | st.binary(max_size=140)
frames = st.one_of(
    st.builds(lambda data: Frame(Opcode.BINARY, data), messages),
    st.builds(lambda data: Frame(Opcode.PING, data), st.binary(max_size=125)),
    st.builds(lambda data: Frame(Opcode.PONG, data), st.binary(max_size=125)),
    st.builds(lambda data: Frame(Opcode.TEXT, data.encode()), st.text(max_size=80)),
)


@st.composite
def streams(draw: st.DrawFn) -> list[Frame]:
    """Frames as a peer may send them: messages in pieces, control frames between the pieces."""
    stream: list[Frame] = []
    for frame in draw(st.lists(frames, max_size=8)):
        if frame.opcode is Opcode.BINARY and draw(st.booleans()):
            cut = draw(st.integers(0, len(frame.data)))
            stream.append(Frame(Opcode.BINARY, frame.data[:cut], fin=False))
            if draw(st.booleans()):
                stream.append(Frame(Opcode.PING, b"still there?"))
            stream.append(Frame(Opcode.CONT, frame.data[cut:]))
        else:
            stream.append(frame)
    return stream


def wire(stream: list[Frame]) -> bytes:
    return b"".join(frame.serialize(mask=True) for frame in stream)


def chunks(data: bytes, cuts: list[int]) -> list[bytes]:
    edges = sorted({0, len(data), *(cut for cut in cuts if cut < len(data))})
    return [data[begin:end] for begin, end in itertools.pairwise(edges)]


class Ears:
    """A splitter with a parser behind it, as the transport has them."""

    def __init__(self) -> None:
        self.splitter = Splitter()
        self.heard: list[tuple[Opcode, bytes, bool]] = []
        self._parser = ServerProtocol(state=State.OPEN, max_size=2**23)

    def hear(self, data: bytes) -> None:
        for is_message, piece in self.splitter.split(data):
            if is_message:
                self.heard.append((Opcode.BINARY, piece, True))
                continue
            self._parser.receive_data(piece)
            for frame in self._parser.events_received():
                assert isinstance(frame, Frame)
                self.heard.append((frame.opcode, bytes(frame.data), frame.fin))

    @property
    def fault(self) -> Exception | None:
        return self._parser.parser_exc


@given(streams(), st.lists(st.integers(0, 200_000), max_size=30))
@settings(max_examples=300)
def test_splitter_and_parser_hear_every_frame_in_order_however_the_bytes_are_cut(
    stream: list[Frame], cuts: list[int]
) -> None:
    ears = Ears()
    for chunk in chunks(wire(stream), cuts):
        ears.hear(chunk)
    assert ears.fault is None
    assert ears.heard == [(frame.opcode, bytes(frame.data), frame.fin) for frame in stream]
    assert ears.splitter.frames == len(stream)


@given(streams())
@settings(max_examples=60)
def test_bytes_that_come_one_by_one_are_the_same_frames(stream: list[Frame]) -> None:
    short = [frame for frame in stream if len(frame.data) < 600]
    if any(not frame.fin or frame.opcode is Opcode.CONT for frame in short):
        short = [frame for frame in short if frame.opcode in (Opcode.PING, Opcode.PONG)]
    ears = Ears()
    for byte in wire(short):
        ears.hear(bytes((byte,)))
    assert ears.heard == [(frame.opcode, bytes(frame.data), frame.fin) for frame in short]


@given(st.binary(max_size=400), st.lists(st.integers(0, 400), max_size=10))
@settings(max_examples=300)
def test_any_bytes_are_judged_as_the_parser_alone_judges_them(data: bytes, cuts: list[int]) -> None:
    data += bytes(14)  # the longest header: nobody waits for the rest of one
    parser = ServerProtocol(state=State.OPEN, max_size=2**23)
    parser.receive_data(data)
    alone = [
        (frame.opcode, bytes(frame.data), frame.fin)
        for frame in parser.events_received()
        if isinstance(frame, Frame)
    ]
    ears = Ears()
    for chunk in chunks(data, cuts):
        ears.hear(chunk)
        if ears.fault is not None:
            break  # the transport closes here
    assert ears.heard[: len(alone)] == alone
    assert (ears.fault is None) == (parser.parser_exc is None)


def test_a_message_in_one_frame_never_reaches_the_parser() -> None:
    splitter = Splitter()
    data = Frame(Opcode.BINARY, b"edit").serialize(mask=True)
    assert splitter.split(data * 3) == [(True, b"edit")] * 3


@pytest.mark.parametrize(
    "first_bytes",
    [
        b"\x82\x04edit",  # not masked
        b"\xc2\x84maskedit",  # compressed, which nobody agreed to
        b"\x80\x84maskedit",  # goes on with what never began
        b"\x83\x84maskedit",  # an opcode that there is not
    ],
)
def test_wrong_frames_are_left_to_the_parser(first_bytes: bytes) -> None:
    ears = Ears()
    ears.hear(first_bytes)
    assert ears.fault is not None


def test_of_a_frame_that_claims_to_be_endless_nothing_is_kept() -> None:
    ears = Ears()
    ears.hear(b"\x82\xff" + (2**62).to_bytes(8) + b"mask" + b"x" * 1000)
    assert ears.fault is not None
    assert ears.splitter._header == b""


@given(messages)
def test_a_frame_of_ours_is_what_the_library_would_write(message: bytes) -> None:
    assert binary_frame(message) == Frame(Opcode.BINARY, message).serialize(mask=False)
