"""The check as it runs: questions in order, rules compiled to tests over bits, and what is known at each point.

Every option is one bit. What is known is a pair of ints: bits known true, bits known false. The options of a question
that was answered or passed over are known; those of a later one are not. A rule counts towards the urgency *reached so
far* only once it holds whatever else may be answered, so that what was reached never falls.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import lru_cache
from typing import Literal

import msgspec

from flows.base.urgency import EMERGENCY
from flows.check.conditions import ALWAYS, NEVER, Node, Test, atoms, compile_may, compile_must, negated, simplify

TOLD = "told"
"""The option of a list for what was told elsewhere in one line."""

Answers = Mapping[str, tuple[str, ...]]
"""Question id → ids of the options chosen; `none` and `unsure` are options too."""


class Question(msgspec.Struct, frozen=True):
    """One question without words. `which_of` names the list that this one asks about again, else empty.

    The last option of some lists is `told`: said at a check-in or before a routine, where the list is one line. It is no
    button of the question itself.
    """

    id: str
    part: str
    kind: Literal["one", "many"]
    options: tuple[str, ...]
    none: bool
    unsure: bool
    tap: bool
    which_of: str
    map: str
    ask_if: Node
    sources: tuple[str, ...]

    @property
    def by_ticks(self) -> bool:
        """Whether options are ticked one by one and then submitted, not sent by the first tap."""
        return self.kind == "many" and not self.tap

    @property
    def last(self) -> tuple[str, ...]:
        """The options that exclude all others."""
        return (("none",) if self.none else ()) + (("unsure",) if self.unsure else ())

    @property
    def every(self) -> tuple[str, ...]:
        """All options, in the order they are shown."""
        return self.options + self.last

    @property
    def atoms(self) -> tuple[str, ...]:
        """All options as atoms of conditions. *None* of a "Which ones?" list leads back, so it is no answer."""
        return tuple(f"{self.id}.{option}" for option in self.every)


class Rule(msgspec.Struct, frozen=True):
    """One rule. `urgency` is a position in `URGENCIES`; `within` the window in days of a `clinician_soon` rule.

    `fits` are the conditions that it is about, `forbids` acts that it rules out.
    """

    id: str
    urgency: int
    when: Node
    within: tuple[int, int] | None
    sources: tuple[str, ...]
    fits: tuple[str, ...] = ()
    forbids: tuple[str, ...] = ()


class Known(msgspec.Struct, frozen=True):
    """What is known part-way: bits true, bits false, the urgency reached and the next question (None: no more)."""

    true: int
    false: int
    urgency: int
    next: str | None
    most: int


class Plan:
    """All of the check that does not depend on a person. Immutable; shared by all conversations."""

    def __init__(
        self,
        questions: tuple[Question, ...],
        rules: tuple[Rule, ...],
        most_answers: int = 14,
        moved: Mapping[str, tuple[str, ...]] | None = None,
    ) -> None:
        self.questions = questions
        self.rules = tuple(sorted(rules, key=lambda rule: -rule.urgency))
        self.by_id = {question.id: question for question in questions}
        self.atoms = tuple(atom for question in questions for atom in question.atoms)
        self.bit = {atom: 1 << number for number, atom in enumerate(self.atoms)}
        self.most_answers = most_answers
        self.moved = dict(moved or {})
        """Options of earlier versions, as `question.option`, each with the options that say the same today."""
        self.number = {question.id: number for number, question in enumerate(questions)}
        self._mask = [sum(self.bit[atom] for atom in question.atoms) for question in questions]
        self._bit_of = {
            question.id: {option: self.bit[f"{question.id}.{option}"] for option in question.every}
            for question in questions
        }
        self._up_to = [(self.bit[question.atoms[-1]] << 1) - 1 for question in questions]
        self._ask = [self._ask_test(question, compile_must) for question in questions]
        self._may_ask = [self._ask_test(question, compile_may) for question in questions]
        # Most urgent first: the first rule that holds settles the urgency. A rule none of whose `touch` bits is set
        # cannot hold, which spares most of the work on every tap.
        self._tests = [(rule, self._touch(rule.when), compile_must(rule.when, self.bit)) for rule in self.rules]
        self.every = (1 << len(self.atoms)) - 1
        self.doubted = frozenset(q.which_of for q in questions if q.which_of and self.by_id[q.which_of].tap)
        """The lists that are left at the first tap and asked about again."""
        self.version = hashlib.sha256("\n".join((*self.atoms, *map(str, questions))).encode()).hexdigest()[:12]
        """Changes whenever a question, an option or the condition on which one is asked does."""
        # One more answer leaves what was known before it as it was, so that most of the way is found here.
        self.urgency = lru_cache(maxsize=8192)(self._urgency)
        self.known = lru_cache(maxsize=8192)(self._known)

    def _ask_test(self, question: Question, compiler: Callable[[Node, Mapping[str, int]], Test]) -> Test | None:
        return None if question.ask_if == ALWAYS else compiler(question.ask_if, self.bit)

    def _touch(self, when: Node) -> int:
        against = set(negated(when))
        wanted = [atom for atom in atoms(when) if atom not in against]
        if simplify(when, dict.fromkeys(wanted, False)) != NEVER:
            return -1  # every bit
        return sum(self.bit[atom] for atom in set(wanted))

    def certain(self, answers: Answers, true: int) -> int:
        """The urgency that these answers make certain whatever else is asked; a later one counts like an earlier one.

        `true` is the answers as bits.
        """
        settled = 0
        for question in answers:
            settled |= self._mask[self.number[question]]
        return self.urgency(true, settled & ~true)

    def standing(self, answers: Answers, partly: frozenset[str] = frozenset()) -> tuple[Known, int]:
        """What these answers come to, and the urgency that they have reached wherever in the order they stand.

        The lists in `partly` are still to be asked: only single options of them were told.
        """
        true = self.bits(answers)
        known = self.known(frozenset(answers) - partly, true)
        return known, max(known.urgency, self.certain(answers, true))

    def partly(self, added: Iterable[str], answers: Answers) -> frozenset[str]:
        """The lists of which only single options were told, beneath the card of an emergency, as these atoms."""
        lists = (atom.partition(".")[0] for atom in added)
        return frozenset(name for name in lists if name in answers and self.by_id[name].kind == "many")

    def stopped_by(self, answers: Answers) -> str:
        """The question whose answer made it an emergency, in the order in which they are asked; empty if none did."""
        given: dict[str, tuple[str, ...]] = {}
        for question in self.questions:
            if question.id in answers:
                given[question.id] = answers[question.id]
                if self.certain(given, self.bits(given)) == EMERGENCY:
                    return question.id
        return ""

    def asks(self, question: str, true: int, urgency: int) -> bool:
        """Whether this question is to be asked once all earlier ones are settled and `urgency` is reached."""
        number = self.number[question]
        ask = self._ask[number]
        earlier = self._up_to[number - 1] if number else 0
        return ask is None or ask(true & earlier, earlier & ~true, urgency)

    def guard(self, question: str) -> Callable[..., bool]:
        """A guard of the check's machine: whether this question is to be asked, by the facts of the step."""

        def is_asked(*, plan_bits: int, urgency: int) -> bool:
            return self.asks(question, plan_bits, urgency)

        return is_asked

    def today(self, question: str, options: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """These options of a question as they are told today: those that have moved stand under their new questions."""
        told: dict[str, tuple[str, ...]] = {}
        for option in options:
            for atom in self.moved.get(f"{question}.{option}", (f"{question}.{option}",)):
                name, _, one = atom.partition(".")
                told[name] = (*told.get(name, ()), one)
        return told

    def bits(self, answers: Answers) -> int:
        """The answers as bits."""
        true = 0
        for question, options in answers.items():
            bit = self._bit_of[question]
            for option in options:
                true |= bit[option]
        return true

    def _urgency(self, true: int, false: int) -> int:
        """The urgency that is certain, as a position in `URGENCIES`; 0 while nothing is."""
        for rule, touch, test in self._tests:
            if true & touch and test(true, false, 0):
                return rule.urgency
        return 0

    def rules_that_hold(self, true: int) -> tuple[Rule, ...]:
        """Every rule that holds at the end, when what was not answered counts as not so; most urgent first."""
        false = self.every & ~true
        return tuple(rule for rule, touch, test in self._tests if true & touch and test(true, false, 0))

    def _known(self, answered: frozenset[str], true: int) -> Known:
        """Walk the questions in order, up to the first that is to be asked and has no answer."""
        false = 0
        urgency = 0
        for number, question in enumerate(self.questions):
            if question.id in answered:
                false |= self._mask[number] & ~true
                urgency = self.urgency(true & self._up_to[number], false)
                if urgency == EMERGENCY:
                    return Known(true, self.every & ~true, urgency, None, 0)
                continue
            ask = self._ask[number]
            if ask is None or ask(true, false, urgency):
                return Known(
                    true, false, urgency, question.id, 1 + self._may_follow(number, answered, true, false, urgency)
                )
            false |= self._mask[number]
        return Known(true, self.every & ~true, self.urgency(true, self.every & ~true), None, 0)

    def _may_follow(self, number: int, answered: frozenset[str], true: int, false: int, urgency: int) -> int:
        """How many later questions can still come: an upper bound that never grows as answers come in."""
        count = 0
        for later in range(number + 1, len(self.questions)):
            may = self._may_ask[later]
            if self.questions[later].id not in answered and (may is None or may(true, false, urgency)):
                count += 1
        return count

    def kept(self, answers: Answers, told: Collection[str] = ()) -> dict[str, tuple[str, ...]]:
        """The answers without those to questions that other answers have left without a point.

        What was told stays when it is only the urgency that would have spared the question. The questions `told` stay in any
        case, and with them what was asked because of them.
        """
        kept = dict(answers)
        true = false = urgency = 0
        for number, question in enumerate(self.questions):
            # An unanswered question leaves its options open: what depends on it is kept until it is answered.
            may = self._may_ask[number]
            asked = may is None or question.id in told or may(true, false, urgency) or may(true, false, 0)
            if not asked:
                kept.pop(question.id, None)
                false |= self._mask[number]
            elif question.id in kept:
                true |= self.bits({question.id: kept[question.id]})
                false |= self._mask[number] & ~true
                urgency = self.urgency(true, false)
        return kept
