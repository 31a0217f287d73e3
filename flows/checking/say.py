"""The sentence to say on the phone or at the desk: all that was told, and the question to ask."""

from __future__ import annotations

import msgspec

from flows.base.urgency import CLINICIAN, EMERGENCY, level
from flows.check.plan import Answers, Rule
from flows.check.telling import PARTS, speaking
from flows.check.verdict import Verdict
from flows.checking.question import option_sentence
from flows.talk.library import Library

CLOT = "dvt"
"""The fit that is asked about first."""
DOUBTED_SIGN, DOUBTED_SIGNS = "doubted_sign", "doubted_signs"
"""The rules of a doubt about an emergency sign, alone and with another sign."""

MOST_COPIED = 256
"""Characters that a button can copy (Telegram's limit)."""


class Saying(msgspec.Struct, frozen=True):
    """What there is to say of one verdict in one language. No clause is ever cut: in the copy whole ones are left out."""

    library: Library
    language: str
    answers: Answers
    verdict: Verdict
    voices: tuple[str, ...] = ()
    """In whose words it speaks about somebody else, the closest first; empty: the one in pain speaks."""

    def whole(self) -> str:
        """All that was told, as it stands on the card."""
        return self._say(self.verdict.reasons)

    def copied(self) -> str:
        """The same within what a button can copy: without the least telling clauses where it is longer."""
        kept = self._most_telling()
        while len(kept) > 1 and len(self._say(tuple(kept))) > MOST_COPIED:
            kept = kept[:-1]
        return self._say(tuple(kept))

    def question(self) -> str:
        """What is asked at the end: what made it urgent, even if the answers fit something milder better."""
        words, first = self.library.words, self.verdict.named[0]
        asking = [
            rule
            for rule in self.library.check.plan.rules
            if rule.id in self.verdict.rules and (not rule.fits or {*rule.fits} & {*self.verdict.named})
        ]
        if len(self.verdict.rules) > 1:  # what is sure is asked about, and not that something is not
            asking = [rule for rule in asking if rule.id != DOUBTED_SIGNS]
        asking.sort(key=self._turn_to_ask)
        keys = [f"rules.{rule.id}.{key}" for rule in asking for key in (f"ask_first.{first}", "ask")]
        keys += [f"fits.{first}.ask_with.{second}" for second in self.verdict.named[1:]]
        most = {fit.id: fit.most for fit in self.library.check.fits}
        keys += [f"fits.{fit}.ask" for fit in self.verdict.named if most.get(fit, 0) >= level(self.verdict.urgency)]
        keys += [f"cards.{self.verdict.urgency}.ask", "cards.ask"]
        key = next(key for key in keys if words.has(self.language, key))
        about_another = f"whom.asks.{key}"
        return words.text(
            self.language, about_another if self.voices and words.has(self.language, about_another) else key
        )

    def _turn_to_ask(self, rule: Rule) -> int:
        """A doubt about an emergency sign is asked about before what is milder, unless a rule is about that very sign."""
        plan = self.library.check.plan
        doubted = {
            f"{question}.{option}"
            for question, options in self.answers.items()
            if plan.by_id[question].which_of in plan.doubted
            for option in options
        }
        if rule.id == DOUBTED_SIGN:
            return 1
        return 0 if CLOT in rule.fits or doubted.intersection(speaking(rule.when)) or not doubted else 2

    def _say(self, reasons: tuple[str, ...]) -> str:
        part = self.library.check.telling.part
        signs, story, risks = (
            [atom for atom in self.verdict.reasons if atom in reasons and part[atom] == p] for p in PARTS
        )
        story.sort(key=lambda atom: self.library.check.plan.bit[atom])  # how it began comes before how it went
        emergency = level(self.verdict.urgency) == EMERGENCY
        where = self._text(f"where.{self.answers.get('side', ('unknown',))[0]}")
        sentences = [
            "" if emergency else where,
            self._list("first" if emergency else "signs", signs),
            where if emergency else "",
            *(self._sentence("story", option_sentence(self.library, self.language, atom)) for atom in story),
            self._list("risks", risks),
            self.question(),
        ]
        return " ".join(sentence for sentence in sentences if sentence)

    def _list(self, frame: str, atoms: list[str]) -> str:
        phrases = dict.fromkeys(option_sentence(self.library, self.language, atom) for atom in atoms)
        return self._sentence(frame, self._text("between").join(phrases)) if phrases else ""

    def _sentence(self, frame: str, told: str) -> str:
        text = self._text(frame, told=told)
        return text[:1].upper() + text[1:]

    def _text(self, key: str, **values: object) -> str:
        keys = (f"whom.card.{voice}.say.{key}" for voice in self.voices)
        found = next((one for one in keys if self.library.words.has(self.language, one)), f"cards.say.{key}")
        return self.library.text(self.language, found, **values)

    def _most_telling(self) -> list[str]:
        """The reasons, those first that are urgent by themselves, then those that count or that a deciding rule speaks of."""
        check = self.library.check
        floors, order = check.floors.of_option, check.telling.order
        rules = (rule for rule in self.library.check.plan.rules if rule.id in self.verdict.rules)
        deciding = {atom for rule in rules for atom in speaking(rule.when)}

        def rank(atom: str) -> tuple[int, bool]:
            return order[atom][0], atom not in deciding and floors.get(atom, 0) < CLINICIAN

        return sorted(self.verdict.reasons, key=rank)
