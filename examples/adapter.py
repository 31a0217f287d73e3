"""An adapter: what somebody sends becomes an `Intake`, what is committed is delivered through a `Port`.

    python -m examples.adapter

The platform here is the one in memory. For a real one, `LobbyAdapter.take` reads that platform's updates, and a port of
your own stands in the place of `MemoryPort`; all else stays as it is.
"""

from __future__ import annotations

import asyncio
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.adapters.memory import MemoryPort
from bot.base.clock import Clock, HandClock
from bot.delivery.outbox import OutboxWorker
from bot.ports import Intake, Outcome, Turns
from bot.store import open_store
from bot.turns.service import TurnService
from flows.base.events import Chose, Command, Event, Typed
from flows.talk.library import load_library
from flows.turn.engine import advance

PLATFORM = "lobby"


class LobbyAdapter:
    """Takes in what people say in a lobby: `number` is the message's own, by which a repeat is known."""

    def __init__(self, turns: Turns, clock: Clock) -> None:
        self._turns = turns
        self._clock = clock

    async def take(self, number: int, guest: str, event: Event) -> Outcome:
        """Commit the event's turn; only then may the lobby be told that the message was taken."""
        here = {"guest": guest}
        intake = Intake(
            f"{PLATFORM}:{number}", f"{PLATFORM}:{guest}", event, self._clock.now(), address=here, home=here
        )
        return await self._turns.submit(intake)


async def talk(folder: Path) -> None:
    """Put the core together, let one guest speak, and print what that guest sees in the end."""
    clock, library = HandClock(datetime(2026, 3, 1, 9, tzinfo=UTC)), load_library()
    with closing(open_store(folder / "lobby.db", folder / "keys")) as store:
        turns, port = TurnService(store, library, advance), MemoryPort(PLATFORM)
        outbox = OutboxWorker(store, {PLATFORM: port}, clock)
        await outbox.start()
        lobby, guest = LobbyAdapter(turns, clock), f"{PLATFORM}:ada"

        await outbox.delivered(await lobby.take(1, "ada", Command("check")))
        nothing = next(choice for choice in port.chats[guest][-1].choices if choice.id == "none")
        await outbox.delivered(await lobby.take(2, "ada", Chose(nothing.token)))
        again = await lobby.take(2, "ada", Chose(nothing.token))
        await outbox.delivered(await lobby.take(3, "ada", Typed("/about")))
        await outbox.stop()

        print(f"The second message came twice; the repeat was known: {again.duplicate}\n")
        for shown in port.chats[guest]:
            print(f"{shown.id}: {shown.text}\n{' '.join(f'[{choice.label}]' for choice in shown.choices)}\n")


def main() -> None:
    """Run it on a store of its own, which is gone afterwards."""
    with TemporaryDirectory() as folder:
        asyncio.run(talk(Path(folder)))


if __name__ == "__main__":
    main()
