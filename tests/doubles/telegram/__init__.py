"""A local Telegram: `TelegramDouble` serves the Bot API on 127.0.0.1, `Person` and `Group` are who the bot talks to."""

from tests.doubles.telegram.errors import ApiError
from tests.doubles.telegram.people import Group, Person
from tests.doubles.telegram.server import TelegramDouble

__all__ = ["ApiError", "Group", "Person", "TelegramDouble"]
