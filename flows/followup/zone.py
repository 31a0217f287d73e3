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
from flows.talk.flow import Flow
from flows.talk.turn import Talk


def ask_zone(talk: Talk, then: str, *, anew: bool = False) -> bool:
    """Ask, and go on with the card act or command `then` whatever the answer is; False if it is known (unless `anew`).

    *Not now* leaves it as it was; `talk.zone_asked` then keeps `then` from asking a second time in the same turn.
    """
    if talk.person.zone and not anew:
        return False
    talk.push("zone", "ask", then=then, zones=list(talk.library.zones.likely(talk.person.country)))
    return True


def zone_first(talk: Talk, then: str) -> None:
    """Ask for the zone if it is not known, so that nothing comes at night; then go on."""
    if then.isdecimal():  # a place on a list further up: there is nothing to go on with
        talk.say("already")
        talk.show = True
        return
    if talk.zone_asked or not ask_zone(talk, then):
        talk.go_on(then)


def _prompt(talk: Talk) -> Reply:
    top = talk.top
    assert top is not None
    labels = _labels(talk, top.data["zones"])
    choices = [Choice(f"zone.{n}", label, make(talk.sid, talk.turn, f"zone.{n}")) for n, label in enumerate(labels)]
    choices.append(Choice("leave", talk.words("zones.leave"), make(talk.sid, talk.turn, "leave"), "last"))
    return Reply(
        kind="question",
        paragraphs=(talk.words(f"zones.{top.state}"),),
        choices=tuple(choices),
        slot=str(talk.turn),
        repeatable=True,
        question=QuestionFacts("zone", "text", (1, 1)),
    )


def _labels(talk: Talk, zones: Sequence[str]) -> list[str]:
    """City and time; zones of one name are told apart by the whole one."""
    cities = [city_of(zone) for zone in zones]
    return [
        talk.words("zones.choice", city=city if cities.count(city) == 1 else zone, time=_clock(talk, zone))
        for city, zone in zip(cities, zones, strict=True)
    ]


def _clock(talk: Talk, zone: str) -> str:
    there = talk.now.astimezone(zone_of(zone))
    return time_text(there.hour * 60 + there.minute)


def _act(talk: Talk, act: str) -> None:
    top = talk.top
    assert top is not None
    word, _, number = act.partition(".")
    zones = top.data["zones"]
    if word == "zone" and number.isdecimal() and int(number) < len(zones):
        zone = zones[int(number)]
        talk.person = replace(talk.person, zone=zone)
        plan_all(talk)
        talk.closing = talk.words("zones.known", city=city_of(zone), time=_clock(talk, zone))
    elif act != "leave":
        talk.say("not_understood")
        return
    talk.zone_asked = True
    talk.pop()
    talk.go_on(top.data["then"])


def _typed(talk: Talk, text: str) -> bool:
    """A city, a zone's own name or a country; what is found is offered, never taken for granted."""
    if text.strip().isdecimal():
        return False
    top = talk.top
    assert top is not None
    found = talk.library.zones.find(text)
    if not found:
        country = find_country(talk.library.country_names(talk.language), text)
        found = talk.library.zones.countries.get(country or "", ())
    if not found:
        talk.tell("zones.not_found")
        return True
    talk.move("found", then=top.data["then"], zones=list(found))
    return True


ZONE = Flow(prompt=_prompt, act=_act, typed=_typed)
