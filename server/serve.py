"""One process that serves: uvicorn with our transport, on a socket that is surely ours."""

import asyncio
import errno
import logging
import secrets
import signal
import socket
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from types import FrameType

import uvicorn
from starlette.types import ASGIApp

from persistence.contract import NodeId, Store
from persistence.open import MakeBus
from server.app import build_app
from server.http_protocol import HttpProtocol
from server.logs import tell_loop_errors
from server.memory import settle
from server.running import Running
from server.settings import Settings
from server.transport import WebSocketTransport

BACKLOG = 2048
# Replies to a drained client take a moment; a platform kills after 10 s or more.
GRACEFUL_SHUTDOWN_S = 8


class ServeError(Exception):
    """The server cannot start as asked. The text is for whoever started it."""


def new_node_id() -> NodeId:
    return NodeId(secrets.token_hex(6))


def bind(host: str, port: int) -> socket.socket:
    """Raises ServeError where the port is taken or not ours to use."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise ServeError(
                f"Port {port} is taken by another program. Choose another one, for example"
                f" PORT={port + 1} make run, or --port {port + 1}."
            ) from error
        if error.errno == errno.EACCES:
            raise ServeError(f"Port {port} needs an administrator. Choose one from 1024 up.") from (
                error
            )
        raise ServeError(f"Cannot listen on {host}, port {port}: {error.strerror}.") from error
    return listener


async def serve_until_stopped(
    settings: Settings,
    store: Store,
    make_bus: MakeBus,
    listener: socket.socket,
    on_ready: Callable[[Running], Awaitable[None]],
) -> None:
    """Serve on a bound socket until SIGTERM or SIGINT.

    Raises ServeError where it cannot start, or ends by itself.
    """
    # uvicorn warns of every request that is none: anybody could fill the log.
    for talkative, level in (("uvicorn.error", logging.ERROR), ("websockets", logging.WARNING)):
        logging.getLogger(talkative).setLevel(level)

    def end() -> None:
        server.should_exit = True

    asyncio.get_running_loop().set_exception_handler(tell_loop_errors)
    app = build_app(settings, store, make_bus, on_ready, end)
    settle()
    server = uvicorn_server(app, settings.trusted_proxies)
    try:
        with signals_spent():
            await server.serve(sockets=[listener])
    except SystemExit as error:  # uvicorn's way to say that the application did not start
        raise ServeError("The server could not start; the reason stands above.") from error
    if server.force_exit:
        # The application was not waited for; what it makes of that tells nobody anything.
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
        raise ServeError("Stopped at once. What was not saved yet is on people's devices.")
    if server.lifespan.error_occurred:
        raise ServeError("The server cannot go on; the reason stands above.")


def uvicorn_server(app: ASGIApp, trusted_proxies: str = "127.0.0.1") -> uvicorn.Server:
    config = uvicorn.Config(
        app,
        ws=WebSocketTransport,
        http=HttpProtocol,
        lifespan="on",
        log_config=None,
        # An access log would hold addresses and secret links.
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=GRACEFUL_SHUTDOWN_S,
        timeout_keep_alive=15,
        # A proxy in front says https in X-Forwarded-Proto.
        proxy_headers=True,
        forwarded_allow_ips=trusted_proxies,
    )
    return uvicorn.Server(config)


@contextmanager
def signals_spent() -> Iterator[None]:
    """uvicorn raises the signal that stopped it once more; the store still has to be closed."""
    before = {number: signal.signal(number, spent) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def spent(_number: int, _frame: FrameType | None) -> None:
    pass
