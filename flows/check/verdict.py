"""From answers to one disposition: the most urgent rule that holds, what it can fit, the reasons and what is forbidden."""

from __future__ import annotations

import msgspec

from flows.base.urgency import CLINICIAN, EMERGENCY, URGENCIES, Urgency, level
from flows.check.check import Check
from flows.check.fits import best_fits
from flows.check.plan import Answers
from flows.check.telling import reasons

WINDOW = (2, 7)
"""Days within which a clinician is to be seen unless a rule says otherwise."""

WORTH_NAMING = 4
"""A card names a further harmless condition only if it has at least one in so many of the best one's points."""


class Verdict(msgspec.Struct, frozen=True):
    """What the answers come to.

    `rules` are the ids of all rules that hold at the verdict's urgency; `reasons` are atoms (`question.option`): all that was
    told, red ones first; `fits` at most three ids, best first; `named` are those that the card names, and `special` says
    that the first one's own advice may be given, because no other one forbids more; `grade` 1–3 if the best fit is a strain;
    `within` days from/to for `clinician_soon`; `forbids` are acts that nothing may offer; `sources` of the rules and of the
    best fit.
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
    # On an emergency nothing is named but what its signs are about.
    likely = () if reached == EMERGENCY and about else likely
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
        reasons=reasons(check.telling, answers, deciding, reached),
        within=min(windows, key=lambda window: (window[1], window[0]), default=WINDOW),
        forbids=frozenset(forbids),
        sources=tuple(dict.fromkeys(sources)),
    )


def reasons_at(check: Check, answers: Answers, urgency: Urgency) -> tuple[str, ...]:
    """What is told of these answers where the advice is of another urgency than they come to themselves."""
    held = check.plan.rules_that_hold(check.plan.bits(answers))
    deciding = tuple(rule for rule in held if rule.urgency == held[0].urgency)
    return reasons(check.telling, answers, deciding, level(urgency))
