"""The verdict as a card, in a fixed order: what to do, what it can fit, why, do, don't, run again, sooner if."""

from __future__ import annotations

from datetime import UTC, datetime

from flows.base.replies import Copyable, Reply, Section, VerdictFacts
from flows.base.retention import COUNTRY_ASKED_AGAIN
from flows.base.urgency import EMERGENCY, URGENT, level
from flows.check.verdict import MOST_REASONS, Verdict
from flows.checking.question import option_phrase
from flows.checking.verdicts import is_under_age
from flows.talk.library import Library
from flows.talk.pictures import mark
from flows.talk.session import Episode, Person

SHORT_ENOUGH = 60
"""Characters that two signs may have together to be told in one breath."""
LONG_ENOUGH = 100
"""Characters that the signs may have together to be told at a desk."""

WEEK = 7

VOICES: dict[str, tuple[str, ...]] = {
    "child": ("child", "another"),
    "with_me": ("with_me", "another"),
    "elsewhere": ("elsewhere", "another"),
    "someone": ("another",),
}
"""In whose words a card about somebody else speaks, the closest first."""

BANDS = {
    "emergency_now": "now",
    "urgent_same_day": "today",
    "clinician_soon": "soon",
    "self_care": "home",
    "ok_to_run": "run",
}


class Card:
    """Builds the card of one verdict for one person."""

    def __init__(self, library: Library, person: Person, episode: Episode, verdict: Verdict, now: datetime) -> None:
        self.library = library
        self.language = person.language
        self.episode = episode
        self.verdict = verdict
        self.country = country_of(person, now)
        entry = library.places.countries.countries.get(self.country)
        self.number = entry.emergency[0] if entry else ""
        self.checked = bool(entry and entry.checked)
        self.line = entry.health_line if entry else ""
        self.voices = VOICES.get(episode.whom, ())
        self.reasons = tuple(dict.fromkeys(self._told(atom) for atom in verdict.reasons))
        raised = episode.raised
        if raised is not None and level(verdict.urgency) == level(raised.urgency):
            self.reasons = (library.text(self.language, f"checkins.raised.{raised.why}"), *self.reasons)[:MOST_REASONS]

    def reply(self, slot: str) -> Reply:
        """The card, without its buttons."""
        position = level(self.verdict.urgency)
        build = self._emergency if position == EMERGENCY else self._urgent if position == URGENT else self._calm
        title, paragraphs, sections, closing, copies = build()
        return Reply(
            kind="verdict",
            title=title,
            paragraphs=tuple(text for text in (self._to_whom(position), *paragraphs) if text),
            sections=tuple(section for section in sections if section.items),
            closing_line=closing,
            copies=copies,
            urgent=position >= URGENT,
            slot=slot,
            picture=mark(self.library, self.language, self.verdict.urgency),
            repeatable=True,  # a card that comes twice does no harm; one that is lost may
            verdict=VerdictFacts(
                self.verdict.urgency, self.verdict.fits, self.verdict.grade, self.reasons, self.verdict.sources
            ),
        )

    def _to_whom(self, position: int) -> str:
        """Who is spoken to, where that is not the one in pain: an adult, or a child who is alone with it."""
        whom, urgency = self.episode.whom, self.verdict.urgency
        if self.voices:
            return "" if position == EMERGENCY else self._text("reader")
        if not is_under_age(self.episode):
            return ""
        if whom != "me":
            return self._words("alone.unknown") if position >= URGENT else ""
        if position < URGENT:
            return self._words("alone.calm")
        return self._words(f"alone.{urgency}" if self.number else f"alone.{urgency}_plain", number=self.number)

    def headline(self) -> str:
        """The action in capitals, never a disease."""
        urgency = self.verdict.urgency
        if urgency == "emergency_now":
            return self._card("headline", number=self.number) if self.number else self._card("headline_plain")
        if urgency == "clinician_soon":
            last = self.verdict.within[1]
            weeks = last >= 2 * WEEK
            return self._card("headline_weeks", to=last // WEEK) if weeks else self._card("headline", to=last)
        return self._card("headline")

    def say_this(self) -> str:
        """A sentence to say on the phone or at the desk."""
        words = self.library.words
        # What made it urgent is asked about, even if the answers fit something milder better.
        keys = (*(f"rules.{rule}.ask" for rule in self.verdict.rules), f"fits.{self.verdict.named[0]}.ask")
        ask = self._asked(next((key for key in keys if words.has(self.language, key)), "cards.ask"))
        emergency = self.verdict.urgency == "emergency_now"
        told = self.reasons[:2] if emergency else self.reasons  # an ambulance asks the rest itself
        while len(told) > 1 and sum(map(len, told)) > (SHORT_ENOUGH if emergency else LONG_ENOUGH):
            told = told[:-1]
        reasons = ", ".join(told)
        if not reasons:
            return self._text("say_bare", ask=ask)
        side = self.episode.answers.get("side")
        if side is None:
            return self._text("say_plain", reasons=reasons, ask=ask)
        return self._text("say", where=self._text(f"sides.{side[0]}"), reasons=reasons, ask=ask)

    def _told(self, atom: str) -> str:
        """What was told, as a clause; some are put otherwise by somebody else than the one in pain."""
        other = f"whom.said.{atom}"
        if self.voices and self.library.words.has(self.language, other):
            return self.library.text(self.language, other)
        return option_phrase(self.library, self.language, atom)

    def _asked(self, key: str) -> str:
        """The question at the end; some are put otherwise by somebody else than the one in pain."""
        other = f"whom.asks.{key}"
        return self.library.text(
            self.language, other if self.voices and self.library.words.has(self.language, other) else key
        )

    def _emergency(self) -> _Parts:
        where = self._card("where_plain" if not self.number else "where" if self.checked else "where_unchecked")
        say = self.say_this()
        copies = [Copyable(self._text("labels.copy"), say[:256])]
        if self.number:
            copies.insert(0, Copyable(self.number, self.number))
        sections = [Section(self._text("labels.say"), (say,)), Section(self._text("labels.wait"), self._advice("wait"))]
        return self.headline(), [where], sections, "", tuple(copies)

    def _urgent(self) -> _Parts:
        say = self.say_this()
        call = self._text("labels.call_if", number=self.number) if self.number else self._text("labels.call_if_plain")
        sections = [
            Section(self._text("labels.why"), self.reasons),
            Section(self._text("labels.say"), (say,)),
            Section("", (self._fits(),)),
            Section(self._text("labels.until"), self._advice("dont")),
            Section(self._text("labels.note"), self._notes()),
            Section(call, self._watch_outs()),
        ]
        where = self._card("where_line", line=self.line) if self.line else self._card("where")
        return self.headline(), [where], sections, "", (Copyable(self._text("labels.copy"), say[:256]),)

    def _calm(self) -> _Parts:
        soon = self.verdict.urgency == "clinician_soon"
        ambulance = self._text("ambulance_number", number=self.number) if self.number else self._text("ambulance")
        sections = [
            Section(self._text("labels.why"), self.reasons),
            Section(self._text("labels.do"), self._advice("do")),
            Section(self._text("labels.note"), self._notes()),
            Section(self._text("labels.dont"), self._advice("dont")),
            Section(self._text("labels.run"), self._advice("run")),
            Section(self._text("labels.today" if soon else "labels.sooner"), self._watch_outs()),
            Section("", (ambulance,)),
        ]
        return self.headline(), [self._fits()], sections, self._text("not_diagnosis"), ()

    def _fits(self) -> str:
        words = self.library.words
        keys = [f"rules.{rule}.name" for rule in self.verdict.rules]
        keys += [f"fits.{fit}.name" for fit in self.verdict.named if fit != "other"]
        names = list(dict.fromkeys(words.text(self.language, key) for key in keys if words.has(self.language, key)))
        names = names or [words.text(self.language, "fits.other.name")]
        places = dict(zip(("first", "second", "third"), names, strict=False))
        text = self._text(("fits_one", "fits_two", "fits_three")[len(places) - 1], **places)
        return f"{text} {self._text('fits_test')}" if self.verdict.urgency == "urgent_same_day" else text

    def _notes(self) -> tuple[str, ...]:
        words = self.library.words
        keys = [f"rules.{rule}.note" for rule in self.verdict.rules]
        return tuple(words.text(self.language, key) for key in keys if words.has(self.language, key))[:1]

    def _advice(self, part: str) -> tuple[str, ...]:
        """What the best fit has to say for this urgency, else what always holds for the urgency."""
        key = f"fits.{self.verdict.named[0]}.{BANDS[self.verdict.urgency]}.{part}"
        own = (
            self.library.lines(self.language, key) if self.verdict.special or part not in ("do", "dont", "run") else ()
        )
        return own or self._card_lines(part)

    def _watch_outs(self) -> tuple[str, ...]:
        """What must bring the person back sooner; what was told already is said as what would make it worse."""
        words, language = self.library.words, self.language
        told = {f"{question}.{option}" for question, options in self.episode.answers.items() for option in options}
        place = f"fits.{self.verdict.named[0]}.{BANDS[self.verdict.urgency]}.sooner"
        if not words.under(language, place):
            place = f"cards.{self.verdict.urgency}.sooner"
        lines = []
        for watch in words.under(language, place):
            worse = f"cards.told.{watch}"
            known = told.intersection(self.library.check.watches.get(watch, ())) and words.has(language, worse)
            lines.append(words.text(language, worse if known else f"{place}.{watch}"))
        return tuple(dict.fromkeys(lines))

    def _card(self, key: str, **values: object) -> str:
        return self._text(f"{self.verdict.urgency}.{key}", **values)

    def _card_lines(self, key: str) -> tuple[str, ...]:
        return self.library.lines(self.language, f"cards.{self.verdict.urgency}.{key}")

    def _text(self, key: str, **values: object) -> str:
        """Words of a card; where it is about somebody else, those that speak of them, if there are any."""
        keys = [f"whom.card.{voice}.{key}" for voice in self.voices]
        found = next((one for one in keys if self.library.words.has(self.language, one)), f"cards.{key}")
        return self.library.text(self.language, found, **values)

    def _words(self, key: str, **values: object) -> str:
        return self.library.text(self.language, f"whom.{key}", **values)


_Parts = tuple[str, list[str], list[Section], str, tuple[Copyable, ...]]


def country_of(person: Person, now: datetime) -> str:
    """The person's country if it was told within the last 30 days, else an empty string; people travel."""
    if person.country and person.country_at and now.astimezone(UTC) - person.country_at <= COUNTRY_ASKED_AGAIN:
        return person.country
    return ""
