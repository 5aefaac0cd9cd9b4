"""The command line: serve, create, doctor, export.

A wrong option is answered by one line and exit code 2, a failure by one line and exit code 1.
"""

import asyncio
import json
import logging
import os
import sys
from collections.abc import Coroutine
from datetime import UTC, datetime
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from typer.main import get_command

from persistence.contract import RoomId, StoreError, WrongStore
from persistence.open import open_store
from rooms.entry import UnknownEntry, update_of
from rooms.export.room_json import export_room
from rooms.roles import Role
from rooms.room import RoomCard
from rooms.stage.helpathon import helpathon_of
from rooms.stage.records import RecordBook
from server.doctor import examine
from server.helpathons import HIGHEST_ROOM_COUNT, create_helpathon, newest_helpathon
from server.invitation import (
    address_of,
    print_invitation,
    print_open_rooms,
    print_qr_code,
)
from server.running import Running
from server.serve import ServeError, bind, new_node_id, serve_until_stopped
from server.settings import LOOPBACK, Settings, store_from_environment
from sync.document import EMPTY_UPDATE, Document
from sync.errors import DocumentError

try:
    import uvloop
except ImportError:  # Windows has none
    run_loop = asyncio.run
else:
    run_loop = uvloop.run

FIRST_TITLE = "Unser Helpathon"
FIRST_ROOMS = ("Team 1", "Team 2", "Team 3")

MARKS = {
    "ok": "[green]ok[/green]",
    "warning": "[yellow]look[/yellow]",
    "error": "[red]wrong[/red]",
}

