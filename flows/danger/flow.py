"""A danger sign typed at any moment, in whatever flow: it is asked back in one question, and then it counts.

A yes records the very signs that were named, or the one line of their list where the words were only general; *not sure*
counts like a yes (a designer's judgement). Taking it back later needs a second question, like any urgent answer.
"""

from __future__ import annotations

from typing import Any

import msgspec

from flows.base.replies import Reply
from flows.base.tokens import Act
from flows.base.urgency import EMERGENCY
from flows.check.machine import VERDICT
from flows.checking.begin import ANEW, start_check, still_holds
from flows.checking.country import number_of
from flows.checking.question import CHECK, is_checking, open_question, option_label, usable_answers
from flows.checking.recheck import tell_sign
from flows.checking.verdicts import emergency_again
from flows.danger.friend import signs_of_a_friend
from flows.danger.story import offer_story
from flows.learning.pages import has_page, label_of, open_page
from flows.talk.asking import ask, button, not_understood
from flows.talk.entries import TypedWords
from flows.talk.flow import Flow, Insist, Open
from flows.talk.session import Frame
from flows.talk.show import Show
from flows.talk.turn import Turn, stored_form
from flows.understand.reader import Understood, signs_of
from flows.whom.flow import SOMEBODY, ask_for_whom
from flows.whom.other import begin_other

NAME = "alarm"
GOES_ON = (CHECK, "routine")
"""What stays beneath a sign that is asked once more."""

OWN = ("self",)
SOMEBODY_ELSES = ("cared_for",)
"""Whose signs count now: in one's own check, and in one for somebody else, which begins with them."""

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


class Asking(msgspec.Struct, frozen=True):
    """What is asked back: for each flag its id and the options that record it, in the order of `ORDER`.

    `page` is the act of a page whose title the text was too, `story` what else it answered of the check.
    """

    asked: list[list[str]]
    page: str = ""
    story: dict[str, list[str]] = {}


def ask_about_flags(turn: Turn, heard: Understood, text: str, *, other: bool = False) -> Show | None:
    """Ask back the flags of a text that were not told yet; None if there are none. A title of a page can be read as well.

    With `other` they are somebody else's, and a check for them begins beside what is the person's own.
    """
    told = turn.session.episode.answers if turn.session.episode and not other else {}
    # What is certain comes first; what is faint beside it is on the two lists of danger signs, which come next anyway.
    sure = (*heard.red_flags, *(("other_emergency",) if heard.other_emergency else ()))
    said = sure or heard.unsure_flags
    asked: list[list[str]] = []
    for flag in (one for one in ORDER if one in said):
        atoms = _atoms_of(turn, flag, heard)
        if atoms and not all(atom.partition(".")[2] in told.get(atom.partition(".")[0], ()) for atom in atoms):
            asked.append([flag, *atoms])
    if not asked:
        return None
    story = {name: list(options) for name, options in usable_answers(turn, heard.findings).items()}
    if other:
        begin_other(turn, Frame(NAME, "open", stored_form(Asking(asked, story=story))))
        return Show.USUAL
    open_still = turn.frame_of(NAME)
    if open_still is not None:  # what was asked back before has had no answer, and is not lost to what comes after
        before = ALARM.opened(open_still).data
        turn.remove(NAME)
        asked += [one for one in _known(turn, before) if one not in asked]
        asked.sort(key=lambda one: ORDER.index(one[0]) if one[0] in ORDER else len(ORDER))
        story = {**before.story, **story}
    turn.push(NAME, "open", Asking(asked, turn.library.topics.titled(text, turn.language), story))
    return Show.USUAL


def _atoms_of(turn: Turn, flag: str, heard: Understood) -> list[str]:
    """The options of the check that record a flag: those that the text named, else the general one, else the first."""
    bit = turn.library.check.plan.bit
    possible = [
        f"{question}.{option}" for question, option in signs_of(turn.library.lexicons.of_language(turn.language), flag)
    ]
    named = [
        atom
        for atom in possible
        if atom.partition(".")[2] in heard.findings.get(atom.partition(".")[0], ()) and atom in bit
    ]
    if named:
        return named
    general = GENERAL.get(flag, possible[0] if possible and flag in ORDER[1:] else "")
    return [general] if general in bit else []


