"""The person's time zone in one tap: a few likely ones, each with the time it is there, or a city that is typed."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from flows.base.hours import time_text, zone_of
from flows.base.replies import Choice, QuestionFacts, Reply
from flows.base.tokens import make
from flows.followup.reminder_plan import plan_all
from flows.places.country import find_country
from flows.places.zones import city_of
from flows.talk.flow import legacy as Flow
from flows.talk.turn import Turn


def ask_zone(turn: Turn, then: str, *, anew: bool = False) -> bool:
    """Ask, and go on with the card act or command `then` whatever the answer is; False if it is known (unless `anew`).

    *Not now* leaves it as it was; `turn.zone_asked` then keeps `then` from asking a second time in the same turn.
    """
    if turn.session.person.zone and not anew:
        return False
    turn.push("zone", "ask", then=then, zones=list(turn.library.zones.likely(turn.session.person.country)))
    return True


def zone_first(turn: Turn, then: str) -> None:
    """Ask for the zone if it is not known, so that nothing comes at night; then go on."""
    if then.isdecimal():  # a place on a list further up: there is nothing to go on with
        turn.say("already")
        turn.show = True
        return
    if turn.zone_asked or not ask_zone(turn, then):
        turn.go_on(then)


def _prompt(turn: Turn) -> Reply:
    top = turn.top
    assert top is not None
    labels = _labels(turn, top.data["zones"])
    choices = [
        Choice(f"zone.{n}", label, make(turn.session.sid, turn.session.turn, f"zone.{n}"))
        for n, label in enumerate(labels)
    ]
    choices.append(
        Choice("leave", turn.words("zones.leave"), make(turn.session.sid, turn.session.turn, "leave"), "last")
    )
    return Reply(
        kind="question",
        paragraphs=(turn.words(f"zones.{top.state}"),),
        choices=tuple(choices),
        slot=str(turn.session.turn),
        repeatable=True,
        question=QuestionFacts("zone", "text", (1, 1)),
    )


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


def _act(turn: Turn, act: str) -> None:
    top = turn.top
    assert top is not None
    word, _, number = act.partition(".")
    zones = top.data["zones"]
    if word == "zone" and number.isdecimal() and int(number) < len(zones):
        zone = zones[int(number)]
        turn.session.person = replace(turn.session.person, zone=zone)
        plan_all(turn)
        turn.out.closing = turn.words("zones.known", city=city_of(zone), time=_clock(turn, zone))
    elif act != "leave":
        turn.say("not_understood")
        return
    turn.zone_asked = True
    turn.pop()
    turn.go_on(top.data["then"])


def _typed(turn: Turn, text: str) -> bool:
    """A city, a zone's own name or a country; what is found is offered, never taken for granted."""
    if text.strip().isdecimal():
        return False
    top = turn.top
    assert top is not None
    found = turn.library.zones.find(text)
    if not found:
        country = find_country(turn.library.country_names(turn.language), text)
        found = turn.library.zones.countries.get(country or "", ())
    if not found:
        turn.tell("zones.not_found")
        return True
    turn.move("found", then=top.data["then"], zones=list(found))
    return True


ZONE = Flow(prompt=_prompt, act=_act, typed=_typed)
