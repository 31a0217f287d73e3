"""Database errors as sentences that tell a person what to do."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from flows.base.errors import CalfwiseError


class StoreError(CalfwiseError):
    """The database cannot be opened or used; the sentence says why."""


DATABASE_ERRORS = (DBAPIError, sqlite3.Error)
"""Whatever a statement, a commit or a pragma may raise."""

_SENTENCES = {
    "SQLITE_FULL": "The disk that holds {path} is full; make room, and it goes on by itself.",
    "SQLITE_READONLY": "The database {path} is read-only: check its owner and mode.",
    "SQLITE_PERM": "The database {path} may not be opened: check its owner and mode.",
    "SQLITE_CANTOPEN": "The database {path} cannot be opened: check that its directory exists and is writable.",
    "SQLITE_NOTADB": "{path} is not a database: move it away, or point CALFWISE_DATABASE_URL elsewhere.",
    "SQLITE_CORRUPT": "The database {path} is damaged: put back a backup.",
    "SQLITE_BUSY": "The database {path} is in use by another program: close it and try again.",
    "SQLITE_LOCKED": "The database {path} is in use by another program: close it and try again.",
    "SQLITE_IOERR": "The disk that holds {path} does not answer as it should (full, or failing).",
}


def explain_error(error: BaseException, path: Path) -> str:
    """What is wrong with the database at `path`, in one sentence."""
    origin = error.orig if isinstance(error, DBAPIError) else error
    name = str(getattr(origin, "sqlite_errorname", ""))
    for code, words in _SENTENCES.items():
        if name == code or name.startswith(f"{code}_"):
            return words.format(path=path)
    return f"The database {path} cannot be used ({type(origin).__name__} {name}).".replace(" )", ")")
