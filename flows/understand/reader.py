"""Free text → red flags, findings, an intent: deterministic, by words and patterns that can be read in `content/phrases/`.

A message is cut into sentences and clauses, its words into families. Signs are patterns of families; each one found is then
held against its surroundings: denied, long ago, somebody else's, supposed, asked in general, or said with a doubt. Only what
is left counts. What is doubtful is told apart (`unsure_flags`), so that it is asked about and never guessed.
"""

from __future__ import annotations

import msgspec

from flows.understand.intents import intent_of
from flows.understand.lexicon import Lexicon, Sign
from flows.understand.models import Status
from flows.understand.numbers import course_of, pain_of
from flows.understand.patterns import Found, Hit
from flows.understand.scope import Scope
from flows.understand.tokens import HARD, Word, words_of

__all__ = ["Lexicon", "SignHeard", "Understood", "read_text", "signs_of"]

CRISIS = "crisis"
OTHER_EMERGENCY = "other_emergency"
COUNTS: tuple[Status, ...] = ("yes", "cared_for")
"""What is meant of somebody now."""
APART = (CRISIS, OTHER_EMERGENCY)
"""Flags with fields of their own."""


class SignHeard(msgspec.Struct, frozen=True):
    """One sign that was found, the words it was found in, and how they are meant."""

    sign: str
    words: str
    status: Status


class Understood(msgspec.Struct, frozen=True):
    """What a message says. Flags, questions and options by their ids; all tuples in the order of the content."""

    red_flags: tuple[str, ...] = ()
    unsure_flags: tuple[str, ...] = ()
    other_emergency: bool = False
    crisis: bool = False
    findings: dict[str, tuple[str, ...]] = {}
    denied: dict[str, tuple[str, ...]] = {}
    intent: str | None = None
    pain: int | None = None
    about: str = "self"
    first_person: bool = False
    """Whether the writer speaks of themselves in so many words."""
    nearest: tuple[str, ...] = ()
    heard: tuple[SignHeard, ...] = ()


def read_text(lexicon: Lexicon, text: str, *, theirs: bool = False) -> Understood:
    """What the text says. Any text at all; what is longer than `LONGEST` characters is read so far.

    With `theirs` it is said in a check for somebody else: what is said of him, her, a child or a friend is so now.
    """
    words = words_of(text, lexicon.speller, lexicon.emoji, lexicon.rewrites, lexicon.joined)
    if not words:
        return Understood()
    sentence = _sentences(words)
    spans = _spans(lexicon, words, sentence)
    scope = Scope(
        words,
        {name: spans.get(item.index, []) for name, item in lexicon.needed.items()},
        sentence,
        lexicon.listing,
        theirs=theirs,
    )
    everything = Found(spans, sentence, scope.marks.broken)
    idle = {place for idiom in lexicon.idioms for hit in everything.hits(idiom) for place in hit.places}
    found = Found(_without(spans, idle), sentence, scope.marks.broken) if idle else everything
    heard: list[tuple[Sign, Hit, Status]] = []
    for sign in lexicon.signs:
        heard += _heard(sign, found, everything, scope)
    return _told(lexicon, words, scope, everything, heard)


def signs_of(lexicon: Lexicon, flag: str) -> tuple[tuple[str, str], ...]:
    """The (question, option) pairs that a confirmed flag can be recorded as; the most telling first."""
    pairs = [tuple(atom.split(".")) for atom in lexicon.file.records.get(flag, ())]
    return tuple((question, option) for question, option in pairs)


def _sentences(words: list[Word]) -> list[int]:
    numbers, now = [], -1
    for word in words:
        now += word.gap == HARD
        numbers.append(now)
    return numbers


def _spans(lexicon: Lexicon, words: list[Word], sentence: list[int]) -> dict[int, list[tuple[int, int]]]:
    """Item → (first, last) words that fill it, in order."""
    places: dict[str, list[tuple[int, int]]] = {}
    longer: dict[int, dict[int, int]] = {}
    for place, word in enumerate(words):
        places.setdefault(word.text, []).append((place, place))
        if place + 1 == len(words):
            break
        for row, indexes in lexicon.rows.get((word.text, words[place + 1].text), ()):
            end = place + len(row) - 1
            if end >= len(words) or sentence[end] != sentence[place]:
                continue
            if all(words[place + step].text == one for step, one in enumerate(row)):
                for index in indexes:
                    known = longer.setdefault(index, {})
                    known[place] = max(known.get(place, place), end)
    spans = _single(lexicon, places)
    for index, rows in longer.items():
        ends = dict(spans.get(index, ()))
        spans[index] = sorted({**ends, **rows}.items())  # a row reaches at least as far as its first word
    return spans


def _single(lexicon: Lexicon, places: dict[str, list[tuple[int, int]]]) -> dict[int, list[tuple[int, int]]]:
    """Item → the single words that fill it. A word written a thousand times is looked up once, and items that the same
    words fill share one list: nobody may change it."""
    filling: dict[int, tuple[str, ...]] = {}
    for text in places:
        for index in lexicon.items_of(text):
            filling[index] = (*filling.get(index, ()), text)
    shared: dict[tuple[str, ...], list[tuple[int, int]]] = {}
    for texts in filling.values():
        if texts not in shared:
            shared[texts] = (
                places[texts[0]] if len(texts) == 1 else sorted(one for text in texts for one in places[text])
            )
    return {index: shared[texts] for index, texts in filling.items()}


def _without(spans: dict[int, list[tuple[int, int]]], idle: set[int]) -> dict[int, list[tuple[int, int]]]:
    left = {}
    for index, places in spans.items():
        kept = [(start, end) for start, end in places if not any(one in idle for one in range(start, end + 1))]
        if kept:
            left[index] = kept
    return left


