"""The process that draws: `python -m bot.render.worker` reads jobs from standard input and writes files to its output.

Both ways a message is its length (4 bytes, big-endian) and then so many bytes: a job is one of `Job` in msgpack, what comes
back is a PNG or PDF, or nothing (length 0) if it could not be made. It ends with its input.
"""

from __future__ import annotations

import contextlib
import logging
import os
import struct
import sys
from typing import BinaryIO

import msgspec

from flows.base.drawings import Chart, Page

LENGTH = struct.Struct(">I")

NICER = 5
"""The conversation comes before the drawing, where there are few cores."""


class Job(msgspec.Struct, frozen=True):
    """One thing to draw: either of them."""

    chart: Chart | None = None
    page: Page | None = None


def draw(job: Job) -> bytes:
    """The file. Imports what it takes, for the first of each kind."""
    if job.page is not None:
        from bot.render.page import page_pdf

        return page_pdf(job.page)
    from bot.render.chart import chart_png

    assert job.chart is not None
    return chart_png(job.chart)


def serve(jobs: BinaryIO, out: BinaryIO) -> None:
    """Draw one job after the other until there are no more."""
    decoder = msgspec.msgpack.Decoder(Job)
    while len(head := jobs.read(LENGTH.size)) == LENGTH.size:
        try:
            drawn = draw(decoder.decode(jobs.read(*LENGTH.unpack(head))))
        except Exception as error:
            # Only the kind: the words of some errors hold what was to be drawn.
            sys.stderr.write(f"{type(error).__name__}\n")
            drawn = b""
        out.write(LENGTH.pack(len(drawn)) + drawn)
        out.flush()


if __name__ == "__main__":
    logging.disable(logging.WARNING)  # what draws tells of fonts and folders; the bot's log is lines of JSON
    with contextlib.suppress(OSError):
        os.nice(NICER)
    # Ctrl-C reaches it too, and whoever started it may have been killed: then nobody waits for what was drawn.
    with contextlib.suppress(KeyboardInterrupt, BrokenPipeError):
        serve(sys.stdin.buffer, sys.stdout.buffer)
