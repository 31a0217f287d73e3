"""Logging: one JSON object a line on standard error, and never a token, a typed text or an answer in it.

    log = logger("store")              cheap; structlog (0.1 s) is imported with the first line that is written
    log.warning("disk_full", path=…)   an event's name and a few facts
    configure("INFO", secrets=[token]) once, in main; also tames what libraries log

Facts under the names in `PRIVATE` are blanked, the secrets given and anything that looks like a Telegram or Discord
token are cut out of every line, and an exception is logged as its type and where it happened, since its message may
quote what a person wrote.
"""

from __future__ import annotations

import logging
import re
import sys
import traceback
from collections.abc import Iterable, Mapping, MutableMapping
from typing import Any

PRIVATE = frozenset(
    {
        *("text", "token", "tokens", "answer", "answers", "option", "options", "values", "data", "draft", "argument"),
        *("key", "keys", "secret", "password", "url", "person", "address", "home"),
        *("reply", "replies", "paragraphs", "title", "content", "body", "intake", "session"),
    }
)
"""Names of facts that are never written out."""

_TOKEN = re.compile(r"\d{6,}:[A-Za-z0-9_-]{30,}|[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{25,}")
_BLANK = "[redacted]"
_secrets: list[str] = []
_root = logging.getLogger()
_level = logging.INFO


class Log:
    """A named source of log lines."""

    def __init__(self, name: str) -> None:
        self._name = name

    def info(self, event: str, **facts: Any) -> None:
        """What is worth knowing."""
        self._write("info", event, facts)

    def warning(self, event: str, **facts: Any) -> None:
        """What went wrong and was coped with."""
        self._write("warning", event, facts)

    def error(self, event: str, **facts: Any) -> None:
        """Pass `error=exception` to say what went wrong and where."""
        self._write("error", event, facts)

    def _write(self, level: str, event: str, facts: dict[str, Any]) -> None:
        number = logging.getLevelName(level.upper())
        if number < _level:
            return
        import structlog

        if not structlog.is_configured():
            _configure_structlog()
        structlog.get_logger(self._name).log(number, event, source=self._name, **facts)


def logger(name: str) -> Log:
    """A source of log lines called `name` (the part of the bot, not a person)."""
    return Log(name)


def configure(level: str = "INFO", secrets: Iterable[str] = ()) -> None:
    """Send everything of `level` and above to standard error as JSON; `secrets` are cut out wherever they turn up."""
    global _level  # noqa: PLW0603 - as in `logging` itself, there is one level for the process
    _level = logging.getLevelName(level.upper())
    _secrets[:] = sorted({secret for secret in secrets if secret}, key=len, reverse=True)
    for handler in [handler for handler in _root.handlers if isinstance(handler, _FromLibraries)]:
        _root.removeHandler(handler)
    _root.addHandler(_FromLibraries(max(logging.WARNING, _level)))


def _configure_structlog() -> None:
    import structlog

    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _redact,
            structlog.processors.JSONRenderer(),
            _cut_secrets,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.NOTSET),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
    )


class _FromLibraries(logging.Handler):
    """Passes on what libraries log, without its arguments: those may quote a chat or a URL with a token."""

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        facts: dict[str, Any] = {"error": error} if error else {}
        Log(record.name)._write(record.levelname.lower(), str(record.msg), facts)


def _redact(_logger: Any, _method: str, facts: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    return {name: _plain(name, value) for name, value in facts.items()}


def _plain(name: str, value: Any) -> Any:
    if name in PRIVATE:
        return _BLANK
    if isinstance(value, BaseException):
        return describe_error(value)
    if isinstance(value, Mapping):
        return {str(key): _plain(str(key), inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain("", inner) for inner in value]
    return value if isinstance(value, str | int | float | bool | None) else str(type(value).__name__)


def describe_error(error: BaseException) -> dict[str, Any]:
    """An exception as its type and the places it passed, innermost last; no message, no values."""
    places = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)]
    return {"type": type(error).__name__, "at": places[-6:]}


def _cut_secrets(_logger: Any, _method: str, line: Any) -> str:
    text = str(line)
    for secret in _secrets:
        text = text.replace(secret, _BLANK)
    return _TOKEN.sub(_BLANK, text)
