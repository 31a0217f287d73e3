"""Check-ins: agreed once, they come by themselves, ask one thing, and raise the advice if it is not getting better."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from msgspec.structs import replace

from flows.base.remembered import CheckIns
from flows.base.replies import Choice, QuestionFacts, Reply
from flows.base.retention import ASKED
from flows.base.tokens import make
from flows.check.machine import VERDICT
from flows.checking.card import country_of
from flows.checking.recheck import recheck, see_clinician
from flows.checking.verdicts import verdict_now
from flows.followup.onset import ask_onset
from flows.followup.proactive import clear_to_speak, make_room
from flows.followup.schedule import AGAIN, PLAN_OF, WIDE_AWAKE, checkin_machine, steps_to_come
from flows.followup.zone import ask_zone
from flows.gate.flow import resume_check
from flows.places.dates import day_text, when_text
from flows.talk.confirm import Data
from flows.talk.consent import ask_keep, keep_question
from flows.talk.flow import legacy as Flow
from flows.talk.turn import Turn

MACHINE = checkin_machine()
TIMER = "checkin"
MOST_UNANSWERED = 3

CHOICES = {
    "d1": ("look", "foot", "breath", "worse", "none"),
    "d3": ("better", "same", "worse", "relapse", "new"),
    "d3_raises": ("easy", "sore", "cannot", "not_tried", "new"),
    "d7": ("run", "walk", "limp", "worse", "new"),
    "d14": ("gone", "better", "no_better", "new"),
    "seen": ("yes", "booked", "not_yet", "new"),
    "seen_why": ("no_time", "too_far", "feels_better", "new"),
    "hours": ("yes", "on_my_way", "not_yet", "new"),
    "hours_why": ("no_time", "too_far", "feels_better", "new"),
}
SIGNS = ("look", "foot", "breath")
PAIN = tuple(range(11))
BAND_TOP = {"walk_easy": 2, "walk_sore": 5, "walk_bad": 10, "limp": 10}
"""The most pain that each answer about walking spoke of."""


# --- agreeing --------------------------------------------------------------------------------------------------------


ZONED = "zoned"
"""The zone has been asked for, whether it was told or not."""


def arrange(turn: Turn, argument: str = "") -> None:
    """The card's button: ask when it began if that matters, then for the yes with the days named, then for the zone."""
    episode = turn.session.episode
    if episode is None or episode.verdict is None:
        turn.say("not_understood_idle")
        return
    verdict = verdict_now(turn)
    if verdict.urgency not in PLAN_OF:
        turn.show = True
        return
    if turn.session.checkins is not None and (turn.session.checkins.left or turn.session.checkins.asked):
        turn.tell("checkins.already")
        return
    plan = PLAN_OF[verdict.urgency]
    if plan == "self_care" and episode.onset is None and ask_onset(turn, "checkins"):
        return
    if ask_keep(turn, "checkins", kind="keep_checkins", asked_at=turn.now.isoformat()):
        return
    if not turn.session.person.zone and plan != "today" and argument != ZONED:
        ask_zone(turn, f"checkins.{ZONED}")
    else:
        begin(turn, plan)


def _agreement(turn: Turn, data: Data) -> str:
    """What would come, and when, as far as that is known before the yes; told as of the moment at which it was asked."""
    verdict, episode, zone = verdict_now(turn), turn.session.episode, turn.session.person.zone
    asked_at = datetime.fromisoformat(data["asked_at"]) if "asked_at" in data else turn.now
    plan = PLAN_OF.get(verdict.urgency)
    if plan is None or episode is None:
        return turn.words("consent.ask", days=ASKED.days)
    tell = when_text if plan == "today" else day_text  # the hour is known once the zone is
    ahead = steps_to_come(plan, episode, asked_at, zone, verdict.within[1])
    days = [tell(at, zone, turn.language, asked_at, turn.library.words) for _, at in ahead]
    return turn.words("checkins.agree", days=turn.text("joined").join(days))


KEEP_CHECKINS = keep_question(_agreement)


