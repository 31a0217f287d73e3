"""What holds for every test: no way out to the network, nothing of the machine's own, no hurry for hypothesis."""

from __future__ import annotations

import ipaddress
import sys
from collections.abc import Iterator
from typing import Any

import hypothesis
import pytest

from tests.surroundings import take_away

hypothesis.settings.register_profile("calfwise", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
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


@pytest.fixture(scope="session", autouse=True)
def surroundings_of_their_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A developer's tokens, `.env`, terminal and proxy never reach a test: it runs in an empty folder, which stays empty."""
    folder = tmp_path_factory.mktemp("empty")
    with pytest.MonkeyPatch.context() as patch:
        take_away(patch)
        patch.chdir(folder)
        yield
    assert list(folder.iterdir()) == [], "a test wrote into the folder that it was started in"


@pytest.fixture
def untraced() -> Iterator[None]:
    """Nobody counts the lines that run (`make coverage` does): that takes time, and time is what such a test measures."""
    tracer = sys.gettrace()
    sys.settrace(None)
    yield
    sys.settrace(tracer)
