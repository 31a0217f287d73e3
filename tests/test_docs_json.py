"""`docs/json.md` and the code promise the same: commands, keys, types, ids and answers; its dialogue goes as it stands there."""

from __future__ import annotations

import ast
import inspect
import re
import typing
from collections import defaultdict
from contextlib import closing
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import msgspec
import pytest

from bot.adapters.terminal import json_lines
from bot.adapters.terminal.conversation import LocalConversation
from bot.base.clock import HandClock
from bot.store import open_store
from bot.turns.service import TurnService
from flows.base.drawings import Chart, Page
from flows.base.replies import Heard, Picture, QuestionFacts, Reply, VerdictFacts
from flows.base.urgency import URGENCIES
from flows.checking.flow import NAVIGATION
from flows.talk.library import load_library
from flows.talk.session import load
from flows.talk.turn import Turn
from flows.turn.engine import advance
from flows.turn.registry import COMMANDS, REGISTRY
from tests.flows.support import CLOT, HOUR
from tests.flows.whom.answering import Answering
from tests.sessions.stored import FOLDER, read_stored
from tests.surroundings import ROOT

PAGE = (ROOT / "docs/json.md").read_text(encoding="utf-8")
_CODE = re.compile(r"`([^`\n]+)`")
library = cache(load_library)


# --- the page --------------------------------------------------------------------------------------------------------


def part(title: str) -> str:
    """What stands under a heading, without what stands under those below it."""
    found = re.search(rf"^##+ {re.escape(title)}\n(.*?)(?=^##+ |\Z)", PAGE, re.DOTALL | re.MULTILINE)
    assert found, title
    return found[1]


def rows(title: str) -> list[list[list[str]]]:
    """The table under a heading: for each row and cell the words in code font."""
    lines = [line for line in part(title).splitlines() if line.startswith("| ")][2:]
    return [[_CODE.findall(cell) for cell in line.strip("| ").split(" | ")] for line in lines]


def keys(title: str) -> set[str]:
    """The words in code font of a table's first column."""
    return {key for row in rows(title) for key in row[0]}


def value_of(title: str, key: str) -> list[str]:
    """The words in code font behind a key."""
    return next(row[1] for row in rows(title) if row[0] == [key])


BESIDE = {row[0][0]: row[2] for row in rows("Questions beside the check")}
CARD = set(_CODE.findall(part("Questions beside the check").rpartition("Beneath a card")[2]))


# --- the code --------------------------------------------------------------------------------------------------------


@cache
def shown() -> dict[str, set[str]]:
    """Every question that the stored sessions have open, with the choices it has; under `` those of a card."""
    found: dict[str, set[str]] = defaultdict(set)
    for stored in (one for path in sorted(FOLDER.glob("stored_*.jsonl")) for one in read_stored(path)):
        turn = Turn(library(), load(msgspec.json.encode(stored.session)), stored.now, "aaaaaa", REGISTRY)
        reply = REGISTRY.prompt(turn)
        if reply is not None:
            found[reply.question.id if reply.question else ""] |= {choice.id for choice in reply.choices}
    chat = Answering()  # a check for somebody else is shown by no registry of one's own
    chat.command("check")
    chat.tap("someone_else")
    chat.tap("whom.me")
    chat.for_other("with_me", CLOT).tap("once")
    chat.later(4 * HOUR)
    chat.tap("not_yet")
    chat.type("his foot is cold and white")
    wife = Answering()
    wife.type("my wife can't breathe and has chest pain, what do I do")
    wife.tap("yes")
    cold = Answering().check({"danger": "foot_cold"})  # nor did what 0.1.0 stored know of *What else?*
    cold.tap("what_else")
    cold.tap("side.left")
    for reply in (*chat.seen, *wife.seen, *cold.seen):
        if reply.choices:
            found[reply.question.id if reply.question else ""] |= {choice.id for choice in reply.choices}
    return found


