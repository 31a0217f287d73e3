"""How Discord is reached: in earnest over the network, in tests over a connector that only knows this machine."""

from __future__ import annotations

from collections.abc import Callable

import aiohttp
import msgspec


class Wiring(msgspec.Struct, frozen=True):
    """`connector` makes the aiohttp connector that carries everything; None is the library's own.

    `guild_ready` is how long (seconds) to wait for more servers after connecting; `retry` how long before another try
    when Discord cannot be reached at the start.
    """

    connector: Callable[[], aiohttp.BaseConnector] | None = None
    guild_ready: float = 2.0
    retry: float = 5.0
