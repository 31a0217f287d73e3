"""Files that only their owner may open: made so, mended at start, and nothing of anybody else's touched."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from bot.setup import private
from bot.setup.keys import KeyFileError, load_keys
from bot.setup.private import close_folder, close_whole
from bot.store import open_store
from tests.bot.core import core, said
from tests.surroundings import spoken


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@contextmanager
def umask(bits: int) -> Iterator[None]:
    before = os.umask(bits)
    try:
        yield
    finally:
        os.umask(before)


@pytest.mark.parametrize("bits", [0o000, 0o022])
def test_everything_is_for_its_owner_only_from_the_start(tmp_path: Path, bits: int) -> None:
    with umask(bits), core(tmp_path) as (_, service):
        service.submit_now(said("mem:1", "a"))
        made = {path.name: mode(path) for path in (tmp_path / "data").iterdir()}
        assert made == dict.fromkeys(("calfwise.db", "calfwise.db-wal", "calfwise.db-shm", "calfwise.db.lock"), 0o600)
        assert mode(tmp_path / "data") == 0o700
        assert mode(tmp_path / "keys") == 0o600


def test_what_stood_open_is_closed_at_the_next_start_and_logged(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with core(tmp_path):
        pass
    (tmp_path / "data" / "drawings").mkdir()
    for name, open_to_all in (("calfwise.db", 0o644), ("calfwise.db.lock", 0o666), ("", 0o755), ("../keys", 0o644)):
        (tmp_path / "data" / name).chmod(open_to_all)
    with core(tmp_path) as (_, service):
        service.submit_now(said("mem:1", "a"))
        for path in (tmp_path / "data").glob("calfwise*"):
            assert mode(path) == 0o600, path
    assert (mode(tmp_path / "data"), mode(tmp_path / "keys")) == (0o700, 0o600)
    lines = [line for line in spoken(capsys.readouterr().err).splitlines() if "made_private" in line]
    assert len(lines) == 4
    assert "0644" in "".join(lines)
    with core(tmp_path):
        pass
    assert "made_private" not in capsys.readouterr().err, "once"


def test_a_log_that_a_kill_left_open_to_others_is_closed_too(tmp_path: Path) -> None:
    with core(tmp_path):
        (tmp_path / "copy").mkdir()
        for name in ("calfwise.db", "calfwise.db-wal"):
            copy = tmp_path / "copy" / name
            copy.write_bytes((tmp_path / "data" / name).read_bytes())
            copy.chmod(0o644)
    with closing(open_store(tmp_path / "copy" / "calfwise.db", tmp_path / "keys")):
        assert mode(tmp_path / "copy" / "calfwise.db-wal") == 0o600


@pytest.mark.parametrize("shared", ["something else in it", "sticky", "working directory", "home"])
def test_a_folder_that_others_may_need_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shared: str
) -> None:
    folder = tmp_path / "srv"
    folder.mkdir()
    (folder / "deeper").mkdir()
    folder.chmod(0o1755 if shared == "sticky" else 0o755)
    ours = {"deeper"}
    if shared == "something else in it":
        (folder / "index.html").touch()
    elif shared == "working directory":
        monkeypatch.chdir(folder / "deeper")
    elif shared == "home":
        monkeypatch.setenv("HOME", str(folder))
    close_folder(folder, ours.__contains__)
    assert mode(folder) & 0o777 == 0o755


def test_drawings_are_closed_with_their_folder(tmp_path: Path) -> None:
    folder = tmp_path / "drawings"
    close_whole(folder)
    assert not folder.exists(), "made when the first is drawn"
    folder.mkdir()
    folder.chmod(0o755)
    (folder / "chart.png").touch()
    (folder / "chart.png").chmod(0o644)
    close_whole(folder)
    assert (mode(folder), mode(folder / "chart.png")) == (0o700, 0o600)


def of_somebody_else(path: Path) -> None:
    """Give the file to another user: only root may."""
    if os.geteuid() != 0:
        pytest.skip("NOT TESTED: files of another user, since this one may not give any away (run the tests as root)")
    os.chown(path, 65534, 65534)


def test_a_database_of_another_user_is_left_as_it_is_and_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with core(tmp_path):
        pass
    path = tmp_path / "data" / "calfwise.db"
    path.chmod(0o644)
    of_somebody_else(path)
    with core(tmp_path):
        pass
    assert mode(path) == 0o644
    logged = capsys.readouterr().err
    assert "open_to_others" in logged
    assert f"chmod 600 '{path}'" in logged


# --- the key file ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("open_to_others", [0o644, 0o640, 0o604, 0o620, 0o666])
def test_a_key_file_of_ours_is_mended(tmp_path: Path, open_to_others: int) -> None:
    path = tmp_path / "keys"
    tag = load_keys(path).tag("person", "tg:1")
    path.chmod(open_to_others)
    assert load_keys(path).tag("person", "tg:1") == tag
    assert mode(path) == 0o600


@pytest.mark.parametrize(("before", "after"), [(0o640, 0o640), (0o440, 0o440), (0o644, 0o640), (0o660, 0o640)])
def test_the_group_may_read_it_where_that_is_set(tmp_path: Path, before: int, after: int) -> None:
    path = tmp_path / "keys"
    load_keys(path)
    path.chmod(before)
    load_keys(path, group_read=True)
    assert mode(path) == after


def test_a_link_to_a_mounted_secret_mends_what_it_leads_to(tmp_path: Path) -> None:
    secret = tmp_path / "..data" / "keys"
    load_keys(secret)
    secret.chmod(0o644)
    link = tmp_path / "keys"
    link.symlink_to(secret)
    load_keys(link)
    assert link.is_symlink()
    assert mode(secret) == 0o600


@pytest.mark.parametrize(
    ("bits", "group_read", "hint"),
    [
        (0o644, False, "read by others and belongs to another user. As its owner, run: chmod 600 "),
        (0o644, True, "run: chmod 640 "),
        (0o440, False, "read by its group and .* set CALFWISE_KEY_FILE_GROUP_READ=yes"),
    ],
)
def test_a_key_file_of_another_user_is_refused_with_the_command(
    tmp_path: Path, bits: int, group_read: bool, hint: str
) -> None:
    path = tmp_path / "keys"
    load_keys(path)
    path.chmod(bits)
    of_somebody_else(path)
    with pytest.raises(KeyFileError, match=hint):
        load_keys(path, group_read=group_read)
    assert mode(path) == bits
    path.chmod(0o440)
    load_keys(path, group_read=True)


def test_a_key_file_that_cannot_be_changed_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "keys"
    load_keys(path)
    path.chmod(0o644)

    def read_only(*_: object) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(os, "fchmod", read_only)
    with pytest.raises(KeyFileError, match=r"cannot be changed: Read-only file system.*mount it with mode 0400"):
        load_keys(path)


def test_the_command_can_be_pasted(tmp_path: Path) -> None:
    assert private.command(tmp_path / "a b", 0o600) == f"chmod 600 '{tmp_path}/a b'"
