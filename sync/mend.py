"""Rewrites the few texts that pycrdt would cut wrong when it merges updates that overlap.

A character outside the basic plane takes two clocks. Where a careless client cuts between them,
Yjs puts U+FFFD in the place of each half; pycrdt loses one and shifts what follows. So the halves
are replaced before it gets to cut.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple, TypeAlias

from sync.limits import STATE_LIMITS
from sync.nesting import Trace
from sync.walk import Walk
from sync.wire import Reader, write_var_string

# (client, the clock of the second half)
Middle: TypeAlias = tuple[int, int]

_HALVES: Final = "\ufffd\ufffd"
_ONE_UNIT: Final = 0xFFFF


class _Text(NamedTuple):
    """A text with characters of two clocks."""

    client: int
    clock: int
    first_byte: int
    end_byte: int
    characters: str


def mend_at(update: bytes, clocks: Mapping[int, int]) -> bytes:
    """The same update, so that each client's structs can be cut at its clock."""
    texts = list(_texts(update, _trace(update)))
    return _replace(update, _halved(texts, set(clocks.items())))


def mend_overlapping(updates: Sequence[bytes]) -> list[bytes]:
    """The same updates, so that merging can cut each where another begins or ends."""
    traces = [_trace(update) for update in updates]
    texts = [list(_texts(update, trace)) for update, trace in zip(updates, traces, strict=True)]
    middles = {middle for text in texts for middle in _middles(text)}
    if not middles:
        return list(updates)
    cut = {clock for trace in traces for clock in _struct_edges(trace)} & middles
    return [
        _replace(update, _halved(text, cut)) for update, text in zip(updates, texts, strict=True)
    ]


def _trace(update: bytes) -> Trace:
    trace = Trace()
    Walk(STATE_LIMITS, trace).run(update)
    return trace


def _texts(update: bytes, trace: Trace) -> Iterator[_Text]:
    wide = {index: (begin, end) for index, begin, end in trace.wide}
    if not wide:
        return
    for block in trace.blocks:
        for offset, clock in enumerate(block.starts):
            span = wide.get(block.first + offset)
            if span is not None:
                text = Reader(update[span[0] : span[1]]).var_string(len(update))
                yield _Text(block.client, clock, *span, text)


def _middles(texts: Iterable[_Text]) -> Iterator[Middle]:
    for text in texts:
        clock = text.clock
        for character in text.characters:
            clock += 1
            if ord(character) > _ONE_UNIT:
                yield text.client, clock
                clock += 1


def _struct_edges(trace: Trace) -> Iterator[Middle]:
    for block in trace.blocks:
        for start in block.starts:
            yield block.client, start
        yield block.client, block.end


def _halved(texts: Iterable[_Text], cut: set[Middle]) -> Iterator[tuple[int, int, bytes]]:
    for text in texts:
        clock = text.clock
        characters = []
        for character in text.characters:
            clock += 1
            if ord(character) > _ONE_UNIT:
                if (text.client, clock) in cut:
                    character = _HALVES
                clock += 1
            characters.append(character)
        mended = "".join(characters)
        if mended != text.characters:
            buffer = bytearray()
            write_var_string(buffer, mended)
            yield text.first_byte, text.end_byte, bytes(buffer)


def _replace(update: bytes, replacements: Iterable[tuple[int, int, bytes]]) -> bytes:
    pieces = []
    position = 0
    for begin, end, instead in replacements:
        pieces += [update[position:begin], instead]
        position = end
    pieces.append(update[position:])
    return b"".join(pieces) if len(pieces) > 1 else update
