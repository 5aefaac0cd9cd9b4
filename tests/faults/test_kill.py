"""A server killed with -9: nothing it called saved is missing."""

import asyncio
from pathlib import Path

from tests.client import Client, converged, join
from tests.processes import ServerProcess, create_helpathon

TYPISTS = 4
LETTERS_BEFORE_KILL = 60


async def test_every_edit_that_was_called_saved_is_there_after_a_kill(tmp_path: Path) -> None:
    store = f"sqlite:{tmp_path / 'helpathon.db'}"
    links = create_helpathon(store, "Stadtgrün", ["Nordmarkt"])
    with ServerProcess(store, options=("--no-links",)) as server:
        seats = [await join(server.url, links["participant"], f"P{i}") for i in range(TYPISTS)]
        clients = [Client(seat) for seat in seats]
        for client in clients:
            await client.connect()
        ledgers = [await type_until_killed(client, str(i)) for i, client in enumerate(clients)]
        typing = [
            asyncio.create_task(keep_typing(client, str(i))) for i, client in enumerate(clients)
        ]
        await clients[0].until(lambda: clients[0].saved_count > ledgers[0] + LETTERS_BEFORE_KILL)

        await asyncio.to_thread(server.kill9)

        await asyncio.gather(*typing)
        saved = [client.saved_count for client in clients]
        await asyncio.to_thread(server.start)
        stranger = await join(server.url, links["participant"], "Fremd")
        async with Client(stranger) as reader:
            for index, count in enumerate(saved):
                # The first writing message made the note, each one after it typed a letter.
                assert len(reader.board[f"note{index}"]["text"]) >= count - 1
            for client in clients:
                await client.reconnect()
                await client.saved()
            board = await converged(reader, *clients)
        for client in clients:
            await client.disconnect()
    for index, client in enumerate(clients):
        assert board[f"note{index}"]["text"] == client.board[f"note{index}"]["text"]


async def type_until_killed(client: Client, name: str) -> int:
    """The note is there and saved: how many messages that took."""
    await client.write(f"note{name}")
    await client.saved()
    return client.saved_count


async def keep_typing(client: Client, name: str) -> None:
    while client.closed is None:
        await client.type(f"note{name}", "x")
        await asyncio.sleep(0.002)  # a pace, not a wait
