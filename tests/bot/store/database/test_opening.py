"""Opening the database: new, older, foreign, in use, not writable, with the wrong keys."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import URL, create_engine

from bot.setup.keys import KeyFileError, load_keys
from bot.store import StoreError, open_store
from bot.store.database.migrations import alembic_config, migrate_database
from bot.store.database.schema import HEAD
from bot.store.database.tables import metadata
from tests.bot.core import core, said

ROOT = Path(__file__).parents[4]


def schema(path: Path) -> list[tuple[str, str, str]]:
    """What SQLite itself says about tables, columns and indexes."""
    found = []
    with closing(sqlite3.connect(path)) as connection:
        names = connection.execute("SELECT type, name FROM sqlite_schema ORDER BY name").fetchall()
        for kind, name in names:
            pragma = "table_xinfo" if kind == "table" else "index_xinfo"
            found += [(kind, name, str(row)) for row in connection.execute(f"PRAGMA {pragma}({name})")]
            found += [(kind, name, str(row[2:])) for row in connection.execute(f"PRAGMA index_list({name})")]
        found += [("seq", "", str(row)) for row in connection.execute("SELECT sql LIKE '%AUTOINC%' FROM sqlite_schema")]
    return found


def test_the_schema_made_at_once_equals_the_migrated_one(tmp_path: Path) -> None:
    with core(tmp_path):
        pass
    engine = create_engine(URL.create("sqlite", database=str(tmp_path / "migrated.db")))
    migrate_database(engine, tmp_path)
    engine.dispose()
    made, migrated = schema(tmp_path / "data" / "calfwise.db"), schema(tmp_path / "migrated.db")
    assert sorted(made) == sorted(migrated)
    assert len(made) > 30
    assert ScriptDirectory.from_config(alembic_config()).get_current_head() == HEAD


def test_a_database_that_is_behind_is_migrated(tmp_path: Path) -> None:
    with core(tmp_path) as (store, service):
        service.submit_now(said("mem:1", "a"))
        del store
    path = tmp_path / "data" / "calfwise.db"
    with closing(sqlite3.connect(path)) as connection:
        meta = connection.execute("SELECT * FROM meta").fetchall()
        for table in metadata.tables:
            connection.execute(f"DROP TABLE {table}")
        connection.execute("DELETE FROM alembic_version")
        connection.commit()
    with pytest.raises(KeyFileError, match="do not fit"):
        open_store(path, tmp_path / "keys")
    with closing(sqlite3.connect(path)) as connection:
        connection.executemany("INSERT INTO meta VALUES (?, ?)", meta)
        connection.commit()
    with core(tmp_path) as (_, service):
        assert service.submit_now(said("mem:1", "b")).deliveries[0].reply.title == "1: b"


def test_a_database_from_the_future_is_refused(tmp_path: Path) -> None:
    with core(tmp_path):
        pass
    path = tmp_path / "data" / "calfwise.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    with pytest.raises(StoreError, match="newer Calfwise"):
        open_store(path, tmp_path / "keys")


def test_another_programs_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "notes.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE notes (text)")
    load_keys(tmp_path / "keys")
    with pytest.raises(StoreError, match="some other program"):
        open_store(path, tmp_path / "keys")
    assert [name for kind, name, _ in schema(path) if kind == "table"] == ["notes"]


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "calfwise.db"
    path.write_text("Dear diary, my calf hurts.", encoding="utf-8")
    with pytest.raises(StoreError, match="is not a database"):
        open_store(path, tmp_path / "keys")
    assert path.read_text(encoding="utf-8") == "Dear diary, my calf hurts."


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "postgresql://x/y", "nonsense", "sqlite:///a?b=c"])
def test_an_address_that_names_no_file_is_refused(tmp_path: Path, url: str) -> None:
    with pytest.raises(StoreError, match="CALFWISE_DATABASE_URL must"):
        open_store(url, tmp_path / "keys")


def test_other_keys_are_refused_and_the_right_ones_still_work(tmp_path: Path) -> None:
    with core(tmp_path) as (_, service):
        service.submit_now(said("mem:1", "a"))
    (tmp_path / "keys").rename(tmp_path / "right")
    load_keys(tmp_path / "keys")
    with pytest.raises(KeyFileError, match="do not fit the database"), core(tmp_path):
        pass
    (tmp_path / "right").replace(tmp_path / "keys")
    with core(tmp_path) as (_, service):
        assert service.submit_now(said("mem:1", "b")).deliveries[0].reply.title == "2: b"


def test_no_new_keys_are_made_for_an_old_database(tmp_path: Path) -> None:
    with core(tmp_path):
        pass
    (tmp_path / "keys").unlink()
    with pytest.raises(KeyFileError, match="is missing: put it back"), core(tmp_path):
        pass
    assert not (tmp_path / "keys").exists()


HOLD = """
import sys
from pathlib import Path
from bot.store import open_store
store = open_store(Path(sys.argv[1]), Path(sys.argv[2]))
print("open", flush=True)
sys.stdin.readline()
"""


@contextmanager
def another_process(database: Path, keys: Path) -> Iterator[subprocess.Popen[str]]:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(database), str(keys)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "open\n"
        yield holder
    finally:
        holder.kill()
        holder.communicate()


def test_a_second_process_is_refused_until_the_first_is_gone_even_by_force(tmp_path: Path) -> None:
    database, keys = tmp_path / "data" / "calfwise.db", tmp_path / "keys"
    with another_process(database, keys) as holder:
        with pytest.raises(StoreError, match="Another Calfwise is already using"), core(tmp_path):
            pass
        link = tmp_path / "link.db"
        link.symlink_to(database)
        with pytest.raises(StoreError, match="Another Calfwise"):
            open_store(link, keys)
        holder.kill()
        holder.wait()
        with core(tmp_path) as (_, service):
            assert service.submit_now(said("mem:1", "a")).deliveries


@contextmanager
def plain_user() -> Iterator[Path]:
    """A directory to play in, as someone whom file modes bind: root they do not."""
    with tempfile.TemporaryDirectory(dir=open_to_all() if os.geteuid() == 0 else None) as name:
        folder = Path(name)
        if os.geteuid() == 0:
            os.chown(folder, 65534, 65534)
            os.seteuid(65534)
            try:
                yield folder
            finally:
                os.seteuid(0)
        else:
            yield folder
        for path in (folder, *folder.rglob("*")):
            path.chmod(0o700)


def open_to_all() -> Path:
    """A place for temporary files that others can get to as well: root's own, as TMPDIR names it, may be closed."""
    for place in (Path(tempfile.gettempdir()), Path("/tmp"), Path("/var/tmp"), Path("/dev/shm")):
        if all(folder.is_dir() and folder.stat().st_mode & 0o001 for folder in (place, *place.resolve().parents)):
            return place
    pytest.skip("NOT TESTED: file modes, since root has no place for files that others can get to (set TMPDIR)")


