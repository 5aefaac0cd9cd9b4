"""Setting up a Helpathon through the server that runs: it owns the database file.

A unix socket beside the database, for its owner only, while a server on SQLite runs. One request
and one answer per connection, each a line of JSON:

    {"title", "rooms": [title, …], "language"}  →  {"id", "title", "rooms", "paths"} or {"error"}
"""

import asyncio
import json
import logging
import os
import socket
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from persistence.contract import Store, StoreError
from rooms.roles import Role
from server.helpathons import HIGHEST_ROOM_COUNT, LANGUAGES, Invitation, create_helpathon

log = logging.getLogger(__name__)

# A hundred rooms with long names.
LONGEST_LINE_BYTES = 64 * 1024
ANSWERS_WITHIN_S = 10.0


class NobodyThere(Exception):
    """No server listens there."""


class Declined(Exception):
    """The server did not do it. The text says why."""


def desk_of(store: str) -> Path | None:
    """Where the server on that store listens; None where none is needed: Redis has no owner."""
    scheme, _, path = store.partition(":")
    return Path(f"{path}.desk") if scheme == "sqlite" and path else None


@asynccontextmanager
async def front_desk(path: Path | None, store: Store) -> AsyncIterator[None]:
    """Open as long as the store is ours: whatever lies at `path` is of a server that is gone."""
    listener = None if path is None else _listener(path)
    if path is None or listener is None:
        yield
        return

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            async with asyncio.timeout(ANSWERS_WITHIN_S):
                answer = await _answer(store, await reader.readline())
                writer.write(json.dumps(answer).encode() + b"\n")
                await writer.drain()
        except (OSError, TimeoutError, ValueError):
            pass  # whoever asked is gone, or says too much
        finally:
            writer.close()

    server = await asyncio.start_unix_server(serve, sock=listener, limit=LONGEST_LINE_BYTES)
    try:
        yield
    finally:
        server.close()
        _remove(path)


async def ask(path: Path, title: str, rooms: Sequence[str], language: str) -> Invitation:
    """Raises NobodyThere, Declined."""
    if sys.platform == "win32":
        raise NobodyThere
    try:
        async with asyncio.timeout(ANSWERS_WITHIN_S):
            reader, writer = await asyncio.open_unix_connection(path, limit=LONGEST_LINE_BYTES)
            request = {"title": title, "rooms": list(rooms), "language": language}
            writer.write(json.dumps(request).encode() + b"\n")
            line = await reader.readline()
            writer.close()
    except TimeoutError as error:
        raise Declined(f"expected an answer of the server at {path}") from error
    except OSError as error:
        raise NobodyThere from error
    if not line:
        raise Declined("expected an answer, the server stopped")
    answer = json.loads(line)
    if "error" in answer:
        raise Declined(answer["error"])
    paths = {Role(role): link for role, link in answer["paths"].items()}
    return Invitation(answer["id"], answer["title"], tuple(answer["rooms"]), paths)


def _remove(path: Path) -> None:
    path.unlink(missing_ok=True)


def _listener(path: Path) -> socket.socket | None:
    if sys.platform == "win32":
        return None
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    _remove(path)
    before = os.umask(0o177)
    try:
        listener.bind(str(path))
    except OSError as error:  # a path too long, or a disk without sockets
        listener.close()
        log.warning("`helpathon create` will not work while this server runs: %s", error)
        return None
    finally:
        os.umask(before)
    return listener


async def _answer(store: Store, line: bytes) -> dict[str, Any]:
    try:
        title, rooms, language = _request(json.loads(line))
        made = await create_helpathon(store, title, rooms, language)
    except (ValueError, RecursionError) as error:
        return {"error": str(error)}
    except StoreError as error:
        return {"error": f"store: {error}"}
    paths = {role.value: path for role, path in made.paths.items()}
    return {"id": made.id, "title": made.title, "rooms": made.rooms, "paths": paths}


def _request(content: Any) -> tuple[str, list[str], str]:
    """Raises ValueError."""
    if not isinstance(content, dict):
        raise ValueError("expected a JSON object")  # noqa: TRY004  # one error for all
    title, rooms, language = (content.get(name) for name in ("title", "rooms", "language"))
    if not isinstance(title, str) or not title.strip():
        raise ValueError("expected a title")
    if not isinstance(rooms, list) or not 1 <= len(rooms) <= HIGHEST_ROOM_COUNT:
        raise ValueError(f"expected 1 to {HIGHEST_ROOM_COUNT} rooms")
    if not all(isinstance(room, str) and room.strip() for room in rooms):
        raise ValueError("expected a name for each room")
    if language not in LANGUAGES:
        raise ValueError(f"expected one of the languages {', '.join(LANGUAGES)}")
    return title, rooms, language
