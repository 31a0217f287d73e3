"""`make cases` fails when a promise is broken, in whichever of the two groups."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tests.cases import __main__ as cases
from tests.cases.case import Case

GOOD = Case("good", "", {"breath": ("fainted",)}, "emergency_now", ("emergency_now",), ("pe",))
BAD = Case("bad", "", {"breath": ("fainted",)}, "self_care", ("self_care",), ("doms",))


@pytest.mark.parametrize(("first", "second", "code"), [(GOOD, GOOD, 0), (BAD, GOOD, 1), (GOOD, BAD, 1)])
def test_a_broken_promise_of_either_group_is_a_failure(
    first: Case, second: Case, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, case in (("built_with", first), ("told_by_others", second), ("told_later", GOOD)):
        monkeypatch.setattr(cases, name, lambda case=case: [case, replace(case, calf=False)])
    assert cases.main([]) == code
    assert ("NOT MET" in capsys.readouterr().out) == bool(code)
