"""The only place that knows `transitions`: a flow's table becomes one machine, shared by everybody who is in that flow.

One flat, synchronous machine a flow, built once. It is stepped with a throw-away cursor that merely has a `state`: a
registered model for each person would cost 10–28 kB that is never freed, and the nested and asynchronous machines mix up
people who step at the same time. Conditions are callables of ours; a string from content would be imported and executed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import msgspec
from transitions import EventData, Machine, MachineError, Transition
from transitions.core import Event

Guard = Callable[..., bool]
"""Called with the facts of the step as keyword arguments."""


class Row(msgspec.Struct, frozen=True):
    """From `source`, on `trigger`, go to `dest` if `guard` holds; of several rows the first that holds is taken.

    `note` says in the diagram when that is.
    """

    source: str
    trigger: str
    dest: str
    guard: Guard | None = None
    note: str = ""


def fact(name: str) -> Guard:
    """A guard that holds if this fact of the step does."""
    return lambda **facts: bool(facts[name])


def fact_is(name: str, value: object) -> Guard:
    """A guard that holds if this fact of the step has this value."""
    return lambda **facts: bool(facts[name] == value)


def fact_at_least(name: str, least: int) -> Guard:
    """A guard that holds if this fact of the step is a number that is high enough."""
    return lambda **facts: bool(facts[name] >= least)


class NoMove(LookupError):
    """The flow has no way on from this state for this trigger; the state is unchanged."""


class _Cursor:
    __slots__ = ("state",)

    def __init__(self, state: str) -> None:
        self.state = state


class _Transition(Transition):
    """A row whose guards are callables and which has no callbacks, nor have states: a step then takes half the time."""

    def execute(self, event_data: EventData) -> bool:
        conditions: list[Any] = self.conditions
        for condition in conditions:
            if not condition.func(event_data):
                return False
        assert self.dest is not None
        event_data.machine.set_state(self.dest, event_data.model)
        return True


class _Event(Event):
    """A trigger of a machine without callbacks: the first row that holds is taken."""

    def _trigger(self, event_data: EventData) -> bool:
        state = event_data.state = self.machine.get_model_state(event_data.model)
        return self._is_valid_source(state) and any(row.execute(event_data) for row in self.transitions[state.name])


class _Machine(Machine):
    transition_cls = _Transition
    event_cls = _Event


class FlowMachine:
    """One flow's machine. Immutable after it is built and safe to share."""

    def __init__(self, name: str, states: Iterable[str], rows: Iterable[Row], initial: str) -> None:
        self.name = name
        self.states = tuple(states)
        self.rows = tuple(rows)
        self.initial = initial
        self._machine = _Machine(
            model=None, states=list(self.states), initial=initial, auto_transitions=False, send_event=True
        )
        for row in self.rows:
            conditions: list[str | Callable[..., bool | None]] = [] if row.guard is None else [_asks(row.guard)]
            self._machine.add_transition(row.trigger, row.source, row.dest, conditions=conditions)

    def step(self, state: str, trigger: str, **facts: Any) -> str:
        """The state after `trigger`. Raises `NoMove` if there is no such state, no such row, or no guard holds."""
        if state not in self._machine.states or trigger not in self._machine.events:
            raise NoMove(f"{self.name}: no move {trigger} from {state}")
        cursor = _Cursor(state)
        try:
            moved = self._machine.events[trigger].trigger(cursor, **facts)
        except MachineError as error:
            raise NoMove(f"{self.name}: no move {trigger} from {state}") from error
        if not moved:
            raise NoMove(f"{self.name}: no way on from {state} for {trigger}")
        return cursor.state

    def moves(self, state: str) -> tuple[str, ...]:
        """The triggers that have a row from this state."""
        return tuple(dict.fromkeys(row.trigger for row in self.rows if row.source == state))

    def mermaid(self, rows: Iterable[Row] | None = None) -> str:
        """The table (or only these rows of it) as a Mermaid state diagram, in the order of the rows."""
        lines = ["stateDiagram-v2", f"    [*] --> {self.initial}"]
        for row in self.rows if rows is None else rows:
            note = f": {row.trigger}" + (f", {row.note}" if row.note else "")
            lines.append(f"    {row.source} --> {row.dest}{note}")
        return "\n".join(lines)


def _asks(guard: Guard) -> Callable[[EventData], bool]:
    return lambda event: guard(**event.kwargs)
