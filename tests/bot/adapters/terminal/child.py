"""The terminal chat as a process with a terminal of its own, with the stand-in session: python -m … <terminal> <folder>."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import bot.cli.chat
from bot.cli.app import main
from tests import holds


def take_terminal(name: str) -> None:
    """Sit at the terminal `name`: it becomes the controlling one, because this process leads a session without one."""
    here = os.open(name, os.O_RDWR)
    for fd in (0, 1, 2):
        os.dup2(here, fd)


if __name__ == "__main__":
    take_terminal(sys.argv[1])
    # A shell that runs the tests in the background has told them, and so this process, to ignore Ctrl-C.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.environ.update(CALFWISE_DATA_DIR=sys.argv[2], CALFWISE_KEY_FILE=str(Path(sys.argv[2]) / "keys"))
    vars(bot.cli.chat)["advance"] = holds.advance
    sys.argv = ["calfwise", "chat"]
    main()
