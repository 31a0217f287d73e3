"""*For whom?*, asked once and only if it matters: a button or typed words tell of somebody else, or somebody is under 16."""

from __future__ import annotations

import msgspec

from flows.base.replies import Reply
from flows.base.tokens import Act
from flows.checking.country import number_of
from flows.checking.question import CHECK, is_checking, is_on_card, may_be_for_other, usable_answers
from flows.checking.verdicts import emergency_open, whom_matters
from flows.talk.asking import ask, buttons, not_understood
from flows.talk.entries import TypedWords
from flows.talk.flow import Flow, Open
from flows.talk.session import Frame, Whom
from flows.talk.show import Show
from flows.talk.turn import Turn, stored_form
from flows.understand.reader import read_text
from flows.whom.other import SOMEONE, begin_other, give_back, hand_over, take_as_own

NAME = "whom"
CHOICES: tuple[Whom, ...] = ("me", "child", "with_me", "elsewhere")
SOMEBODY = ("other", "cared_for")
"""Whom words can be about beside the writer."""

FLOW_OF_STORY = "story"
FLOW_OF_SIGNS = "alarm"


class ForWhom(msgspec.Struct, frozen=True):
    """What was told before it was asked: answers of a story, by question."""

    answers: dict[str, tuple[str, ...]] = {}


def open_whom(turn: Turn, sign: str) -> Show:
    """Ask for whom it is: at a card of it, or before the check begins; what was before it then comes back at once.

    `sign` is a danger sign on a button of such a check that is long erased: it is asked whether it is so.
    """
    if sign:
        begin_other(turn, Frame(FLOW_OF_SIGNS, "open", {"asked": [["", sign]]}))
    elif may_be_for_other(turn):
        give_back(turn)
        begin_other(turn, Frame(NAME, "open"))
    elif is_on_card(turn) and _is_to_be_asked(turn):
        turn.push(NAME, "card")
    else:  # a button of an earlier card: it was answered, or something is open above that card
        turn.say("already")
        return Show.ANEW
    return Show.USUAL


def _is_to_be_asked(turn: Turn) -> bool:
    episode = turn.session.episode
    return whom_matters(turn) or (episode is not None and episode.whom == SOMEONE)


def read_other(turn: Turn, words: TypedWords) -> Show | None:
    """Ask for whom it is if the words tell of somebody else, at most at the start of a check; None: they do not."""
    heard = words.heard
    if turn.for_other or heard.about not in SOMEBODY or emergency_open(turn):
        return None
    if (
        not heard.findings
        and heard.intent not in ("other", "start_check")
        and (heard.about, heard.intent) != ("other", None)
    ):
        return None
    at_start = may_be_for_other(turn)
    if (
        is_checking(turn) and not at_start
    ):  # one's own check goes on; what was typed is not lost, they can say it after it
        turn.tell("listen.somebody_else")
        return Show.USUAL
    first = turn.session.episode is None and turn.session.last is None
    if at_start:
        give_back(turn)
    lexicon = turn.library.lexicons.of_language(turn.language)
    told = usable_answers(turn, read_text(lexicon, words.text, theirs=True).findings)
    begin_other(turn, Frame(NAME, "open", stored_form(ForWhom(told))))
    if first:
        turn.message(turn.text("welcome"), turn.text("welcome_consent"))
    return Show.USUAL


def ask_for_whom(turn: Turn, answers: dict[str, tuple[str, ...]]) -> None:
    """Ask it above what is open, if it is somebody of whom no more is known."""
    episode = turn.session.episode
    if episode is not None and episode.whom == SOMEONE:
        turn.push(NAME, "open", ForWhom(answers))


def _prompt(turn: Turn, frame: Open[ForWhom]) -> Reply:
    number = number_of(turn)
    call = turn.words("cards.ambulance_number", number=number) if number else turn.words("cards.ambulance")
    acts = [(f"{NAME}.{whom}", turn.words(f"whom.choices.{whom}")) for whom in CHOICES]
    return ask(turn, NAME, (turn.words("whom.ask"), call), buttons(turn, acts))


def _act(turn: Turn, frame: Open[ForWhom], act: Act) -> Show:
    if act.word != NAME or act.argument not in CHOICES:
        return not_understood(turn)
    whom, episode = act.argument, turn.session.episode
    assert episode is not None
    turn.pop()
    if not turn.for_other:
        if whom == "me":
            turn.change_episode(whom=whom)
            turn.ways.settle(turn)
            turn.session.aside = None
            return Show.ANEW
        hand_over(turn, whom)
        return Show.USUAL
    if whom == "me":
        turn.out.own = take_as_own(episode, frame.data.answers)
        turn.keep_only()
        turn.change_episode(verdict=None)
        return Show.USUAL
    turn.change_episode(whom=whom)
    if is_on_card(turn):
        return Show.ANEW
    turn.tell("whom.answer_for")
    if turn.top is None:
        turn.push(CHECK, turn.library.check.machine.initial)
    if frame.data.answers:
        turn.push(FLOW_OF_STORY, "open", frame.data)
    return Show.ANEW


def _holds(turn: Turn, frame: Open[ForWhom]) -> bool:
    return turn.session.episode is not None


WHOM = Flow(_prompt, _act, data=ForWhom, states=frozenset({"open", "card"}), holds=_holds, beside=False)
