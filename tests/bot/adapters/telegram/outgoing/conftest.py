"""Somebody whom the bot may write to."""

from __future__ import annotations

import pytest

from tests.doubles.telegram import Person, TelegramDouble


@pytest.fixture
def ann(telegram: TelegramDouble) -> Person:
    ann = telegram.person()
    ann.say("hello")
    return ann
