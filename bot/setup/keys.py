"""The secrets that guard what people said: one key that turns people into hashes, and keys that encrypt every blob.

They live in a file of their own, apart from the database, readable by its owner only (others' rights are taken away where
the file is ours, else it is refused; a mounted secret may be readable by a group that is trusted):

    hash = <32 bytes, base64>      never changes: with another one nobody would be recognised
    data = <Fernet key>            encrypts; add a newer one above it to rotate, keep the old until all is rewritten
    data = <older Fernet key>      still decrypts

    keys = load_keys(path)                 reads them; with create=True makes them on first use; group_read: its group may
    add_data_key(path)                     puts a new data key on top (then call Store.rewrite_now)
"""

from __future__ import annotations

import base64
import binascii
import hmac
import os
import stat
import tempfile
from collections.abc import Sequence
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from bot.base.log import logger
from bot.setup.private import FILE, OTHERS, command
from flows.base.errors import CalfwiseError

HASH_BYTES = 16
"""Length of a keyed hash; 128 bits never collide here and keep indexes small."""

_HEADER = "# Keys of Calfwise. Without this file the database cannot be read: back it up, apart from the database.\n"


GROUP_READ = 0o040

_log = logger("setup")


class KeyFileError(CalfwiseError):
    """The key file cannot be used; the sentence says which and what to do."""


class Unreadable(Exception):
    """A blob was not written with any of these keys, or is damaged."""


class Keys:
    """`hash_key` is 32 bytes; `data_keys` are Fernet keys, the newest first."""

    def __init__(self, hash_key: bytes, data_keys: Sequence[bytes]) -> None:
        self._hash_key = hash_key
        self._fernet = MultiFernet([Fernet(key) for key in data_keys])

    def tag(self, kind: str, *parts: str) -> bytes:
        """A keyed hash (`HASH_BYTES` long) that names something without telling what it is."""
        name = "\0".join((kind, *parts)).encode("utf-8", "surrogatepass")
        return hmac.digest(self._hash_key, name, "sha256")[:HASH_BYTES]

    def seal(self, plain: bytes) -> bytes:
        """Encrypt with the newest data key."""
        return self._fernet.encrypt(plain)

    def unseal(self, blob: bytes) -> bytes:
        """Decrypt with whichever data key fits; raises `Unreadable`."""
        try:
            return self._fernet.decrypt(blob)
        except InvalidToken as error:
            raise Unreadable("no key fits") from error

    def reseal(self, blob: bytes) -> bytes:
        """Encrypt what is in `blob` anew, under the newest data key; raises `Unreadable`."""
        return self.seal(self.unseal(blob))


def load_keys(path: Path, create: bool = True, group_read: bool = False) -> Keys:
    """The keys in `path`; made there first if there are none and `create` is true. Raises `KeyFileError`.

    `group_read`: it is all right that the file's group may read it.
    """
    if create and not path.exists():
        _write_new(path, _render(os.urandom(32), [Fernet.generate_key()]))
    hash_key, data_keys = _parse(path, _read(path, group_read))
    return Keys(hash_key, data_keys)


def add_data_key(path: Path) -> None:
    """Put a new data key above the others, so that it encrypts from the next start on. Raises `KeyFileError`."""
    hash_key, data_keys = _parse(path, _read(path, group_read=True))
    draft = _draft(path, _render(hash_key, [Fernet.generate_key(), *data_keys]))
    os.replace(draft, path)


def _read(path: Path, group_read: bool) -> str:
    try:
        # The file that was looked at is the one that is read, also where a link leads to it, as to a mounted secret.
        with path.open(encoding="utf-8") as file:
            _see_who_may_read(path, file.fileno(), group_read)
            return file.read()
    except FileNotFoundError:
        raise KeyFileError(
            f"The key file {path} is missing: put it back, or name another with CALFWISE_KEY_FILE."
        ) from None
    except OSError as error:
        raise KeyFileError(
            f"The key file {path} cannot be read ({error.strerror}): check its owner and mode."
        ) from None
    except UnicodeDecodeError:
        raise KeyFileError(f"{path} is not a key file of Calfwise: put the right one back.") from None


def _see_who_may_read(path: Path, handle: int, group_read: bool) -> None:
    """Take away what others may do with the key file; raises `KeyFileError` if it is not ours, or may not be changed."""
    found = os.fstat(handle)
    wrong = found.st_mode & OTHERS & ~(GROUP_READ if group_read else 0)
    if not wrong:
        return
    try:
        if found.st_uid == os.geteuid():
            os.fchmod(handle, stat.S_IMODE(found.st_mode) & ~wrong)
            _log.warning("made_private", path=str(path), mode=f"{stat.S_IMODE(found.st_mode):04o}")
            return
        why = "belongs to another user"
    except OSError as error:
        why = f"cannot be changed: {error.strerror}"
    only_group = not wrong & ~GROUP_READ
    whom = "its group" if only_group else "others"
    allow = "CALFWISE_KEY_FILE_GROUP_READ=yes"
    mounted = f"set {allow}" if only_group else f"mount it with mode 0400, or with 0440 and {allow}"
    mode = FILE | (GROUP_READ if group_read else 0)
    raise KeyFileError(
        f"The key file {path} can be read by {whom} and {why}. As its owner, run: {command(path.resolve(), mode)}. "
        f"If it is a mounted secret, {mounted}."
    )


def _render(hash_key: bytes, data_keys: Sequence[bytes]) -> str:
    lines = [f"hash = {base64.urlsafe_b64encode(hash_key).decode()}", *(f"data = {key.decode()}" for key in data_keys)]
    return _HEADER + "\n".join(lines) + "\n"


def _parse(path: Path, text: str) -> tuple[bytes, list[bytes]]:
    """The hash key and the data keys; any flaw is a `KeyFileError`, since guessing would lock people out."""
    hash_keys: list[bytes] = []
    data_keys: list[bytes] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        name, _, value = (part.strip() for part in line.partition("="))
        raw = _decoded(value)
        if name not in ("hash", "data") or raw is None or len(raw) != 32:
            raise KeyFileError(f"Line {number} of the key file {path} is damaged: put back a good copy of the file.")
        (hash_keys if name == "hash" else data_keys).append(raw)
    if len(hash_keys) != 1 or not data_keys:
        raise KeyFileError(f"The key file {path} must hold one hash key and a data key: put back a good copy of it.")
    return hash_keys[0], [base64.urlsafe_b64encode(key) for key in data_keys]


def _decoded(value: str) -> bytes | None:
    try:
        return base64.urlsafe_b64decode(value)
    except (binascii.Error, ValueError):
        return None


def _draft(path: Path, text: str) -> str:
    """A complete file (mode 0600, on disk) beside `path`, to be put in place in one step; returns its name."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(prefix=f"{path.name}.", dir=path.parent)
    except OSError as error:
        raise KeyFileError(
            f"The key file {path} cannot be created ({error.strerror}): make its directory writable, "
            "or name another place with CALFWISE_KEY_FILE."
        ) from None
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        os.unlink(draft)
        raise KeyFileError(f"The key file {path} cannot be written ({error.strerror}).") from None
    return draft


def _write_new(path: Path, text: str) -> None:
    """Create `path` unless another process just did: a hard link is made whole or not at all, and never over a file."""
    draft = _draft(path, text)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass  # the other process won; its keys are the ones to use
    except OSError as error:
        raise KeyFileError(f"The key file {path} cannot be created ({error.strerror}).") from None
    finally:
        os.unlink(draft)
    directory = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)