def _prompt(turn: Turn, frame: Open[Asking]) -> Reply:
    _, *atoms = _known(turn, frame.data)[0]
    signs = turn.text("joined").join(option_label(turn.library, turn.language, *atom.split(".")) for atom in atoms)
    choices = [
        button(turn, "yes", turn.words("alarm.yes")),
        button(turn, "no", turn.words("alarm.no")),
        button(turn, "unsure", turn.words("alarm.unsure"), "last"),
    ]
    if turn.for_other:
        choices.append(button(turn, "mine", turn.words("whom.mine")))
    if frame.data.page and has_page(turn, frame.data.page):
        choices.append(button(turn, frame.data.page, label_of(turn, frame.data.page)))
    return ask(turn, NAME, (turn.words("alarm.ask", sign=signs), turn.words("alarm.meanwhile")), choices, urgent=True)


def _act(turn: Turn, frame: Open[Asking], act: Act) -> Show:
    data = frame.data
    if act.whole == data.page and has_page(turn, data.page):  # it was a question, not a sign
        turn.released = True
        return open_page(turn, data.page)  # the question stays beneath, and comes back
    if act.whole == "mine" and turn.for_other:
        turn.pop()
        turn.released = True
        turn.out.own = lambda own: _of_oneself(own, data)
        return Show.USUAL
    if act.whole not in ("yes", "no", "unsure"):
        return not_understood(turn)
    asked = _known(turn, data)
    turn.released = True
    turn.pop()
    show = Show.USUAL
    if act.word != "no":
        show = _count(turn, asked[0][1:])
    elif len(asked) == 1 and turn.top is None and not turn.for_other:
        return _check_all_the_same(turn, data)
    else:
        turn.tell("alarm.not_so")
    if turn.session.episode is not None and turn.reached == EMERGENCY:
        return show
    if len(asked) > 1:
        turn.push(NAME, "open", Asking(asked[1:], story=data.story))
    elif turn.for_other and act.word != "no" and is_checking(turn):
        ask_for_whom(turn, usable_answers(turn, {name: tuple(options) for name, options in data.story.items()}))
    elif act.word != "no" and is_checking(turn):  # after a verdict the new card comes, and no other check over it
        rest = usable_answers(turn, {name: tuple(options) for name, options in data.story.items()})
        if rest:
            offer_story(turn, rest)
    return show


def _check_all_the_same(turn: Turn, data: Asking) -> Show:
    """*Not now* with nothing beneath it is no goodbye: what was there and went still counts, and the check asks about it."""
    turn.tell("alarm.ask_all")
    show = start_check(turn, ANEW if not still_holds(turn) else "")
    denied = {atom for _, *atoms in _known(turn, data) for atom in atoms}
    story = {
        name: left
        for name, options in data.story.items()
        if (left := tuple(option for option in options if f"{name}.{option}" not in denied))
    }
    rest = usable_answers(turn, story)
    if rest and is_checking(turn):
        offer_story(turn, rest)
    return show


def _of_oneself(turn: Turn, data: Asking) -> Show:
    """A sign that was typed beside somebody else's check is the writer's own: it counts in theirs."""
    turn.push(NAME, "open", Asking(data.asked))
    assert turn.top is not None
    return max(_act(turn, ALARM.opened(turn.top), Act("yes")), Show.ANEW)


