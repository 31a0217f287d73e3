"""What Discord answers when it refuses, and what a test has done wrong when it asks for the impossible."""

from __future__ import annotations

from typing import Any


class Breach(AssertionError):
    """A test (or the bot) did what cannot be done on Discord."""


class ApiError(Exception):
    """An error answer: HTTP status, Discord's code and message. `ours` marks what a well-behaved bot never causes."""

    def __init__(self, status: int, code: int, message: str, ours: bool = False, details: Any = None) -> None:
        self.status = status
        self.code = code
        self.message = message
        self.ours = ours
        self.details = details
        super().__init__(f"{status} {code}: {message}")

    def body(self) -> dict[str, Any]:
        """The JSON that Discord sends."""
        return {"code": self.code, "message": self.message, **({"errors": self.details} if self.details else {})}


def invalid(path: str, message: str) -> ApiError:
    """50035: a field breaks a rule."""
    details: Any = {"_errors": [{"code": "BASE_TYPE_BAD_LENGTH", "message": message}]}
    for name in reversed(path.split(".")):
        details = {name: details}
    return ApiError(400, 50035, f"Invalid Form Body: {path}: {message}", ours=True, details=details)


def empty_message() -> ApiError:
    return ApiError(400, 50006, "Cannot send an empty message", ours=True)


def unauthorized() -> ApiError:
    return ApiError(401, 0, "401: Unauthorized")


def unknown_message() -> ApiError:
    return ApiError(404, 10008, "Unknown Message")


def unknown_channel() -> ApiError:
    return ApiError(404, 10003, "Unknown Channel")


def unknown_user() -> ApiError:
    return ApiError(404, 10013, "Unknown User")


def unknown_webhook() -> ApiError:
    return ApiError(404, 10015, "Unknown Webhook")


def unknown_interaction() -> ApiError:
    return ApiError(404, 10062, "Unknown interaction")


def already_acknowledged() -> ApiError:
    return ApiError(400, 40060, "Interaction has already been acknowledged.")


def invalid_webhook_token() -> ApiError:
    return ApiError(401, 50027, "Invalid Webhook Token")


def too_many_followups() -> ApiError:
    return ApiError(400, 40094, "This interaction has reached its maximum number of follow-up messages")


def cannot_message_user() -> ApiError:
    return ApiError(403, 50007, "Cannot send messages to this user")


def missing_permissions() -> ApiError:
    return ApiError(403, 50013, "Missing Permissions")


def not_the_author() -> ApiError:
    return ApiError(403, 50005, "Cannot edit a message authored by another user", ours=True)
