"""Looking up what an error of some library means, in a table from its classes to whatever we make of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

Meaning = TypeVar("Meaning")


def find_meaning(table: Mapping[type[BaseException], Meaning], error: BaseException) -> Meaning:
    """The entry of the error's class, else that of the nearest class above it. Raises `KeyError` if there is none."""
    for kind in type(error).__mro__:
        if kind in table:
            return table[kind]
    raise KeyError(type(error).__name__)
