"""What holds for every test: no way out to the network, no settings from the machine, no hurry for hypothesis."""

from __future__ import annotations

import ipaddress
import os
import sys
from typing import Any

import hypothesis
import pytest

hypothesis.settings.register_profile("calfwise", deadline=None)
hypothesis.settings.load_profile("calfwise")


def _stay_at_home(event: str, arguments: tuple[Any, ...]) -> None:
    """Refuse any address off this machine. An assertion, so that no retry loop can take it for a lost line."""
    if event == "socket.getaddrinfo":
        host = arguments[0]
    elif event in ("socket.connect", "socket.sendto"):
        if not isinstance(arguments[1], tuple):
            return  # a UNIX socket
        host = arguments[1][0]
    else:
        return
    host = host.decode() if isinstance(host, bytes) else host
    if host in (None, "", "localhost"):
        return
    try:
        inside = ipaddress.ip_address(host).is_loopback or ipaddress.ip_address(host).is_unspecified
    except ValueError:
        inside = False
    if not inside:
        raise AssertionError(f"a test tried to reach {host}")


sys.addaudithook(_stay_at_home)


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """A developer's own tokens and database never reach a test."""
    for name in os.environ:
        if name.upper().startswith(("CALFWISE_", "TELEGRAM_", "DISCORD_")):
            monkeypatch.delenv(name)
