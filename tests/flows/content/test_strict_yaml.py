"""The strict reader: what it reads, what it refuses, and that every refusal names the right line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from flows.content.strict_yaml import read_document
from tests.flows.content.reading import only_problem, read_text

# --- plain data -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("word", "word"),
        ("two words", "two words"),
        ("'quoted'", "quoted"),
        ('"yes"', "yes"),
        ("12", 12),
        ("-3", -3),
        ("2.5", 2.5),
        ("true", True),
        ("False", False),
        ("", None),
        ("~", None),
        ("null", None),
        ("2026-11-22", "2026-11-22"),
        ("12:30", "12:30"),
        ("1_000", "1_000"),
        ("'0112'", "0112"),
        ("[]", []),
        ("{}", {}),
        ("|\n  one\n  two\n", "one\ntwo\n"),
        (">-\n  one\n  two\n", "one two"),
        ("é – ≤", "é – ≤"),
    ],
)
def test_a_value_is_what_it_looks_like(tmp_path: Path, written: str, meant: Any) -> None:
    document = read_text(tmp_path, f"key: {written}\n")
    assert document.problems == []
    assert document.data == {"key": meant}
    assert type(document.data["key"]) is type(meant)


def test_keys_are_always_text(tmp_path: Path) -> None:
    assert read_text(tmp_path, "112: a\n1.5: b\n'true': c\n").data == {"112": "a", "1.5": "b", "true": "c"}


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path: Path) -> None:
    document = read_text(tmp_path, b"\xef\xbb\xbfa: 1\r\nb:\r\n  - x\r\n")
    assert (document.data, document.problems) == ({"a": 1, "b": ["x"]}, [])
    assert document.line("b", 0) == 3


words = st.text("abcdefghij :#'\"-?[]{},&*!|>%@`\n", max_size=12)

trees = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | words,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words, inner, max_size=4),
    max_leaves=20,
)


@given(st.dictionaries(words, trees, min_size=1, max_size=4), st.booleans())
def test_what_a_yaml_writer_wrote_reads_back(tmp_path_factory: pytest.TempPathFactory, tree: Any, flow: bool) -> None:
    # Old booleans come out quoted (the writer knows them too), aliases are switched off.
    class Plain(yaml.SafeDumper):
        def ignore_aliases(self, data: Any) -> bool:
            return True

    folder = tmp_path_factory.mktemp("written")
    document = read_text(folder, yaml.dump(tree, Dumper=Plain, default_flow_style=flow, allow_unicode=True))
    assert document.problems == []
    assert document.data == tree


# --- lines ------------------------------------------------------------------------------------------------------------


SAMPLE = """\
# a comment
first: 1

second:
  inner: [a,
    b]
  list:
    - x: 1
      y: 2
    -
      x: 3
