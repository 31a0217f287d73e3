"""People who tap, type and practise, each by dice of their own; what they did is known to the harness by its key."""

from __future__ import annotations

import random
from abc import ABC, abstractmethod
from collections import deque
from typing import Any

import msgspec

from bot.adapters.discord.incoming.commands import ARGUMENTS, COMMANDS
from flows.base.events import Chose, Command, Event, Typed
from tests.doubles.discord import people as on_discord
from tests.doubles.discord.world import Interaction
from tests.doubles.telegram import people as on_telegram

KEPT = 30
"""Messages that somebody still has on the screen; older ones are nowhere any more."""

WAITING = 3
"""So many acts may wait to be taken before somebody does nothing more."""

HABITS = ("runner", "athlete", "talker", "in danger")
"""What somebody mostly does: answer what is asked, practise with timers, type and log, tick what is dangerous."""

COMMANDED = ("check", "log 3", "log 6", "help", "privacy", "about", "learn", "aid", "plan", "last", "stop", "reminders")
SAID = ("thanks", "?", "7", "it hurts when I run", "both calves are sore since yesterday", "no", "what is a strain")
DANGER = ("chest pain and I cannot breathe", "my calf is swollen and I cough blood")
ONWARD = ("start", "set", "go", "next", "done", "easier", "resume", "ready", "first")
DULL = ("why", "back", "stop", "change", "country", "handoff", "pause", "later", "menu")
NEVER = ("forget", "erase")
"""Who has everything erased cannot be compared any more."""

OWN = "dc."
"""How the tokens of the Discord adapter's own buttons begin, which are no turns."""


class Offer(msgspec.Struct, frozen=True):
    """Something that can be tapped: its token, `value` if it is an option of a menu, and where (the platform's message)."""

    token: str
    value: str
    label: str
    on: Any

    @property
    def is_turn(self) -> bool:
        """Whether it can be tapped here."""
        return not self.token.startswith(OWN) and not any(word in self.act for word in NEVER)

    @property
    def act(self) -> str:
        return self.value or self.token.split(".", 3)[-1]


class Someone(ABC):
    """One person. `person` is what the bot calls them, `acts` all they did by the key it has for the bot."""

    def __init__(self, person: str, habit: str, dice: random.Random) -> None:
        self.person = person
        self.acts: dict[str, Event] = {}
        self.busy = False
        """Whether they wait for something to be shown."""
        self._habit = habit
        self._dice = dice

    @property
    def patient(self) -> bool:
        """Whether they would rather wait for what they said before."""
        return False

    @abstractmethod
    def offers(self) -> list[Offer]:
        """What can be tapped on the newest message that has buttons."""

    @abstractmethod
    async def tap(self, offer: Offer) -> None:
        """Tap it."""

    @abstractmethod
    async def command(self, line: str) -> None:
        """Send a command, without its slash."""

    @abstractmethod
    async def say(self, text: str) -> None:
        """Type something."""

    async def act(self) -> None:
        """Do the next thing."""
        self.busy = True
        dice, offers = self._dice, [one for one in self.offers() if one.is_turn]
        roll = dice.random()
        if self._habit == "talker" and roll < 0.5:
            for _ in range(dice.randint(1, 5)):
                await self.command(dice.choice(COMMANDED))
        elif roll < 0.03:
            await self.say(dice.choice(DANGER) if self._habit == "in danger" else dice.choice(SAID))
        elif self._habit == "talker" and roll < 0.6:
            await self.say(dice.choice(SAID))
        elif not offers or roll > 0.97:
            await self.command("routine calf_stretch" if self._habit == "athlete" else dice.choice(COMMANDED))
        else:
            await self.tap(self._choice(offers))

    def _choice(self, offers: list[Offer]) -> Offer:
        dice = self._dice
        calm = [one for one in offers if one.act.endswith(".none")]
        if calm and dice.random() < (0.3 if self._habit == "in danger" else 0.93):
            return calm[0]
        if self._habit == "athlete":
            onward = [one for one in offers if one.act.partition(".")[0] in ONWARD]
            if onward and dice.random() < 0.9:
                return dice.choice(onward)
        lively = [one for one in offers if one.act.partition(".")[0] not in DULL]
        return dice.choice(lively or offers)


