"""How the Bot API says no."""

from __future__ import annotations

from typing import Any


class ApiError(Exception):
    """An answer that is not ok: HTTP `status`, a `description`, and sometimes `parameters`."""

    def __init__(self, status: int, description: str, **parameters: Any) -> None:
        self.status = status
        self.description = description
        self.parameters = parameters
        super().__init__(description)

    def body(self) -> dict[str, Any]:
        """The JSON object that goes over the wire."""
        said: dict[str, Any] = {"ok": False, "error_code": self.status, "description": self.description}
        if self.parameters:
            said["parameters"] = self.parameters
        return said


class Breach(ApiError):
    """A request that the documented limits forbid: it is refused, and the test that made it fails."""

    def __init__(self, description: str) -> None:
        super().__init__(400, f"Bad Request: {description}")