app = typer.Typer(
    help="A live workspace a city runs itself for its Helpathons.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

StoreOption = Annotated[
    str,
    typer.Option(
        "--store",
        help="sqlite:PATH or redis://HOST:PORT.",
        default_factory=store_from_environment,
        show_default="HELPATHON_STORE, REDIS_URL or sqlite:./data/helpathon.db",
    ),
]


class Failure(Exception):
    """A command that cannot go on: one line for whoever called it."""


def main() -> None:
    try:
        status = get_command(app).main(prog_name="helpathon", standalone_mode=False)
    except typer.Abort:
        sys.exit(130)
    except typer.TyperException as error:
        complain(explanation(error), 2)
    except WrongStore as error:
        complain(f"--store: {error}", 2)
    except StoreError as error:
        complain(f"store: {error}", 1)
    except (Failure, ServeError) as error:
        complain(str(error), 1)
    sys.exit(status if isinstance(status, int) else 0)


@app.command()
def serve(
    store: StoreOption,
    host: Annotated[str, typer.Option(help="Where to listen.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(help="0 finds a free one.", min=0, max=65535, envvar="PORT")
    ] = 8000,
    open_rooms: Annotated[
        bool,
        typer.Option("--open-rooms", help="Any Yjs client on this machine, without a link."),
    ] = False,
    links: Annotated[
        bool, typer.Option(help="Print the secret links, and set up a first Helpathon.")
    ] = True,
) -> None:
    """Run the server until it is stopped."""
    if open_rooms and host not in LOOPBACK:
        raise typer.BadParameter(
            f"--open-rooms lets anybody in, so it listens on 127.0.0.1 only, not on {host}."
        )
    log_to_stderr()
    run(_serve(store, host, port, open_rooms, links))


@app.command()
def create(
    title: Annotated[str, typer.Argument(help="What the Helpathon is called.")],
    store: StoreOption,
    rooms: Annotated[int, typer.Option(help="How many rooms.", min=1, max=HIGHEST_ROOM_COUNT)] = 3,
    room: Annotated[
        list[str] | None, typer.Option(help="A room's name; repeat it for each room.")
    ] = None,
    language: Annotated[str, typer.Option(help="de or en.")] = "de",
    address: Annotated[
        str, typer.Option(help="What the links begin with.", envvar="HELPATHON_ADDRESS")
    ] = "http://localhost:8000",
) -> None:
    """Set up a Helpathon with its rooms and print its links."""
    names = room or [f"Team {number + 1}" for number in range(rooms)]
    if language not in ("de", "en"):
        raise typer.BadParameter(f"--language is de or en, not {language}.")
    if not title.strip() or not all(map(str.strip, names)):
        raise typer.BadParameter("A Helpathon and its rooms need a name each.")
    if len(names) > HIGHEST_ROOM_COUNT:
        raise typer.BadParameter(f"At most {HIGHEST_ROOM_COUNT} rooms, not {len(names)}.")
    names = [name.strip() for name in names]
    run(_create(store, title.strip(), names, language, address.rstrip("/")))


@app.command()
def doctor(store: StoreOption) -> None:
    """Check store, durability, eviction, clock and loop. Exit code 1 if something is wrong."""
    raise typer.Exit(run(_doctor(store)))


@app.command()
def export(
    room: Annotated[str, typer.Argument(help="The room's id, as in its address /r/ID.")],
    store: StoreOption,
) -> None:
    """Print a room as JSON, also while the server runs."""
    run(_export(store, RoomId(room)))


async def _serve(url: str, host: str, port: int, open_rooms: bool, links: bool) -> None:
    settings = Settings(store=url, open_rooms=open_rooms)
    console = Console(highlight=False)
    with bind(host, port) as listener:
        address = address_of(host, listener.getsockname()[1])
        store, make_bus = open_store(url, new_node_id())
        async with store:

            async def ready(running: Running) -> None:
                console.print(f"Helpathon runs at [bold]{escape(address)}[/bold] (Ctrl+C stops it)")
                if open_rooms:
                    print_open_rooms(address, console)
                elif links:
                    await _print_links(running, address, console, phones=host not in LOOPBACK)

            await serve_until_stopped(settings, store, make_bus, listener, ready)
    console.print("Helpathon has stopped.")


async def _print_links(running: Running, address: str, console: Console, *, phones: bool) -> None:
    invitation = await newest_helpathon(running.store)
    if invitation is None:
        invitation = await create_helpathon(running.store, FIRST_TITLE, FIRST_ROOMS, "de")
    print_invitation(invitation, address, console)
    if phones:
        print_qr_code(address + invitation.paths[Role.PARTICIPANT], console)


async def _create(url: str, title: str, rooms: list[str], language: str, address: str) -> None:
    store, _ = open_store(url, new_node_id())
    async with store:
        invitation = await create_helpathon(store, title, rooms, language)
    print_invitation(invitation, address, Console(highlight=False))


async def _doctor(url: str) -> int:
    store, _ = open_store(url, new_node_id(), read_only=True)
    async with store:
        findings = await examine(store)
    console = Console(highlight=False)
    for finding in findings:
        text = escape(f"{finding.subject}: {finding.text}")
        console.print(f"{MARKS[finding.level]}\t{text}", soft_wrap=True)
    return int(any(finding.level == "error" for finding in findings))


async def _export(url: str, room: RoomId) -> None:
    store, _ = open_store(url, new_node_id(), read_only=True)
    async with store:
        book = RecordBook(helpathon_of(room), store)
        await book.load()
        helpathon, value = book.value("helpathon"), book.value(f"room/{room}")
        if helpathon is None or value is None:
            raise Failure(f"There is no room {room} in this store.")
        stored = await store.load(room)
    card = RoomCard(room, value["title"], book.scope, helpathon["title"])
    try:
        updates = [update_of(entry.data) for entry in stored.entries]
        document = Document(stored.snapshot or EMPTY_UPDATE, updates)
        content = export_room(card, stored.epoch, document, datetime.now(UTC))
    except (UnknownEntry, DocumentError) as error:
        raise Failure(f"Room {room} cannot be read: {error}") from error
    json.dump(content, sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")


def run(work: Coroutine[Any, Any, Any]) -> Any:
    return run_loop(work)


def explanation(error: typer.TyperException) -> str:
    """What is wrong with the options, and whose help tells more. Empty: the help was the answer."""
    text = error.format_message().removeprefix("Invalid value: ")
    context = getattr(error, "ctx", None)
    command = "helpathon" if context is None else context.command_path
    return f"{text.rstrip('.')}. See: {command} --help" if text else ""


def complain(text: str, status: int) -> None:
    if text:
        print(f"helpathon: {' '.join(text.split())}", file=sys.stderr)
    sys.exit(status)


def log_to_stderr() -> None:
    level = os.environ.get("HELPATHON_LOG") or "info"
    if level.upper() not in logging.getLevelNamesMapping():
        raise typer.BadParameter(f"HELPATHON_LOG is debug, info, warning or error, not {level}.")
    logging.basicConfig(
        level=level.upper(),
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
        stream=sys.stderr,
    )
