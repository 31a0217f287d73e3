"""The verdict as a card, in a fixed order: what to do, what it can fit, why, do, don't, run again, sooner if."""

from __future__ import annotations

from datetime import UTC, datetime

from flows.base.replies import Copyable, Reply, Section, VerdictFacts
from flows.base.retention import COUNTRY_ASKED_AGAIN
from flows.base.urgency import CLINICIAN, EMERGENCY, URGENT, level
from flows.check.plan import Rule
from flows.check.verdict import Verdict
from flows.checking.question import option_phrase
from flows.checking.say import Saying
from flows.checking.verdicts import is_under_age
from flows.talk.library import Library
from flows.talk.pictures import mark
from flows.talk.session import Episode, Person

WEEK = 7

GONE = "gone"
"""The wording for a pain that has gone."""
BREATH = "breath"
"""The watch-out that stands on every card."""

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
        self.saying = Saying(library, self.language, episode.answers, verdict, self.voices)
        true = library.check.plan.bits(episode.answers)
        self.wordings = library.check.wordings_that_hold(true)
        # A pain that has gone gets no advice for the pain that it was.
        self.gone = GONE in self.wordings and level(verdict.urgency) < CLINICIAN
        self.reasons = tuple(dict.fromkeys(option_phrase(library, self.language, atom) for atom in verdict.reasons))
        raised = episode.raised
        if raised is not None and level(verdict.urgency) == level(raised.urgency):
            self.reasons = (library.text(self.language, f"checkins.raised.{raised.why}"), *self.reasons)

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
        return self.saying.whole()

    def _emergency(self) -> _Parts:
        where = self._card("where_plain" if not self.number else "where" if self.checked else "where_unchecked")
        say = self.say_this()
        copies = [Copyable(self._text("labels.copy"), self.saying.copied())]
        if self.number and self.checked:  # no number on a button that may be wrong
            copies.insert(0, Copyable(self.number, self.number))
        sections = [Section(self._text("labels.say"), (say,)), Section(self._text("labels.wait"), self._wait())]
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
        return self.headline(), [where], sections, "", (Copyable(self._text("labels.copy"), self.saying.copied()),)

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
        gone = self._card("gone") if self.gone else ""
        return self.headline(), [gone, self._fits()], sections, self._text("not_diagnosis"), ()

    def _wait(self) -> tuple[str, ...]:
        """What to do until help comes; whoever has told no sign of the lungs is told what to say of them."""
        told = self._told(BREATH)
        return self._advice("wait") if told else (*self._advice("wait"), self._card("breath"))

    def _fits(self) -> str:
        words = self.library.words
        named = [rule for rule in self._deciding() if words.has(self.language, f"rules.{rule.id}.name")]
        keys = [f"rules.{rule.id}.name" for rule in named]
        # A rule that has a name for what it is about spares the general one.
        spared = {"other"}.union(*(rule.fits for rule in named))
        keys += [f"fits.{fit}.name" for fit in self.verdict.named if fit not in spared]
        names = list(dict.fromkeys(words.text(self.language, key) for key in keys if words.has(self.language, key)))
        names = names or [words.text(self.language, "fits.other.name")]
        if self.gone:
            del names[1:]
        places = dict(zip(("first", "second", "third"), names, strict=False))
        text = self._text(("fits_one", "fits_two", "fits_three")[len(places) - 1], **places)
        return f"{text} {self._text('fits_test')}" if self.verdict.urgency == "urgent_same_day" else text

    def _deciding(self) -> list[Rule]:
        by_id = {rule.id: rule for rule in self.library.check.plan.rules}
        return [by_id[name] for name in self.verdict.rules]

    def _notes(self) -> tuple[str, ...]:
        words = self.library.words
        keys = [f"rules.{rule}.note" for rule in self.verdict.rules]
        return tuple(words.text(self.language, key) for key in keys if words.has(self.language, key))

    def _advice(self, part: str) -> tuple[str, ...]:
        """What the best fit has to say for this urgency, else what always holds for the urgency.

        A line may have other wordings: `dont_late` is said instead of `dont` if the wording `late` holds.
        """
        places = [f"cards.{self.verdict.urgency}"]
        if not self.gone and (self.verdict.special or part not in ("do", "dont", "run")):
            places.insert(0, self._of_fit(self.verdict.named[0]))
        keys = [f"{place}.{part}{ending}" for place in places for ending in (*(f"_{one}" for one in self.wordings), "")]
        return next((lines for key in keys if (lines := self.library.lines(self.language, key))), ())

    def _of_fit(self, fit: str) -> str:
        return f"fits.{fit}.{BANDS[self.verdict.urgency]}"

    def _watch_outs(self) -> tuple[str, ...]:
        """What must bring the person back sooner; what was told already is said as what would make it worse."""
        words, language = self.library.words, self.language
        general = f"cards.{self.verdict.urgency}.sooner"
        first, *others = self.verdict.named
        own = f"{self._of_fit(first)}.sooner"
        places = [f"{general}_{GONE}" if self.gone else own if words.under(language, own) else general]
        places += [f"{self._of_fit(fit)}.sooner_too" for fit in others]
        lines: dict[str, str] = {}
        for place in places:
            for watch in words.under(language, place):
                lines.setdefault(watch, self._watch_out(place, watch))
        return tuple(dict.fromkeys(lines.values()))

    def _watch_out(self, place: str, watch: str) -> str:
        ending = next((f"_{one}" for one in self.wordings if self._has(f"{place}_{one}.{watch}")), "")
        worse = f"cards.told.{watch}"
        known = self._told(watch) and self._has(worse)
        return self.library.text(self.language, worse if known else f"{place}{ending}.{watch}")

    def _told(self, watch: str) -> bool:
        """Whether what a watch-out is about has been told already."""
        told = {f"{question}.{option}" for question, options in self.episode.answers.items() for option in options}
        return not told.isdisjoint(self.library.check.watches.get(watch, ()))

    def _has(self, key: str) -> bool:
        return self.library.words.has(self.language, key)

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