def test_a_directory_that_cannot_be_written_is_named() -> None:
    with plain_user() as folder:
        (folder / "data").mkdir(mode=0o500)
        with pytest.raises(StoreError, match=r"make .*/data writable"), core(folder):
            pass
        with pytest.raises(StoreError, match="cannot be used"):
            open_store(folder / "data" / "deeper" / "calfwise.db", folder / "keys")


def test_a_file_that_may_not_be_written_is_named() -> None:
    with plain_user() as folder:
        with core(folder):
            pass
        for mode in (0o400, 0o000):
            (folder / "data" / "calfwise.db").chmod(mode)
            with pytest.raises(StoreError, match=r"calfwise.db cannot be used \(Permission denied\)"), core(folder):
                pass
        (folder / "data" / "calfwise.db").chmod(0o600)
        with core(folder) as (_, service):
            assert service.submit_now(said("mem:1", "a")).deliveries


def test_a_file_in_the_place_of_the_directory_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("in the way", encoding="utf-8")
    with pytest.raises(StoreError, match="cannot be used"), core(tmp_path):
        pass


def test_a_damaged_database_is_named(tmp_path: Path) -> None:
    with core(tmp_path) as (_, service):
        for number in range(200):
            service.submit_now(said(f"mem:{number}", "a"))
    path = tmp_path / "data" / "calfwise.db"
    raw = bytearray(path.read_bytes())
    raw[4096:] = os.urandom(len(raw) - 4096)
    path.write_bytes(raw)
    with pytest.raises(StoreError, match="damaged"), core(tmp_path):
        pass


def test_opening_imports_neither_alembic_nor_a_platform(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from bot.store import open_store; import bot.turns.service, bot.turns.timers;"
        f"open_store(Path({str(tmp_path / 'a.db')!r}), Path({str(tmp_path / 'keys')!r})).close();"
        "print([name for name in ('alembic', 'telegram', 'discord', 'structlog', 'mako') if name in sys.modules])"
    )
    for _ in ("new", "again"):
        shown = subprocess.run(
            [sys.executable, "-c", script], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
        )
        assert shown.stdout == "[]\n"
