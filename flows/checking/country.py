"""Which country: asked for the sake of the emergency number, never guessed."""

from __future__ import annotations

from msgspec.structs import replace

from flows.base.replies import Reply
from flows.base.tokens import Act
from flows.checking.card import country_of
from flows.places.country import find_country
from flows.talk.asking import ask, buttons
from flows.talk.flow import Flow, Nothing, Open
from flows.talk.show import Show
from flows.talk.turn import Turn


def number_of(turn: Turn) -> str:
    """The emergency number of the person's country, or an empty string where none is known."""
    entry = turn.library.places.countries.countries.get(country_of(turn.session.person, turn.now))
    return entry.emergency[0] if entry else ""


def set_country(turn: Turn, code: str) -> Show:
    """Remember the country; the card is then shown again with its number."""
    entry = turn.library.places.countries.countries.get(code)
    if entry is None:
        turn.say("country_unknown")
        return Show.USUAL
    turn.session.person = replace(turn.session.person, country=code, country_at=turn.now)
    lines = [
        turn.text(
            "country_set",
            country=turn.library.text(turn.language, f"countries.names.{code}"),
            number=" / ".join(entry.emergency),
        )
    ]
    if not entry.checked:
        lines.append(turn.text("country_unchecked"))
    if entry.health_line:
        lines.append(turn.text("country_line", line=entry.health_line))
    turn.message("\n".join(lines))
    return Show.REDRAW


def _prompt(turn: Turn, frame: Open[Nothing]) -> Reply:
    names = [(code, turn.words(f"countries.names.{code}")) for code in turn.library.places.countries.likely]
    acts = [*((f"country.{code}", name) for code, name in names), ("leave", turn.text("country_none"))]
    return ask(turn, "country", turn.text("country_ask"), buttons(turn, acts), kind="text")


def _act(turn: Turn, frame: Open[Nothing], act: Act) -> Show:
    if act.word == "leave":
        turn.pop()
        return Show.USUAL
    if act.word != "country" or not act.argument:
        turn.say("country_unknown")
        return Show.USUAL
    turn.pop()
    return set_country(turn, act.argument)


def _typed(turn: Turn, frame: Open[Nothing], text: str) -> Show:
    code = find_country(turn.library.country_names(turn.language), text)
    if code is None:
        turn.say("country_unknown")
        return Show.USUAL
    turn.pop()
    return set_country(turn, code)


COUNTRY = Flow(_prompt, _act, anything=_typed, beside=False, outlives=False)
