"""A person's answers in words: labels, the short phrases that cards and hand-off texts use, and what a list was about."""

from __future__ import annotations

from functools import lru_cache

from flows.check.plan import Plan, Question
from flows.content.words import Words
from flows.talk.library import Library


def shown(library: Library, language: str, question: str) -> tuple[tuple[str, str, str], ...]:
    """All options of a question in the order in which they are shown: id, words, act. Made once for each language."""
    return _shown(library.check.plan, library.words, language, question)


@lru_cache(maxsize=1024)
def _shown(plan: Plan, words: Words, language: str, question: str) -> tuple[tuple[str, str, str], ...]:
    asked = plan.by_id[question]
    every = (*asked.options, *(("none", *asked.last) if asked.which_of else asked.last))
    return tuple((option, _label(words, language, asked, option), f"{question}.{option}") for option in every)


def label(library: Library, language: str, question: str, option: str) -> str:
    """The words on the option's button."""
    return _label(library.words, language, library.plan.by_id[question], option)


def _label(words: Words, language: str, question: Question, option: str) -> str:
    asked = question.which_of or question.id
    key = f"questions.{asked}.options.{option}"
    if option == "none" and asked != question.id:
        return words.text(language, "talk.which_none")
    return words.text(language, key if words.has(language, key) else f"talk.{option}")


def labels(library: Library, language: str, question: str, options: tuple[str, ...]) -> str:
    """The words of several options, in the order in which they are shown."""
    return library.text(language, "talk.joined").join(
        words for option, words, _ in shown(library, language, question) if option in options
    )


def phrase(library: Library, language: str, atom: str) -> str:
    """The option as it reads inside a sentence: `left leg only`."""
    question, _, option = atom.partition(".")
    plan_question = library.plan.by_id[question]
    asked = plan_question.which_of or question
    words = library.words
    if option == "unsure":
        return words.text(language, "talk.unsure_of", about=words.text(language, f"questions.{asked}.about"))
    key = f"questions.{asked}.said.{option}"
    said = (
        words.text(language, key) if words.has(language, key) else _lowered(label(library, language, question, option))
    )
    return words.text(language, "talk.maybe", about=said) if plan_question.which_of in library.doubted else said


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] == " " else text


def question_text(library: Library, language: str, question: str) -> str:
    """The question's sentence; a "Which ones?" list has the same one for all lists."""
    if library.plan.by_id[question].which_of:
        return library.text(language, "talk.which")
    return library.text(language, f"questions.{question}.text")