def begin(turn: Turn, plan: str, *, tell: bool = True) -> None:
    """Plan the check-ins that are ahead, and say when they come; without a word where a new card says enough."""
    assert turn.session.episode is not None
    verdict = verdict_now(turn)
    ahead = steps_to_come(plan, turn.session.episode, turn.now, turn.session.person.zone, verdict.within[1])
    if not ahead:
        turn.session.checkins = None
        turn.drop_timer(TIMER)
        if tell:
            turn.tell("checkins.none_left")
        return
    turn.session.checkins = CheckIns(plan, tuple(step for step, _ in ahead), at=tuple(at for _, at in ahead))
    _set_next(turn)
    if not tell:
        return
    days = turn.text("joined").join(turn.when(at) for _, at in ahead)
    turn.message(turn.words("checkins.agreed", days=days), promise=True)
    if turn.top is not None and turn.top.state == VERDICT:
        turn.redraw = True


def _set_next(turn: Turn) -> None:
    plan = turn.session.checkins
    if plan is not None and plan.left:
        turn.set_timer(TIMER, max(plan.at[0], turn.now), step=plan.left[0])
    else:
        turn.drop_timer(TIMER)


# --- coming by itself ------------------------------------------------------------------------------------------------


def timer(turn: Turn, name: str, data: Mapping[str, Any]) -> None:
    """A check-in is due: it waits while the person is busy or asleep, and after three without an answer none comes."""
    plan, episode = turn.session.checkins, turn.session.episode
    if plan is None or episode is None or data["step"] not in plan.left:
        return
    step = data["step"]
    later = clear_to_speak(turn, quiet=step != WIDE_AWAKE)
    if later is not None:
        turn.set_timer(name, later, step=step)
        return
    if turn.frame_of("checkin") is not None and plan.unanswered + 1 >= MOST_UNANSWERED:
        turn.session.checkins = None  # the last one stays open, and may still be answered; nothing more comes
        return
    make_room(turn)
    plan = turn.session.checkins
    if plan is None:
        return
    number = plan.left.index(step)
    turn.session.checkins = plan = replace(plan, left=plan.left[number + 1 :], at=plan.at[number + 1 :], asked=step)
    if episode.verdict is None:  # the check was opened again and never finished: that comes first
        turn.session.checkins = replace(plan, asked="")
        turn.tell("checkins.unfinished")
        if turn.top is None:
            resume_check(turn)
        turn.show = True
        _set_next(turn)
        return
    if step == "seen" and not plan.repeats:
        turn.session.checkins = replace(plan, left=(step, *plan.left), at=(turn.now + AGAIN, *plan.at), repeats=1)
    turn.push("checkin", "hours" if step == "next_day" else step, at=turn.now.isoformat())
    _set_next(turn)


def unanswered(turn: Turn) -> None:
    """The open check-in had no answer, and something else has come."""
    plan = turn.session.checkins
    if plan is None:
        return
    turn.session.checkins = replace(plan, asked="", unanswered=plan.unanswered + 1)
    if plan.unanswered + 1 >= MOST_UNANSWERED:
        turn.session.checkins = None
        turn.drop_timer(TIMER)


# --- asking ----------------------------------------------------------------------------------------------------------


def _prompt(turn: Turn) -> Reply:
    top = turn.top
    assert top is not None
    state = top.state
    if state == "d1_pain":
        acts = [(f"pain.{n}", str(n)) for n in PAIN]
    else:
        acts = [(f"checkin.{name}", turn.words(f"checkins.{state}.{name}")) for name in CHOICES[state]]
    choices = [
        Choice(
            act,
            label,
            make(turn.session.sid, turn.session.turn, act),
            "last" if act.endswith((".none", ".new")) else "option",
        )
        for act, label in acts
    ]
    choices.append(
        Choice("stop", turn.words("checkins.stop"), make(turn.session.sid, turn.session.turn, "stop"), "nav")
    )
    return Reply(
        kind="question",
        title=turn.words(f"checkins.{state}.title"),
        paragraphs=(turn.words(f"checkins.{state}.ask"), *_call(turn, state)),
        choices=tuple(choices),
        slot=str(turn.session.turn),
        repeatable=True,
        question=QuestionFacts(
            "pain" if state == "d1_pain" else "checkin", "number" if state == "d1_pain" else "one", (1, 1)
        ),
    )


def _call(turn: Turn, state: str) -> tuple[str, ...]:
    """What would make it an emergency stands beneath every question about a visit today."""
    if state not in ("hours", "hours_why"):
        return ()
    entry = turn.library.countries.countries.get(country_of(turn.session.person, turn.now))
    words = turn.library
    return (
        words.text(turn.language, "cards.ambulance_number", number=entry.emergency[0])
        if entry
        else words.text(turn.language, "cards.ambulance"),
    )


