"""A danger sign typed at any moment, in whatever flow: it is asked back in one question, and then it counts.

A yes records the very signs that were named, or the one line of their list where the words were only general; *not sure*
counts like a yes (a designer's judgement). Taking it back later needs a second question, like any urgent answer.
"""

from __future__ import annotations

from flows.base.replies import Choice, QuestionFacts, Reply
from flows.base.tokens import make
from flows.base.urgency import EMERGENCY
from flows.check.machine import VERDICT
from flows.checking.answers import tell_sign
from flows.checking.begin import checking
from flows.checking.prompts import known_now, reached
from flows.danger import story
from flows.learning import flow as learn
from flows.talk.flow import Flow
from flows.talk.say import label
from flows.talk.session import Frame
from flows.talk.turn import MOST_FRAMES, Talk
from flows.understand.reader import Understood, signs_of

ORDER = (
    "other_emergency",
    "pe_signs",
    "ischaemia_signs",
    "compartment_signs",
    "cauda_equina_signs",
    "rhabdo_signs",
    "infection_signs",
    "dvt_signs",
    "rupture_signs",
    "cannot_bear_weight",
    "neuro_signs",
)
"""Which of several is asked first: what cannot wait an hour before what cannot wait a day."""

GENERAL = {
    "pe_signs": "breath.told",
    "dvt_signs": "look.told",
    "ischaemia_signs": "danger.told",
    "neuro_signs": "danger.told",
}
"""What records a flag whose words were only general."""


def flagged(talk: Talk, heard: Understood, text: str) -> bool:
    """Ask back the flags of a text that were not told yet; False if there are none. A title of a page can be read as well."""
    told = talk.episode.answers if talk.episode else {}
    # What is certain comes first; what is faint beside it is on the two lists of danger signs, which come next anyway.
    sure = (*heard.red_flags, *(("other_emergency",) if heard.other_emergency else ()))
    said = sure or heard.unsure_flags
    flags = [one for one in ORDER if one in said]
    asked: list[list[str]] = []
    for flag in flags:
        atoms = atoms_of(talk, flag, heard)
        if atoms and not all(atom.partition(".")[2] in told.get(atom.partition(".")[0], ()) for atom in atoms):
            asked.append([flag, *atoms])
    if not asked:
        return False
    rest = {name: list(options) for name, options in story.usable(talk, heard.findings).items()}
    open_still = talk.frame_of("alarm")
    if open_still is not None:  # what was asked back before has had no answer, and is not lost to what comes after
        talk.frames.remove(open_still)
        asked += [one for one in open_still.data["asked"] if one not in asked]
        asked.sort(key=lambda one: ORDER.index(one[0]))
        rest = {**open_still.data.get("story", {}), **rest}
    talk.push("alarm", "open", asked=asked, page=learn.titled(talk, text), story=rest)
    return True


def atoms_of(talk: Talk, flag: str, heard: Understood) -> list[str]:
    """The options of the check that record a flag: those that the text named, else the general one, else the first."""
    possible = [f"{question}.{option}" for question, option in signs_of(talk.library.lexicon(talk.language), flag)]
    named = [
        atom
        for atom in possible
        if atom.partition(".")[2] in heard.findings.get(atom.partition(".")[0], ()) and atom in talk.library.plan.bit
    ]
    if named:
        return named
    general = GENERAL.get(flag, possible[0] if possible and flag in ORDER[1:] else "")
    return [general] if general in talk.library.plan.bit else []


def _prompt(talk: Talk) -> Reply:
    top = talk.top
    assert top is not None
    _, *atoms = top.data["asked"][0]
    signs = talk.text("joined").join(label(talk.library, talk.language, *atom.split(".")) for atom in atoms)
    return Reply(
        kind="question",
        paragraphs=(talk.words("alarm.ask", sign=signs), talk.words("alarm.meanwhile")),
        choices=(
            Choice("yes", talk.words("alarm.yes"), make(talk.sid, talk.turn, "yes")),
            Choice("no", talk.words("alarm.no"), make(talk.sid, talk.turn, "no")),
            Choice("unsure", talk.words("alarm.unsure"), make(talk.sid, talk.turn, "unsure"), "last"),
            *(Choice(act, title, make(talk.sid, talk.turn, act)) for act, title in _page(talk, top)),
        ),
        urgent=True,
        slot=str(talk.turn),
        repeatable=True,
        question=QuestionFacts("alarm", "one", (1, 1)),
    )


def _page(talk: Talk, frame: Frame) -> list[tuple[str, str]]:
    """The page that the text may have asked for instead, as an act with its label."""
    page = frame.data.get("page", "")
    return [(page, learn.label_of(talk, page))] if page and learn.has_page(talk, page) else []


def _act(talk: Talk, act: str) -> None:
    top = talk.top
    assert top is not None
    asked = top.data["asked"]
    if act in [page for page, _ in _page(talk, top)]:  # it was a question, not a sign
        talk.sign_answered = True
        learn.open_page(talk, act)  # the question stays beneath, and comes back
        return
    if act not in ("yes", "no", "unsure"):
        talk.say("not_understood")
        return
    talk.sign_answered = True
    talk.pop()
    if act == "no":
        talk.tell("alarm.not_so")
    else:
        _count(talk, asked[0][1:])
    if talk.episode is not None and reached(talk) == EMERGENCY:
        return
    if len(asked) > 1:
        talk.push("alarm", "open", asked=asked[1:], story=top.data.get("story", {}))
    elif act != "no" and checking(talk):  # after a verdict the new card comes, and no other check over it
        told = {name: tuple(options) for name, options in top.data.get("story", {}).items()}
        rest = story.usable(talk, told)
        if rest:
            story.offer(talk, rest)


def insist(talk: Talk, open_before: Frame | None, sid: str) -> None:
    """Whatever has been done since: a sign that was asked back stays open until its yes or no.

    Not beneath the card of an emergency, and not in a check that has begun anew: that one asks about every sign.
    """
    if open_before is None or talk.sign_answered or talk.sid != sid or talk.frame_of("alarm") is not None:
        return
    if talk.episode is None or reached(talk) < EMERGENCY:
        talk.frames = [*talk.frames[: MOST_FRAMES - 1], open_before]
        talk.show = True


def _count(talk: Talk, atoms: list[str]) -> None:
    """The signs count from now on; what else has to be asked because of them comes next."""
    plan = talk.library.plan
    for atom in atoms:
        question, _, option = atom.partition(".")
        if tell_sign(talk, plan.by_id[question], option):
            talk.say("sign_counts", sign=label(talk.library, talk.language, question, option))
    if talk.top is None or reached(talk) == EMERGENCY:
        talk.show = True
        return
    following = known_now(talk).next
    if talk.top.state == VERDICT and following is not None:
        if talk.episode is not None and talk.episode.verdict is not None:
            talk.last = talk.episode
        talk.change_episode(verdict=None, verdict_at=None)
        talk.frames = [Frame("check", following)]
    talk.show = True


ALARM = Flow(
    prompt=_prompt,
    act=_act,
    holds=lambda talk, frame: (
        bool(frame.data.get("asked"))
        and all(atom in talk.library.plan.bit for one in frame.data["asked"] for atom in one[1:])
    ),
)
