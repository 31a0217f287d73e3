"""What adapters note for themselves: about no person, unreadable without the keys, there after a restart."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from bot.setup.keys import add_data_key
from bot.store.store import open_store


async def test_what_was_noted_is_there_after_a_restart_and_under_new_keys(tmp_path: Path) -> None:
    database, keys = tmp_path / "calfwise.db", tmp_path / "keys"
    with closing(open_store(database, keys)) as store:
        assert await store.recall("picture 1") == ""
        await store.remember("picture 1", "AgAC-1")
        await store.remember("picture 1", "AgAC-2")
        await store.remember("picture 2", "AgAC-3")
        await store.remember("picture 2", "")
        assert (await store.recall("picture 1"), await store.recall("picture 2")) == ("AgAC-2", "")
        await store.tidy(datetime(2100, 1, 1, tzinfo=UTC))
    assert b"AgAC" not in database.read_bytes()
    assert b"picture 1" not in database.read_bytes()
    add_data_key(keys)
    with closing(open_store(database, keys)) as store:
        store.rewrite_now()
        assert await store.recall("picture 1") == "AgAC-2"
    lines = keys.read_text(encoding="utf-8").splitlines()
    keys.write_text("\n".join([*lines[:-1], ""]), encoding="utf-8")  # without the oldest data key
    with closing(open_store(database, keys)) as store:
        assert await store.recall("picture 1") == "AgAC-2"
