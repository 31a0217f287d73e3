#!/usr/bin/env bash
# discord.py's max_ratelimit_timeout does not hold for webhooks and interactions: told to wait an hour, they wait an hour.
#
# Version: discord.py 2.7.1. Client(max_ratelimit_timeout=…) says that a request which would have to wait longer raises
# RateLimited. Seen: told "429, wait 3600 seconds" a message to a channel raises RateLimited at once, as documented. The very
# same answer to a message by a webhook of the same client (followups and edits of interactions take the same road) raises
# nothing: the call sleeps for the whole hour and asks again then. Whoever set the limit so that nothing hangs for minutes
# has it for channels and direct messages only.
# Here: the 429 is taken from the library by an aiohttp trace, and the outbox waits instead (bot/delivery/wire.py).
#
# Fails if that changes. Installs into a temporary folder only; talks to a server on 127.0.0.1.
set -eu
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/venv"
"$place/venv/bin/pip" install --quiet --disable-pip-version-check discord.py==2.7.1 aiohttp==3.14.5
"$place/venv/bin/python" - <<'PY'
import asyncio
import json

import discord
from aiohttp import web

ASKED = 3600.0
LIMIT = 30.0


async def main():
    asked = []

    async def answer(request):
        if request.path.endswith("/users/@me"):
            body = {"id": "1", "username": "bot", "discriminator": "0", "avatar": None, "bot": True}
            return web.Response(body=json.dumps(body).encode(), headers={"Content-Type": "application/json"})
        asked.append(request.path)
        body = {"message": "You are being rate limited.", "retry_after": ASKED, "global": False}
        headers = {"Content-Type": "application/json", "Via": "1.1 here", "Retry-After": str(ASKED)}
        return web.Response(status=429, body=json.dumps(body).encode(), headers=headers)

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    discord.http.Route.BASE = f"http://127.0.0.1:{runner.addresses[0][1]}"

    client = discord.Client(intents=discord.Intents.none(), max_ratelimit_timeout=LIMIT)
    await client.http.static_login("a.token.that-opens-nothing")

    async def outcome(call):
        """What came of the call within two seconds."""
        try:
            await asyncio.wait_for(call, 2)
        except discord.RateLimited as error:
            return f"RateLimited, {error.retry_after:g} s"
        except TimeoutError:
            return "still waiting"
        return "sent"

    channel = await outcome(client.get_partial_messageable(5).send("hello"))
    webhook = discord.Webhook.partial(7, "token", client=client)
    by_webhook = await outcome(webhook.send("hello", wait=True))
    await client.close()
    await runner.cleanup()

    print("discord.py", discord.__version__, "max_ratelimit_timeout", LIMIT, "told to wait", ASKED)
    print("a message to a channel:", channel)
    print("a message by a webhook:", by_webhook)
    print("asked:", asked)
    assert channel == f"RateLimited, {ASKED:g} s", "the limit holds for a channel"
    assert by_webhook == "still waiting", "and not for a webhook"
    assert len(asked) == 2, "each was asked for once"


asyncio.run(main())
PY
