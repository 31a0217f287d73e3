"""Drawing in a process of its own: it is there when needed, gone when idle, ended when it hangs, and never in the way."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path

import pytest

from bot.delivery.media import Media
from bot.render.studio import Studio, StudioError
from bot.render.worker import LENGTH
from flows.base.drawings import Chart, Line, Page, Part
from flows.base.replies import Reply
from tests.surroundings import environment

CHART = Chart(
    "How it went", "en", "Pain", "Stage", "Sessions", (Line("At rest", ((date(2026, 3, 2), 3),)),), alt="A chart."
)
PAGE = Page("Calf pain", "Told to a chat.", (Part("Course", ("It hurts.",)),), "No diagnosis.", alt="A page.")

HANGS = (sys.executable, "-c", "import sys; sys.stdin.read()")
ENDS = (sys.executable, "-c", "pass")
ECHO = (
    sys.executable,
    "-c",
    """
import sys
while size := sys.stdin.buffer.read(4):
    sys.stdin.buffer.read(int.from_bytes(size, "big"))
    sys.stdout.buffer.write(bytes([0, 0, 0, 2]) + b"ok")
    sys.stdout.flush()
""",
)
"""Answers "ok" to whatever it is asked."""


@asynccontextmanager
async def studio(*args: object, **how: object) -> AsyncIterator[Studio]:
    made = Studio(*args, **how)  # type: ignore[arg-type]
    try:
        yield made
    finally:
        await made.close()
        assert made.pid is None


def alive(pid: int | None) -> bool:
    assert pid is not None
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


async def until(reached: Callable[[], bool]) -> None:
    """Return once it is so; nothing tells when a process comes or goes, so that it is looked at again and again."""
    async with asyncio.timeout(20):
        while not reached():  # noqa: ASYNC110
            await asyncio.sleep(0)


async def test_chart_and_page_come_from_one_process() -> None:
    async with studio() as drawing:
        assert drawing.pid is None, "nothing is started before something is asked for"
        chart, page = await asyncio.gather(drawing.chart(CHART), drawing.page(PAGE))
        assert (chart[:4], page[:5]) == (b"\x89PNG", b"%PDF-")
        first = drawing.pid
        await drawing.chart(CHART)
        assert drawing.pid == first


async def test_what_hangs_is_ended_and_the_next_gets_another() -> None:
    async with studio(limit=0.3, command=HANGS) as drawing:
        with pytest.raises(StudioError, match="TimeoutError"):
            await drawing.chart(CHART)
        assert drawing.pid is None
        drawing._command = ECHO
        drawing._limit = 20
        assert await drawing.chart(CHART) == b"ok"


async def test_what_breaks_is_told() -> None:
    async with studio(command=ENDS) as drawing:
        with pytest.raises(StudioError):
            await drawing.chart(CHART)


async def test_what_cannot_be_drawn_leaves_the_process_for_the_next(capfd: pytest.CaptureFixture[str]) -> None:
    nothing = Chart("t", "en", "p", "s", "d", ())
    async with studio() as drawing:
        with pytest.raises(StudioError):
            await drawing.chart(nothing)
        first = drawing.pid
        assert (await drawing.chart(CHART))[:4] == b"\x89PNG"
        assert drawing.pid == first
    assert capfd.readouterr().err == "ValueError\n", "the kind of error, and nothing of what was told"


async def test_what_the_machine_wants_of_drawings_changes_and_says_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    async with studio() as drawing:
        wanted = await drawing.chart(CHART)
    (tmp_path / "matplotlibrc").write_text("savefig.dpi: 20\nnonsense: 1\n", encoding="utf-8")
    monkeypatch.setenv("MATPLOTLIBRC", str(tmp_path))
    monkeypatch.setenv("MPLCONFIGDIR", str(tmp_path / "matplotlibrc" / "no folder"))
    async with studio() as drawing:
        assert await drawing.chart(CHART) == wanted
    assert capfd.readouterr().err == ""


async def test_idle_it_goes() -> None:
    async with studio(idle=0.0, command=ECHO) as drawing:
        await drawing.chart(CHART)
        await until(lambda: drawing.pid is None)
        assert await drawing.chart(CHART) == b"ok"


async def test_somebody_who_goes_away_leaves_no_half_answer() -> None:
    async with studio(command=ECHO) as drawing:
        waiting = asyncio.create_task(drawing.chart(CHART))
        await until(lambda: drawing.pid is not None)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        assert drawing.pid is None
        assert await drawing.chart(CHART) == b"ok"


async def test_too_many_at_once_are_refused_and_closed_is_closed() -> None:
    async with studio(most=2, command=HANGS) as drawing:
        waiting = [asyncio.create_task(drawing.chart(CHART)) for _ in range(2)]
        await until(lambda: drawing.pid is not None)
        pid = drawing.pid
        with pytest.raises(StudioError, match="too many"):
            await drawing.chart(CHART)
        await drawing.close()
        ended = await asyncio.gather(*waiting, return_exceptions=True)
        assert [type(error) for error in ended] == [StudioError, StudioError]
        assert not alive(pid)
        with pytest.raises(StudioError, match="closed"):
            await drawing.chart(CHART)


async def test_settings_are_not_passed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CALFWISE_TELEGRAM_TOKEN", "secret")
    tells = "import os, sys; n = len([k for k in os.environ if k.startswith('CALFWISE_')])\nsys.stdin.buffer.read(4)\n"
    tells += "sys.stdout.buffer.write(b'\\0\\0\\0\\1' + str(n).encode()); sys.stdout.flush(); sys.stdin.read()"
    async with studio(command=(sys.executable, "-c", tells)) as drawing:
        assert await drawing.chart(CHART) == b"0"


async def test_words_go_without_a_drawing_that_failed() -> None:
    media = Media(studio=Studio(command=ENDS))
    assert await media.of(Reply("message", chart=CHART)) is None
    assert await media.of(Reply("message", page=PAGE)) is None
    assert await media.of(Reply("message")) is None
    await media.close()


async def test_the_bot_itself_never_imports_what_draws() -> None:
    load = "import sys, bot.delivery.media, bot.cli.run"
    code = f"{load}; sys.exit(any(name in sys.modules for name in ('matplotlib', 'fpdf', 'numpy')))"
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", code, env=environment())
    assert await process.wait() == 0


def test_a_worker_whose_master_was_killed_ends_without_a_word() -> None:
    command = [sys.executable, "-m", "bot.render.worker"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as worker:
        assert worker.stdin is not None
        assert worker.stdout is not None
        assert worker.stderr is not None
        worker.stdout.close()  # nobody reads any more
        worker.stdin.write(LENGTH.pack(1) + b"?")
        worker.stdin.close()
        said = worker.stderr.read().decode()
    assert "Traceback" not in said
    assert "BrokenPipeError" not in said