def _heard(sign: Sign, found: Found, everything: Found, scope: Scope) -> list[tuple[Sign, Hit, Status]]:
    """Every place that says something of the sign, up to the first that says it plainly."""
    heard: list[tuple[Sign, Hit, Status]] = []
    for pattern in sign.any:
        for hit in found.hits(pattern):
            status = _status(sign, hit, scope)
            if status != "denied" and _excused(sign, hit, everything, scope):
                if not sign.ask_excused or status not in COUNTS:
                    continue
                status = "unsure"
            heard.append((sign, hit, status))
            if status in COUNTS:
                return heard
    heard += [(sign, hit, "denied") for pattern in sign.denied_by for hit in found.hits(pattern)]
    return heard


def _excused(sign: Sign, hit: Hit, everything: Found, scope: Scope) -> bool:
    """Whether something beside it explains the sign away."""
    if not any(scope.explains(why, hit) for pattern in sign.unless for why in everything.hits(pattern)):
        return False
    sentence = everything.sentence[hit.start]
    return not any(everything.in_sentence(pattern, sentence) for pattern in sign.despite)


def _status(sign: Sign, hit: Hit, scope: Scope) -> Status:
    status = scope.status(hit)
    if sign.any_one and status == "denied" and not scope.denied_at_once(hit):
        return "unsure"
    if sign.any_one and status in ("other", "cared_for", "unsure", "hypothetical"):
        return "yes"
    if sign.at_once and status in ("other", "general") and scope.happening(hit):
        return "cared_for"
    if sign.asked and status == "general":
        return "unsure"
    if sign.lasting and status == "past":
        return "yes"
    if sign.family and status in ("other", "past", "cared_for"):
        return "yes"
    return status


def _told(
    lexicon: Lexicon, words: list[Word], scope: Scope, everything: Found, heard: list[tuple[Sign, Hit, Status]]
) -> Understood:
    heard = _without_echoes(heard, scope.marks.inside["BODY"])
    sure = {sign.id for sign, _, status in heard if status in COUNTS}
    doubtful = {sign.id for sign, _, status in heard if status == "unsure"} - sure
    no = {sign.id for sign, _, status in heard if status == "denied"} - sure - doubtful
    flags = {sign.flag for sign in lexicon.signs if sign.id in sure and sign.flag and not sign.weak}
    flags |= {flag for signs, flag in lexicon.together if sure.issuperset(signs)}
    maybe = {
        sign.flag for sign in lexicon.signs if sign.flag and (sign.id in doubtful or (sign.id in sure and sign.weak))
    }
    maybe |= {flag for signs, flag in lexicon.together if (sure | doubtful).issuperset(signs)}
    maybe -= flags
    findings = _by_question(lexicon, sure)
    findings.update(
        {q: o for q, o in course_of(lexicon, words, everything).items() if q not in findings and (sure or doubtful)}
    )
    denied = _by_question(lexicon, no)
    about = _about(scope, heard)
    points = intent_of(
        lexicon, everything, " ".join(word.text for word in words), bool(sure or doubtful or no), bool(flags)
    )
    return Understood(
        red_flags=tuple(flag for flag in lexicon.flags if flag in flags and flag not in APART),
        unsure_flags=tuple(flag for flag in lexicon.flags if flag in maybe and flag != CRISIS),
        other_emergency=OTHER_EMERGENCY in flags,
        crisis=CRISIS in flags | maybe,
        findings=findings,
        denied=denied,
        intent=points[0] if points else None,
        pain=pain_of(lexicon, words),
        about=about,
        first_person=bool(scope.marks.at["SELF"]),
        nearest=_nearest(lexicon, maybe, points),
        heard=tuple(
            SignHeard(sign.id, " ".join(words[place].text for place in sorted(hit.places)), status)
            for sign, hit, status in heard
        ),
    )


def _nearest(lexicon: Lexicon, maybe: set[str], points: tuple[str, ...]) -> tuple[str, ...]:
    """At most three things it could be about, where that is not clear: flags to ask about first, then intents."""
    flags = [flag for flag in lexicon.flags if flag in maybe]
    if not points and not flags:
        return lexicon.fallback
    return (*flags, *points[1:])[:3]


def _without_echoes(heard: list[tuple[Sign, Hit, Status]], body: set[int]) -> list[tuple[Sign, Hit, Status]]:
    """Without weak signs in words that already raise a flag: what is known need not be asked."""
    known = set(body)
    for sign, hit, status in heard:
        if sign.flag and not sign.weak and status in COUNTS:
            known.update(hit.places)
    return [one for one in heard if not one[0].weak or known == body or not known.issuperset(one[1].places)]


def _by_question(lexicon: Lexicon, signs: set[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for sign in lexicon.signs:
        if sign.id in signs and sign.finding:
            question, option = sign.finding
            if option not in found.setdefault(question, []):
                found[question].append(option)
    return {question: tuple(options) for question, options in found.items()}


def _about(scope: Scope, heard: list[tuple[Sign, Hit, Status]]) -> str:
    counted = {status for sign, _, status in heard if sign.flag and not sign.weak}
    if not counted & {"yes", "unsure", "cared_for"}:
        counted |= {status for sign, _, status in heard if sign.flag or sign.finding}
    if counted & {"yes", "unsure"}:
        # What is said of a relative's old clot is recorded, but the message may be about nobody else.
        return "self"
    for status in ("cared_for", "other", "past", "hypothetical", "general"):
        if status in counted:
            return status
    return scope.overall()
