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
from flows.checking.prompts import verdict_now
from flows.checking.raising import see_clinician
from flows.checking.recheck import recheck
from flows.followup.onset import ask_onset
from flows.followup.proactive import clear_to_speak, make_room
from flows.followup.schedule import AGAIN, PLAN_OF, WIDE_AWAKE, checkin_machine, steps_to_come
from flows.followup.zone import ask_zone
from flows.gate.flow import resume
from flows.places.dates import day_text, when_text
from flows.talk.confirm import Data
from flows.talk.consent import ask_keep, keep_question
from flows.talk.flow import Flow
from flows.talk.turn import Talk

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


def arrange(talk: Talk, argument: str = "") -> None:
    """The card's button: ask when it began if that matters, then for the yes with the days named, then for the zone."""
    episode = talk.episode
    if episode is None or episode.verdict is None:
        talk.say("not_understood_idle")
        return
    verdict = verdict_now(talk)
    if verdict.urgency not in PLAN_OF:
        talk.show = True
        return
    if talk.checkins is not None and (talk.checkins.left or talk.checkins.asked):
        talk.tell("checkins.already")
        return
    plan = PLAN_OF[verdict.urgency]
    if plan == "self_care" and episode.onset is None and ask_onset(talk, "checkins"):
        return
    if ask_keep(talk, "checkins", kind="keep_checkins", asked_at=talk.now.isoformat()):
        return
    if not talk.person.zone and plan != "today" and argument != ZONED:
        ask_zone(talk, f"checkins.{ZONED}")
    else:
        begin(talk, plan)


def _agreement(talk: Talk, data: Data) -> str:
    """What would come, and when, as far as that is known before the yes; told as of the moment at which it was asked."""
    verdict, episode, zone = verdict_now(talk), talk.episode, talk.person.zone
    asked_at = datetime.fromisoformat(data["asked_at"]) if "asked_at" in data else talk.now
    plan = PLAN_OF.get(verdict.urgency)
    if plan is None or episode is None:
        return talk.words("consent.ask", days=ASKED.days)
    tell = when_text if plan == "today" else day_text  # the hour is known once the zone is
    ahead = steps_to_come(plan, episode, asked_at, zone, verdict.within[1])
    days = [tell(at, zone, talk.language, asked_at, talk.library.words) for _, at in ahead]
    return talk.words("checkins.agree", days=talk.text("joined").join(days))


KEEP_CHECKINS = keep_question(_agreement)


def begin(talk: Talk, plan: str, *, tell: bool = True) -> None:
    """Plan the check-ins that are ahead, and say when they come; without a word where a new card says enough."""
    assert talk.episode is not None
    verdict = verdict_now(talk)
    ahead = steps_to_come(plan, talk.episode, talk.now, talk.person.zone, verdict.within[1])
    if not ahead:
        talk.checkins = None
        talk.drop_timer(TIMER)
        if tell:
            talk.tell("checkins.none_left")
        return
    talk.checkins = CheckIns(plan, tuple(step for step, _ in ahead), at=tuple(at for _, at in ahead))
    _set_next(talk)
    if not tell:
        return
    days = talk.text("joined").join(talk.when(at) for _, at in ahead)
    talk.message(talk.words("checkins.agreed", days=days), promise=True)
    if talk.top is not None and talk.top.state == VERDICT:
        talk.redraw = True


def _set_next(talk: Talk) -> None:
    plan = talk.checkins
    if plan is not None and plan.left:
        talk.set_timer(TIMER, max(plan.at[0], talk.now), step=plan.left[0])
    else:
        talk.drop_timer(TIMER)


# --- coming by itself ------------------------------------------------------------------------------------------------


def timer(talk: Talk, name: str, data: Mapping[str, Any]) -> None:
    """A check-in is due: it waits while the person is busy or asleep, and after three without an answer none comes."""
    plan, episode = talk.checkins, talk.episode
    if plan is None or episode is None or data["step"] not in plan.left:
        return
    step = data["step"]
    later = clear_to_speak(talk, quiet=step != WIDE_AWAKE)
    if later is not None:
        talk.set_timer(name, later, step=step)
        return
    if talk.frame_of("checkin") is not None and plan.unanswered + 1 >= MOST_UNANSWERED:
        talk.checkins = None  # the last one stays open, and may still be answered; nothing more comes
        return
    make_room(talk)
    plan = talk.checkins
    if plan is None:
        return
    number = plan.left.index(step)
    talk.checkins = plan = replace(plan, left=plan.left[number + 1 :], at=plan.at[number + 1 :], asked=step)
    if episode.verdict is None:  # the check was opened again and never finished: that comes first
        talk.checkins = replace(plan, asked="")
        talk.tell("checkins.unfinished")
        if talk.top is None:
            resume(talk)
        talk.show = True
        _set_next(talk)
        return
    if step == "seen" and not plan.repeats:
        talk.checkins = replace(plan, left=(step, *plan.left), at=(talk.now + AGAIN, *plan.at), repeats=1)
    talk.push("checkin", "hours" if step == "next_day" else step, at=talk.now.isoformat())
    _set_next(talk)


def unanswered(talk: Talk) -> None:
    """The open check-in had no answer, and something else has come."""
    plan = talk.checkins
    if plan is None:
        return
    talk.checkins = replace(plan, asked="", unanswered=plan.unanswered + 1)
    if plan.unanswered + 1 >= MOST_UNANSWERED:
        talk.checkins = None
        talk.drop_timer(TIMER)


# --- asking ----------------------------------------------------------------------------------------------------------


