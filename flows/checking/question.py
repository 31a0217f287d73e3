"""The questions of the check in words: as they are asked, and their options as labels and as phrases in a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import msgspec
from msgspec import UNSET, UnsetType

from flows.base.replies import Choice, QuestionFacts, Reply
from flows.base.tokens import beginning
from flows.base.urgency import EMERGENCY, URGENT
from flows.check.machine import MANY_LEFT, VERDICT
from flows.check.plan import TOLD, Plan, Question
from flows.content.words import Words
from flows.talk.library import Library
from flows.talk.pictures import picture
from flows.talk.session import Session
from flows.talk.turn import Turn

CHECK = "check"
"""The name of the check's frames."""

FOR_OTHER = "someone_else"
"""The act of the first question that says it is for somebody else."""

STILL_ASKED = ("breath", "danger")
"""The lists of danger signs: no text spares them."""


class Again(msgspec.Struct, frozen=True):
    """The question that is to be asked again once the check has come back to it, if there is one."""

    again: str | UnsetType = UNSET


class Ticked(msgspec.Struct, frozen=True):
    """What is asked back where *none* stands beside ticks: the question, what is ticked, and the other option."""

    question: str
    ticked: list[str]
    other: list[str]


class Slip(msgspec.Struct, frozen=True):
    """What is asked back where an answer takes signs back: the question, its new options, and what would be lost."""

    question: str
    options: list[str]
    lost: list[str]


def list_options(library: Library, language: str, question: str) -> tuple[tuple[str, str, str], ...]:
    """All options of a question in the order in which they are shown: id, words, act. Made once for each language."""
    return _shown(library.check.plan, library.words, language, question)


@lru_cache(maxsize=1024)
def _shown(plan: Plan, words: Words, language: str, question: str) -> tuple[tuple[str, str, str], ...]:
    asked = plan.by_id[question]
    every = (*asked.options, *(("none", *asked.last) if asked.which_of else asked.last))
    return tuple((option, _label(words, language, asked, option), f"{question}.{option}") for option in every)


def option_label(library: Library, language: str, question: str, option: str) -> str:
    """The words on the option's button."""
    return _label(library.words, language, library.check.plan.by_id[question], option)


def _label(words: Words, language: str, question: Question, option: str) -> str:
    asked = question.which_of or question.id
    key = f"questions.{asked}.options.{option}"
    if option == "none" and asked != question.id:
        return words.text(language, "talk.which_none")
    return words.text(language, key if words.has(language, key) else f"talk.{option}")


def option_labels(library: Library, language: str, question: str, options: tuple[str, ...]) -> str:
    """The words of several options, in the order in which they are shown."""
    return library.words.text(language, "talk.joined").join(
        words for option, words, _ in list_options(library, language, question) if option in options
    )


def option_phrase(library: Library, language: str, atom: str) -> str:
    """The option as it reads inside a sentence: `left leg only`."""
    question, _, option = atom.partition(".")
    plan_question = library.check.plan.by_id[question]
    asked = plan_question.which_of or question
    words = library.words
    key = f"questions.{asked}.said.{option}"
    if option == "unsure":
        about = words.text(language, f"questions.{asked}.about")
        return (
            words.text(language, key)
            if words.has(language, key)
            else words.text(language, "talk.unsure_of", about=about)
        )
    said = (
        words.text(language, key)
        if words.has(language, key)
        else _lowered(option_label(library, language, question, option))
    )
    return words.text(language, "talk.maybe", about=said) if plan_question.which_of else said


def option_sentence(library: Library, language: str, atom: str) -> str:
    """The option as it is read out, where that has other words: `it began with a sudden twinge`."""
    question, _, option = atom.partition(".")
    key = f"questions.{question}.say.{option}"
    words = library.words
    return words.text(language, key) if words.has(language, key) else option_phrase(library, language, atom)


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] == " " else text


def question_text(library: Library, language: str, question: str) -> str:
    """The question's sentence; a "Which ones?" list has the same one for all lists."""
    if library.check.plan.by_id[question].which_of:
        return library.words.text(language, "talk.which")
    return library.words.text(language, f"questions.{question}.text")


def more_lines(library: Library, language: str, question: str) -> tuple[str, ...]:
    """The plain line beneath the question that says more of its labels than fits on them, if there is one."""
    asked = library.check.plan.by_id[question]
    key = f"questions.{asked.which_of or question}.more"
    return (library.words.text(language, key),) if library.words.has(language, key) else ()


# --- as it is asked --------------------------------------------------------------------------------------------------


def previous(turn: Turn) -> str | None:
    """The answered question before the open one, in the order of the check; None at the first."""
    assert turn.session.episode is not None
    assert turn.top is not None
    number = turn.library.check.plan.number
    here = number[turn.top.state]
    return next((name for name in reversed(turn.session.episode.trail) if number[name] < here), None)


