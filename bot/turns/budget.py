"""How much a person may write in a short while and have answered; beyond it their words are read for danger only."""

from __future__ import annotations

from collections import OrderedDict, deque
from datetime import datetime, timedelta

from bot.ports import Intake
from flows.base.events import Command, Event, SentFile, Typed

MOST = 20
"""Messages and commands of one person within `WHILE` that are all answered; nobody types more who waits for an answer."""

WHILE = timedelta(seconds=10)
"""Counted by when they came, however long they waited; after such a pause all begins anew."""


REMEMBERED = 200
"""Of how many intakes of a spell the answer is remembered: what cannot be saved comes again, and is counted once."""


class Budget:
    """Of each person who wrote within `WHILE`, in memory only. Taps cost nothing: they answer what is open."""

    def __init__(self) -> None:
        self._spells: OrderedDict[str, _Spell] = OrderedDict()

    def spent(self, intake: Intake) -> bool:
        """Note that it came, and say whether it is beyond the budget; asked in order, and once more if it was not saved."""
        spell = self._spell(intake)
        if intake.key not in spell.said:
            spell.said[intake.key] = self._counted(spell, intake)
            if len(spell.said) > REMEMBERED:
                del spell.said[next(iter(spell.said))]
        return spell.said[intake.key]

    def _counted(self, spell: _Spell, intake: Intake) -> bool:
        repeated, spell.last = intake.event == spell.last, intake.event
        if not isinstance(intake.event, Typed | SentFile | Command):
            return False
        over = len(spell.came) == MOST and spell.came[0] > intake.at - WHILE
        spell.came.append(intake.at)
        # A command is no answer that could get lost, but only the very same once more says nothing new.
        return over and (repeated or not isinstance(intake.event, Command))

    def told(self, person: str) -> bool:
        """Whether the person has been told in this spell."""
        return person in self._spells and self._spells[person].told

    def tell(self, person: str) -> None:
        """They have been told."""
        if person in self._spells:
            self._spells[person].told = True

    def _spell(self, intake: Intake) -> _Spell:
        spell = self._spells.get(intake.person)
        if spell is None or abs(intake.at - spell.came_last) >= WHILE:  # the clock may have been set back
            spell = self._spells[intake.person] = _Spell(intake.at)
        spell.came_last = intake.at
        self._spells.move_to_end(intake.person)
        while (first := next(iter(self._spells.values()))).came_last <= intake.at - WHILE:
            if first is spell:
                break
            self._spells.popitem(last=False)
        return spell


class _Spell:
    """One person's last little while."""

    __slots__ = ("came", "came_last", "last", "said", "told")

    def __init__(self, came: datetime) -> None:
        self.came: deque[datetime] = deque(maxlen=MOST)
        self.came_last = came
        self.last: Event | None = None
        self.said: dict[str, bool] = {}
        self.told = False
