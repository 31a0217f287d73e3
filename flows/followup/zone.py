"""The person's time zone, in one tap or by a city that is typed.

A few likely zones are offered, each with the time it is there.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from msgspec.structs import replace

from flows.base.hours import time_text, zone_of
from flows.base.replies import Reply
from flows.base.tokens import Act
from flows.followup.reminder_plan import plan_every_reminder
from flows.places.country import find_country
from flows.places.zones import city_of
from flows.talk.asking import ask, button, buttons, not_understood
from flows.talk.flow import Flow, Open
from flows.talk.show import Show
from flows.talk.turn import Turn

NAME = "zone"


class Offered(msgspec.Struct, frozen=True):
    """The zones to choose from, and what is gone on with (an act or command)."""

    then: str
    zones: list[str]


def ask_zone(turn: Turn, then: str, *, anew: bool = False) -> bool:
    """Ask, then go on with the card act or command `then`; False: it is known.

    It goes on whatever the answer is; `anew` asks though it is known. *Not now* leaves it as it was; `turn.zone_asked` then
    keeps `then` from asking a second time in the same turn.
    """
    if turn.session.person.zone and not anew:
        return False
    turn.push(NAME, "ask", Offered(then, list(turn.library.places.zones.likely(turn.session.person.country))))
    return True


def ask_zone_first(turn: Turn, then: str) -> Show:
    """Ask for the zone if it is not known, so that nothing comes at night."""
    if then.isdecimal():  # a place on a list further up: there is nothing to go on with
        turn.say("already")
        return Show.ANEW
    if turn.zone_asked or not ask_zone(turn, then):
        return turn.ways.go_on(turn, then)
    return Show.USUAL


def _prompt(turn: Turn, frame: Open[Offered]) -> Reply:
    zones = buttons(turn, ((f"{NAME}.{n}", label) for n, label in enumerate(_labels(turn, frame.data.zones))))
    leave = button(turn, "leave", turn.words("zones.leave"), "last")
    return ask(turn, NAME, turn.words(f"zones.{frame.state}"), (*zones, leave), kind="text")


def _labels(turn: Turn, zones: Sequence[str]) -> list[str]:
    """City and time; zones of one name are told apart by the whole one."""
    cities = [city_of(zone) for zone in zones]
    return [
        turn.words("zones.choice", city=city if cities.count(city) == 1 else zone, time=_clock(turn, zone))
        for city, zone in zip(cities, zones, strict=True)
    ]


def _clock(turn: Turn, zone: str) -> str:
    there = turn.now.astimezone(zone_of(zone))
    return time_text(there.hour * 60 + there.minute)


def _act(turn: Turn, frame: Open[Offered], act: Act) -> Show:
    zones = frame.data.zones
    if act.word == NAME and act.number is not None and act.number < len(zones):
        zone = zones[act.number]
        turn.session.person = replace(turn.session.person, zone=zone)
        plan_every_reminder(turn)
        turn.out.closing = turn.words("zones.known", city=city_of(zone), time=_clock(turn, zone))
    elif act.whole != "leave":
        return not_understood(turn)
    turn.zone_asked = True
    turn.pop()
    return turn.ways.go_on(turn, frame.data.then)


def _typed(turn: Turn, frame: Open[Offered], text: str) -> Show | None:
    """A city, a zone's own name or a country; what is found is offered, never taken for granted."""
    if text.strip().isdecimal():
        return None
    found: Sequence[str] = turn.library.places.zones.find(text)
    if not found:
        country = find_country(turn.library.country_names(turn.language), text)
        found = turn.library.places.zones.countries.get(country or "", ())
    if found:
        turn.move("found", Offered(frame.data.then, list(found)))
    else:
        turn.tell("zones.not_found")
    return Show.USUAL


ZONE = Flow(_prompt, _act, data=Offered, states=frozenset({"ask", "found"}), typed=_typed)
