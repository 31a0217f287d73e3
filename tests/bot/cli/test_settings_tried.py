"""The real program, started with each setting of .env.example, does what the file says."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import web

from bot.setup.keys import load_keys
from bot.setup.settings import setting_names
from tests.doubles.telegram import TelegramDouble
from tests.surroundings import environment

EXAMPLE = Path(__file__).parents[3] / ".env.example"
PROGRAM = ("-m", "bot", "run")
PATIENCE = 30.0
"""Seconds in which the program has to get somewhere; it takes two."""

TRIED = {
    *("CALFWISE_TELEGRAM_TOKEN", "CALFWISE_DISCORD_TOKEN", "CALFWISE_DATA_DIR", "CALFWISE_DATABASE_URL"),
    *("CALFWISE_KEY_FILE", "CALFWISE_LOG_LEVEL", "CALFWISE_TELEGRAM_API"),
    "CALFWISE_KEY_FILE_GROUP_READ",
}
"""The settings with which a test below starts the program."""


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramDouble]:
    async with TelegramDouble() as double:
        yield double
        double.verify()


def server_of(double: TelegramDouble) -> str:
    """The server's address as somebody would write it who has one of their own."""
    return double.base_url.removesuffix("/bot")


def fill_in(folder: Path, **values: str) -> None:
    """Copy .env.example to .env and fill in these settings, as the file says."""
    lines = EXAMPLE.read_text("utf-8").splitlines()
    for name, value in values.items():
        place = lines.index(f"CALFWISE_{name}=")
        lines[place] += value
    (folder / ".env").write_text("\n".join(lines) + "\n", encoding="utf-8")


@asynccontextmanager
async def program(folder: Path, program: Sequence[str] = PROGRAM) -> AsyncIterator[asyncio.subprocess.Process]:
    """The program at work in `folder`; stopped politely at the end, and what it logged is then in `folder/log`."""
    with (folder / "log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            sys.executable, *program, cwd=folder, env=environment(), stdout=log, stderr=log
        )
        try:
            yield process
        finally:
            if process.returncode is None:
                process.send_signal(signal.SIGTERM)
            try:
                await asyncio.wait_for(process.wait(), PATIENCE)
            except TimeoutError:
                process.kill()
                await process.wait()
                raise


async def is_polling(double: TelegramDouble) -> None:
    await double.world.until(lambda: double.world.poller is not None, "the program to poll", PATIENCE)


def logged(folder: Path) -> list[str]:
    lines = (folder / "log").read_text("utf-8").splitlines()
    return [json.loads(line)["event"] for line in lines if line.startswith("{")]


def test_every_setting_is_tried() -> None:
    assert set(setting_names()) == TRIED


@pytest.mark.parametrize("written", ["", "/", "/bot", "/bot/"])
async def test_an_address_of_ones_own_is_reached_however_it_is_written(
    telegram: TelegramDouble, tmp_path: Path, written: str
) -> None:
    fill_in(tmp_path, TELEGRAM_TOKEN=telegram.token, TELEGRAM_API=server_of(telegram) + written)
    ann = telegram.person()
    ann.say("/help")
    async with program(tmp_path) as process:
        await is_polling(telegram)
        await telegram.world.until(lambda: bool(ann.sees()), "an answer", PATIENCE)
    assert process.returncode == 0
    assert "Discord is off: set CALFWISE_DISCORD_TOKEN" in (tmp_path / "log").read_text("utf-8")
    assert (tmp_path / "data" / "calfwise.db").is_file()
    assert (tmp_path / ".calfwise-keys").is_file()


async def test_the_database_and_the_keys_lie_where_they_should(telegram: TelegramDouble, tmp_path: Path) -> None:
    fill_in(
        tmp_path,
        TELEGRAM_TOKEN=telegram.token,
        TELEGRAM_API=server_of(telegram),
        DATA_DIR="some/where",
        KEY_FILE="my-keys",
    )
    async with program(tmp_path):
        await is_polling(telegram)
    assert (tmp_path / "some" / "where" / "calfwise.db").is_file()
    assert (tmp_path / "my-keys").is_file()
    assert not (tmp_path / "data").exists()
    assert not (tmp_path / ".calfwise-keys").exists()


@pytest.mark.parametrize("allowed", [True, False])
async def test_a_mounted_secret_is_read_by_its_group_only_where_that_is_wanted(
    telegram: TelegramDouble, tmp_path: Path, allowed: bool
) -> None:
    load_keys(tmp_path / "mounted")
    (tmp_path / "mounted").chmod(0o640)
    fill_in(
        tmp_path,
        TELEGRAM_TOKEN=telegram.token,
        TELEGRAM_API=server_of(telegram),
        KEY_FILE="mounted",
        KEY_FILE_GROUP_READ="yes" if allowed else "",
    )
    async with program(tmp_path):
        await is_polling(telegram)
    assert (tmp_path / "mounted").stat().st_mode & 0o777 == (0o640 if allowed else 0o600)


async def test_the_database_may_lie_elsewhere(telegram: TelegramDouble, tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path}/srv/calf.db"
    fill_in(tmp_path, TELEGRAM_TOKEN=telegram.token, TELEGRAM_API=server_of(telegram), DATABASE_URL=address)
    async with program(tmp_path):
        await is_polling(telegram)
    assert (tmp_path / "srv" / "calf.db").is_file()
    assert not (tmp_path / "data" / "calfwise.db").exists()


@pytest.mark.parametrize(("level", "told"), [("WARNING", True), ("error", False)])
async def test_so_much_is_logged(telegram: TelegramDouble, tmp_path: Path, level: str, told: bool) -> None:
    fill_in(tmp_path, TELEGRAM_TOKEN=telegram.token, TELEGRAM_API=server_of(telegram), LOG_LEVEL=level)
    telegram.faults.add("getMe", status=502, body="<html>")
    async with program(tmp_path):
        await is_polling(telegram)
    events = logged(tmp_path)
    assert ("something_else_answers_for_telegram" in events) is told
    assert "telegram_reached" not in events
    assert telegram.token not in (tmp_path / "log").read_text("utf-8")


async def test_with_a_token_discord_is_asked_to_let_it_in(tmp_path: Path) -> None:
    shown: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    async def answer(request: web.Request) -> web.Response:
        if not shown.done():
            shown.set_result(request.headers.get("Authorization", ""))
        return web.Response(
            status=401, text='{"message": "401: Unauthorized", "code": 0}', content_type="application/json"
        )

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(app, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    token = "MTExMTExMTExMTExMTExMTEx.Gabcde.aTokenThatOpensNothingAtAll0000000000000"
    fill_in(tmp_path, DISCORD_TOKEN=token)
    here = f"http://127.0.0.1:{runner.addresses[0][1]}/api/v10"
    start = f"import discord.http, bot.cli.app, sys; discord.http.Route.BASE = {here!r}; sys.argv[1:] = ['run']; bot.cli.app.main()"
    try:
        async with program(tmp_path, ("-c", start)):
            assert await asyncio.wait_for(shown, PATIENCE) == f"Bot {token}"
        log = (tmp_path / "log").read_text("utf-8")
        assert "Telegram is off: set CALFWISE_TELEGRAM_TOKEN" in log
        assert token not in log
    finally:
        await runner.cleanup()