class OnTelegram(Someone):
    """Somebody in a private chat on Telegram."""

    def __init__(self, who: on_telegram.Person, habit: str, dice: random.Random) -> None:
        super().__init__(f"tg:{who.user.id}", habit, dice)
        self._who = who
        self._last: deque[int] = deque(maxlen=WAITING)

    @property
    def patient(self) -> bool:
        return len(self._last) == WAITING and self._last[0] > self._who._world.confirmed

    def offers(self) -> list[Offer]:
        del self._who.chat.messages[:-KEPT]
        for message in reversed(self._who.sees()):
            if message.rows:
                buttons = [button for row in message.rows for button in row if "callback_data" in button]
                return [Offer(button["callback_data"], "", button["text"], message) for button in buttons]
        return []

    async def tap(self, offer: Offer) -> None:
        self._who.tap(offer.token, offer.on)
        self._did(Chose(offer.token))

    async def command(self, line: str) -> None:
        self._who.say(f"/{line}")
        name, _, argument = line.partition(" ")
        self._did(Command(name, argument))

    async def say(self, text: str) -> None:
        self._who.say(text)
        self._did(Typed(text))

    def _did(self, event: Event) -> None:
        number = self._who._world.last_update
        self.acts[f"tg:{number}"] = event
        self._last.append(number)


class OnDiscord(Someone):
    """Somebody on Discord: in the direct messages with the bot, or in a server, where nobody but they can see its answers."""

    def __init__(self, who: on_discord.Person, habit: str, dice: random.Random, in_server: bool) -> None:
        super().__init__(f"dc:{who.user.id}", habit, dice)
        self._who = who
        self._in_server = in_server
        self._done: deque[Interaction] = deque()
        self.screen: deque[Any] = deque(maxlen=KEPT)
        if not in_server:
            who.go_to_dm()

    def offers(self) -> list[Offer]:
        for message in reversed(self.screen):
            found = [
                offer for row in message.components for one in row["components"] for offer in _offers(one, message)
            ]
            if any(not offer.token.startswith(OWN) for offer in found):
                return found
        return []

    async def tap(self, offer: Offer) -> None:
        if self._in_server:  # what is urgent stands in the direct messages, too
            (self._who.go_to_server if offer.on.only_for else self._who.go_to_dm)()
        if offer.value:
            interaction = await self._who.choose(offer.on, offer.label)
        else:
            interaction = await self._who.tap(offer.on, offer.token)
        self._did(interaction, Chose(offer.token, (offer.value,) if offer.value else ()))

    async def command(self, line: str) -> None:
        if self._in_server:
            self._who.go_to_server()
        name, _, argument = line.partition(" ")
        options: dict[str, str | int] = {ARGUMENTS[name]: argument} if argument else {}
        self._did(await self._who.slash(name, **options), Command(COMMANDS[name], argument))

    async def say(self, text: str) -> None:
        if self._in_server:  # the bot does not read there
            await self.command("help")
            return
        message = await self._who.write(text)
        self.acts[f"dc:{message.id}"] = Typed(text)
        del self._who.world.messages[message.id]

    def _did(self, interaction: Interaction, event: Event) -> None:
        self.acts[interaction.key] = event
        self._done.append(interaction)
        if len(self._done) > KEPT:
            self._who.world.interactions.pop(self._done.popleft().id, None)

    def sees(self, message: Any) -> None:
        """A message has come, or was changed."""
        if not any(one is message for one in self.screen):
            if len(self.screen) == KEPT:
                self._who.world.messages.pop(self.screen[0].id, None)
            self.screen.append(message)


def _offers(component: dict[str, Any], message: Any) -> list[Offer]:
    if "options" in component:
        token = component["custom_id"]
        return [Offer(token, option["value"], option["label"], message) for option in component["options"]]
    return [Offer(component["custom_id"], "", component.get("label", ""), message)] if "custom_id" in component else []
