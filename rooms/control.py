"""Control messages: msgpack maps, checked at this edge and typed behind it."""

from typing import Annotated, Any, Literal

import msgpack
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from rooms.stage.clock import LONGEST_MS, Scope
from sync.errors import WireError
from sync.messages import Control, encode

# A request is a handful of short fields; announcements will need the most room.
MAX_REQUEST_BYTES = 16 * 1024


class _Request(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True, strict=True)

    id: Annotated[int, Field(ge=0, lt=2**32)]


class Hello(_Request):
    """Says which Yjs client id this connection writes with."""

    t: Literal["hello"]
    client: Annotated[int, Field(ge=0, lt=2**53)]


class Time(_Request):
    t: Literal["time"]


class ClockCommand(_Request):
    t: Literal["clock"]
    scope: Scope
    action: Literal["start", "pause", "resume", "adjust", "end", "reset"]
    rev: Annotated[int, Field(ge=0)]
    duration_ms: Annotated[int, Field(gt=0, le=LONGEST_MS)] | None = None
    delta_ms: Annotated[int, Field(ge=-LONGEST_MS, le=LONGEST_MS)] | None = None
    label: Annotated[str, Field(max_length=80)] = ""


# A board further away than this from its origin is a broken client's.
_Coordinate = Annotated[float, Field(ge=-2_000_000, le=2_000_000)]
_Extent = Annotated[float, Field(gt=0, le=4_000_000)]


class Gather(_Request):
    """Asks everybody in the room to a part of the board, and to an object there if one is named."""

    t: Literal["gather"]
    x: _Coordinate
    y: _Coordinate
    width: _Extent
    height: _Extent
    object: Annotated[str, Field(min_length=1, max_length=64)] | None = None


class AreaFields(BaseModel):
    """What an area is; None: as it is."""

    model_config = ConfigDict(extra="ignore", frozen=True, strict=True)

    title: Annotated[str, Field(max_length=120)] | None = None
    prompt: Annotated[str, Field(max_length=500)] | None = None
    pos: Annotated[list[_Coordinate], Field(min_length=2, max_length=2)] | None = None
    size: (
        Annotated[
            list[Annotated[float, Field(ge=100, le=12_000)]], Field(min_length=2, max_length=2)
        ]
        | None
    ) = None
    color: Literal["yellow", "orange", "red", "pink", "violet", "blue", "green", "grey"] | None = (
        None
    )
    order: Annotated[float, Field(ge=-1_000_000, le=1_000_000)] | None = None


class AreaChange(BaseModel):
    """`area` None: it goes; `fresh`: it is laid, or laid anew."""

    model_config = ConfigDict(extra="ignore", frozen=True, strict=True)

    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
    area: AreaFields | None
    fresh: bool = False


class Areas(_Request):
    """Changes what facilitators laid down on the room's board."""

    t: Literal["areas"]
    changes: Annotated[list[AreaChange], Field(min_length=1, max_length=60)]


Request = Hello | Time | ClockCommand | Gather | Areas
_REQUEST: TypeAdapter[Request] = TypeAdapter(Annotated[Request, Field(discriminator="t")])


class RequestError(Exception):
    """A request that cannot be carried out: one clear answer to whoever sent it."""

    def __init__(self, code: str, expected: str, got: str, **more: Any) -> None:
        super().__init__(f"{code}: expected {expected}, got {got}")
        self.code = code
        self.expected = expected
        self.got = got
        self.more = more


def unpack(payload: bytes) -> dict[str, Any]:
    """The map in a control message.

    Raises WireError where it is no bounded msgpack map with text keys.
    """
    if len(payload) > MAX_REQUEST_BYTES:
        raise WireError(f"expected a request of at most {MAX_REQUEST_BYTES} bytes")
    try:
        content = msgpack.unpackb(payload, max_map_len=64, max_array_len=1024, strict_map_key=True)
    except (ValueError, TypeError, msgpack.UnpackException, RecursionError) as error:
        raise WireError("expected a msgpack map in a control message") from error
    if not isinstance(content, dict) or not all(isinstance(key, str) for key in content):
        raise WireError("expected a msgpack map with text keys in a control message")
    return content


def parse(content: dict[str, Any]) -> Request:
    """Raises RequestError(invalid) that names the first field that does not fit."""
    try:
        return _REQUEST.validate_python(content)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        place = ".".join(str(part) for part in first["loc"]) or "t"
        got = repr(first["input"])[:60]
        raise RequestError("invalid", f"{place}: {first['msg']}", got) from error


def message(content: dict[str, Any]) -> bytes:
    """A control message, encoded for the wire."""
    return encode(Control(msgpack.packb(content)))


def reply(request_id: int, **content: Any) -> bytes:
    return message({"t": "reply", "id": request_id, "ok": True, **content})


def refusal(request_id: int, error: RequestError) -> bytes:
    problem = {"code": error.code, "expected": error.expected, "got": error.got, **error.more}
    return message({"t": "reply", "id": request_id, "ok": False, "error": problem})
