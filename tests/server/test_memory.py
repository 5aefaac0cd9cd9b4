import gc
import subprocess
import sys

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
