"""The bot itself, started as `run` starts it, with the settings of its environment; told of time over standard input.

    python -m tests.faults.bot '{"discord": [port, certificate], "paced": true, "pass": 0, "set": 0}'

In, a line each:  {"pass": seconds}   so much time is over
                  {"set": seconds}    the clock on the wall is set by so much
Out:              {"up": "tg"}        a platform is there
                  {"heard": true}     after each line
"""

from __future__ import annotations

import asyncio
import json
import ssl
import sys
from typing import Any

import aiohttp

from bot.adapters.discord.api.wiring import Wiring
from bot.cli.run import serve
from bot.setup.settings import load_settings
from flows.base.errors import CalfwiseError
from tests.bench.bot_discord import ThisMachine
from tests.bench.requests import say
from tests.faults.clocks import PassingLoop, WallClock


async def main(how: dict[str, Any], loop: PassingLoop) -> None:
    clock = WallClock(loop)
    clock.let_pass(how["pass"])  # what was over for the process before it is over for this one
    clock.set_by(how["set"])
    wiring = None
    if how.get("discord"):
        port, certificate = how["discord"]
        trusted = ssl.create_default_context(cafile=certificate)
        wiring = Wiring(
            lambda: aiohttp.TCPConnector(limit=0, resolver=ThisMachine(port), ssl=trusted), guild_ready=0.05, retry=0.2
        )
    listening = asyncio.create_task(_listen(clock))
    try:
        await serve(load_settings(), clock, wiring, lambda platform: say({"up": platform}), how["paced"])
    finally:
        listening.cancel()


async def _listen(clock: WallClock) -> None:
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    async for line in reader:
        told = json.loads(line)
        clock.let_pass(told.get("pass", 0.0))
        clock.set_by(told.get("set", 0.0))
        say({"heard": True})


if __name__ == "__main__":
    try:
        with asyncio.Runner(loop_factory=PassingLoop) as runner:
            the_loop = runner.get_loop()
            assert isinstance(the_loop, PassingLoop)
            runner.run(main(json.loads(sys.argv[1]), the_loop))
    except CalfwiseError as error:
        sys.exit(str(error))
