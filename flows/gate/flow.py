"""The gate: first aid, routines and the plan are reached only past the safety questions, passed in the last 12 hours.

Somebody with a check behind them is asked once more, in one tap, whether anything is new; somebody without one is asked
whether anything hurts at all. What was wanted is remembered and comes next.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from flows.base.replies import Choice, QuestionFacts, Reply
from flows.base.tokens import make
from flows.base.urgency import URGENT, level
from flows.check.machine import VERDICT
from flows.checking.answers import go
from flows.checking.first import sign_first
from flows.checking.prompts import known_now, verdict_now
from flows.checking.recheck import recheck
from flows.exercises.exercises import Allowed
from flows.gate.programme import current
from flows.talk.flow import Flow
from flows.talk.session import Frame
from flows.talk.turn import Talk

GOOD_FOR = timedelta(hours=12)
"""How long passed safety questions hold (a designer's judgement)."""

GATED = ("breath", "danger", "look", "onset", "push")
"""The questions of the check that are the gate; `push` only where it was asked."""

AGAIN = ("breath", "foot", "look", "pop", "worse", "none")
NEW = ("sore", "breath", "foot", "look", "none")

HOURS_AT_LEAST = {"week_better": 96, "week_same": 96, "worse": 72}
"""Hours since the pain began that an answer to `course` makes certain; longer courses count as two weeks."""
TWO_WEEKS = 336


def gated(talk: Talk, act: str) -> bool:
    """Whether what `act` leads to may be shown now; if not, what has to come first is asked, and `act` is remembered."""
    asked_back = talk.frame_of("alarm")
    if asked_back is not None:
        talk.wanted = act
        talk.frames = [*(frame for frame in talk.frames if frame is not asked_back), asked_back]
        talk.tell("gate.answer")
        talk.show = True
        return False
    if sign_first(talk):
        return False
    if any(frame.flow == "check" and frame.state != VERDICT for frame in talk.frames):
        talk.wanted = act
        talk.tell("gate.check")
        talk.show = True
        return False
    episode = talk.episode
    if episode is not None and episode.verdict is not None:
        if level(verdict_now(talk).urgency) >= URGENT:
            talk.tell("gate.urgent")
            talk.frames = [Frame("check", VERDICT)]
            talk.show = True
            return False
        if talk.now - passed_at(talk) < GOOD_FOR:
            return True
        talk.wanted = act
        talk.push("gate", "again")
        return False
    if episode is not None and episode.answers:  # a check that was stopped half-way is finished first
        talk.wanted = act
        talk.tell("gate.check")
        resume(talk)
        return False
    if talk.healthy_at is not None and talk.now - talk.healthy_at < GOOD_FOR:
        return True
    talk.wanted = act
    talk.push("gate", "new")
    return False


def resume(talk: Talk) -> None:
    """Open the check that was stopped half-way where it stopped."""
    talk.draft = ()
    talk.frames = [Frame("check", known_now(talk).next or VERDICT)]
    if talk.frames[0].state == VERDICT:
        go(talk, VERDICT)


def passed_at(talk: Talk) -> datetime:
    """When the safety questions of the episode under way were last answered; the oldest of them counts."""
    episode = talk.episode
    assert episode is not None
    answered = [episode.answered_at[name] for name in GATED if name in episode.answered_at]
    times = [min(answered, default=episode.began), *([episode.gate_at] if episode.gate_at else [])]
    return max(times)


def allowed(talk: Talk) -> Allowed:
    """What may be offered to this person now; for somebody whom nothing hurts, everything that is for every day."""
    episode = talk.episode
    if episode is None or episode.verdict is None:
        return Allowed()
    verdict = verdict_now(talk)
    plan, ladder, recovery = talk.library.plan, talk.library.ladder, current(talk)
    onset = episode.answers.get("onset", ())
    sudden = bool({"pop", "sharp_stopped", "sharp_ran_on", "blow", "crept_up"} & set(onset))
    strain = verdict.grade is not None
    stage = recovery.stage if recovery is not None and recovery.program == "strain" else None
    forbids = verdict.forbids
    if recovery is not None and set(verdict.named) <= {*ladder.file.lifts_for}:
        # What a rule itself forbids is never lifted: it is about something else than the strain.
        by_rules = {act for rule in plan.rules if rule.id in verdict.rules for act in rule.forbids}
        forbids = forbids - (ladder.lifted(recovery) - by_rules)
    return Allowed(
        forbids=forbids,
        true=plan.bits(episode.answers),
        hours=hours_since(talk) if sudden else None,
        stage=stage,
        strain=strain,
        urgency=verdict.urgency,
    )


def hours_since(talk: Talk) -> float:
    """Hours since the pain began, at least; from the day that was told, else from what `course` makes certain."""
    episode = talk.episode
    assert episode is not None
    if episode.onset is not None:
        return (talk.now - episode.onset).total_seconds() / 3600
    course = episode.answers.get("course", ("new",))[0]
    certain = 0 if course == "new" else HOURS_AT_LEAST.get(course, TWO_WEEKS)
    return certain + (talk.now - episode.began).total_seconds() / 3600


def go_on(talk: Talk) -> None:
    """Carry on with what was wanted before the safety questions, if anything was."""
    word, _, argument = talk.wanted.partition(".")
    talk.wanted = ""
    if word in talk.house.cards:
        talk.house.cards[word](talk, argument)


def _prompt(talk: Talk) -> Reply:
    top = talk.top
    assert top is not None
    return Reply(
        kind="question",
        title=talk.text("parts.safety"),
        paragraphs=(talk.words(f"gate.{top.state}"),),
        choices=tuple(
            Choice(
                f"gate.{name}",
                talk.words(f"gate.signs.{'nothing' if (name, top.state) == ('none', 'new') else name}"),
                make(talk.sid, talk.turn, f"gate.{name}"),
                "last" if name == "none" else "option",
            )
            for name in (AGAIN if top.state == "again" else NEW)
        ),
        slot=str(talk.turn),
        repeatable=True,
        question=QuestionFacts("gate", "one", (1, 1)),
    )


def _act(talk: Talk, act: str) -> None:
    word, _, sign = act.partition(".")
    top = talk.top
    assert top is not None
    if word != "gate" or sign not in (AGAIN if top.state == "again" else NEW):
        talk.say("not_understood")
        return
    talk.pop()
    if sign == "none":
        if top.state == "again" and talk.episode is not None:
            talk.change_episode(gate_at=talk.now)
        else:
            talk.healthy_at = talk.now
        go_on(talk)
    elif sign == "sore":
        talk.begin_check()
    else:
        recheck(talk, sign)


GATE = Flow(prompt=_prompt, act=_act)
