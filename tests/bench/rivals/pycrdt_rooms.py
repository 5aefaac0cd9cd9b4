"""pycrdt-websocket as it comes, on uvicorn with uvloop. Runs in a venv of its own."""

import asyncio
import sys

import uvicorn
from pycrdt.websocket import ASGIServer, WebsocketServer  # type: ignore[import-not-found]


async def main(port: int) -> None:
    async with WebsocketServer() as rooms:
        config = uvicorn.Config(ASGIServer(rooms), port=port, log_level="warning")
        await uvicorn.Server(config).serve()


if __name__ == "__main__":
    loop = uvicorn.Config("", loop="uvloop").get_loop_factory()
    with asyncio.Runner(loop_factory=loop) as runner:
        runner.run(main(int(sys.argv[1])))
