"""The application: what runs for as long as the process does, and the routes to it."""

import asyncio
import logging
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from http import HTTPStatus
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from persistence.contract import Conflict, Store, StoreError
from persistence.open import MakeBus
from rooms.hub import Hub, HubOptions
from rooms.stage.records import RecordBook
from server.admission import Admissions
from server.api import ROUTES
from server.framing import binary_frame
from server.headers import HEADERS, SecurityHeaders
from server.health import LoopLag
from server.identity import Identity
from server.images.routes import IMAGE_ROUTES
from server.images.shelf import Shelf
from server.memory import give_back
from server.metrics import metrics_page
from server.pages import page_routes
from server.problems import Problem, answer_problem, problem_response
from server.restoring import refuse_half_restored
from server.running import Running
from server.settings import LOOPBACK, Settings

log = logging.getLogger(__name__)

# Records that belong to no Helpathon.
INSTALLATION = "installation"
SECRET_BYTES = 32

OnReady = Callable[[Running], Awaitable[None]]


def build_app(
    settings: Settings,
    store: Store,
    make_bus: MakeBus,
    on_ready: OnReady,
    on_end: Callable[[], None],
) -> Starlette:
    """The ASGI application on an entered store.

    `on_ready` is told once it can serve, `on_end` when it no longer can, stopped or broken.
    """

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[dict[str, Any]]:
        limits = replace(settings.room_limits, persons_known=not settings.open_rooms)
        options = HubOptions(limits, binary_frame, settings.open_rooms, give_back=give_back)
        await refuse_half_restored(store)
        identity = Identity(await signing_secret(store))
        try:
            async with Hub.running(store, make_bus, options) as hub, asyncio.TaskGroup() as tasks:
                await hub.books.keep(INSTALLATION)
                admission = Admissions(hub, identity, settings)
                loop_lag = LoopLag()
                shelf = Shelf(store, settings.image_limits)
                background = [
                    tasks.create_task(loop_lag.run(), name="loop lag"),
                    tasks.create_task(admission.keep_alive(), name="keep alive"),
                ]
                running = Running(settings, store, hub, identity, admission, loop_lag, shelf)
                await on_ready(running)
                yield {
                    "running": running,
                    "admission": admission,
                    "metrics": metrics_page(hub, admission, loop_lag),
                }
                await admission.last_commit()  # of those who have left already, too
                for task in background:
                    task.cancel()
        finally:
            on_end()

    return Starlette(
        routes=[*ROUTES, *IMAGE_ROUTES, *page_routes(settings.web)],
        middleware=middleware(settings),
        exception_handlers={
            Problem: answer_problem,
            HTTPException: answer_http_exception,
            StoreError: answer_store_error,
            ClientDisconnect: answer_nobody,
            Exception: answer_fault,
        },
        lifespan=lifespan,
    )


def middleware(settings: Settings) -> list[Middleware]:
    security = Middleware(SecurityHeaders)
    if not settings.open_rooms:
        return [security]
    # Nobody signs in to open rooms: a foreign name for this machine must not open them.
    return [security, Middleware(TrustedHostMiddleware, allowed_hosts=[*LOOPBACK, "[::1]"])]


async def signing_secret(store: Store) -> bytes:
    """The key of all links and cookies: made once per store, the same on every node."""
    book = RecordBook(INSTALLATION, store)
    await book.load()
    if book.value("secret") is None:
        try:
            await book.put("secret", secrets.token_bytes(SECRET_BYTES), 0)
        except Conflict:
            pass  # another node was first, and its secret is known now
    secret: bytes = book.value("secret")
    return secret


async def answer_http_exception(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    code = "method-not-allowed" if error.status_code == 405 else "not-found"
    return problem_response(Problem(code, error.detail), error.headers or {})


async def answer_store_error(_: Request, error: Exception) -> Response:
    # Its text is for the operator: it may name addresses and paths.
    log.warning("a request was not answered: %s", error)
    return problem_response(Problem("unavailable", "the store does not answer"))


async def answer_nobody(_: Request, _error: Exception) -> Response:
    """The client went away while it was talking."""
    return Response(status_code=HTTPStatus.BAD_REQUEST)


async def answer_fault(_: Request, _error: Exception) -> Response:
    # Starlette answers these outside of all middleware, and raises the error again for the log.
    return problem_response(Problem("internal", "a fault of ours; the log has it"), HEADERS)
