"""A process that appends numbers as fast as it can, and says which are acknowledged.

Run as `python -m tests.persistence.appender URL`; it ends when it is killed.
"""

import asyncio
import itertools
import sys

from persistence.contract import NodeId, RoomId
from persistence.open import open_store


async def main(url: str) -> None:
    store, _ = open_store(url, NodeId("appender"))
    async with store:
        for number in itertools.count():
            entry = b"%d" % number
            await store.append({RoomId(f"room-{room}"): [entry, entry] for room in range(5)})
            print(number, flush=True)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