def show_question(turn: Turn, name: str) -> Reply:
    """The open question with its buttons."""
    library, language = turn.library, turn.language
    question = library.check.plan.by_id[name]
    assert turn.session.episode is not None
    answers = turn.session.episode.answers
    changing = name in answers
    if changing:
        # As if this one had no answer yet; what was answered further on is still there.
        answers = {asked: options for asked, options in answers.items() if asked != name}
    done = len(answers)
    most = max(
        library.check.plan.known(frozenset(answers), library.check.plan.bits(answers)).most
        if changing
        else turn.known.most,
        1,
    )
    total = max(min(done + most, library.check.plan.most_answers), done + 1)
    left = total - done
    urgent = turn.reached >= URGENT
    paragraphs = [question_text(library, language, name), *more_lines(library, language, name)]
    if urgent:
        # How many more is an upper bound, and one that is not kept would be a promise broken.
        key = "urgent_so_far_one" if left == 1 else "urgent_so_far"
        if turn.reached == EMERGENCY:
            key = "emergency_so_far"  # an answer is being changed; nothing softer than what holds is said meanwhile
        paragraphs.insert(0, turn.text(key))
    return Reply(
        kind="question",
        title=_title(turn, question, left, counted=not (urgent or changing)),
        paragraphs=tuple(paragraphs),
        choices=_choices(turn, question, urgent=urgent),
        slot=str(turn.session.turn),
        repeatable=True,
        picture=picture(library, language, question.map) if question.map else None,
        question=QuestionFacts(name, question.kind, (done + 1, total)),
    )


def _title(turn: Turn, question: Question, left: int, *, counted: bool) -> str:
    part = turn.text(f"parts.{question.part}")
    if question.tap:
        lists = [entry.id for entry in turn.library.check.plan.questions if entry.tap]
        return turn.text("parts.safety_count", n=lists.index(question.id) + 1)
    if not counted or left > MANY_LEFT:
        return part
    return f"{part} · {turn.text('left', n=left) if left > 1 else turn.text('left_one')}"


def _choices(turn: Turn, question: Question, *, urgent: bool) -> tuple[Choice, ...]:
    # Every tap comes through here, so the tokens are put together by hand; the loader has seen to it that the longest fits.
    start = beginning(turn.session.sid, turn.session.turn)
    name = question.id
    ticks = question.by_ticks
    choices = []
    last = []
    for option, words, act in list_options(turn.library, turn.language, name):
        if option == TOLD:
            continue
        if option in ("none", "unsure"):
            last.append(Choice(option, words, start + act, "last"))
        elif ticks:
            ticked = option in turn.session.draft
            choices.append(Choice(option, words, f"{start}{'-' if ticked else '+'}{act}", "option", ticked))
        else:
            choices.append(Choice(option, words, start + act))
    if ticks and turn.session.draft:
        choices.append(Choice("done", turn.text("done"), f"{start}done", "last"))
    choices += last
    if urgent:
        choices.append(Choice("advice", turn.text("advice"), f"{start}advice", "last"))
    if may_be_for_other(turn):
        choices.append(Choice(FOR_OTHER, turn.words("whom.someone_else"), f"{start}{FOR_OTHER}", "nav"))
    if previous(turn) is not None:
        choices.append(Choice("back", turn.text("back"), f"{start}back", "nav"))
    choices.append(Choice("why", turn.text("why"), f"{start}why", "nav"))
    return tuple(choices)


def may_be_for_other(turn: Turn) -> bool:
    """Whether the first question is open and nothing has been answered: it can still be said that it is not for oneself."""
    episode, asked = turn.session.episode, turn.library.check.machine.initial
    return open_question(turn) == asked and episode is not None and not episode.answers and not turn.for_other


def closed_question(turn: Turn, name: str) -> str:
    """What is left in the chat of a question: with its answer, or alone if it has none or is asked again."""
    library, language, top = turn.library, turn.language, turn.top
    episode = turn.session.episode
    answered = episode.answers.get(name) if episode is not None else None
    asked_again = top is not None and top.flow == "check" and top.state == name
    if answered is None or asked_again:
        return question_text(library, language, name)
    answer = option_labels(library, language, name, answered)
    return turn.text("answered", question=question_text(library, language, name), answer=answer)


# --- which one is open -----------------------------------------------------------------------------------------------


def is_checking(turn: Turn) -> bool:
    """Whether the check is under way: begun, and without its verdict."""
    return any(frame.flow == CHECK and frame.state != VERDICT for frame in turn.session.frames)


def open_question(turn: Turn) -> str | None:
    """The question of the check that is open on top, or None."""
    top = turn.top
    return top.state if top is not None and top.flow == CHECK and top.state != VERDICT else None


def is_on_card(turn: Turn) -> bool:
    """Whether the card is open on top."""
    top = turn.top
    return top is not None and top.flow == CHECK and top.state == VERDICT


def usable_answers(turn: Turn, findings: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """The findings that can be taken as answers, by question; one option where only one can be."""
    plan, episode = turn.library.check.plan, turn.session.episode
    answered = episode.answers if is_checking(turn) and episode else {}
    found = {}
    for name, options in findings.items():
        question = plan.by_id.get(name)
        if question is None or name in STILL_ASKED or question.which_of or name in answered:
            continue
        known = tuple(option for option in question.options if option in options)
        if known and (question.kind == "many" or len(known) == 1):
            found[name] = known
    return found


def answered_by(turn: Turn, before: Session) -> tuple[bool, dict[str, tuple[str, ...]]]:
    """Whether a question was open before the turn, and the answer that it got in it.

    The question may have been beneath one of the bot's own; it has its answer once it is open no more.
    """
    asked, still = _asked(before), _asked(turn.session)
    episode, top = turn.session.episode, turn.top
    answered = episode.answers.get(asked) if episode and asked else None
    if asked is None or answered is None or asked == still or (top and top.flow != CHECK):
        return asked is not None, {}
    return True, {asked: answered}


def _asked(session: Session) -> str | None:
    return next((frame.state for frame in session.frames if frame.flow == CHECK and frame.state != VERDICT), None)
