import gc
import subprocess
import sys

import pytest

from server.memory import give_back

FREED = """
import psutil
from server.memory import give_back

held = [bytes(1000) for _ in range(200_000)]
pinned = held[::1000]
held = None
before = psutil.Process().memory_info().rss
give_back()
print(before - psutil.Process().memory_info().rss)
"""


def test_what_was_freed_between_what_lives_goes_back_to_the_system() -> None:
    done = subprocess.run([sys.executable, "-c", FREED], capture_output=True, text=True, check=True)
    assert int(done.stdout) > 100_000_000


def test_giving_back_changes_nothing_that_lives() -> None:
    alive = [bytes([number % 256]) * 1000 for number in range(1000)]
    give_back()
    assert alive == [bytes([number % 256]) * 1000 for number in range(1000)]


def test_what_the_start_made_is_not_looked_at_again() -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "import gc\nfrom server.memory import settle\nsettle()\nprint(len(gc.get_objects()))",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    assert int(done.stdout) < len(gc.get_objects()) / 10


SETTLED = """
import gc
from server.memory import settle

start = [[] for _ in range(800_000)]
settle()
before = gc.get_stats()[2]["collections"]
since = [[] for _ in range(100_000)]
print(gc.get_stats()[2]["collections"] - before)
"""


def test_what_the_start_made_does_not_delay_full_collections() -> None:
    assert int(said_by(SETTLED)) > 0


LARGE = """
import psutil
from server.memory import settle

settle()
raised = b"x" * (30 * 2**20)  # glibc would take the next ones from the heap
del raised
held = [(b"x" * 2**20, b"y" * 1000) for _ in range(50)]
pinned = [small for _, small in held]
before = psutil.Process().memory_info().rss
held = None
print(before - psutil.Process().memory_info().rss)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="what glibc does")
def test_what_merging_large_boards_took_goes_back_at_once() -> None:
    assert int(said_by(LARGE)) > 40 * 2**20


def said_by(program: str) -> str:
    """In a process of its own."""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout
