"""One person who sends events: each goes through `advance()`, and the session through JSON each time."""

from __future__ import annotations

from datetime import datetime, timedelta

from flows.base.events import Answered, Chose, Command, Event, TimerFired, Typed
from flows.base.replies import Choice, DropTimer, Reply, SetTimer
from flows.talk.session import Session, Step, dump, load
from flows.turn.engine import advance
from tests.flows.support.content import library
from tests.flows.support.people import NOON
from tests.flows.support.well_formed import check_reply


def fresh_sid(number: int) -> str:
    """Six characters of a–z and 2–7, another for each number."""
    alphabet = "abcdefghijklmnopqrstuvwxyz234567"
    return "".join(alphabet[number >> 5 * place & 31] for place in reversed(range(6)))


class Sender:
    """A person with a clock of their own. `seen` is every reply so far, `shown` the latest one with buttons."""

    def __init__(self, start: datetime = NOON) -> None:
        self.session: Session | None = None
        self.now = start
        self.timers: dict[str, SetTimer] = {}
        self.seen: list[Reply] = []
        self.shown: Reply | None = None
        self.step = Step(None, ())
        self._sids = 0

    @property
    def state(self) -> Session:
        """The session; there is one."""
        assert self.session is not None, "there is no session"
        return self.session

    @property
    def screen(self) -> Reply:
        """The latest message that has buttons; there is one."""
        assert self.shown is not None, "there are no buttons"
        return self.shown

    def button(self, choice: str) -> Choice:
        """The button of this id on the latest message that has buttons."""
        found = [one for one in self.screen.choices if one.id == choice]
        assert found, f"no button {choice} among {[one.id for one in self.screen.choices]}"
        return found[0]

    # --- events -------------------------------------------------------------------------------------------------------

    def send(self, event: Event) -> tuple[Reply, ...]:
        """One event; gives the replies to it."""
        self._sids += 1
        self.step = advance(library(), self.session, event, self.now, fresh_sid(self._sids))
        self.session = load(dump(self.step.session)) if self.step.session else None
        assert self.session == self.step.session, "the session does not survive JSON"
        for timer in self.step.timers:
            if isinstance(timer, DropTimer):
                self.timers.pop(timer.name, None)
            else:
                self.timers[timer.name] = timer
        if self.step.forget:
            self.timers.clear()
            self.shown = None
        for reply in self.step.replies:
            check_reply(reply)
            self.seen.append(reply)
            if any(choice.token for choice in reply.choices):
                self.shown = reply
        return self.step.replies

    def command(self, name: str, argument: str = "") -> tuple[Reply, ...]:
        """A slash command."""
        return self.send(Command(name, argument))

    def type(self, text: str) -> tuple[Reply, ...]:
        """Typed text."""
        return self.send(Typed(text))

    def tap(self, choice: str) -> tuple[Reply, ...]:
        """Tap the button of this id on the latest message that has buttons."""
        return self.send(Chose(self.button(choice).token))

    def send_token(self, token: str, *values: str) -> tuple[Reply, ...]:
        """A tap on a button that was shown some time ago, or a choice from a menu."""
        return self.send(Chose(token, values))

    def forge_tap(self, act: str, *values: str) -> tuple[Reply, ...]:
        """A tap of this turn with this act, whether or not there is such a button."""
        return self.send_token(f"k1.{self.state.sid}.{self.state.turn}.{act}", *values)

    def tap_of_old(self, act: str) -> tuple[Reply, ...]:
        """A tap on a button of a conversation that is over."""
        return self.send_token(f"k1.zzzzzz.1.{act}")

    def tick(self, *choices: str) -> tuple[Reply, ...]:
        """Tick these one by one and submit."""
        for choice in choices:
            self.tap(choice)
        return self.tap("done")

    def choose(self, *options: str) -> tuple[Reply, ...]:
        """All options of the open question at once, by id."""
        return self.send(Answered(options))

    def later(self, wait: timedelta) -> tuple[Reply, ...]:
        """Let time pass; timers that fall due fire in order, each at its own time."""
        until = self.now + wait
        fired: list[Reply] = []
        while due := sorted((t for t in self.timers.values() if t.at <= until), key=lambda t: t.at)[:1]:
            del self.timers[due[0].name]
            self.now = max(self.now, due[0].at)
            fired += self.send(TimerFired(due[0].name, due[0].data))
        self.now = until
        return tuple(fired)
