"""The command line: serve, create, doctor, export, backup, restore, verify.

A wrong option is answered by one line and exit code 2, a failure by one line and exit code 1.
"""

import asyncio
import json
import os
import sys
from collections.abc import Coroutine
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path
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
from rooms.stage.areas import areas_of
from rooms.stage.helpathon import helpathon_of
from rooms.stage.records import RecordBook
from server import doctor as examination
from server.configuration import WrongSetting, config_file, load_settings
from server.front_desk import Declined, NobodyThere, ask, desk_of, front_desk
from server.helpathons import (
    HIGHEST_ROOM_COUNT,
    LANGUAGES,
    Invitation,
    create_helpathon,
    newest_helpathon,
)
from server.invitation import (
    address_of,
    print_invitation,
    print_open_rooms,
    print_qr_code,
)
from server.logs import start_logging
from server.operation import commands
from server.operation.commands import Failure
from server.operation.form import DamagedBackup
from server.running import Running
from server.serve import ServeError, bind, new_node_id, serve_until_stopped
from server.settings import LOOPBACK, Settings
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
# A store that nobody named is where a server beside would be, too.
DEFAULT_ADDRESS = "http://localhost:8000"

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
    str | None,
    typer.Option(
        "--store",
        help="sqlite:PATH or redis://HOST:PORT.",
        show_default="HELPATHON_STORE, REDIS_URL or sqlite:./data/helpathon.db",
    ),
]
ConfigOption = Annotated[
    Path | None,
    typer.Option("--config", help="Settings in TOML.", show_default="HELPATHON_CONFIG"),
]


def main() -> None:
    try:
        status = get_command(app).main(prog_name="helpathon", standalone_mode=False)
    except typer.Abort:
        sys.exit(130)
    except typer.TyperException as error:
        complain(explanation(error), 2)
    except WrongSetting as error:
        complain(str(error), 2)
    except WrongStore as error:
        complain(f"--store: {error}", 2)
    except StoreError as error:
        complain(f"store: {error}", 1)
    except (Failure, ServeError, Declined, DamagedBackup, OSError) as error:
        complain(str(error), 1)
    sys.exit(status if isinstance(status, int) else 0)


@app.command()
def serve(
    store: StoreOption = None,
    config: ConfigOption = None,
    host: Annotated[
        str | None, typer.Option(help="Where to listen.", show_default="127.0.0.1")
    ] = None,
    port: Annotated[
        int | None,
        typer.Option(help="0 finds a free one.", min=0, max=65535, show_default="PORT or 8000"),
    ] = None,
    open_rooms: Annotated[
        bool | None,
        typer.Option("--open-rooms", help="Any Yjs client on this machine, without a link."),
    ] = None,
    links: Annotated[
        bool, typer.Option(help="Print the secret links, and set up a first Helpathon.")
    ] = True,
) -> None:
    """Run the server until it is stopped."""
    settings = configured(config, store=store, host=host, port=port, open_rooms=open_rooms)
    if settings.open_rooms and settings.host not in LOOPBACK:
        raise typer.BadParameter(
            "--open-rooms lets anybody in, so it listens on 127.0.0.1 only, "
            f"not on {settings.host}."
        )
    start_logging(settings.log, settings.log_format)
    run(_serve(settings, links))


@app.command()
def create(
    title: Annotated[str, typer.Argument(help="What the Helpathon is called.")],
    store: StoreOption = None,
    config: ConfigOption = None,
    rooms: Annotated[int, typer.Option(help="How many rooms.", min=1, max=HIGHEST_ROOM_COUNT)] = 3,
    room: Annotated[
        list[str] | None, typer.Option(help="A room's name; repeat it for each room.")
    ] = None,
    language: Annotated[str, typer.Option(help="de or en.")] = "de",
    address: Annotated[
        str | None,
        typer.Option(
            help="What the links begin with.",
            show_default=f"HELPATHON_ADDRESS or {DEFAULT_ADDRESS}",
        ),
    ] = None,
) -> None:
    """Set up a Helpathon with its rooms and print its links, also while the server runs."""
    names = room or [f"Team {number + 1}" for number in range(rooms)]
    if language not in LANGUAGES:
        raise typer.BadParameter(f"--language is de or en, not {language}.")
    if not title.strip() or not all(map(str.strip, names)):
        raise typer.BadParameter("A Helpathon and its rooms need a name each.")
    if len(names) > HIGHEST_ROOM_COUNT:
        raise typer.BadParameter(f"At most {HIGHEST_ROOM_COUNT} rooms, not {len(names)}.")
    settings = configured(config, store=store, address=address)
    names = [name.strip() for name in names]
    invitation = run(_create(settings.store, title.strip(), names, language))
    begins = (settings.address or DEFAULT_ADDRESS).rstrip("/")
    print_invitation(invitation, begins, Console(highlight=False))


