"""One process a database: a lock that the kernel drops when the process ends, however it ends."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from bot.store.database.errors import StoreError


class FileLock:
    """Holds `<database>.lock`. Raises `StoreError` if another process has it or the directory is not writable."""

    def __init__(self, database: Path) -> None:
        path = database.with_name(database.name + ".lock")
        try:
            self._handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise StoreError(
                f"The database {database} cannot be used ({error.strerror}): make {database.parent} writable."
            ) from None
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(self._handle)
            raise StoreError(
                f"Another Calfwise is already using {database}: stop it first, or give this one a database of its own "
                "with CALFWISE_DATABASE_URL or CALFWISE_DATA_DIR."
            ) from None

    def release(self) -> None:
        """Give the database free; the file stays, since deleting it would let two processes hold different locks."""
        os.close(self._handle)
