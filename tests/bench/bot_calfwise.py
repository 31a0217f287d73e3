"""Calfwise on Telegram, put together as `run` does, without the limits on how fast is written.

python -m tests.bench.bot_calfwise <url> <token> <talks, unused> <folder>
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from bot.adapters.telegram.adapter import Telegram
from tests.bench.requests import say
from tests.bench.standing import standing


async def main() -> None:
    url, token, _, folder = sys.argv[1:]
    async with standing(Path(folder), token) as (core, stop):
        telegram = Telegram(token, core, url, paced=False)
        say({"up": True})
        try:
            await telegram.run(stop)
        finally:
            await telegram.close()


if __name__ == "__main__":
    asyncio.run(main())
