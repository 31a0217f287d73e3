"""What counts the shape of the code counts right: on a small tree that has one of everything."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.test_structure import LIMITS, exceeded, measure
from tools.structure.assertions import Assertions, count_assertions
from tools.structure.figures import Parameters, Sizes, count_figures
from tools.structure.turn import NotTraced, trace_turns

TREE = {
    "pyproject.toml": """
        [[tool.importlinter.contracts]]
        type = "layers"
        containers = ["flows"]
        layers = ["engine", "talk", "check | exercises", "(base)"]
        """,
    "flows/engine.py": """
        from flows.talk import turn
        from flows.understand.read import words
        def advance(library, session, event, now, fresh): return turn.take(library, session, event)
        """,
    "flows/library.py": """
        class Library:
            def prepare(self): ...
        def load_library(): return Library()
        """,
    "flows/talk/turn.py": """
        from flows.check import plan
        from flows.understand import read
        def take(library, session, event):
            from . import late
            return plan.answer(session, event, list(read.words(event)))
        """,
    "flows/talk/late.py": "class Late: x = 1",
    "flows/check/plan.py": """
        from typing import TYPE_CHECKING
        from ..exercises import sets
        from flows.base.model import Step
        if TYPE_CHECKING:
            from flows.talk.turn import take
        def answer(session, event, words, *, a=0, b=0, **c):
            import flows.talk.late
            return Step(session, event, words)
        """,
    "flows/exercises/sets.py": "import flows.base.model\nimport flows.exercises.reps",
    "flows/exercises/reps.py": "import json, flows.exercises.sets",
    "flows/base/model.py": """
        class Chose:
            def __init__(self, token): self.token = token
        class Typed(Chose): ...
        class Command(Chose): ...
        class Button: id, token = "left", "t"
        class Step:
            frames = ()
            def __init__(self, session, event, words):
                self.session, self.replies, self.id, self.token = self, [self], "side", "t"
                self.question, self.choices = self, [Button]
        """,
    "flows/understand/read.py": "def words(event): return (word for word in event.token)",
    "bot/__init__.py": "",
    "tests/test_it.py": """
        def test_it():
            with pytest.raises(ValueError): assert 1
            assert 2
        """,
}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name, text in TREE.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        (path.parent / "__init__.py").touch()
        path.write_text(text.replace("\n        ", "\n").lstrip("\n"), "utf-8")
    return tmp_path


def test_files_and_lines_are_counted(tree: Path) -> None:
    (tree / "flows/check/long.py").write_text("x = 1\n" * 301, "utf-8")
    figures = count_figures(tree, "flows")
    assert figures.folders["flows.check"] == Sizes(3, 309, 8, 301, "flows.check.long")
    assert (figures.total.files, figures.loose) == (16, 3)
    assert figures.parameters == Parameters(functions=8, many=1, worst=6, worst_name="flows.check.plan.answer")
    assert count_assertions(tree) == Assertions(files=2, tests=1, asserts=2, raises=1)


def test_imports_between_modules_are_measured(tree: Path) -> None:
    graph = count_figures(tree, "flows").modules
    plan, turn = "flows.check.plan", "flows.talk.turn"
    assert (graph.nodes, graph.levels, len(graph.arrows)) == (15, 5, 11)
    assert {(turn, "flows.talk.late"), (plan, "flows.talk.late")} <= graph.arrows  # both inside functions
    assert graph.for_types == {(plan, turn)}
    assert graph.rising == [(plan, "flows.exercises.sets"), (plan, "flows.talk.late"), (plan, turn)]
    assert graph.circles == [("flows.exercises.reps", "flows.exercises.sets")]
    assert graph.typed_circles == [(plan, turn), *graph.circles]


def test_imports_between_packages_are_measured(tree: Path) -> None:
    graph = count_figures(tree, "flows").packages
    assert (graph.nodes, graph.levels, len(graph.arrows), graph.for_types) == (8, 4, 8, frozenset())
    assert graph.rising == [("flows.check", "flows.exercises"), ("flows.check", "flows.talk")]
    assert graph.circles == [("flows.check", "flows.talk")]


def test_a_flat_tree_is_one_package_and_has_no_tiers(tmp_path: Path) -> None:
    (tmp_path / "flows").mkdir()
    (tmp_path / "flows/one.py").write_text("from flows import two", "utf-8")
    (tmp_path / "flows/two.py").touch()
    figures = count_figures(tmp_path, "flows")
    assert (figures.loose, figures.packages.nodes, figures.packages.levels, figures.modules.levels) == (2, 1, 1, 2)
    assert figures.packages.rising is None
    with pytest.raises(FileNotFoundError, match="no Python file"):
        count_figures(tmp_path, "bot")


def test_a_turn_enters_what_is_called_and_nothing_else(tree: Path) -> None:
    tap, *_ = trace_turns(tree)
    assert tap.entered == (
        ("engine.py", "advance"),
        ("talk/turn.py", "take"),
        ("understand/read.py", "words"),
        ("check/plan.py", "answer"),
        ("base/model.py", "Step.__init__"),
    )  # `talk/late.py` is imported on the way, and not called
    assert tap.outside_understand == 4
    assert list(tree.rglob("__pycache__")) == []


def test_a_tree_whose_turns_cannot_be_run_is_named(tree: Path) -> None:
    (tree / "flows/engine.py").write_text("import missing_library", "utf-8")
    with pytest.raises(NotTraced, match="missing_library"):
        trace_turns(tree)
    (tree / "flows/engine.py").unlink()
    with pytest.raises(NotTraced, match=r"advance is in none of .*flows\.engine"):
        trace_turns(tree)


def test_every_limit_can_be_exceeded(tree: Path) -> None:
    traces = trace_turns(tree)
    measured = measure(tree, traces)
    assert exceeded(measured, {what: measured[what] for what in LIMITS}) == []
    assert exceeded(measured, {what: measured[what] - 1 for what in LIMITS}) == list(LIMITS)
    many = "def take(a, b, c, d, e, f):\n    return a\n"
    for number in range(120):
        (tree / f"flows/more_{number}.py").write_text(many + "x = 1\n" * 301, "utf-8")
    assert exceeded(measure(tree, traces), LIMITS) == [what for what in LIMITS if what.startswith("flows: ")]
