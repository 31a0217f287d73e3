"""The proof holds for the content as it is, and each promise that is broken is told with the answers that break it."""

from __future__ import annotations

from functools import cache

import msgspec
import pytest

from flows.base.urgency import URGENCIES
from flows.check.conditions import ALWAYS, All, Any_, Atom, Below, Node, Not
from flows.check.floors import Excuse, Floor, Floors
from flows.check.machine import check_machine
from flows.check.models import TellingEntry
from flows.check.plan import Plan, Question, Rule
from flows.check.telling import make_telling
from flows.proof.drive import Met
from flows.proof.proof import Failure, Report, prove
from flows.proof.reach import unreached
from flows.proof.walk import Walk
from flows.talk.library import Library
from tests.flows.support import library
from tests.flows.support.small_checks import HOME, NOW, OK, SOON, TODAY, question, rule


@cache
def report() -> Report:
    return prove(library())


# --- the content as it is --------------------------------------------------------------------------------------------


def test_everything_that_is_promised_about_the_check_holds() -> None:
    assert report().failures == (), report().told()


def test_the_promised_lengths_are_in_the_counts() -> None:
    counts = report().counts
    assert counts["fewest answers to emergency_now"] == 1
    assert counts["paths on which no rule holds"] == 0
    assert max(counts[f"most answers to {urgency}"] for urgency in URGENCIES) <= 14
    assert counts["fewest answers to ok_to_run"] == 9


def test_paths_add_up() -> None:
    counts = report().counts
    assert counts["paths"] == sum(counts[f"paths to {urgency}"] for urgency in URGENCIES)
    assert counts["paths"] > 10**9
    assert counts["states"] < 10_000


# --- each promise broken once ----------------------------------------------------------------------------------------

QUESTIONS = (
    question("breath", "gasping", "coughing", last="none unsure"),
    msgspec.structs.replace(
        question("breath_which", "gasping", "coughing", last="unsure", ask_if=Atom("breath.unsure")), which_of="breath"
    ),
    question("side", "left", "both_muscle", part="leg"),
    question("onset", "pop", "hours_later", part="leg"),
    question("power", "weak", last="none unsure", ask_if=All((Atom("onset.pop"), Below(TODAY))), part="leg"),
    question("walk", "easy", "limp", ask_if=Below(TODAY), part="leg"),
)
RULES = (
    rule("gasp", NOW, Any_((Atom("breath.gasping"), Atom("breath.coughing")))),
    rule(
        "doubt", TODAY, Any_((Atom("breath_which.gasping"), Atom("breath_which.coughing"), Atom("breath_which.unsure")))
    ),
    rule("doubts", NOW, All((Atom("breath_which.gasping"), Atom("breath_which.coughing")))),
    rule("weak", TODAY, Any_((Atom("power.weak"), Atom("power.unsure")))),
    rule("limp", SOON, Atom("walk.limp")),
    rule("sore", HOME, Any_((Atom("side.left"), Atom("onset.pop")))),
    rule("fine", OK, All((Atom("side.both_muscle"), Atom("onset.hours_later"), Atom("walk.easy")))),
)
OF_OPTION = {
    **dict.fromkeys(("breath.gasping", "breath.coughing"), NOW),
    **dict.fromkeys(("breath_which.gasping", "breath_which.coughing", "breath_which.unsure"), TODAY),
    **dict.fromkeys(("power.weak", "power.unsure"), TODAY),
    "walk.limp": SOON,
}


def excuse(name: str, when: Node) -> Excuse:
    (asked,) = (other for other in QUESTIONS if other.id == name)
    return Excuse(name, frozenset(asked.atoms), when, "There is no need to ask.")


EXCUSES = (excuse("breath_which", Not(Atom("breath.unsure"))), excuse("power", Not(Atom("onset.pop"))))


def tiny(
    questions: tuple[Question, ...] = QUESTIONS,
    rules: tuple[Rule, ...] = RULES,
    of_option: dict[str, int] = OF_OPTION,
    combined: tuple[Floor, ...] = (),
    excused: tuple[Excuse, ...] = EXCUSES,
    most: int = 14,
    spared: frozenset[str] = frozenset(),
) -> Library:
    """A check of six questions that holds; the tests break one thing each."""
    real = library()
    single = tuple(Floor(atom, urgency, (atom,)) for atom, urgency in of_option.items())
    plan = Plan(questions, rules, most)
    floors = Floors((*single, *combined), of_option, excused, spared)
    check = msgspec.structs.replace(
        real.check,
        plan=plan,
        machine=check_machine(plan),
        floors=floors,
        telling=make_telling(TellingEntry(), plan, of_option),
        fits=(),
    )
    return msgspec.structs.replace(real, check=check)


def other_question(name: str, **changes: object) -> tuple[Question, ...]:
    return tuple(msgspec.structs.replace(asked, **changes) if asked.id == name else asked for asked in QUESTIONS)


def other_rule(name: str, when: Node) -> tuple[Rule, ...]:
    return tuple(msgspec.structs.replace(known, when=when) if known.id == name else known for known in RULES)


def test_the_tiny_check_holds() -> None:
    assert prove(tiny()).failures == ()


