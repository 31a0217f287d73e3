"""People who do anything at all, going on from any moment of a transcript: they come to what no transcript tells."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from flows.base.events import Answered, Chose, Command, Event, SentFile, TimerFired, Typed
from flows.base.replies import Choice
from flows.talk.library import Library
from flows.talk.session import load
from tests.sessions.moment import Moment, Notebook
from tests.understand.score import messages

COMMANDS = "start check routine aid plan log progress summary reminders learn sources stop restart last forget".split()
SAID = (
    "London|Portland|18:00|7:30 pm|Austria|pain 3|pain 9|4|25|yes|no|not sure|done|later|stretch|what is a clot|"
    "coughed up blood|chest pain, and my foot is cold|one calf is swollen|it was a slip|hello"
).split("|")
"""Words that lead somewhere, beside all messages of `tests/understand`."""

LEADS_OUT = ("leave", "stop", "back", "no", "skip")
"""Choices that end what is open; taken less often than the others."""

MINUTES = (1, 5, 35, 70, 250, 600, 900, 1500, 4300, 11000, 30000)
ACTS = ("tap", "type", "label", "command", "answer", "old", "timer", "wait", "file")
WEIGHTS = (34, 6, 6, 8, 4, 4, 9, 5, 0.5)


class Wanderer:
    """One person, whose every step is drawn from `random`."""

    def __init__(self, library: Library, start: Moment, random: Random, texts: tuple[str, ...]) -> None:
        self.notebook = Notebook(start)
        self._library = library
        self._random = random
        self._texts = texts
        self._now = start.now
        self._stored: bytes | None = start.raw
        self._old: list[str] = [choice.token for choice in start.choices]

    def go(self, steps: int) -> list[Moment]:
        """So many steps; gives the moments on the way."""
        for _ in range(steps):
            self._now += timedelta(seconds=self._random.choice((3, 12, 40, 90)))
            (act,) = self._random.choices(ACTS, WEIGHTS)
            if act == "timer":
                self._fire_next()
            elif act == "wait":
                self._wait(timedelta(minutes=self._random.choice(MINUTES)))
            else:
                self._send(self._event(act))
        return self.notebook.moments

    def _event(self, act: str) -> Event:
        random, choices = self._random, self.notebook.choices
        if act == "tap" and choices:
            return Chose(self._way_on(choices).token)
        if act == "old" and self._old:
            return Chose(random.choice(self._old[-30:]))
        if act == "label" and choices:
            label = random.choice(choices).label
            return Typed(label if random.random() < 0.5 else label[:-1])  # nearly the label is asked back
        if act == "answer" and choices:
            return Answered(
                tuple(choice.id for choice in random.sample(choices, min(len(choices), random.choice((1, 1, 2)))))
            )
        if act == "type":
            return Typed(random.choice(random.choice((SAID, self._texts))))
        if act == "file":
            return SentFile("photo")
        return Command(random.choice(COMMANDS), random.choice(("", "", "", "stretch", "ice", "4", "clot")))

    def _way_on(self, choices: tuple[Choice, ...]) -> Choice:
        further = [choice for choice in choices if choice.id not in LEADS_OUT]
        calm = [choice for choice in further if choice.id.endswith("none")]
        if calm and self._random.random() < 0.4:
            return calm[0]
        return self._random.choice(further if further and self._random.random() < 0.8 else choices)

    def _fire_next(self) -> None:
        timers = sorted(self.notebook.timers.values(), key=lambda timer: timer.at)
        if timers and timers[0].name != "expire":
            self._wait(timers[0].at - self._now)

    def _wait(self, by: timedelta) -> None:
        until = max(self._now, self._now + by)
        for _ in range(20):
            due = [timer for timer in self.notebook.timers.values() if timer.at <= until]
            if not due:
                break
            first = min(due, key=lambda timer: timer.at)
            del self.notebook.timers[first.name]
            self._now = max(self._now, first.at)
            self._send(TimerFired(first.name, first.data))
        self._now = max(self._now, until)

    def _send(self, event: Event) -> None:
        fresh = "".join(self._random.choices("abcdefghijklmnopqrstuvwxyz234567", k=6))
        session = load(self._stored) if self._stored else None
        step = self.notebook.advance(self._library, session, event, self._now, fresh)
        self._old += [choice.token for reply in step.replies for choice in reply.choices]
        if step.session is not None:
            self._stored = self.notebook.moments[-1].raw
        else:
            self._stored = None


def wander(library: Library, starts: list[Moment], people: int, steps: int) -> list[Moment]:
    """The moments of so many people, each of whom goes on from one of `starts`."""
    texts = tuple(message.say for message in messages())
    found: list[Moment] = []
    for number in range(people):
        random = Random(number)
        found += Wanderer(library, random.choice(starts), random, texts).go(steps)
    return found
