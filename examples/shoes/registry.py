"""The registry with one flow more: a line for the flow, and a line for each way that leads into it."""

from __future__ import annotations

from msgspec.structs import replace

from examples.shoes.flow import NAME, SHOES, ask_shoes
from flows.talk.entries import SlashCommand
from flows.talk.flow import Registry
from flows.turn.registry import REGISTRY


def add_shoes() -> Registry:
    """All real flows and commands, and ours."""
    return replace(
        REGISTRY,
        flows={**REGISTRY.flows, NAME: SHOES},
        commands={**REGISTRY.commands, NAME: SlashCommand(ask_shoes)},
    )