"""


@pytest.mark.parametrize(
    ("keys", "line"),
    [
        ((), 1),
        (("first",), 2),
        (("second",), 4),
        (("second", "inner", 0), 5),
        (("second", "inner", 1), 6),
        (("second", "list", 0, "y"), 9),
        (("second", "list", 1), 11),
        (("second", "nothing here", "nor here"), 4),
        (("second", "list", 7), 7),
        (("nowhere",), 1),
    ],
)
def test_the_line_of_a_place(tmp_path: Path, keys: tuple[str | int, ...], line: int) -> None:
    assert read_text(tmp_path, SAMPLE).line(*keys) == line


def test_a_problem_names_file_and_line(tmp_path: Path) -> None:
    assert read_text(tmp_path, SAMPLE).problem("Oh.", "second", "list", 0, "y") == "content/some.yaml:9: Oh."


def test_a_file_outside_the_root_keeps_its_whole_path(tmp_path: Path) -> None:
    path = tmp_path / "outside.yaml"
    path.write_text("a: 1", encoding="utf-8")
    assert read_document(path, root=tmp_path / "elsewhere").name == path.as_posix()


# --- refusals ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["yes", "No", "ON", "off", "y", "N"])
def test_old_booleans_as_values(tmp_path: Path, word: str) -> None:
    problem = only_problem(tmp_path, f"a: 1\nb: {word}\n")
    assert problem.startswith("content/some.yaml:2: ")
    assert f'put it in quotes: "{word}", or write true or false' in problem


@pytest.mark.parametrize("word", ["NO", "y", "On", "true", "null", "~"])
def test_old_booleans_and_constants_as_keys(tmp_path: Path, word: str) -> None:
    document = read_text(tmp_path, f"names:\n  SE: Sweden\n  {word}: Norway\n")
    assert len(document.problems) == 1
    assert document.problems[0].startswith("content/some.yaml:3: ")
    assert f'"{word}"' in document.problems[0]


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, 'the key "a" is here twice; it was first written on line 1'),
        ("x:\n  - {a: 1, a: 2}\n", 2, 'the key "a" is here twice'),
        ("a: &name 1\n", 1, "an anchor (&name)"),
        ("a: &name {b: 1}\n", 1, "an anchor (&name)"),
        ("a: !!str 1\n", 1, "a tag"),
        ("a: 1\nb: !python/object:os.system [x]\n", 2, "a tag"),
        ("a: 1\n<<: {b: 1}\n", 2, "merging"),
        ("a: 1\n? [b, c]\n: 2\n", 2, "a key must be a plain word"),
        ("a: 0112\n", 1, "begins with a zero"),
        ("a:\n\tb: 1\n", 2, "there is a tab"),
        ("a: 'x\ty'\n", 1, "there is a tab"),
        ("a: 1\n---\nb: 2\n", 2, "a second document"),
        ("", 1, "this file is empty"),
        ("# only a comment\n", 1, "this file is empty"),
        ("---\n", 1, "this file is empty"),
        ("fine: 1\nodd: a: b\n", 2, "a colon stands where none can"),
        ("a: 1\nb: 'never closed\nc: 2\n", 2, "a quote is not closed"),
        ("a: 1\nb: [1, 2\nc: 3\n", 2, "a list in [brackets] is not closed"),
        ("a: 1\nlost words\nb: 2\n", 2, "a key without its colon"),
        ("a:\n  - x\n b: 3\n", 3, "indented differently"),
        ("a: @x\n", 1, "needs quotes"),
        ("a: 1\nb: \x07\n", 2, "control characters"),
        (b"a: 1\nb: caf\xe9\n", 2, "this is not UTF-8 text"),
    ],
)
def test_what_is_refused(tmp_path: Path, text: str | bytes, line: int, says: str) -> None:
    problem = only_problem(tmp_path, text)
    assert problem.startswith(f"content/some.yaml:{line}: ")
    assert says in problem
    assert problem.endswith(".")


def test_an_alias_is_refused_besides_its_anchor(tmp_path: Path) -> None:
    problems = read_text(tmp_path, "a: &x 1\nb: *x\n*x : 3\n").problems
    assert [problem.split(": ")[0] for problem in problems] == [f"content/some.yaml:{line}" for line in (1, 2, 3)]


def test_a_missing_file_is_a_sentence(tmp_path: Path) -> None:
    assert read_document(tmp_path / "none.yaml", tmp_path).problems == [
        "none.yaml:1: this file cannot be read (No such file or directory)."
    ]


def test_all_problems_are_listed_and_the_rest_is_read(tmp_path: Path) -> None:
    document = read_text(tmp_path, "a: yes\na: {b: 1}\nc:\n  d: on\n  <<: [1]\ne: 5\n")
    assert [int(problem.split(":")[1]) for problem in document.problems] == [1, 2, 4, 5]
    assert document.data == {"a": "yes", "c": {"d": "on"}, "e": 5}


@given(st.text("ab:-[]{}'\"#&*!|>%\n ", max_size=60))
def test_no_text_makes_it_raise(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    document = read_text(tmp_path_factory.mktemp("any"), text)
    assert document.data is not None or document.problems
