"""`python -m tests.kill --kills 200 --seed 7`: prints the report; fails if anything is wrong."""

from __future__ import annotations

import argparse
import asyncio
import logging
import random
import sys
import tempfile
from pathlib import Path

from tests.kill.breakages import BREAKAGES
from tests.kill.run import run


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.kill", description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--chats", type=int, default=200)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--break", dest="broken", choices=[name for name in BREAKAGES if name], default="")
    chosen = parser.parse_args()
    logging.getLogger("asyncio").setLevel(logging.ERROR)  # it remarks on each line that a kill has cut
    with tempfile.TemporaryDirectory(prefix="calfwise-kill-") as folder:
        log = Path(folder) / "log"
        try:
            report = asyncio.run(
                run(Path(folder), kills=chosen.kills, seed=chosen.seed, chats=chosen.chats, broken=chosen.broken)
            )
        except BaseException:
            print(f"seed {chosen.seed}; the bot's log ends so:", log.read_text(encoding="utf-8")[-3000:], sep="\n")  # noqa: T201
            raise
    print(report)  # noqa: T201
    return int(report.failed)


if __name__ == "__main__":
    sys.exit(main())
