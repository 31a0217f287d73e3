"""The development set and how well it is read.

Each message of `*.yaml` here: `say`; `flags` that must be found (or at least be asked about); `ask` for what is doubtful, where
asking is enough; neither for messages that must be left in peace. `intent`, `about`, `finds`, `denies` and `pain` where they
are clear. `aside: true` are those that were never looked at while the words were tuned.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import msgspec
import yaml

from flows.understand.reader import Lexicon, Understood, read_text

HERE = Path(__file__).resolve().parent
FLAGS = (
    "dvt_signs pe_signs compartment_signs rupture_signs ischaemia_signs neuro_signs cauda_equina_signs rhabdo_signs "
    "infection_signs cannot_bear_weight other_emergency crisis"
).split()


class Message(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One message and how it should be understood."""

    say: str
    flags: tuple[str, ...] = ()
    ask: tuple[str, ...] = ()
    intent: str | None = None
    about: str | None = None
    finds: tuple[str, ...] = ()
    denies: tuple[str, ...] = ()
    pain: int | None = None
    aside: bool = False

    @property
    def calm(self) -> bool:
        """Whether it must be left in peace."""
        return not self.flags and not self.ask


class Wrong(msgspec.Struct, frozen=True):
    """One message that was read otherwise than it should be."""

    kind: str
    message: Message
    got: Understood


class Score(msgspec.Struct):
    """Counts over one part of the set. `hit`, `missed` and `false` are by flag; what is asked about counts as noticed."""

    hit: Counter[str]
    missed: Counter[str]
    false: Counter[str]
    danger: int = 0
    noticed: int = 0
    found_sure: int = 0
    calm: int = 0
    peace: int = 0
    asked: int = 0
    intents: int = 0
    right_intents: int = 0
    abouts: int = 0
    right_abouts: int = 0
    finds: int = 0
    right_finds: int = 0
    confusion: Counter[tuple[str, str]] = msgspec.field(default_factory=Counter)
    wrong: list[Wrong] = msgspec.field(default_factory=list)


def messages() -> tuple[Message, ...]:
    """The whole set."""
    found: list[Message] = []
    for path in sorted(HERE.glob("*.yaml")):
        found += msgspec.convert(yaml.safe_load(path.read_text("utf-8")), list[Message], strict=False)
    return tuple(found)


def flags_of(got: Understood) -> tuple[set[str], set[str]]:
    """Flags that were found, and those that would be asked about."""
    sure = set(got.red_flags)
    sure |= {"other_emergency"} if got.other_emergency else set()
    sure |= {"crisis"} if got.crisis else set()
    return sure, set(got.unsure_flags)


def score(lexicon: Lexicon, part: tuple[Message, ...]) -> Score:
    """How well these messages are read."""
    result = Score(Counter(), Counter(), Counter())
    for message in part:
        got = read_text(lexicon, message.say)
        sure, maybe = flags_of(got)
        wanted = {*message.flags, *message.ask}
        for flag in message.flags:
            (result.hit if flag in sure | maybe else result.missed)[flag] += 1
        for flag in sure - wanted:
            result.false[flag] += 1
        if message.flags:
            result.danger += 1
            result.noticed += set(message.flags) <= sure | maybe
            result.found_sure += set(message.flags) <= sure
            if not set(message.flags) <= sure | maybe:
                result.wrong.append(Wrong("missed", message, got))
        if message.ask and not set(message.ask) <= sure | maybe:
            result.wrong.append(Wrong("not asked", message, got))
        if message.calm:
            result.calm += 1
            result.peace += not sure
            result.asked += bool(maybe) and not sure
            if sure:
                result.wrong.append(Wrong("false alarm", message, got))
            elif maybe:
                result.wrong.append(Wrong("asked for nothing", message, got))
        elif sure - wanted:
            result.wrong.append(Wrong("one too many", message, got))
        if message.intent:
            result.intents += 1
            result.right_intents += got.intent == message.intent
            if got.intent != message.intent:
                result.confusion[message.intent, str(got.intent)] += 1
                result.wrong.append(Wrong("intent", message, got))
        if message.about:
            result.abouts += 1
            result.right_abouts += got.about == message.about
            if got.about != message.about:
                result.wrong.append(Wrong("about", message, got))
        for expected, there in ((message.finds, got.findings), (message.denies, got.denied)):
            for atom in expected:
                question, option = atom.split(".")
                right = option in there.get(question, ())
                result.finds += 1
                result.right_finds += right
                if not right:
                    result.wrong.append(Wrong(f"finding {atom}", message, got))
        if message.pain is not None and got.pain != message.pain:
            result.wrong.append(Wrong(f"pain {got.pain}", message, got))
    return result
