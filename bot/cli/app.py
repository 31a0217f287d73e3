"""The command line: `python -m bot run | chat | check | draw | evidence`. Each command imports only what it needs."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from flows.base.errors import CalfwiseError

app = typer.Typer(
    name="calfwise",
    help="Calfwise: a rule-based chat companion for runners with calf pain.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.command()
def run() -> None:
    """Start the adapters whose token is set; with none, the terminal chat."""
    from bot.cli.run import run_everything

    run_everything()


@app.command()
def chat(
    json: Annotated[
        bool, typer.Option("--json", help="One JSON object a line, in and out (see docs/json.md).")
    ] = False,
    save: Annotated[
        Path | None, typer.Option("--save", help="Write the conversation to this file as a transcript test.")
    ] = None,
) -> None:
    """Talk to it here, with no token at all."""
    from bot.cli.chat import chat_here, chat_json, prepare_settings

    if json and save:
        raise CalfwiseError("--json and --save do not go together: --save writes down a conversation between people.")
    settings = prepare_settings()
    if json:
        chat_json(settings)
    else:
        chat_here(settings, save)


@app.command()
def check() -> None:
    """Check all content and prove the check: every path, floor and bound. Prints counts."""
    from bot.cli.check import check_everything

    raise typer.Exit(check_everything())


@app.command()
def draw(
    check: Annotated[bool, typer.Option("--check", help="Only say whether docs/flow.md is up to date.")] = False,
) -> None:
    """Write the diagram of the conversation to docs/flow.md."""
    from bot.cli.flow_page import draw_flow

    raise typer.Exit(draw_flow(only_check=check))


@app.command()
def evidence(
    check: Annotated[bool, typer.Option("--check", help="Only say whether docs/evidence.md is up to date.")] = False,
) -> None:
    """Write how sure each topic and claim is, with all sources, to docs/evidence.md."""
    from bot.cli.evidence_page import write_evidence

    raise typer.Exit(write_evidence(only_check=check))


def main() -> None:
    """Run a command; what a person can put right is said in a sentence, without a traceback."""
    try:
        app()
    except CalfwiseError as error:
        typer.echo(error, err=True)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