@app.command()
def doctor(
    store: StoreOption = None,
    config: ConfigOption = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit code 1 for what may be wrong, too.")
    ] = False,
) -> None:
    """Look for misconfigurations. Exit code 1 if something is wrong."""
    settings = configured(config, store=store)
    raise typer.Exit(run(_doctor(settings, config_file(os.environ, config), strict=strict)))


@app.command()
def export(
    room: Annotated[str, typer.Argument(help="The room's id, as in its address /r/ID.")],
    store: StoreOption = None,
    config: ConfigOption = None,
) -> None:
    """Print a room as JSON, also while the server runs."""
    run(_export(configured(config, store=store).store, RoomId(room)))


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(help="A file that is not there yet.")],
    store: StoreOption = None,
    config: ConfigOption = None,
) -> None:
    """Write everything into one file, also while the server runs."""
    run(commands.backup(configured(config, store=store).store, file))


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="What `helpathon backup` wrote.")],
    store: StoreOption = None,
    config: ConfigOption = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Delete what is in the store first.")
    ] = False,
) -> None:
    """Put a backup into an empty store. Stop its servers first."""
    run(commands.restore(configured(config, store=store).store, file, replace=replace))


@app.command()
def verify(
    file: Annotated[
        Path | None, typer.Argument(help="A backup, to be looked at in the place of the store.")
    ] = None,
    store: StoreOption = None,
    config: ConfigOption = None,
) -> None:
    """Read everything and see whether it is sound. Exit code 1 if something is not."""
    if file is not None:
        commands.check(file)
    else:
        raise typer.Exit(run(commands.verify(configured(config, store=store).store)))


def configured(config: Path | None, **options: Any) -> Settings:
    """Raises WrongSetting."""
    return load_settings(os.environ, config_file(os.environ, config), **options)


async def _serve(settings: Settings, links: bool) -> None:
    console = Console(highlight=False)
    async with AsyncExitStack() as stack:
        listener = stack.enter_context(bind(settings.host, settings.port))
        here = address_of(settings.host, listener.getsockname()[1])
        address = settings.address.rstrip("/") or here
        store, make_bus = open_store(settings.store, new_node_id())
        await stack.enter_async_context(store)
        await stack.enter_async_context(front_desk(desk_of(settings.store), store))

        async def ready(running: Running) -> None:
            console.print(f"Helpathon runs at [bold]{escape(here)}[/bold] (Ctrl+C stops it)")
            if settings.open_rooms:
                print_open_rooms(here, console)
            elif links:
                phones = settings.host not in LOOPBACK
                await _print_links(running, address, console, phones=phones)

        await serve_until_stopped(settings, store, make_bus, listener, ready)
    console.print("Helpathon has stopped.")


async def _print_links(running: Running, address: str, console: Console, *, phones: bool) -> None:
    invitation = await newest_helpathon(running.store)
    if invitation is None:
        invitation = await create_helpathon(running.store, FIRST_TITLE, FIRST_ROOMS, "de")
    print_invitation(invitation, address, console)
    if phones:
        print_qr_code(address + invitation.paths[Role.PARTICIPANT], console)


async def _create(url: str, title: str, rooms: list[str], language: str) -> Invitation:
    desk = desk_of(url)
    if desk is not None:
        try:
            return await ask(desk, title, rooms, language)
        except NobodyThere:
            pass  # then the file is ours
    store, _ = open_store(url, new_node_id())
    async with store:
        return await create_helpathon(store, title, rooms, language)


async def _doctor(settings: Settings, config: Path | None, *, strict: bool) -> int:
    findings = await examination.examine(settings, config, os.environ)
    console = Console(highlight=False)
    for finding in findings:
        text = escape(f"{finding.subject}: {finding.text}")
        console.print(f"{MARKS[finding.level]}\t{text}", soft_wrap=True)
    wrong = ("error", "warning") if strict else ("error",)
    return int(any(finding.level in wrong for finding in findings))


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
        content = export_room(card, stored.epoch, document, areas_of(book, room), datetime.now(UTC))
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
