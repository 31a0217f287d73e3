"""Files and folders that only their owner may open: made so from the start, and mended where they were not.

    make_file(path)                  an empty file, mode 0600 whatever the umask says, unless there is one
    make_folder(path)                a folder, mode 0700, unless there is one
    close_files(paths)               our own files: what others may do with them is taken away, and that is logged
    close_folder(path, ours)         the same for a folder of ours in which nothing but `ours` lies
    close_whole(path)                the same for a folder that is ours by its place, and all files in it

A file of somebody else's is left as it is, with a warning that says what to do: even root does not know who needs it.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable
from pathlib import Path

from bot.base.log import logger

FILE, FOLDER = 0o600, 0o700
OTHERS = 0o077
"""The bits of a mode that let somebody else in: the group and everybody."""

LOST_AND_FOUND = "lost+found"
"""What a disk of its own holds from the start."""

_log = logger("setup")


def make_file(path: Path) -> None:
    """Create an empty file, if there is none. Raises `OSError`."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, FILE)
    except FileExistsError:
        return
    try:
        os.fchmod(handle, FILE)
    finally:
        os.close(handle)


def make_folder(path: Path) -> None:
    """Create the folder, and those above it, if there is none. Raises `OSError`."""
    if path.is_dir():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.mkdir(mode=FOLDER, exist_ok=True)


def close_files(paths: Iterable[Path]) -> None:
    """Take from others what they may do with these files; those that are not there are passed over."""
    for path in paths:
        _close(path, FILE)


def close_folder(path: Path, ours: Callable[[str], bool]) -> None:
    """Take from others what they may do with a folder that holds nothing but what is `ours` by its name.

    One that others need, or may need, is left alone: where programs work or people live (the working directory, the
    home, what stands above them), where everybody may write (`/tmp`), where other things lie too.
    """
    try:
        path = path.resolve()
        shared = path.stat().st_mode & stat.S_ISVTX or any(_holds(path, place) for place in (Path.cwd(), Path.home()))
        strange = not all(name == LOST_AND_FOUND or ours(name) for name in os.listdir(path))
    except (OSError, RuntimeError):  # it is not there, or there is no home
        return
    if not (shared or strange):
        _close(path, FOLDER)


def close_whole(path: Path) -> None:
    """The same for a folder that is ours by its place, as that of drawings, and for the files in it."""
    close_folder(path, lambda _name: True)
    close_files(sorted(path.glob("*")))


def _holds(path: Path, place: Path) -> bool:
    place = place.resolve()
    return path == place or path in place.parents


def _close(path: Path, mode: int) -> None:
    try:
        found = path.stat()
        if not found.st_mode & OTHERS:
            return
        if found.st_uid == os.geteuid():
            path.chmod(found.st_mode & mode)
            _log.warning("made_private", path=str(path), mode=f"{stat.S_IMODE(found.st_mode):04o}")
            return
    except FileNotFoundError:
        return
    except OSError:
        pass
    _log.warning("open_to_others", path=str(path), reason=f"run: {command(path, mode)}")


def command(path: Path, mode: int) -> str:
    """What whoever owns it can type."""
    return f"chmod {mode:o} '{path}'"
