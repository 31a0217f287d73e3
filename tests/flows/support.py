"""One person's conversation in a test: every event goes through `advance()`, and the session through JSON each time."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import cache

from flows.base.events import Answered, Chose, Command, Event, TimerFired, Typed
from flows.base.replies import Choice, DropTimer, Reply, SetTimer, VerdictFacts, plain_text
from flows.base.tokens import LIMIT, parse
from flows.check.machine import VERDICT
from flows.talk.library import Library, load_library
from flows.talk.session import Session, Step, dump, load
from flows.turn.engine import advance

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)

# The shortest way to each verdict; what is not named is answered with "none", or with the calmest option there is.
SORE = {"side": "both_muscle", "onset": "hours_later", "course": "new", "walk": "walk_easy", "run_test": "test_skip"}
RUNS = {**SORE, "run_test": "test_easy"}
TEAR = {
    "side": "left",
    "onset": "sharp_stopped",
    "look": "bruise",
    "spot": "inner_mid",
    "course": "new",
    "walk": "limp",
}
CLOT = {"side": "left", "look": "one_swollen", "onset": "no_reason", "clot_risk": "long_trip"}


@cache
def library() -> Library:
    """The real content, loaded once a test run."""
    return load_library()


def fresh_sid(number: int) -> str:
    """Six characters of a–z and 2–7, another for each number."""
    alphabet = "abcdefghijklmnopqrstuvwxyz234567"
    return "".join(alphabet[number >> 5 * place & 31] for place in reversed(range(6)))


class Chat:
    """A person with a clock of their own. `seen` is every reply so far, `shown` the latest one with buttons."""

    def __init__(self, start: datetime = NOON) -> None:
        self.session: Session | None = None
        self.now = start
        self.timers: dict[str, SetTimer] = {}
        self.seen: list[Reply] = []
        self.shown: Reply | None = None
        self.step = Step(None, ())
        self._sids = 0

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

    # --- what is there ------------------------------------------------------------------------------------------------

    def button(self, choice: str) -> Choice:
        """The button of this id on the latest message that has buttons."""
        assert self.shown is not None, "there are no buttons"
        found = [one for one in self.shown.choices if one.id == choice]
        assert found, f"no button {choice} among {[one.id for one in self.shown.choices]}"
        return found[0]

    @property
    def button_ids(self) -> set[str]:
        """The ids of all buttons on the latest message that has some."""
        return {choice.id for choice in self.shown.choices} if self.shown else set()

    @property
    def open(self) -> str:
        """The name of what is open: a question, `verdict`, `confirm`, `country`, `change`, or `` for nothing."""
        if self.session is None or not self.session.frames:
            return ""
        top = self.session.frames[-1]
        return top.state if top.flow == "check" else top.flow

    @property
    def answers(self) -> dict[str, tuple[str, ...]]:
        """All answers of the check under way."""
        assert self.session is not None
        assert self.session.episode is not None
        return self.session.episode.answers

    @property
    def verdict(self) -> VerdictFacts:
        """The verdict of the check under way."""
        assert self.session is not None
        assert self.session.episode is not None
        assert self.session.episode.verdict is not None, f"no verdict yet: {self.open} is open"
        return self.session.episode.verdict

    # --- longer ways --------------------------------------------------------------------------------------------------

    def check(self, answers: dict[str, str], until: str = VERDICT) -> Chat:
        """Begin a check and answer it (several options are parted by blanks) until this question, or the verdict, is open."""
        self.command("check")
        if self.open == "confirm":
            self.tap("yes")  # a new check over fresh urgent advice
        return self.go_on(answers, until)

    def go_on(self, answers: dict[str, str], until: str = VERDICT) -> Chat:
        """Answer until this question, or the verdict, is open."""
        for _ in range(40):
            if self.open in (until, VERDICT):
                break
            self.choose(*answers.get(self.open, calmest(self.open)).split())
        assert self.open == until, f"ended at {self.open}, before {until}"
        return self


def calmest(question: str) -> str:
    """The answer to a question that leads on with the least ado."""
    asked = library().plan.by_id[question]
    calm = {"side": "left", "onset": "over_weeks", "spot": "all_over", "course": "new", "walk": "walk_easy"}
    return "none" if asked.none else calm.get(question, asked.every[-1])


def told(session: Session | None) -> int:
    """How urgent the answers of the check under way are for certain, a position in `URGENCIES`.

    Worked out apart from the engine's own way: all answered questions count, wherever they stand.
    """
    if session is None or session.episode is None:
        return 0
    plan, answers = library().plan, session.episode.answers
    true = plan.bits(answers)
    asked = sum(plan.bit[atom] for name in answers for atom in plan.by_id[name].atoms)
    return plan.urgency(true, asked & ~true)


# --- what holds for every reply ---------------------------------------------------------------------------------------

# No false comfort, no diagnosis, no cheering. What a person chose is quoted as it stands.
NOT_SAID = re.compile(
    r"!|\byou have (?!been|not|any)|(?<!not )\bjust\b(?! like)|\b(?:it|this|that)(?: is|'s) only\b|probably not|don't worry"
    r"|\bunlikely\b|stay strong|be brave|\bdiagnosed\b",
    re.IGNORECASE,
)


@cache
def own_words() -> tuple[str, ...]:
    """All labels and phrases of options, longest first: they are the person's words, not the bot's."""
    words = library().words
    keys = [key for key in words.keys("en") if key.startswith("questions.") and (".options." in key or ".said." in key)]
    return tuple(sorted({words.text("en", key).lower() for key in keys}, key=len, reverse=True))


def bots_own(text: str) -> str:
    """The text without what it quotes of a person's answers."""
    text = text.lower()
    for quoted in own_words():
        text = text.replace(quoted, "")
    return text


