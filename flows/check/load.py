"""Loads the check from `check/*.yaml`: what is asked, what follows, and what must hold between these files and their words."""

from __future__ import annotations

from pathlib import Path

from flows.check.check import Check
from flows.check.fits import parse_fits, parse_wordings
from flows.check.floors import parse_floors
from flows.check.machine import check_machine
from flows.check.models import read_check_files
from flows.check.parse import parse_plan, parse_what_else
from flows.check.rules import check_check, check_telling
from flows.check.telling import make_telling
from flows.check.word_rules import check_check_words
from flows.content.common import Common
from flows.content.problems import Problems


def load_check(folder: Path, common: Common, problems: Problems) -> Check | None:
    """Load the check of a content folder; None if problems leave nothing to go on with."""
    files = read_check_files(folder, problems)
    parsed = None if files is None else parse_plan(files.questions, files.rules, problems)
    if files is None or parsed is None:
        return None
    plan, findings = parsed
    rules, fits = files.rules.model, files.fits.model
    if not check_telling(files, plan, problems):
        return None
    floors = parse_floors(files.floors, plan, findings, problems)
    check = Check(
        plan=plan,
        machine=check_machine(plan),
        floors=floors,
        telling=make_telling(rules.telling, plan, floors.of_option),
        fits=parse_fits(files.fits, plan, findings, problems),
        acts=frozenset(fits.acts),
        forbids={urgency: tuple(acts) for urgency, acts in fits.forbids.items()},
        watches={watch: tuple(options) for watch, options in fits.watches.items()},
        wordings=parse_wordings(files.fits, plan, findings, problems),
        findings=findings,
        what_else=parse_what_else(files.what_else, plan, findings, problems),
        reviewed_on=min(rules.reviewed_on, files.questions.model.reviewed_on),
    )
    check_check(files, check, common.sources, problems)
    check_check_words(files, check, common.words, problems)
    return check
