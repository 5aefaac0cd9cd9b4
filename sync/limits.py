"""The bounds of one update, as values: what a person at a board can need, with room to spare."""

from __future__ import annotations

from dataclasses import dataclass

KIB = 1024
MIB = 1024 * KIB


@dataclass(frozen=True, slots=True)
class Limits:
    # Structs: a first sync of a board of 2,000 notes has some 60,000. Walking 200,000 takes 0.2 s.
    structs: int = 200_000
    # Client blocks, of structs and of deletes: every tab ever opened leaves one.
    clients: int = 20_000
    # Ranges in the delete set.
    delete_ranges: int = 200_000
    # UTF-8 bytes of one text insert. Notes are short; a pasted document is not a note.
    string_bytes: int = 256 * KIB
    # Bytes of one binary value: a simplified pen stroke has 600. Pictures are blobs by hash.
    binary_bytes: int = 64 * KIB
    # Bytes of one JSON value (formats, embeds), which peers hand to JSON.parse.
    json_bytes: int = 64 * KIB
    # Brackets open at once in one JSON value.
    json_depth: int = 32
    # Arrays and maps inside one another in one plain value. pycrdt decodes them by recursion.
    any_depth: int = 32
    # Plain values, map entries and array elements in one update, JSON at a higher rate.
    any_elements: int = 500_000
    # UTF-8 bytes of a map key, a format's name or an XML tag.
    key_bytes: int = 1 * KIB
    # UTF-8 bytes of a root's name, and how many roots one update may name.
    root_bytes: int = 128
    roots: int = 32
    # Y types (maps, arrays, texts) made by one update.
    types: int = 20_000
    # Y types inside one another. Ours needs 3; JavaScript peers overflow at some thousands.
    depth: int = 64


# A room's own state, walked again by an audit: it was admitted piece by piece, merging only joins
# pieces, and it is bounded in bytes by the room.
_ANY_NUMBER = 2**53
STATE_LIMITS = Limits(
    structs=_ANY_NUMBER,
    clients=_ANY_NUMBER,
    delete_ranges=_ANY_NUMBER,
    string_bytes=_ANY_NUMBER,
    any_elements=_ANY_NUMBER,
    roots=_ANY_NUMBER,
    types=_ANY_NUMBER,
    depth=_ANY_NUMBER,
)