def _count(turn: Turn, atoms: list[str]) -> Show:
    """The signs count from now on; what else has to be asked because of them comes next."""
    plan, session = turn.library.check.plan, turn.session
    for atom in atoms:
        question, _, option = atom.partition(".")
        if tell_sign(turn, plan.by_id[question], option):
            turn.say("sign_counts", sign=option_label(turn.library, turn.language, question, option))
    if turn.top is None or turn.reached == EMERGENCY:
        return Show.ANEW
    following = turn.known.next
    if turn.top.state == VERDICT and following is not None:
        if session.episode is not None and session.episode.verdict is not None:
            session.last = session.episode
        turn.change_episode(verdict=None, verdict_at=None)
        turn.open_only(CHECK, following)
    return Show.ANEW


def _known(turn: Turn, data: Asking) -> list[list[str]]:
    """What is asked back, as today's content has it: an option that has gone takes no other with it."""
    bit, moved = turn.library.check.plan.bit, turn.library.check.plan.moved
    known = [
        [flag, *(today for atom in atoms for today in moved.get(atom, (atom,)) if today in bit)]
        for flag, *atoms in filter(None, data.asked)
    ]
    return [one for one in known if len(one) > 1]


def _holds(turn: Turn, frame: Open[Asking]) -> bool:
    return bool(_known(turn, frame.data))


def _first(turn: Turn, waiting: Frame) -> Show:
    """Ask it again, above everything."""
    turn.keep_only(*GOES_ON, NAME)
    turn.raise_frame(waiting)
    turn.tell("alarm.first")
    return Show.ANEW


def _comes_back(turn: Turn) -> bool:
    """Whatever has been done since, a sign that was asked back stays open until its yes or no.

    Not beneath the card of an emergency; a check that has begun anew asks about every sign.
    """
    return turn.session.episode is None or turn.reached < EMERGENCY


ALARM: Flow[Any] = Flow(_prompt, _act, data=Asking, holds=_holds, insist=Insist(_first, _comes_back))


# --- typed dangers ---------------------------------------------------------------------------------------------------


def read_danger(turn: Turn, words: TypedWords) -> Show | None:
    """Take what cannot wait; None if there is nothing.

    A sign that is nearly a label of the open list is that; anything else that is a danger comes before everything.
    """
    if words.meant is not None and open_question(turn) is not None:
        return None
    heard = words.heard
    if heard.crisis:
        return _tell_apart(turn, "crisis")
    if heard.other_emergency and _beside_the_check(turn, heard):
        return _tell_apart(turn, "other_emergency")
    if turn.for_other and heard.about in (*OWN, *SOMEBODY):
        return ask_about_flags(turn, heard, words.text)
    if heard.about in OWN:
        return ask_about_flags(turn, heard, words.text)
    if heard.about in SOMEBODY_ELSES:
        return ask_about_flags(turn, heard, words.text, other=True)
    theirs = signs_of_a_friend(turn, words)
    return ask_about_flags(turn, theirs, words.text, other=True) if theirs is not None else None


def _beside_the_check(turn: Turn, heard: Understood) -> bool:
    """Whether a sign of the emergency is none that the check knows (a stroke, a bad headache)."""
    signs = turn.library.lexicons.of_language(turn.language).by_id
    told = [signs[one.sign] for one in heard.heard if one.sign in signs and signs[one.sign].flag == "other_emergency"]
    return not told or any(sign.finding is None for sign in told)


def _tell_apart(turn: Turn, kind: str) -> Show:
    """An emergency that no check of a calf is for: said at once, and nothing is asked first or stands beneath it."""
    number = number_of(turn)
    call = turn.words("cards.emergency_now.headline", number=number) if number else turn.words("listen.call")
    turn.out.replies.append(
        Reply(
            kind="message",
            title=call if kind == "other_emergency" else "",
            paragraphs=turn.library.lines(turn.language, f"listen.{kind}"),
            urgent=True,
            repeatable=True,
        )
    )
    if turn.heard is None or turn.heard.about not in SOMEBODY:  # what befalls somebody else ends nothing of one's own
        turn.ways.leave_all(turn)
        turn.keep_only(CHECK)
        turn.drop_timer("hold")
    return max(Show.NOTHING, emergency_again(turn))