def _prompt(talk: Talk) -> Reply:
    top = talk.top
    assert top is not None
    state = top.state
    if state == "d1_pain":
        acts = [(f"pain.{n}", str(n)) for n in PAIN]
    else:
        acts = [(f"checkin.{name}", talk.words(f"checkins.{state}.{name}")) for name in CHOICES[state]]
    choices = [
        Choice(act, label, make(talk.sid, talk.turn, act), "last" if act.endswith((".none", ".new")) else "option")
        for act, label in acts
    ]
    choices.append(Choice("stop", talk.words("checkins.stop"), make(talk.sid, talk.turn, "stop"), "nav"))
    return Reply(
        kind="question",
        title=talk.words(f"checkins.{state}.title"),
        paragraphs=(talk.words(f"checkins.{state}.ask"), *_call(talk, state)),
        choices=tuple(choices),
        slot=str(talk.turn),
        repeatable=True,
        question=QuestionFacts(
            "pain" if state == "d1_pain" else "checkin", "number" if state == "d1_pain" else "one", (1, 1)
        ),
    )


def _call(talk: Talk, state: str) -> tuple[str, ...]:
    """What would make it an emergency stands beneath every question about a visit today."""
    if state not in ("hours", "hours_why"):
        return ()
    entry = talk.library.countries.countries.get(country_of(talk.person, talk.now))
    words = talk.library
    return (
        words.text(talk.language, "cards.ambulance_number", number=entry.emergency[0])
        if entry
        else words.text(talk.language, "cards.ambulance"),
    )


def _act(talk: Talk, act: str) -> None:
    top = talk.top
    assert top is not None
    word, _, name = act.partition(".")
    state = top.state
    if act == "stop":
        name = "stop"
    elif state == "d1_pain" and word == "pain" and name.isdigit():
        _pain(talk, min(int(name), 10))
        return
    elif word != "checkin" or name not in CHOICES.get(state, ()):
        talk.say("not_understood")
        return
    if act != "stop":
        talk.record("checkin", f"{state}.{name}", 0)
    if name in SIGNS or (state == "d1" and name == "worse"):
        _answered(talk)
        talk.pop()
        recheck(talk, name)
        return
    _moved(talk, state, name)


def _pain(talk: Talk, pain: int) -> None:
    fits = verdict_now(talk).fits
    worse = pain > _before(talk)
    talk.record("pain", "walking", pain)
    soreness = worse and fits[:1] == ("doms",)
    said = "checkins.soreness_grows" if soreness else ""
    _moved(talk, "d1_pain", "pain", worse=worse and not soreness, said=said)


def _before(talk: Talk) -> int:
    """The pain on walking that was told last: a number, else the top of the band in the check."""
    told = [record.value for record in talk.records if record.kind == "pain" and record.what == "walking"]
    walk = talk.episode.answers.get("walk", ()) if talk.episode else ()
    return told[-1] if told else BAND_TOP.get(walk[0], 10) if walk else 10


def _moved(talk: Talk, state: str, trigger: str, *, worse: bool = False, said: str = "") -> None:
    """Make the move and say what it means; `said` is the key of an answer in place of the usual one."""
    verdict = verdict_now(talk)
    episode = talk.episode
    assert episode is not None
    pop = "pop" in episode.answers.get("onset", ())
    to = MACHINE.step(
        state,
        trigger,
        worse=worse,
        strain=verdict.grade is not None and not pop,
        soreness=verdict.fits[:1] == ("doms",),
        planned=talk.recovery is not None or episode.seen or verdict.fits[:1] == ("achilles_tendinopathy",),
    )
    if to in MACHINE.states[: MACHINE.states.index("done")]:
        talk.move(to)
        return
    _answered(talk)
    talk.pop()
    if to == "check" and trigger == "new":
        talk.push("gate", "again")
    elif to == "check":
        recheck(talk, "relapse" if trigger == "relapse" else "worse")
    elif to == "raised":
        see_clinician(talk, f"{state}_{trigger}")
        talk.show = True
    elif to == "ended":
        talk.checkins = None
        talk.drop_timer(TIMER)
        if trigger != "stop":
            talk.frames = []  # all is well: the advice is no longer for today, and /last still has it
        talk.tell(f"checkins.said.{state}_{trigger}" if trigger != "stop" else "checkins.stopped")
    else:
        _said(talk, state, trigger, said)


def _answered(talk: Talk) -> None:
    if talk.checkins is not None:
        talk.checkins = replace(talk.checkins, asked="", unanswered=0)


def _said(talk: Talk, state: str, trigger: str, said: str = "") -> None:
    """A short answer, what comes next, and nothing more."""
    if trigger in ("yes", "on_my_way") and state in ("seen", "hours"):
        if trigger == "yes":
            talk.change_episode(seen=True)
            if state == "hours":
                talk.frames = []  # a card that sends somebody off today is not read out once more to who has been there
        if talk.checkins is not None and (state == "seen" or trigger == "yes"):
            left = [(step, at) for step, at in zip(talk.checkins.left, talk.checkins.at, strict=True) if step == "d14"]
            talk.checkins = replace(talk.checkins, left=tuple(step for step, _ in left), at=tuple(at for _, at in left))
            _set_next(talk)
    lines = [talk.words(said or f"checkins.said.{state}_{trigger}")]
    plan = talk.checkins
    if plan is not None and plan.left and plan.at[0] > talk.now:
        when = talk.when(plan.at[0])
        lines.append(talk.words("checkins.next", when=when))
    talk.message(*lines)
    talk.quiet = True


CHECKIN = Flow(prompt=_prompt, act=_act, unanswered=unanswered)
