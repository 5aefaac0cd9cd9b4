"""Routes to the pages and to their files."""

from collections.abc import Awaitable, Callable
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from server.web.files import WebFile, WebFiles

PAGES = {"/": "start.html", "/j/{token}": "join.html", "/r/{room}": "board.html"}
# Pages are asked for each time (ETag), and name the version that their files belong to.
ASK = "no-cache"
KEEP = "public, max-age=31536000, immutable"


def page_routes(web: Path) -> list[BaseRoute]:
    files = WebFiles(web)
    pages = [Route(path, page(files, f"pages/{name}")) for path, name in PAGES.items()]
    return [*pages, Route("/static/{path:path}", static(files))]


def page(files: WebFiles, name: str) -> Callable[[Request], Awaitable[Response]]:
    async def show(request: Request) -> Response:
        release = await files.newest()
        return await answer(request, files, release.files[name], ASK)

    return show


def static(files: WebFiles) -> Callable[[Request], Awaitable[Response]]:
    async def send(request: Request) -> Response:
        path: str = request.path_params["path"]
        version, _, rest = path.partition("/")
        release = await files.known()
        if version == release.version and rest in release.files:
            return await answer(request, files, release.files[rest], KEEP)
        # Of another version there is nothing: half an old page would be worse than a reload.
        release = await files.newest()
        if path in release.files:
            return await answer(request, files, release.files[path], ASK)
        raise HTTPException(404)

    return send


async def answer(request: Request, files: WebFiles, file: WebFile, cache: str) -> Response:
    headers = {"Cache-Control": cache, "ETag": file.etag}
    if file.gzipped is not None:
        headers["Vary"] = "Accept-Encoding"
    if file.etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    accepted = request.headers.get("accept-encoding", "") if file.gzipped is not None else ""
    if "br" in accepted:
        headers["Content-Encoding"] = "br"
        return Response(await files.smallest(file), 200, headers, file.media_type)
    if "gzip" in accepted:
        headers["Content-Encoding"] = "gzip"
        return Response(file.gzipped, 200, headers, file.media_type)
    return Response(file.body, 200, headers, file.media_type)
