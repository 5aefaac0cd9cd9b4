"""Real Redis servers for tests: started, paused, killed and started again with their data."""

import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path
from types import TracebackType
from typing import Self

EXECUTABLE = shutil.which("redis-server")
# A slow machine under load takes seconds to start a process.
STARTS_WITHIN_S = 20.0
STOPS_WITHIN_S = 20.0


class RedisServer:
    """One server on a free port, with its files in `folder`. Use in `with`.

    It answers when `with` or `start` has begun. `options` are directives of redis.conf, with _ for
    -; by default it keeps an append-only file and syncs it before it answers.
    """

    def __init__(self, folder: Path, **options: str) -> None:
        self.folder = folder
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._options = {"appendonly": "yes", "appendfsync": "always", "save": "", **options}
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._process is not None:
            self.kill()

    def start(self) -> None:
        """On the same port, with what the files hold."""
        assert self._process is None, "it is not running yet"
        assert EXECUTABLE is not None, "redis-server is installed"
        self.folder.mkdir(parents=True, exist_ok=True)
        options = {"port": str(self.port), "bind": "127.0.0.1", "dir": str(self.folder)}
        arguments = [EXECUTABLE]
        for name, value in (options | self._options).items():
            arguments += [f"--{name.replace('_', '-')}", value]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(arguments, stdout=log, stderr=log)
        deadline_s = time.monotonic() + STARTS_WITHIN_S
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline_s:
                self.kill()
                raise AssertionError(f"redis-server did not start: {self._log.read_text()}")
            time.sleep(0.01)

    def kill(self) -> None:
        """As kill -9 does: no goodbye, nothing flushed."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """As an operator does: it writes its files and says goodbye."""
        self._end(signal.SIGTERM)

    def pause(self) -> None:
        """It still accepts connections and answers nothing."""
        self._running.send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        self._running.send_signal(signal.SIGCONT)

    def copy_files(self, folder: Path) -> None:
        """What is on the disk now, for `restore_files`."""
        shutil.copytree(self.folder, folder)

    def restore_files(self, folder: Path) -> None:
        """Back to what `copy_files` kept. Only while it is not running."""
        self.lose_files()
        shutil.copytree(folder, self.folder)

    def lose_files(self) -> None:
        """Only while it is not running."""
        assert self._process is None, "it is not running"
        shutil.rmtree(self.folder)

    def command(self, *words: str) -> str:
        """The first line of the answer, as it comes: `+OK`, `:1`, `-ERR …`."""
        return said_to(self.port, *words).partition("\r\n")[0]

    def answer(self, *words: str) -> str:
        """The whole answer as it comes, with its lengths."""
        return said_to(self.port, *words)

    @property
    def _log(self) -> Path:
        return self.folder / "redis.log"

    @property
    def _running(self) -> subprocess.Popen[bytes]:
        assert self._process is not None, "it is running"
        return self._process

    def _answers(self) -> bool:
        try:
            return self.command("PING").startswith(("+PONG", "-NOAUTH"))
        except OSError:
            return False

    def _end(self, how: signal.Signals) -> None:
        self._running.send_signal(how)
        # A paused process hears SIGTERM only when it goes on.
        self._running.send_signal(signal.SIGCONT)
        self._running.wait(STOPS_WITHIN_S)
        self._process = None


def said_to(port: int, *words: str) -> str:
    """A command on a connection of its own, and what came back. Raises OSError."""
    with socket.create_connection(("127.0.0.1", port), timeout=STARTS_WITHIN_S) as peer:
        message = b"*%d\r\n" % len(words)
        for word in words:
            message += b"$%d\r\n%b\r\n" % (len(word.encode()), word.encode())
        peer.sendall(message)
        peer.shutdown(socket.SHUT_WR)
        with peer.makefile("rb") as stream:
            return stream.read().decode().rstrip()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    assert isinstance(port, int), "a port is a number"
    return port