def _act(turn: Turn, act: str) -> None:
    top = turn.top
    assert top is not None
    word, _, name = act.partition(".")
    state = top.state
    if act == "stop":
        name = "stop"
    elif state == "d1_pain" and word == "pain" and name.isdigit():
        _pain(turn, min(int(name), 10))
        return
    elif word != "checkin" or name not in CHOICES.get(state, ()):
        turn.say("not_understood")
        return
    if act != "stop":
        turn.record("checkin", f"{state}.{name}", 0)
    if name in SIGNS or (state == "d1" and name == "worse"):
        _answered(turn)
        turn.pop()
        recheck(turn, name)
        return
    _moved(turn, state, name)


def _pain(turn: Turn, pain: int) -> None:
    fits = verdict_now(turn).fits
    worse = pain > _before(turn)
    turn.record("pain", "walking", pain)
    soreness = worse and fits[:1] == ("doms",)
    said = "checkins.soreness_grows" if soreness else ""
    _moved(turn, "d1_pain", "pain", worse=worse and not soreness, said=said)


def _before(turn: Turn) -> int:
    """The pain on walking that was told last: a number, else the top of the band in the check."""
    told = [record.value for record in turn.session.records if record.kind == "pain" and record.what == "walking"]
    walk = turn.session.episode.answers.get("walk", ()) if turn.session.episode else ()
    return told[-1] if told else BAND_TOP.get(walk[0], 10) if walk else 10


def _moved(turn: Turn, state: str, trigger: str, *, worse: bool = False, said: str = "") -> None:
    """Make the move and say what it means; `said` is the key of an answer in place of the usual one."""
    verdict = verdict_now(turn)
    episode = turn.session.episode
    assert episode is not None
    pop = "pop" in episode.answers.get("onset", ())
    to = MACHINE.step(
        state,
        trigger,
        worse=worse,
        strain=verdict.grade is not None and not pop,
        soreness=verdict.fits[:1] == ("doms",),
        planned=turn.session.recovery is not None or episode.seen or verdict.fits[:1] == ("achilles_tendinopathy",),
    )
    if to in MACHINE.states[: MACHINE.states.index("done")]:
        turn.move(to)
        return
    _answered(turn)
    turn.pop()
    if to == "check" and trigger == "new":
        turn.push("gate", "again")
    elif to == "check":
        recheck(turn, "relapse" if trigger == "relapse" else "worse")
    elif to == "raised":
        see_clinician(turn, f"{state}_{trigger}")
        turn.show = True
    elif to == "ended":
        turn.session.checkins = None
        turn.drop_timer(TIMER)
        if trigger != "stop":
            turn.session.frames = ()  # all is well: the advice is no longer for today, and /last still has it
        turn.tell(f"checkins.said.{state}_{trigger}" if trigger != "stop" else "checkins.stopped")
    else:
        _said(turn, state, trigger, said)


def _answered(turn: Turn) -> None:
    if turn.session.checkins is not None:
        turn.session.checkins = replace(turn.session.checkins, asked="", unanswered=0)


def _said(turn: Turn, state: str, trigger: str, said: str = "") -> None:
    """A short answer, what comes next, and nothing more."""
    if trigger in ("yes", "on_my_way") and state in ("seen", "hours"):
        if trigger == "yes":
            turn.change_episode(seen=True)
            if state == "hours":
                turn.session.frames = ()  # a card that sends somebody off today is not read out once more to who has been there
        if turn.session.checkins is not None and (state == "seen" or trigger == "yes"):
            left = [
                (step, at)
                for step, at in zip(turn.session.checkins.left, turn.session.checkins.at, strict=True)
                if step == "d14"
            ]
            turn.session.checkins = replace(
                turn.session.checkins, left=tuple(step for step, _ in left), at=tuple(at for _, at in left)
            )
            _set_next(turn)
    lines = [turn.words(said or f"checkins.said.{state}_{trigger}")]
    plan = turn.session.checkins
    if plan is not None and plan.left and plan.at[0] > turn.now:
        when = turn.when(plan.at[0])
        lines.append(turn.words("checkins.next", when=when))
    turn.message(*lines)
    turn.quiet = True


CHECKIN = Flow(prompt=_prompt, act=_act, unanswered=unanswered)
