"""`python -m tests.hostile [--minutes M] [--seed S] [--replay FILE]`: exit code 1 at a fault."""

import argparse
import asyncio
import secrets
import sys
import tempfile
from pathlib import Path

from tests.hostile.fuzz import Outcome, fuzz, kept, replay


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.hostile")
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(2**32))
    parser.add_argument("--replay", type=Path, help="what a fault left behind")
    options = parser.parse_args()
    print(f"seed {options.seed}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        outcome = asyncio.run(attack(options, Path(folder)))
        print(outcome)
        if outcome.fault:
            log = Path(folder, "server.log").read_text(errors="replace")
            print(f"FAULT: {outcome.fault}\nthe end of the server's log:\n{log[-4000:]}")
            print(f"say it again: python -m tests.hostile --replay {outcome.keep(Path())}")
            sys.exit(1)


async def attack(options: argparse.Namespace, folder: Path) -> Outcome:
    if options.replay is not None:
        return await replay(kept(options.replay), options.seed, folder)
    return await fuzz(60 * options.minutes, options.seed, folder)


if __name__ == "__main__":
    main()
