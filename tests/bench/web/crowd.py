"""Twenty people who move notes and fifty who move their cursors, in one room: `python -m` with
the server's address, a link and a number of people. Says `ready` when all are in."""

import asyncio
import json
import math
import random
import sys

from websockets.asyncio.client import ClientConnection, connect

from sync.messages import Awareness, encode
from sync.wire import write_var_string, write_var_uint
from tests.bench.web.scene import notes
from tests.client import SUBPROTOCOL, Client, Seat, join

MOVERS = 20
CURSORS_HZ = 20.0
EDITS_HZ = 20.0


async def main(server: str, link: str, people: int, count: int) -> None:
    scene = notes(count)
    seats = [await join(server, link, f"Gast {number}") for number in range(people)]
    async with asyncio.TaskGroup() as tasks:
        sockets = [await enter(seat) for seat in seats]
        for number, socket in enumerate(sockets):
            tasks.create_task(listen(socket))
            moved = scene[number].id if number < MOVERS else None
            tasks.create_task(wander(socket, number, moved))
        tasks.create_task(drop(await join(server, link, "Ada"), [note.id for note in scene]))
        print("ready", flush=True)


async def enter(seat: Seat) -> ClientConnection:
    return await connect(
        seat.socket_url,
        subprotocols=[SUBPROTOCOL],
        additional_headers={"Cookie": seat.cookie},
        compression=None,
        max_size=None,
        proxy=None,
    )


async def listen(socket: ClientConnection) -> None:
    async for _ in socket:
        pass


async def wander(socket: ClientConnection, number: int, moved: str | None) -> None:
    """In circles over what one sees of the board."""
    client = 1000 + number
    step = random.Random(number).random() * 100
    clock = 0
    while True:
        clock += 1
        step += 0.1
        x, y = 900 + 700 * math.cos(step + number), 500 + 350 * math.sin(step)
        state: dict[str, object] = {"cursor": [round(x), round(y)], "selection": []}
        if moved is not None:
            state |= {"moving": {moved: [round(x), round(y)]}, "selection": [moved]}
        buffer = bytearray()
        for figure in (1, client, clock):
            write_var_uint(buffer, figure)
        write_var_string(buffer, json.dumps(state))
        await socket.send(encode(Awareness(bytes(buffer))))
        await asyncio.sleep(1 / CURSORS_HZ)


async def drop(seat: Seat, ids: list[str]) -> None:
    """What they move comes to lie somewhere: real edits of the document."""
    chance = random.Random(1)
    async with Client(seat) as ada:
        while True:
            place = [float(chance.randrange(1800)), float(chance.randrange(1000))]
            await ada.write(chance.choice(ids[:200]), pos=place)
            await asyncio.sleep(1 / EDITS_HZ)


if __name__ == "__main__":
    server, link, people, count = sys.argv[1:]
    asyncio.run(main(server, link, int(people), int(count)))
