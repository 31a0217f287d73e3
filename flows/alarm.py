"""A danger sign typed at any moment, in whatever flow: it is asked back in one question, and then it counts."""

from __future__ import annotations

from collections.abc import Iterator

from rapidfuzz import utils

from flows.answers import tell_sign
from flows.check import VERDICT
from flows.check_plan import TOLD, URGENT
from flows.flow import Flow
from flows.library import Library
from flows.model import Choice, QuestionFacts, Reply
from flows.prompts import open_question
from flows.say import label, phrase
from flows.talk import Talk
from flows.tokens import make


def heard(talk: Talk, text: str) -> str | None:
    """The urgent sign (`question.option`) whose words stand in the text, or None. An open check question is asked first."""
    plain = f" {utils.default_process(text)} "
    told = talk.episode.answers if talk.episode else {}
    for words, atom in _signs(talk.library, talk.language):
        question, _, option = atom.partition(".")
        if f" {words} " in plain and option not in told.get(question, ()):
            return atom
    return None


def _signs(library: Library, language: str) -> Iterator[tuple[str, str]]:
    floors = library.floors.of_option
    for atom, floor in floors.items():
        question, _, option = atom.partition(".")
        if floor < URGENT or option in (TOLD, "none", "unsure") or library.plan.by_id[question].which_of:
            continue
        for words in dict.fromkeys((label(library, language, question, option), phrase(library, language, atom))):
            yield utils.default_process(words), atom


def ask(talk: Talk, atom: str) -> None:
    """Ask back whether it is so, above whatever is open."""
    if talk.top is None or talk.top.flow != "alarm":
        talk.push("alarm", "open", atom=atom)


def typed(talk: Talk, text: str) -> bool:
    """Take a typed danger sign; False if there is none, or if the open question of the check takes it itself."""
    if open_question(talk) is not None:
        return False
    atom = heard(talk, text)
    if atom is None:
        return False
    ask(talk, atom)
    return True


def _prompt(talk: Talk) -> Reply:
    top = talk.top
    assert top is not None
    question, _, option = str(top.data["atom"]).partition(".")
    sign = label(talk.library, talk.language, question, option)
    return Reply(
        kind="question",
        paragraphs=(talk.words("alarm.ask", sign=sign), talk.words("alarm.meanwhile")),
        choices=(
            Choice("yes", talk.words("alarm.yes"), make(talk.sid, talk.turn, "yes")),
            Choice("no", talk.words("alarm.no"), make(talk.sid, talk.turn, "no")),
        ),
        urgent=True,
        slot=str(talk.turn),
        repeatable=True,
        question=QuestionFacts("alarm", "one", (1, 1)),
    )


def _act(talk: Talk, act: str) -> None:
    top = talk.top
    assert top is not None
    question, _, option = str(top.data["atom"]).partition(".")
    if act == "no":
        talk.pop()
        talk.tell("alarm.not_so")
    elif act == "yes":
        talk.pop()
        asked = talk.library.plan.by_id[question]
        if tell_sign(talk, asked, option):
            talk.say("sign_counts", sign=label(talk.library, talk.language, question, option))
        if talk.top is not None and talk.top.state == VERDICT:
            talk.show = True
    else:
        talk.say("not_understood")


ALARM = Flow(prompt=_prompt, act=_act)
