"""Slash commands: each answers at any moment, and what was open is then shown again."""

from __future__ import annotations

from flows.talk.flow import Registry
from flows.talk.show import Show
from flows.talk.turn import Turn


def run_command(registry: Registry, turn: Turn, name: str, argument: str) -> Show:
    """Carry out one command; an unknown one says so. What insists on an answer comes before all but the harmless ones."""
    command = registry.commands.get(name)
    waiting = registry.insisting(turn)
    if waiting is not None and (command is None or not command.harmless):
        insist = registry.flow(waiting).insist
        assert insist is not None
        return insist.first(turn, waiting)
    if command is not None:
        return command.run(turn, argument)
    turn.say("unknown_command")
    turn.say("help")
    return registry.again(turn)
