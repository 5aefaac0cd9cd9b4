"""What the commands about a whole store do and print; progress goes to stderr."""

from datetime import UTC, datetime
from pathlib import Path

import typer
from rich.console import Console

from persistence.open import open_store
from server.operation.backup import back_up
from server.operation.progress import shown
from server.operation.restore import NotEmpty
from server.operation.restore import check as examine
from server.operation.restore import restore as put_back
from server.operation.verify import verify as look_through
from server.serve import new_node_id


class Failure(Exception):
    """A command that cannot go on: one line for whoever called it."""


async def backup(url: str, file: Path) -> None:
    store, _ = open_store(url, new_node_id(), read_only=True)
    now_ms = int(datetime.now(UTC).timestamp() * 1000)
    with shown(Console(stderr=True)) as track:
        async with store:
            counts = await back_up(store, file, now_ms, track)
    typer.echo(f"{file}: {counts}. It holds the key of all links and cookies: keep it as secret.")


async def restore(url: str, file: Path, *, replace: bool) -> None:
    with shown(Console(stderr=True)) as track:
        counts, created_at_ms = examine(file, track)
        store, _ = open_store(url, new_node_id())
        async with store:
            try:
                await put_back(store, file, counts, track, replace=replace)
            except NotEmpty as error:
                raise Failure(
                    "Expected an empty store, there is something in this one: "
                    "name another one, or add --replace to delete what is there."
                ) from error
    typer.echo(f"Restored as of {_moment(created_at_ms)}: {counts}.")


def check(file: Path) -> None:
    with shown(Console(stderr=True)) as track:
        counts, created_at_ms = examine(file, track)
    typer.echo(f"{file} is sound, of {_moment(created_at_ms)}: {counts}.")


async def verify(url: str) -> int:
    store, _ = open_store(url, new_node_id(), read_only=True)
    with shown(Console(stderr=True)) as track:
        async with store:
            verdict = await look_through(store, track)
    for note in verdict.notes:
        typer.echo(f"note   {note}")
    for fault in verdict.faults:
        typer.echo(f"wrong  {fault}")
    seen = f"{verdict.rooms} rooms, {verdict.records} records, {verdict.blobs} blobs"
    typer.echo(f"{seen}: {f'{len(verdict.faults)} faults' if verdict.faults else 'all sound'}.")
    return int(bool(verdict.faults))


def _moment(at_ms: int) -> str:
    return datetime.fromtimestamp(at_ms / 1000, UTC).isoformat(timespec="seconds")
