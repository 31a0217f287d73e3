#!/usr/bin/env bash
# msgspec.to_builtins() does not give what JSON gives back, though it turns datetimes into ISO text and sets into lists.
#
# Version: msgspec 0.22.0. Seen: of one struct, to_builtins() keeps a tuple a tuple and an integer key an integer, while a set
# and a frozenset become lists and a datetime becomes text. Written as JSON and read again, the tuple is a list and the key a
# text. So data made by to_builtins() and kept in memory differs from the very same data once it was stored, although
# neither call fails and both look like "plain JSON types": comparisons, caches and "has it changed?" go wrong after a restart only.
# Here: the state of a conversation is compared before and after a turn, so it is made by encoding and decoding instead.
#
# Fails if that changes. Installs into a temporary folder only.
set -eu
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/venv"
"$place/venv/bin/pip" install --quiet --disable-pip-version-check msgspec==0.22.0
"$place/venv/bin/python" - <<'PY'
from datetime import datetime, timezone

import msgspec


class State(msgspec.Struct, frozen=True):
    steps: tuple[str, ...]
    seen: frozenset[str]
    counts: dict[int, int]
    at: datetime


state = State(("warm_up", "stretch"), frozenset({"left"}), {1: 3}, datetime(2026, 3, 2, 12, tzinfo=timezone.utc))
plain = msgspec.to_builtins(state)
stored = msgspec.json.decode(msgspec.json.encode(state))
print("msgspec", msgspec.__version__)
print("to_builtins:", plain)
print("through JSON:", stored)

assert plain["seen"] == ["left"] and plain["at"] == "2026-03-02T12:00:00Z", "sets and datetimes are made plain"
assert plain["steps"] == ("warm_up", "stretch") and type(plain["steps"]) is tuple, "a tuple stays a tuple"
assert plain["counts"] == {1: 3}, "an integer key stays an integer"
assert stored["steps"] == ["warm_up", "stretch"] and stored["counts"] == {"1": 3}
assert plain != stored, "the same state, in memory and stored, is not equal"
assert msgspec.convert(plain, State) == msgspec.convert(stored, State, strict=False) == state, "both are read back alike"
PY
