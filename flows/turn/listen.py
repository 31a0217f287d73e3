"""What is made of typed words that are no answer to what is open: dangers first, then a story, a wish, a topic.

danger   a red flag that holds now is asked back in one question (`flows.alarm`); talk of dying gets a crisis line
story    several findings of the check are shown on one card (`flows.story`)
wish     an intent leads to its routine, page or command
nearest  when unsure the nearest two or three are offered
"""

from __future__ import annotations

from flows.base.replies import Reply
from flows.check.machine import VERDICT
from flows.checking.begin import start
from flows.checking.country_number import number_of
from flows.checking.first import emergency_again, emergency_open
from flows.checking.prompts import open_question
from flows.danger import flow as alarm
from flows.danger import story
from flows.learning import flow as learn
from flows.records import log
from flows.talk.turn import Talk
from flows.turn.commands import command
from flows.understand.reader import Understood, read

OWN = ("self", "cared_for")
"""Whose signs count now."""

TOPICS = {
    "can_i_run": "can_i_run",
    "how_long": "how_long",
    "shoes": "shoe_wear",
    "mileage": "weekly_mileage",
    "hydration": "hydration",
    "topical": "pain_gels",
    "when_doctor": "when_doctor",
}
ROUTINES = {"stretch": "calf_stretch", "strength": "strength_base", "warmup": "warm_up", "cooldown": "cool_down"}


def understand(talk: Talk, text: str) -> Understood:
    """Read the text with the words of the person's language."""
    return read(talk.library.lexicon(talk.language), text)


def danger(talk: Talk, heard: Understood, text: str) -> bool:
    """Take what cannot wait; False if there is nothing."""
    if heard.crisis:
        _apart(talk, "crisis")
        return True
    if heard.other_emergency and _beside_the_check(talk, heard):
        _apart(talk, "other_emergency")
        return True
    if heard.about not in OWN:
        return False
    return alarm.flagged(talk, heard, text)


def _beside_the_check(talk: Talk, heard: Understood) -> bool:
    """Whether a sign of the emergency is none that the check knows (a stroke, a bad headache)."""
    signs = talk.library.lexicon(talk.language).by_id
    told = [signs[one.sign] for one in heard.heard if one.sign in signs and signs[one.sign].flag == "other_emergency"]
    return not told or any(sign.finding is None for sign in told)


def _apart(talk: Talk, kind: str) -> None:
    """An emergency that no check of a calf is for: said at once, and nothing is asked first."""
    number = number_of(talk)
    call = talk.words("cards.emergency_now.headline", number=number) if number else talk.words("listen.call")
    talk.replies.append(
        Reply(
            kind="message",
            title=call if kind == "other_emergency" else "",
            paragraphs=talk.library.lines(talk.language, f"listen.{kind}"),
            urgent=True,
            repeatable=True,
        )
    )
    for frame in reversed(talk.frames):
        flow = talk.house.flows.get(frame.flow)
        if flow is not None and flow.leave is not None:
            flow.leave(talk)
    talk.frames = [frame for frame in talk.frames if frame.flow == "check"]
    talk.drop_timer("hold")
    talk.quiet = talk.alone = True  # nothing stands beneath it
    emergency_again(talk)


def page(talk: Talk, text: str) -> bool:
    """Open the page whose title was typed; within the check only if it is a question."""
    found = learn.titled(talk, text) if open_question(talk) is None else ""
    if found:
        learn.open_page(talk, found)
    return bool(found)


def told_story(talk: Talk, heard: Understood) -> bool:
    """Offer what a text answers of the check; False if that is nothing, or only what is asked anyway."""
    if heard.about not in OWN or emergency_open(talk):
        return False
    answers = story.usable(talk, heard.findings)
    asked = open_question(talk)
    if not answers or (asked is not None and len(answers) == 1):
        return False
    if asked is None and len(answers) == 1 and heard.intent != "start_check":
        return False
    story.offer(talk, answers)
    return True


def wished(talk: Talk, heard: Understood, text: str) -> bool:
    """Do what somebody wants; False if that is nothing that is known."""
    intent = heard.intent
    if emergency_open(talk) and intent not in ("stop", "help"):
        return False
    if heard.about == "other" and intent in ("other", "start_check", None):
        talk.tell("listen.somebody_else")
        return True
    if intent == "pain_log" and heard.pain is not None:
        log.note(talk, heard.pain)
    elif intent == "pain_log":
        log.command(talk, "")
    elif intent in ("stop", "help"):
        command(talk, intent, "")
    elif learn.typed(talk, text):
        pass  # a question that has a page of its own
    elif intent == "start_check" and open_question(talk) is None and not _only_denies(talk, heard):
        start(talk)
    elif intent in ROUTINES:
        talk.go_on(f"routine.{ROUTINES[intent]}")
    elif intent == "rice":
        sore = talk.episode is not None and talk.episode.verdict is not None
        talk.go_on("aid" if sore else "learn.rice")
    elif intent in TOPICS:
        talk.go_on(f"learn.{TOPICS[intent]}")
    elif intent == "smalltalk" and open_question(talk) is None:
        talk.tell("listen.smalltalk")
    else:
        return False
    return True


def _only_denies(talk: Talk, heard: Understood) -> bool:
    """Whether the text says only what is not so, over a card: that is no wish for another check in the place of this one."""
    return talk.top is not None and bool(heard.denied) and not heard.findings


def not_understood(talk: Talk, heard: Understood) -> None:
    """Nothing was recognised: the nearest things are named, never silence."""
    beside = talk.top is None or talk.top.state == VERDICT
    near = [
        talk.words(f"listen.nearest.{one}")
        for one in heard.nearest
        if talk.library.words.has(talk.language, f"listen.nearest.{one}")
    ]
    if beside and near:
        talk.message(talk.words("listen.did_you_mean", things="; ".join(near)), talk.text("not_understood_idle"))
    else:
        talk.say("not_understood_idle" if beside else "not_understood")
    emergency_again(talk)
