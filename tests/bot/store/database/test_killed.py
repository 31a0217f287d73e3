"""A process killed in mid-stream: what it reported as saved is there afterwards, and nothing is half there."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

from tests.bot.core import core, said

ROOT = Path(__file__).parents[4]

STREAM = """
import asyncio, sys
from pathlib import Path
from tests.bot.core import core, said

async def chat(service, number):
    for turn in range(100_000):
        outcome = await service.submit(said(f"mem:{number}", str(turn), key=f"k:{number}:{turn}"))
        sys.stdout.write(f"{number} {turn} {outcome.deliveries[0].row}\\n")
        sys.stdout.flush()

async def main():
    with core(Path(sys.argv[1])) as (_, service):
        await asyncio.gather(*(chat(service, number) for number in range(16)))

asyncio.run(main())
"""


DELIVER = """
import asyncio, itertools, sys
from pathlib import Path
from bot.base.clock import SystemClock
from bot.delivery.outbox import OutboxWorker
from tests.bot.core import core, said

class Paper:
    platform = "mem"
    closes_first = False
    def __init__(self, path):
        self.file = open(path, "a", buffering=1)
    async def send(self, delivery, passage):
        await passage.leaves()
        self.file.write(f"{delivery.row}\\n")
        return str(delivery.row)
    async def close(self, delivery, message):
        pass
    async def redraw(self, delivery, message):
        pass

async def chat(service, outbox, number):
    for turn in itertools.count():
        intake = said(f"mem:{number}", str(turn), key=f"{sys.argv[2]}:{number}:{turn}")
        await outbox.delivered(await service.submit(intake))

async def main():
    folder = Path(sys.argv[1])
    with core(folder) as (store, service):
        outbox = OutboxWorker(store, {"mem": Paper(folder / "paper")}, SystemClock())
        await outbox.start()
        print("going", flush=True)
        if sys.argv[2] == "last":
            await outbox.idle()
        else:
            await asyncio.gather(*(chat(service, outbox, number) for number in range(8)))

asyncio.run(main())
"""


def run_and_kill(folder: Path, seconds: float) -> dict[int, tuple[int, int]]:
    """What each chat was told last: `{chat: (turn, outbox row)}`."""
    stream = subprocess.Popen(
        [sys.executable, "-c", STREAM, str(folder)], cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8", bufsize=1
    )
    assert stream.stdout is not None
    lines = [stream.stdout.readline()]  # it is up and running
    time.sleep(seconds)  # the random instant itself, not a wait for anything
    stream.kill()
    lines += stream.stdout.readlines()
    stream.stdout.close()
    stream.wait()
    told: dict[int, tuple[int, int]] = {}
    for line in lines:
        if line.endswith("\n"):
            chat, turn, row = map(int, line.split())
            told[chat] = (turn, row)
    return told


def test_a_kill_at_any_instant_loses_no_turn_reported_as_saved(tmp_path: Path) -> None:
    dice = random.Random(7)
    for number in range(3):
        folder = tmp_path / str(number)
        told = run_and_kill(folder, dice.uniform(0.05, 0.5))
        assert told
        with core(folder) as (store, service):
            rows = {entry.delivery.row: entry.delivery for entry in store.find_waiting_now()}
            for chat, (turn, row) in told.items():
                session = service.session_now(f"mem:{chat}")
                assert session is not None
                assert session.turn >= turn + 1
                assert rows[row].reply.title == f"{turn + 1}: {turn}"
                mine = [delivery for delivery in rows.values() if delivery.person == f"mem:{chat}"]
                assert len(mine) == session.rev, "each turn has left exactly its one reply"
                assert service.submit_now(said(f"mem:{chat}", "again", key=f"k:{chat}:{turn}")).duplicate
        with closing(sqlite3.connect(folder / "data" / "calfwise.db")) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_kill_while_replies_go_out_sends_none_twice_and_forgets_none(tmp_path: Path) -> None:
    dice = random.Random(11)
    for number in range(3):
        command = [sys.executable, "-c", DELIVER, str(tmp_path), str(number)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8") as sender:
            assert sender.stdout is not None
            assert sender.stdout.readline() == "going\n"
            time.sleep(dice.uniform(0.1, 0.4))
            sender.kill()
    subprocess.run([sys.executable, "-c", DELIVER, str(tmp_path), "last"], cwd=ROOT, check=True, capture_output=True)
    sent = [int(line) for line in (tmp_path / "paper").read_text(encoding="utf-8").splitlines()]
    assert len(sent) == len(set(sent)), "no reply went out twice"
    with closing(sqlite3.connect(tmp_path / "data" / "calfwise.db")) as connection:
        fates = dict(connection.execute("SELECT id, status FROM outbox"))
    assert len(fates) > 50
    assert set(fates.values()) <= {"delivered", "unknown"}
    assert {row for row, fate in fates.items() if fate == "delivered"} <= set(sent)
    assert set(sent) <= set(fates), "nothing went out that was not committed"
    unknown = [row for row, fate in fates.items() if fate == "unknown"]
    assert len(unknown) <= 3 * 8, "at most the one that was being sent to each person"
