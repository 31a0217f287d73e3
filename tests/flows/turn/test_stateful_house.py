"""The same for whole weeks: sessions, first aid, check-ins, the plan, the log and reminders, with timers that fire.

`LONG_TESTS=1` tries many more and longer ones.
"""

from __future__ import annotations

from datetime import timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule
from msgspec.structs import replace

from flows.base.events import Answered, Command, Event, SentFile, TimerFired, Typed
from flows.base.remembered import Recovery
from flows.base.urgency import EMERGENCY
from flows.followup.proactive import BY_ITSELF
from flows.guided.run import run_of
from tests.flows.support import CLOT, CORD, RUNS, SORE, TEAR, TIGHT, TWINGE, library, told
from tests.flows.turn.anything import LONG
from tests.flows.turn.conversation import Conversation

PEOPLE = [SORE, RUNS, TWINGE, TIGHT, CORD, TEAR, CLOT]

COMMANDS = st.sampled_from(
    [
        ("routine", ""),
        ("routine", "warmup"),
        ("routine", "stretch"),
        ("routine", "nonsense"),
        ("aid", ""),
        ("aid", "ice"),
        ("plan", ""),
        ("log", ""),
        ("log", "3"),
        ("log", "9"),
        ("log", "12"),
        ("reminders", ""),
        ("progress", ""),
        ("summary", ""),
        ("learn", ""),
        ("stop", ""),
        ("check", ""),
        ("last", ""),
    ]
)
SAID = st.sampled_from(
    [
        "chest pain",
        "i have chest pain",
        "my calf is very swollen and warm",
        "my foot is cold and white",
        "heard a pop",
        "no chest pain",
        "pain 3",
        "pain 9",
        "done",
        "yes",
        "no",
        "18:00",
        "London",
        "12",
        "stretch",
        "what",
    ]
)


class Weeks(Conversation):
    """One person after a check, who does anything at all with what the house has."""

    @initialize(answers=st.sampled_from(PEOPLE), keep=st.booleans(), zone=st.sampled_from(["", "Europe/London"]))
    def is_checked(self, answers: dict[str, str], keep: bool, zone: str) -> None:
        self.chat.check(answers)
        assert self.chat.session is not None
        person = replace(self.chat.session.person, keep=keep, zone=zone, age="30_39", sex="women")
        self.chat.session = replace(self.chat.session, person=person)

    def send(self, event: Event) -> None:
        before = self.chat.session
        asked = next((one for one in before.frames if one.flow == "alarm"), None) if before else None
        super().send(event)
        after = self.chat.session
        if asked is None or before is None or after is None or after.sid != before.sid or after.episode is None:
            return
        by_itself = isinstance(event, TimerFired) and event.name != "expire"
        if (isinstance(event, (Command, SentFile)) or by_itself) and told(after) < EMERGENCY:
            kept = [one for frame in after.frames if frame.flow == "alarm" for one in frame.data["asked"]]
            assert asked.data["asked"][0] in kept, f"{event} lost what was asked back: {before.frames} → {after.frames}"

    # --- what must hold -----------------------------------------------------------------------------------------------

    @invariant()
    def no_two_prompts_that_came_by_themselves_are_open(self) -> None:
        frames = self.chat.session.frames if self.chat.session else ()
        assert sum(frame.flow in BY_ITSELF for frame in frames) <= 1, frames

    @invariant()
    def every_countdown_has_its_timer_and_only_one_that_runs_has(self) -> None:
        session = self.chat.session
        if session is None:
            return
        running = [frame for frame in session.frames if frame.flow == "routine" and frame.state in ("hold", "rest")]
        if running:
            assert self.chat.timers["hold"].at == run_of(running[0]).until
        assert [frame.flow for frame in session.frames].count("routine") <= 1

    @invariant()
    def nothing_is_done_over_urgent_advice(self) -> None:
        session = self.chat.session
        if session is None or session.episode is None or session.episode.verdict is None:
            return
        if session.episode.verdict.urgency in ("urgent_same_day", "emergency_now"):
            flows = {frame.flow for frame in session.frames}
            assert not flows & {"routine", "menu", "aid", "plan"}, session.frames

    @invariant()
    def no_exercise_under_way_is_forbidden(self) -> None:
        session = self.chat.session
        frame = next((one for one in session.frames if one.flow == "routine"), None) if session else None
        if session is None or frame is None or session.episode is None or session.episode.verdict is None:
            return
        assert session.episode.verdict.urgency not in ("urgent_same_day", "emergency_now")

    # --- what a person can do -----------------------------------------------------------------------------------------

    @rule(call=COMMANDS)
    def command_the_house(self, call: tuple[str, str]) -> None:
        self.command(*call)

    @rule(text=SAID)
    def say(self, text: str) -> None:
        self.send(Typed(text))

    @rule(
        hours=st.sampled_from([0.009, 0.2, 0.6, 3, 5, 13, 24, 48, 24 * 4, 24 * 8]), answer=st.booleans(), data=st.data()
    )
    def weeks_go_by(self, hours: float, answer: bool, data: st.DataObject) -> None:
        self.later(timedelta(hours=hours))
        shown = self.chat.shown
        if answer and shown is not None and self.chat.open in BY_ITSELF:
            self.send(Answered((data.draw(st.sampled_from(shown.choices)).id,)))

    @rule(data=st.data(), times=st.integers(1, 6))
    def carry_on(self, data: st.DataObject, times: int) -> None:
        """Tap what leads further in, several times in a row."""
        for _ in range(times):
            shown, session = self.chat.shown, self.chat.session
            if shown is None or session is None or self.chat.open in library().check.plan.by_id:
                return
            further = [one for one in shown.choices if one.id not in ("leave", "stop", "forget", "back")]
            if not further:
                return
            self.send(Answered((data.draw(st.sampled_from(further)).id,)))

    @rule(stage=st.integers(1, 7), days=st.integers(0, 20), breaks=st.integers(0, 2), owed=st.booleans())
    def is_on_the_way_back(self, stage: int, days: int, breaks: int, owed: bool) -> None:
        """As if weeks of it had gone by."""
        session = self.chat.session
        if (
            session is None
            or session.episode is None
            or session.episode.verdict is None
            or session.recovery is not None
        ):
            return
        way = Recovery(
            "strain",
            stage,
            self.chat.now - timedelta(days=days),
            step=3,
            breaks=breaks,
            episode=session.episode.began,
            owed=self.chat.now - timedelta(hours=10) if owed else None,
        )
        if not session.frames or session.frames[-1].flow == "check":
            self.chat.session = replace(session, recovery=way)


TestWeeks = Weeks.TestCase
TestWeeks.settings = settings(
    max_examples=2000 if LONG else 100,
    stateful_step_count=80 if LONG else 50,
    derandomize=not LONG,
    report_multiple_bugs=False,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
