"""`check`: the content, then the proof; what is printed is what a reviewer reads first."""

from __future__ import annotations

import time

import typer

from flows.proof.proof import prove
from flows.talk.library import load_library


def check_everything() -> int:
    """Print counts and failures; 0 if all is well, else 1. Raises `ContentError` if the content does not load."""
    library = load_library()
    library.prepare()
    plan = library.check.plan
    typer.echo(
        f"content: {len(plan.questions)} questions, {sum(len(q.every) for q in plan.questions)} options, {len(plan.rules)} rules, "
        f"{len(library.check.floors.all)} floors, {len(library.check.fits)} conditions, {len(library.exercises.by_id)} exercises, "
        f"{len(library.exercises.routines)} routines, {len(library.topics.by_id)} topics, "
        f"{len(library.topics.claims)} claims, {len(library.sources.sources)} sources, "
        f"{len(library.places.countries.countries)} countries, languages: {', '.join(library.words.languages)}"
    )
    began = time.perf_counter()
    report = prove(library)
    for name, count in report.counts.items():
        typer.echo(f"proof: {name}: {count:,}")
    for failure in report.failures:
        typer.echo(f"FAILED {failure.kind}: {failure.message}", err=True)
        for question, options in failure.path:
            typer.echo(f"    {question}: {', '.join(options)}", err=True)
    verdict = f"{len(report.failures)} failures" if report.failures else "everything holds"
    typer.echo(f"proof: {verdict} ({time.perf_counter() - began:.1f} s)")
    return 1 if report.failures else 0
