"""The key file: made once, readable by its owner only, never guessed at."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bot.setup.keys import KeyFileError, Keys, Unreadable, add_data_key, load_keys


def test_keys_are_made_on_first_use_and_stay(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "keys"
    first = load_keys(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(path.parent.iterdir()) == [path]
    second = load_keys(path)
    assert second.tag("person", "tg:1") == first.tag("person", "tg:1")
    assert second.unseal(first.seal(b"sore")) == b"sore"


def test_a_hash_depends_on_key_kind_and_every_part(tmp_path: Path) -> None:
    keys, others = load_keys(tmp_path / "a"), load_keys(tmp_path / "b")
    tags = {keys.tag("person", "tg:1"), keys.tag("seen", "tg:1"), keys.tag("person", "tg:2"), keys.tag("x", "a", "b")}
    assert len({*tags, others.tag("person", "tg:1"), keys.tag("x", "ab")}) == 6


def test_two_processes_that_start_at_once_get_the_same_keys(tmp_path: Path) -> None:
    script = (
        "import sys, pathlib, bot.setup.keys as k; sys.stdin.readline();"
        "print(k.load_keys(pathlib.Path(sys.argv[1])).tag('person', 'tg:1').hex())"
    )
    starters = [
        subprocess.Popen(
            [sys.executable, "-c", script, str(tmp_path / "keys")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
            cwd=Path(__file__).parents[3],
        )
        for _ in range(4)
    ]
    for starter in starters:
        assert starter.stdin is not None
        starter.stdin.write("go\n")
        starter.stdin.flush()
    assert len({starter.communicate()[0] for starter in starters}) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["keys"]


def test_rotation_reads_the_old_and_writes_with_the_new(tmp_path: Path) -> None:
    path = tmp_path / "keys"
    old = load_keys(path)
    blob = old.seal(b"sore")
    add_data_key(path)
    new = load_keys(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert new.unseal(blob) == b"sore"
    assert new.tag("person", "tg:1") == old.tag("person", "tg:1")
    fresh = new.reseal(blob)
    with pytest.raises(Unreadable):
        old.unseal(fresh)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hash = AAAA\n",
        "data = only\n",
        "something else entirely\n",
        "hash = {good}\n",
        "hash = {good}\ndata = short\n",
        "hash = {good}\nhash = {good}\ndata = {good}\n",
    ],
)
def test_a_broken_file_is_refused_in_one_sentence(tmp_path: Path, text: str) -> None:
    path = tmp_path / "keys"
    path.write_text(text.replace("{good}", "A" * 43 + "="), encoding="utf-8")
    with pytest.raises(KeyFileError, match="key file") as refused:
        load_keys(path)
    assert str(path) in str(refused.value)
    assert path.read_text(encoding="utf-8") == text.replace("{good}", "A" * 43 + "=")


def test_binary_rubbish_is_refused(tmp_path: Path) -> None:
    (tmp_path / "keys").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(KeyFileError, match="not a key file"):
        load_keys(tmp_path / "keys")


def test_a_missing_file_is_not_made_when_it_must_exist(tmp_path: Path) -> None:
    with pytest.raises(KeyFileError, match="is missing: put it back"):
        load_keys(tmp_path / "keys", create=False)
    assert not (tmp_path / "keys").exists()


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(KeyFileError, match="CALFWISE_KEY_FILE"):
        load_keys(tmp_path / "file" / "keys")
    with pytest.raises(KeyFileError, match="cannot be read"):
        load_keys(tmp_path)


def test_a_damaged_blob_is_unreadable(tmp_path: Path) -> None:
    keys: Keys = load_keys(tmp_path / "keys")
    blob = bytearray(keys.seal(b"sore"))
    blob[20] ^= 1
    with pytest.raises(Unreadable):
        keys.unseal(bytes(blob))
