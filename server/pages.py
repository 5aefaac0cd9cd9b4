"""The pages and their files, just as they lie in web/."""

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


class WebFiles(StaticFiles):
    async def get_response(self, path: str, scope: Scope) -> Response:
        if path.endswith(".d.ts") or path.startswith(NOT_SERVED):
            raise HTTPException(404)
        response = await super().get_response(path, scope)
        response.headers.update(CACHE)
        return response


def page_routes(web: Path) -> list[BaseRoute]:
    pages = [Route(path, page(web / "pages" / name)) for path, name in PAGES.items()]
    return [*pages, Mount("/static", WebFiles(directory=web))]


def page(file: Path) -> Callable[[Request], Awaitable[Response]]:
    async def show(_: Request) -> Response:
        return FileResponse(file, headers=CACHE)

    return show
