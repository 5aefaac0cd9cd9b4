"""The files of web/ as they are sent: read once, stripped, compressed, under a version of all.

The modules of each page come in a few packs (packs.py).

A version is a part of every address (/static/<version>/board/camera.js), and modules name each
other by relative paths: a page runs with the files it came with, keeps them for good, and never
meets half of an update.
"""

import asyncio
import gzip
import hashlib
import logging
import mimetypes
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath
from posixpath import dirname, join, normpath

import brotli  # type: ignore[import-untyped]

from server.web import script, style
from server.web.packs import VENDORED, packed

log = logging.getLogger(__name__)

# What only the build and the type checker need.
NOT_SERVED = ("vendor/build/", "package.json", "tsconfig.json")
# The others, pictures and fonts, are compressed already.
COMPRESSED = {".css", ".html", ".js", ".svg"}
# Browsers and mimetypes differ about some of these, and so do systems.
MEDIA_TYPES = {".js": "text/javascript", ".svg": "image/svg+xml", ".woff2": "font/woff2"}
# More files than web/ has, so that a change of one strips one.
REMEMBERED = 1024
VERSION_LENGTH = 16

Stamp = tuple[int, int]  # modified, in ns, and bytes

NAMED = re.compile(r"(?<=[\"'])/static/([^\"']+)(?=[\"'])")
MODULE = re.compile(
    r"<(?:script type=\"module\" src|link rel=\"modulepreload\" href)=\"/static/([^\"]+)\""
)
ENTRY = re.compile(r"<script type=\"module\" src=\"/static/([^\"]+)\"")
SCRIPT_LINE = re.compile(r"^[ \t]*<script type=\"module\"", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class WebFile:
    body: bytes
    gzipped: bytes | None
    etag: str
    media_type: str


@dataclass(frozen=True, slots=True)
class Release:
    """All files of one version, by their path in web/."""

    version: str
    files: Mapping[str, WebFile]


class WebFiles:
    """The release that web/ makes now. Reading all of it takes a third of a second, in a thread."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._release: Release | None = None
        self._stamps: dict[Path, Stamp] = {}
        self._reading = asyncio.Lock()
        self._smallest: dict[str, bytes] = {}
        self._packing = asyncio.Lock()

    async def newest(self) -> Release:
        """Looks for changes: whoever works on web/ only reloads."""
        async with self._reading:
            if self._release is None or stamps(self._stamps) != self._stamps:
                self._stamps = stamps(path for _, path in served(self._folder))
                self._release = await asyncio.to_thread(read_release, self._folder)
            return self._release

    async def known(self) -> Release:
        """Does not look, once there is one."""
        return self._release or await self.newest()

    async def smallest(self, file: WebFile) -> bytes:
        """As brotli. The first who asks for a file waits for it, a tenth of a second or two."""
        async with self._packing:
            if file.etag not in self._smallest:
                self._smallest[file.etag] = await asyncio.to_thread(smallest, file.body)
            return self._smallest[file.etag]


def smallest(body: bytes) -> bytes:
    # A seventh less than gzip for many small words; browsers take it over https and from localhost.
    packed: bytes = brotli.compress(body, quality=11)
    return packed


def read_release(folder: Path) -> Release:
    bodies = {name: _body(name, path.read_bytes()) for name, path in served(folder)}
    packs = _pack(bodies)
    whole = hashlib.sha256()
    for name in sorted(bodies):
        whole.update(hashlib.sha256(bodies[name]).digest() + name.encode())
    version = whole.hexdigest()[:VERSION_LENGTH]
    for name in [name for name in bodies if name.endswith(".html")]:
        bodies[name] = _page(bodies[name].decode(), bodies, packs, version).encode()
    return Release(version, {name: _file(name, body) for name, body in bodies.items()})


def _pack(bodies: dict[str, bytes]) -> Mapping[str, str]:
    """Puts packs in the place of modules. The pack of each module that is in one."""
    sources = {
        name: body.decode()
        for name, body in bodies.items()
        if name.endswith(".js") and not name.startswith(VENDORED)
    }
    entries = {
        PurePosixPath(name).stem: entry
        for name, body in bodies.items()
        if name.endswith(".html")
        for entry in ENTRY.findall(body.decode())
    }
    try:
        done = packed(sources, entries)
    except script.UnreadableScript as error:
        log.warning("pages load each module by itself, which takes longer: %s", error)
        return {}
    bodies |= {name: source.encode() for name, source in done.files.items()}
    return done.packs


def _page(markup: str, bodies: Mapping[str, bytes], packs: Mapping[str, str], version: str) -> str:
    """With every module that it will import, so that all are asked for at once."""
    for entry in ENTRY.findall(markup):
        markup = markup.replace(
            f'src="/static/{entry}"', f'src="/static/{packs.get(entry, entry)}"'
        )
    named = MODULE.findall(markup)
    links = "".join(
        f'  <link rel="modulepreload" href="/static/{name}">\n'
        for name in closure(named, bodies)
        if name not in named
    )
    markup = SCRIPT_LINE.sub(lambda line: links + line[0], markup, count=1)
    return NAMED.sub(rf"/static/{version}/\1", markup)


def closure(names: list[str], bodies: Mapping[str, bytes]) -> list[str]:
    """These modules and all they import, the nearest first."""
    found = dict.fromkeys(names)
    waiting = list(names)
    while waiting:
        name = waiting.pop(0)
        for specifier in _imports(bodies.get(name, b"")):
            imported = normpath(join(dirname(name), specifier))
            if imported not in found:
                found[imported] = None
                waiting.append(imported)
    return list(found)


def served(folder: Path) -> Iterator[tuple[str, Path]]:
    for parent, folders, names in os.walk(folder):
        folders[:] = [each for each in folders if each != "node_modules"]
        for name in names:
            path = Path(parent, name)
            relative = path.relative_to(folder).as_posix()
            if not relative.endswith(".d.ts") and not relative.startswith(NOT_SERVED):
                yield relative, path


def stamps(paths: Iterable[Path]) -> dict[Path, Stamp]:
    found: dict[Path, Stamp] = {}
    for path in paths:
        try:
            stat = path.stat()
        except FileNotFoundError:
            continue
        found[path] = (stat.st_mtime_ns, stat.st_size)
    return found


@lru_cache(maxsize=REMEMBERED)
def _body(name: str, source: bytes) -> bytes:
    if name.startswith(VENDORED):
        return source  # made small where it was built, with its licences at the top
    if name.endswith(".css"):
        return style.stripped(source.decode()).encode()
    if name.endswith(".js"):
        try:
            return script.stripped(source.decode()).encode()
        except script.UnreadableScript:
            return source  # larger, and just as right
    return source


@lru_cache(maxsize=REMEMBERED)
def _imports(source: bytes) -> list[str]:
    return script.imports(source.decode())


@lru_cache(maxsize=REMEMBERED)
def _file(name: str, body: bytes) -> WebFile:
    suffix = os.path.splitext(name)[1]
    media_type = MEDIA_TYPES.get(suffix) or mimetypes.guess_type(name)[0] or "text/plain"
    gzipped = gzip.compress(body, 9, mtime=0) if suffix in COMPRESSED else None
    return WebFile(body, gzipped, f'"{hashlib.sha256(body).hexdigest()[:32]}"', media_type)
