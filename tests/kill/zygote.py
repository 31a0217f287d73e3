"""The process that becomes the bot: everything is loaded once, and at each start it forks, so that a start takes no time.

    python -m tests.kill.zygote <settings as JSON>
    in:   {"commit": "" | "before commit" | "after commit", "count": 3, "timers": true}     begin a life
    out:  {"pid": 4711}, later {"ended": -9}

A life says {"idle": true} once it has been sent SIGUSR1 and has nothing more to do.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import sys
from pathlib import Path
from typing import Any

import msgspec

from tests.kill.journal import JournalWriter


class Start(msgspec.Struct, frozen=True, kw_only=True):
    """What is the same for all lives."""

    folder: str
    telegram: str
    telegram_token: str
    discord: int
    discord_token: str
    certificate: str
    began: float
    rate: float
    broken: str


class LifeOrder(msgspec.Struct, frozen=True):
    """What this life is like: whether it kills itself at a commit, and whether its timers fire."""

    commit: str = ""
    count: int = 0
    timers: bool = True


def say(what: dict[str, Any]) -> None:
    """One line to the harness, in one call."""
    os.write(1, json.dumps(what).encode() + b"\n")


def main(start: Start) -> None:
    from tests.kill import breakages, witness
    from tests.kill.standing import load, stand

    journal = JournalWriter(Path(start.folder) / "journal")
    witness.watch(journal)  # before the adapters are imported
    load()
    breakages.BREAKAGES[start.broken]()
    pid = 0
    for line in sys.stdin:
        if pid:
            os.waitpid(pid, 0)
        order = msgspec.json.decode(line, type=LifeOrder)
        pid = os.fork()
        if pid == 0:
            random.seed()
            witness.prepare(order.commit, order.count, order.timers)
            asyncio.run(stand(start))
            os._exit(0)
        say({"pid": pid})
        # It stays a zombie until the next begins, so that its number is nobody else's while the harness may still use it.
        ended = os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
        assert ended is not None
        say({"ended": ended.si_status if ended.si_code == os.CLD_EXITED else -ended.si_status})


if __name__ == "__main__":
    main(msgspec.json.decode(sys.argv[1], type=Start))
