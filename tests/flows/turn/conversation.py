"""One person who does anything at all, and what must hold after each of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, precondition, rule
from msgspec.structs import replace

from flows.base.events import Answered, Chose, Command, Event, SentFile, TimerFired, Typed
from flows.base.tokens import parse
from flows.base.urgency import EMERGENCY, URGENT
from flows.check.machine import VERDICT
from flows.checking.card_acts import BENEATH
from flows.checking.verdicts import WHAT_ELSE
from flows.talk.session import Session, dump
from flows.talk.turn import MOST_FRAMES
from flows.turn.others import in_front
from tests.flows.support import Chat, library, told
from tests.flows.turn.anything import BACKWARD, COMMAND_NAMES, SIGNS, TEXTS, TOKENS, spoilt


class Conversation(RuleBasedStateMachine):
    """One person who does anything at all."""

    taps = Bundle("taps")

    def __init__(self) -> None:
        super().__init__()
        self.chat = Chat()
        self.command("start")

    # --- one event and what must hold after it ------------------------------------------------------------------------

    def send(self, event: Event) -> None:
        chat = self.chat
        before, reached = chat.session, told(chat.session)
        asked = before is not None and any(one.flow == "check" and one.state != VERDICT for one in before.frames)
        replies = chat.send(event)
        after = chat.session
        if after is None:
            assert chat.step.forget
            return
        ended = before is None or before.sid != after.sid or after.episode is None or before.episode is None
        taken_back = not ended and after.episode.retracted != before.episode.retracted  # type: ignore[union-attr]
        if not ended and not taken_back and reached >= URGENT:
            assert told(after) >= reached, f"{event} lowered what was told: {before.episode} → {after.episode}"  # type: ignore[union-attr]
        if reached >= URGENT and asked and isinstance(event, Command) and event.name in ("stop", "restart"):
            assert chat.open in (VERDICT, "alarm"), f"/{event.name} left without the advice"
            assert replies[-1].kind == "verdict" or chat.open == "alarm"
            assert replies[-1].urgent
        asked_which = before is not None and bool(before.frames) and before.frames[-1].data.get("kind") == "ticked"
        # "You ticked … And now: none of these. Which is true?" is the second question that takes a tick back.
        kept = not ended and not taken_back and not asked_which
        if before is not None and kept and event in BACKWARD and chat.open != "confirm":
            self._no_urgent_tick_is_gone(before, after)
        # What the beginning of a check had put aside is back, for it was somebody else's: its card stands further up.
        given_back = before is not None and before.aside is not None and before.aside.episode == after.episode
        if told(after) == EMERGENCY and (ended or reached < EMERGENCY) and not given_back:
            assert replies[-1].verdict is not None, f"{event} is an emergency, but no card came"
            assert replies[-1].verdict.urgency == "emergency_now"
        if not replies:
            assert isinstance(event, (Chose, TimerFired)), f"{event} got no answer"
        elif chat.open not in ("", VERDICT):
            assert replies[-1].kind == "question", f"{event} does not show the open question"

    def _no_urgent_tick_is_gone(self, before: Session, after: Session) -> None:
        asked = next((one.state for one in before.frames if one.flow == "check" and one.state != VERDICT), "")
        signs = {one for one in before.draft if f"{asked}.{one}" in SIGNS}
        answered = after.episode.answers.get(asked, ()) if after.episode else ()
        open_still = any(one.flow == "check" and one.state == asked for one in after.frames)
        left = {*answered, *(after.draft if open_still else ())}
        assert signs <= left, f"{signs - left} of {asked} were ticked and are gone"

    def command(self, name: str, argument: str = "") -> None:
        self.send(Command(name, argument))

    def later(self, wait: timedelta) -> None:
        """Let time pass; each timer fires at its time, and what must hold is looked at after each of them."""
        chat, until = self.chat, self.chat.now + wait
        while due := sorted((timer for timer in chat.timers.values() if timer.at <= until), key=lambda one: one.at)[:1]:
            del chat.timers[due[0].name]
            chat.now = max(chat.now, due[0].at)
            self.send(TimerFired(due[0].name, due[0].data))
        chat.now = until

    @invariant()
    def nobody_is_left_without_a_way_on(self) -> None:
        if self.chat.session is None:
            return
        session, shown = in_front(self.chat.session), self.chat.shown
        if not session.frames:
            return
        assert shown is not None
        assert shown.choices
        for choice in shown.choices:
            token = parse(choice.token)
            assert token is not None
            assert (token.sid, token.turn) == (session.sid, session.turn), f"{choice} is not of turn {session.turn}"
        ticked = {choice.id for choice in shown.choices if choice.ticked}
        listed = any(choice.ticked is not None for choice in shown.choices)
        kept = set(session.draft)
        if self.chat.open == WHAT_ELSE:  # a tick on this list is an answer at once
            told = self.chat.answers
            kept = {
                one
                for one in session.frames[-1].data["options"]
                if one.split(".")[1] in told.get(one.split(".")[0], ())
            }
        assert not listed or ticked == kept, "the ticks shown are not the ticks kept"

    @invariant()
    def the_session_stays_small_and_sound(self) -> None:
        session = self.chat.session
        if session is None:
            return
        assert len(dump(session)) < 40_000
        assert len(session.frames) <= MOST_FRAMES
        episode = session.episode
        if episode is not None:
            assert set(episode.trail) == set(episode.answers) == set(episode.answered_at)
        if self.chat.open == VERDICT and in_front(session) is session:
            assert episode is not None
            assert episode.verdict is not None
            assert self.chat.shown is not None
            card, kept = self.chat.shown.verdict, episode.verdict
            if card is None:  # in short, once it has been read, or beneath the end of a session
                called = tuple(choice.id for choice in self.chat.shown.choices) == BENEATH
                assert called or kept.urgency not in ("emergency_now", "urgent_same_day")
                return
            assert (card.urgency, card.fits, card.grade) == (kept.urgency, kept.fits, kept.grade), (
                "not the card that is kept"
            )

    # --- what a person can do -----------------------------------------------------------------------------------------

    @rule(target=taps, data=st.data())
    def tap(self, data: st.DataObject) -> Any:
        """Tap any button of the latest message."""
        if self.chat.shown is None:
            return ""
        choice = data.draw(st.sampled_from(self.chat.shown.choices))
        self.send(Chose(choice.token))
        return choice.token

    @rule(target=taps, data=st.data())
    def look_at_a_button(self, data: st.DataObject) -> Any:
        """Leave a button for later, when it is stale."""
        if self.chat.shown is None:
            return ""
        return data.draw(st.sampled_from(self.chat.shown.choices)).token

    @rule(data=st.data(), calm=st.lists(st.booleans(), min_size=1, max_size=8))
    def go_on(self, data: st.DataObject, calm: list[bool]) -> None:
        """Answer several questions in a row, so that the later ones are reached as well."""
        for easy in calm:
            question = library().check.plan.by_id.get(self.chat.open)
            if question is None or self.chat.shown is None:
                return
            options = [
                one.id
                for one in self.chat.shown.choices
                if one.group in ("option", "last") and one.id not in ("done", "advice")
            ]
            if easy and "none" in options and not question.which_of:
                self.send(Answered(("none",)))
            else:
                self.send(Answered((data.draw(st.sampled_from(options)),)))

    @rule(token=taps)
    def tap_something_old(self, token: str) -> None:
        self.send(Chose(token))

    @rule(token=consumes(taps))
    def tap_twice(self, token: str) -> None:
        self.send(Chose(token))
        before = self.chat.session
        self.send(Chose(token))
        after = self.chat.session
        if before is not None and after is not None and before.episode is not None:
            assert after.episode is not None
            assert after.episode.answers == before.episode.answers

    @rule(
        token=TOKENS,
        values=st.lists(st.sampled_from(["bruise", "none", "unsure", "one_swollen", "nothing"]), max_size=3),
    )
    def tap_something_foreign(self, token: str, values: list[str]) -> None:
        self.send(Chose(token, tuple(values)))

    @rule(sign=st.sampled_from(SIGNS))
    def tap_an_old_sign(self, sign: str) -> None:
        self.send(Chose(f"k1.zzzzzz.3.{sign}"))
        question, _, option = sign.partition(".")
        chosen = self.chat.answers[question]
        assert option in chosen or library().check.plan.by_id[question].kind == "one"

    @precondition(lambda self: self.chat.session is not None)
    @rule(data=st.data())
    def pick_from_a_menu(self, data: st.DataObject) -> None:
        session, shown = self.chat.session, self.chat.shown
        if session is None or shown is None:
            return
        values = data.draw(st.lists(st.sampled_from([one.id for one in shown.choices]), max_size=4))
        self.send(Chose(f"k1.{session.sid}.{session.turn}.pick", tuple(values)))

    @rule(
        options=st.lists(
            st.sampled_from(["none", "unsure", "back", "advice", "why", "yes", "no", "left", "bruise", "limp", "zzz"]),
            max_size=3,
        )
    )
    def answer_by_id(self, options: list[str]) -> None:
        self.send(Answered(tuple(options)))

    @rule(text=TEXTS)
    def type_something(self, text: str) -> None:
        self.send(Typed(text))

    @rule(data=st.data())
    def type_what_stands_there(self, data: st.DataObject) -> None:
        if self.chat.shown is not None:
            choice = data.draw(st.sampled_from(self.chat.shown.choices))
            spoil = data.draw(st.booleans())
            self.send(Typed(spoilt(choice.label, 3) if spoil else choice.label))

    @rule(data=st.data())
    def tick_and_go_back(self, data: st.DataObject) -> None:
        """Tick something of the open list, an urgent sign if it has one, and leave by *Back*."""
        if self.chat.shown is None:
            return
        ticks = [one for one in self.chat.shown.choices if one.ticked is False]
        signs = [one for one in ticks if one.token.split("+")[-1] in SIGNS]
        if ticks:
            self.send(Chose(data.draw(st.sampled_from(signs or ticks)).token))
            self.send(Answered(("back",)))

    @precondition(lambda self: self.chat.session is not None)
    @rule()
    def the_content_changes(self) -> None:
        """Other content, in which nothing that was told has changed its meaning."""
        if self.chat.session is not None:
            reached = told(self.chat.session)
            self.chat.session = replace(self.chat.session, content="older")
            self.send(Typed("hello"))
            assert told(self.chat.session) >= (reached if reached >= URGENT else 0)

    @rule(name=COMMAND_NAMES)
    def command_something(self, name: str) -> None:
        self.command(name)

    @rule()
    def send_a_picture(self) -> None:
        self.send(SentFile("photo"))

    @rule(hours=st.sampled_from([0.001, 1, 23, 25, 24 * 29, 24 * 31]))
    def wait(self, hours: float) -> None:
        self.later(timedelta(hours=hours))
