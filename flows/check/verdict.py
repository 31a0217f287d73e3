"""From answers to one disposition: the most urgent rule that holds, what it can fit, the reasons and what is forbidden."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from flows.base.urgency import CLINICIAN, URGENCIES, URGENT, Urgency
from flows.check.check import Check
from flows.check.conditions import All, Any_, AtLeast, Atom, Node
from flows.check.fits import best_fits
from flows.check.plan import TOLD, Answers, Rule

MOST_REASONS = 4
WINDOW = (2, 7)
"""Days within which a clinician is to be seen unless a rule says otherwise."""

WORTH_NAMING = 4
"""A card names a further harmless condition only if it has at least one in so many of the best one's points."""

FOUND = ("walk.limp", "walk.walk_bad", "look.bruise")
"""What is named on a calm card first if it was told: it should not look overlooked."""
REASSURING = ("look.none", "walk.walk_easy")


class Verdict(msgspec.Struct, frozen=True):
    """What the answers come to.

    `rules` are the ids of all rules that hold at the verdict's urgency; `reasons` are atoms (`question.option`), red
    ones first; `fits` at most three ids, best first; `named` are those that the card names, and `special` says that the first
    one's own advice may be given, because no other one forbids more; `grade` 1–3 if the best fit is a strain; `within` days from/to
    for `clinician_soon`; `forbids` are acts that nothing may offer; `sources` of the rules and of the best fit.
    """

    urgency: Urgency
    fits: tuple[str, ...]
    named: tuple[str, ...]
    special: bool
    grade: int | None
    rules: tuple[str, ...]
    reasons: tuple[str, ...]
    within: tuple[int, int]
    forbids: frozenset[str]
    sources: tuple[str, ...]


def decide(check: Check, answers: Answers) -> Verdict:
    """The verdict on these answers; what was not asked counts as not so. No rule at all: see a clinician."""
    plan = check.plan
    true = plan.bits(answers)
    held = plan.rules_that_hold(true)
    reached = held[0].urgency if held else CLINICIAN
    deciding = tuple(rule for rule in held if rule.urgency == reached)
    about = frozenset(fit for rule in deciding for fit in rule.fits)
    ranked = best_fits(check.fits, true, plan.every, reached, about)
    fits = tuple(fit for fit, _ in ranked)
    best = ranked[0][1] if ranked else 0
    likely = tuple(
        fit
        for fit, points in ranked
        if fit.id != "other" and fit.most >= reached and (fit.most > CLINICIAN or points * WORTH_NAMING >= best)
    )
    named = tuple(fit for fit in fits if fit.id in about or fit in likely) or fits[:1]
    urgency = URGENCIES[reached]
    always = {*check.forbids[urgency], *(act for rule in deciding for act in rule.forbids)}
    forbids = always.union(*(fit.forbids for fit in named))
    windows = [rule.within or WINDOW for rule in deciding if reached == CLINICIAN]
    sources = [source for rule in deciding for source in rule.sources] + [s for fit in fits[:1] for s in fit.sources]
    return Verdict(
        urgency=urgency,
        fits=tuple(fit.id for fit in fits) or ("other",),
        named=tuple(fit.id for fit in named) or ("other",),
        special=not forbids.difference(always, *(fit.forbids for fit in named[:1])),
        grade=fits[0].grade if fits else None,
        rules=tuple(rule.id for rule in deciding),
        reasons=_reasons(deciding, answers, reached, check.floors.of_option),
        within=min(windows, key=lambda window: (window[1], window[0]), default=WINDOW),
        forbids=frozenset(forbids),
        sources=tuple(dict.fromkeys(sources)),
    )


def _reasons(deciding: tuple[Rule, ...], answers: Answers, reached: int, floors: Mapping[str, int]) -> tuple[str, ...]:
    chosen = {f"{question}.{option}" for question, options in answers.items() for option in options}
    spoken = [atom for rule in deciding for atom in _speaking(rule.when) if atom in chosen]
    reasons = [atom for atom in spoken if not atom.endswith(".none")]
    reasons = [atom for atom in reasons if not _named_closer(atom, reasons, floors)]
    reasons.sort(key=lambda atom: floors.get(atom, 0) < URGENT)  # red ones first, else as the rules name them
    # The story around the signs: which leg and how it began; for the mild ones also what was not found.
    story = [f"{question}.{option}" for question in ("onset", "side") for option in answers.get(question, ())]
    if reached >= URGENT:
        # Which leg it is stands in the sentence to say already.
        reasons = [atom for atom in reasons if not atom.startswith("side.")]
        reasons += [atom for atom in story if atom == "onset.no_reason"]
    elif reached == CLINICIAN:
        reasons += [atom for atom in (*story[:1], "walk.limp") if atom in chosen]
    else:
        found = [atom for atom in FOUND if atom in chosen]
        reasons = [*found, *reversed(story), *(atom for atom in REASSURING if atom in chosen)]
    return tuple(dict.fromkeys(reasons))[:MOST_REASONS]


def _named_closer(atom: str, reasons: list[str], floors: Mapping[str, int]) -> bool:
    """Whether this is a sign told in one line (swelling, warmth or colour) and a reason at least as urgent says which it is."""
    question, _, option = atom.partition(".")
    others = [other for other in reasons if other != atom and other.startswith(f"{question}.")]
    return option == TOLD and any(floors.get(other, 0) >= floors.get(atom, 0) for other in others)


def _speaking(node: Node) -> list[str]:
    """The options that count for a condition, in reading order (those under `not` do not)."""
    match node:
        case Atom(name):
            return [name]
        case All(items) | Any_(items) | AtLeast(_, items):
            return [atom for item in items for atom in _speaking(item)]
        case _:
            return []
