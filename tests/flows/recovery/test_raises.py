"""The heel-raise test: how many are enough, by the other leg and by age."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.flows.recovery.stages import AGES, ladder


def test_the_norms_are_the_lower_published_figures() -> None:
    assert [ladder().norm(age, "men") for age in AGES[2:]] == [37, 32, 28, 23, 19, 14, 10]
    assert [ladder().norm(age, "women") for age in AGES[2:]] == [30, 27, 24, 21, 19, 16, 13]
    assert ladder().norm("70_79", "untold") == 14
    assert ladder().norm("", "men") is None
    assert ladder().norm("under_20", "men") is None


@pytest.mark.parametrize(
    ("age", "sex", "other", "wanted", "target"),
    [
        ("20_29", "men", 40, None, 25),  # a high norm asks for no more than 25
        ("50_59", "women", 20, None, 21),  # the norm, where the other leg is no better
        ("50_59", "women", 5, None, 21),  # a poor other leg lowers nothing
        ("50_59", "women", 25, None, 23),  # nine tenths of the other leg
        ("50_59", "women", 60, None, 25),
        ("", "", 10, None, 25),  # without an age there is no norm to go by
        ("60_69", "men", 20, 30, 19),  # 30 is beyond the norm of that age
        ("20_29", "men", 40, 30, 30),
    ],
)
def test_how_many_raises_are_enough(age: str, sex: str, other: int, wanted: int | None, target: int) -> None:
    assert ladder().raises_target(age, sex, other, wanted) == target


@given(age=st.sampled_from(AGES), sex=st.sampled_from(["men", "women", "untold", ""]), other=st.integers(0, 100))
def test_enough_is_25_or_the_norm_with_nine_tenths_of_the_other_leg(age: str, sex: str, other: int) -> None:
    target, norm = ladder().raises_target(age, sex, other), ladder().norm(age, sex)
    for sore in range(60):
        plain = sore >= 25 or (norm is not None and sore >= norm and 10 * sore >= 9 * other)
        assert (sore >= target) is plain


def test_a_gap_of_six_can_be_chance() -> None:
    assert [sore for sore in range(40) if ladder().raises_near(sore, 25)] == [19, 20, 21, 22, 23, 24]