def words(acts: set[str]) -> set[str]:
    """`pain.3` and `pain.<number>` as the same, and so any answer of the check and `<question>.<option>`."""
    first = {
        act: "<question>" if act.partition(".")[0] in library().check.plan.by_id else act.partition(".")[0]
        for act in acts
    }
    return {f"{first[act]}.…" if "." in act else act for act in acts}


def options(struct: type, field: str) -> set[str]:
    """What a field may be, of those that a type lists."""
    return set(typing.get_args(typing.get_type_hints(struct)[field]))


def written() -> set[str]:
    """The keys that `as_data` writes at the top of a reply."""
    tree = ast.parse(inspect.getsource(json_lines.as_data))
    nodes = [key for node in ast.walk(tree) if isinstance(node, ast.Dict) for key in node.keys]
    nodes += [node.slice for node in ast.walk(tree) if isinstance(node, ast.Subscript)]
    texts = {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return texts - {"label", "path", "alt"}  # those of an option, a text to copy or a file


# --- both ways -------------------------------------------------------------------------------------------------------


def test_every_command_stands_there_and_no_other() -> None:
    text = part("In").partition("Commands:")[2].partition(".")[0]
    assert _CODE.findall(text) == list(COMMANDS)


def test_every_input_stands_there_and_no_other() -> None:
    assert keys("In") == set(json_lines._Input.__struct_fields__)


def test_every_key_of_a_reply_stands_there_and_no_other() -> None:
    hints = typing.get_type_hints(Reply)
    files = {name for name, hint in hints.items() if {Picture, Chart, Page} & set(typing.get_args(hint))}
    assert keys("Every reply") | keys("A question") == written() | files
    assert keys("A verdict") == set(VerdictFacts.__struct_fields__)
    assert keys("What was understood") == set(Heard.__struct_fields__)


def test_every_type_kind_and_urgency_stands_there_and_no_other() -> None:
    assert set(value_of("Every reply", "type")) == options(Reply, "kind")
    assert set(value_of("A question", "kind")) == options(QuestionFacts, "kind")
    assert set(value_of("A verdict", "urgency")) == set(URGENCIES)


def test_every_question_of_the_check_stands_there_and_no_other() -> None:
    ids, beside = part("Questions of the check").split("Beside the options")
    assert _CODE.findall(ids.partition("*Not sure*.")[2]) == list(library().check.plan.by_id)
    assert set(_CODE.findall(beside)) == {"none", "unsure", *NAVIGATION}


def test_every_other_question_stands_there_and_no_other() -> None:
    assert set(BESIDE) == set(shown()) - set(library().check.plan.by_id) - {""}


@pytest.mark.parametrize("question", BESIDE)
def test_a_question_has_the_answers_that_stand_there(question: str) -> None:
    assert words(set(BESIDE[question])) <= words(shown()[question])


def test_a_card_has_the_answers_that_stand_there() -> None:
    assert words(CARD) <= words(shown()[""])


# --- the dialogue ----------------------------------------------------------------------------------------------------


def test_the_dialogue_goes_as_it_stands_there(tmp_path: Path) -> None:
    lines = part("A dialogue").split("```")[1].strip().splitlines()
    asked = [line[2:].encode() for line in lines if line.startswith("> ")]
    promised = [line[2:] for line in lines if line.startswith("< ")]
    assert len(lines) == len(asked) + len(promised)
    with closing(open_store(tmp_path / "chat.db", tmp_path / "keys")) as store:
        clock = HandClock(datetime(2026, 3, 1, 9, tzinfo=UTC))
        conversation = LocalConversation(store, TurnService(store, library(), advance), clock)
        came = [answer.decode() for answer in json_lines.serve(asked, conversation)]
    for line, answer in zip(promised, came, strict=True):
        assert re.fullmatch(".*".join(map(re.escape, line.split("…"))), answer), f"{line}\n{answer}"
