"""How Discord is reached: in earnest over the network, in tests over a connector that only knows this machine."""

from __future__ import annotations

from collections.abc import Callable

import aiohttp
import msgspec


class Wiring(msgspec.Struct, frozen=True):
    """`connector` makes the aiohttp connector that carries everything; None is the library's own.

    In seconds: `guild_ready` is how long to wait for more servers after connecting, `retry` how long before another try
    when Discord cannot be reached, `patience` how long the library may try by itself to get a lost line back before all
    is begun anew. `identify_after` and `identify_every` are what Discord wants between two sessions.
    """

    connector: Callable[[], aiohttp.BaseConnector] | None = None
    guild_ready: float = 2.0
    retry: float = 5.0
    patience: float = 60.0
    identify_after: float = 1.0
    identify_every: float = 5.0