BROKEN: dict[str, tuple[Library, str, str]] = {
    "a question that is never asked": (
        tiny(questions=(*QUESTIONS, question("ghost", "a", "b", ask_if=Any_(())))),
        "idle", "the question ghost is asked on no path",
    ),
    "a rule that never holds": (
        tiny(rules=(*RULES, rule("both", SOON, All((Atom("side.left"), Atom("side.both_muscle")))))),
        "idle", "the rule both holds on no path",
    ),
    "a rule that is always beaten": (
        tiny(rules=(*RULES, rule("beaten", SOON, Atom("power.weak")))),
        "idle", "the rule beaten never decides: wherever it holds, more than clinician_soon is reached",
    ),
    "a verdict that nobody gets": (
        tiny(rules=tuple(known for known in RULES if known.id != "fine")),
        "idle", "no path ends in ok_to_run",
    ),
    "a floor that guards nothing": (
        tiny(combined=(Floor("both", TODAY, ("side.left", "side.both_muscle")),)),
        "idle", "the options of the floor both can never all be chosen on one path",
    ),
    "a rule that is gone": (
        tiny(rules=tuple(known for known in RULES if known.id != "weak")),
        "floor", "must lead at least to urgent_same_day, but the verdict is self_care",
    ),
    "a combination that leads nowhere": (
        tiny(combined=(Floor("pop_and_limp", TODAY, ("onset.pop", "walk.limp")),)),
        "floor", "pop_and_limp must lead at least to urgent_same_day, but the verdict is clinician_soon",
    ),
    "a floor that was forgotten": (
        tiny(of_option={atom: urgency for atom, urgency in OF_OPTION.items() if atom != "power.weak"}),
        "no floor", "power.weak alone means urgent_same_day by the rule weak, but has no such floor",
    ),
    "a question that hides": (
        tiny(questions=other_question("walk", ask_if=All((Below(TODAY), Atom("side.left"))))),
        "hidden", "walk.limp was not asked about and would have meant clinician_soon instead of self_care",
    ),
    "a follow-up without its excuse": (
        tiny(excused=EXCUSES[:1]),
        "hidden", "power.weak was not asked about and would have meant urgent_same_day instead of clinician_soon",
    ),
    "an excuse that nobody needs": (
        tiny(excused=(*EXCUSES, excuse("side", ALWAYS))),
        "excuse", "excuse 3 (side: There is no need to ask.) is never needed; take it out",
    ),
    "something spared that nobody needs": (
        tiny(spared=frozenset({"power.weak"})),
        "excuse", "power.weak under `doubt` is never needed; take it out",
    ),
    "a red sign under not": (
        tiny(rules=other_rule("sore", All((Atom("side.left"), Not(Atom("power.weak")))))),
        "not", "the rule sore has power.weak under `not`, where a red sign would lower the verdict",
    ),
    "one doubt that does not count": (
        tiny(rules=other_rule("doubt", Any_((Atom("breath_which.gasping"), Atom("breath_which.coughing"))))),
        "doubt", "breath_which.unsure does not count as urgent_same_day",
    ),
    "two doubts that do not count": (
        tiny(rules=other_rule("doubts", All((Atom("breath_which.gasping"), Atom("breath_which.coughing"), Atom("side.left"))))),
        "doubt", "breath_which.gasping and breath_which.coughing together do not count as emergency_now",
    ),
    "which ones that is left out": (
        tiny(questions=other_question("breath_which", ask_if=All((Atom("breath.unsure"), Not(Atom("breath.gasping")))))),
        "doubt", "breath_which does not always follow a *Not sure* on breath",
    ),
    "a doubt that lowers": (
        tiny(rules=other_rule("weak", Any_((Atom("power.weak"), Atom("power.none"))))),
        "doubt", "*Not sure* on power ends lower than *None of these*",
    ),
    "too many questions": (
        tiny(most=4),
        "too long", "any path takes 5 answers where 4 are promised",
    ),
    "an emergency that waits": (
        tiny(rules=other_rule("gasp", All((Any_((Atom("breath.gasping"), Atom("breath.coughing"))), Atom("side.left"))))),
        "slow", "does not end the check at once",
    ),
    "progress that grows": (
        # What is asked only because something urgent has come up was not counted in what is left.
        tiny(questions=(*QUESTIONS, *(question(name, "a", "b", ask_if=Not(Below(TODAY))) for name in ("e", "f", "g")))),
        "progress", "5 questions were said to be left, and after one answer 5",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_promise_is_told_with_its_kind(name: str) -> None:
    broken, kind, message = BROKEN[name]
    failures = prove(broken).failures
    assert any(failure.kind == kind and message in failure.message for failure in failures), failures


def test_a_failure_shows_the_answers_that_lead_to_it() -> None:
    broken = tiny(rules=tuple(known for known in RULES if known.id != "weak"))
    (floor, *_) = (failure for failure in prove(broken).failures if failure.kind == "floor")
    assert floor.told().splitlines()[1].strip().startswith("breath: none → side: ")
    assert "onset: pop → power: " in floor.told()
    answers = dict(floor.path)
    assert broken.check.plan.known(frozenset(answers), broken.check.plan.bits(answers)).next is None


def test_the_report_is_told_with_counts_first() -> None:
    told = Report({"paths": 1234567}, (Failure("floor", "too low", (("side", ("left", "right")),)),)).told()
    assert told == "paths  1,234,567\nfloor: too low\n    side: left and right"


def test_a_fit_that_is_never_named_or_never_first_is_told() -> None:
    real = library()
    cramp = next(fit for fit in real.check.fits if fit.id == "cramp")
    second = msgspec.structs.replace(cramp, id="second")
    unnamed = msgspec.structs.replace(cramp, id="unnamed", requires=lambda *_: False)
    fits = (*real.check.fits, second, unnamed)
    mutant = msgspec.structs.replace(real, check=msgspec.structs.replace(real.check, fits=fits))
    seen = Met(
        rules={known.id for known in real.check.plan.rules},
        named={fit.id for fit in real.check.fits},
        best={fit.id for fit in real.check.fits},
    )
    messages = [
        failure.message for failure in unreached(mutant, Walk(real.check.plan), set(range(5)), real.check.machine, seen)
    ]
    assert messages == ["the fit second never comes first", "the fit unnamed is never named"]
