"""The pages and their files, just as they lie in web/, compressed once and kept in memory."""

import gzip
import os
from collections.abc import Awaitable, Callable
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

PAGES = {"/": "start.html", "/j/{token}": "join.html", "/r/{room}": "board.html"}
# Pages ask each time whether a file changed (ETag): after an update nobody runs half old code.
CACHE = {"Cache-Control": "no-cache"}
# What only the build and the type checker need.
NOT_SERVED = ("vendor/build/", "package.json", "tsconfig.json")
# Fonts are compressed already.
COMPRESSED = {".css", ".js", ".svg"}


class WebFiles(StaticFiles):
    """Files with an ETag. Texts are compressed at their first request, again when they change."""

    def __init__(self, directory: Path) -> None:
        super().__init__(directory=directory)
        self._compressed: dict[str, tuple[int, bytes]] = {}

    async def get_response(self, path: str, scope: Scope) -> Response:
        if path.endswith(".d.ts") or path.startswith(NOT_SERVED):
            raise HTTPException(404)
        return await super().get_response(path, scope)

    def file_response(
        self,
        full_path: str | os.PathLike[str],
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers.update(CACHE)
        if os.path.splitext(full_path)[1] not in COMPRESSED:
            return response
        response.headers["Vary"] = "Accept-Encoding"
        wanted = "gzip" in Request(scope).headers.get("accept-encoding", "")
        if response.status_code != status_code or not wanted:
            return response  # not modified, or for somebody who can't unpack it
        headers = {name: response.headers[name] for name in ("etag", "last-modified", "vary")}
        return Response(
            self._gzipped(os.fspath(full_path), stat_result.st_mtime_ns),
            status_code,
            {**CACHE, **headers, "Content-Encoding": "gzip"},
            response.media_type,
        )

    def _gzipped(self, path: str, changed_ns: int) -> bytes:
        known = self._compressed.get(path)
        if known is None or known[0] != changed_ns:
            known = (changed_ns, gzip.compress(Path(path).read_bytes(), mtime=0))
            self._compressed[path] = known
        return known[1]


def page_routes(web: Path) -> list[BaseRoute]:
    pages = [Route(path, page(web / "pages" / name)) for path, name in PAGES.items()]
    return [*pages, Mount("/static", WebFiles(directory=web))]


def page(file: Path) -> Callable[[Request], Awaitable[Response]]:
    async def show(_: Request) -> Response:
        return FileResponse(file, headers=CACHE)

    return show