def check_reply(reply: Reply) -> None:
    """What holds for every reply in every conversation."""
    text = plain_text(reply)
    assert text.strip(), f"an empty reply: {reply}"
    wrong = NOT_SAID.search(bots_own(text))
    assert wrong is None, f"{wrong[0]!r} is said: {text}"
    assert "{" not in text, f"a placeholder is left: {text}"
    ids = [choice.id for choice in reply.choices]
    assert len(ids) == len(set(ids)), f"a button stands there twice: {ids}"
    labels = [choice.label for choice in reply.choices]
    assert len(labels) == len(set(labels)), f"two buttons read the same: {labels}"
    for choice in reply.choices:
        assert 0 < len(choice.label) <= 80, choice
        assert choice.token.isascii(), choice
        assert len(choice.token) <= LIMIT, choice
        assert not choice.token or parse(choice.token), choice
    for copy in reply.copies:
        assert 0 < len(copy.text) <= 256, copy
    if reply.kind == "verdict":
        check_card(reply)


def card_faults(reply: Reply) -> list[str]:
    """What is wrong with a card, in words: its length, its headline, what must and must not stand on it."""
    assert reply.verdict is not None
    faults = []
    text = plain_text(reply)
    urgency = reply.verdict.urgency
    high = urgency in ("emergency_now", "urgent_same_day")
    most = 350 if urgency == "emergency_now" else 900
    if len(reply.title) > 40 or reply.title != reply.title.upper():
        faults.append(f"headline of {len(reply.title)}: {reply.title}")
    if len(text) > most:
        faults.append(f"{urgency} of {len(text)} characters, {most} are the most")
    if len(reply.verdict.reasons) > 4:
        faults.append(f"{len(reply.verdict.reasons)} reasons")
    if reply.urgent != high:
        faults.append("urgent does not match the urgency")
    if not high and "Information, not a diagnosis." not in text:
        faults.append("it does not say that it is no diagnosis")
    if high and re.search("[\U0001f000-\U0001faff\u2600-\u27bf]", text):
        faults.append("a picture character on an urgent card")
    return faults


def check_card(reply: Reply) -> None:
    """Raise if anything is wrong with a card."""
    faults = card_faults(reply)
    assert not faults, f"{'; '.join(faults)}:\n{plain_text(reply)}"


def urgency(chat: Chat) -> str:
    """How urgent the verdict of the check under way is."""
    return chat.verdict.urgency


def said(key: str) -> str:
    """What the bot says under this key of `talk`."""
    return library().text("en", f"talk.{key}")


def texts(replies: Iterable[Reply]) -> str:
    """All that these replies say, buttons left out."""
    return "\n\n".join(plain_text(reply) for reply in replies)
