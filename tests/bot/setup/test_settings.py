"""Settings: read from the environment and .env, refused in one sentence, explained in .env.example."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.setup.settings import Settings, SettingsError, load_settings, setting_names

EXAMPLE = Path(__file__).parents[3] / ".env.example"


def test_everything_may_be_left_out(tmp_path: Path) -> None:
    settings = load_settings(tmp_path / ".env")
    assert settings.telegram_token is None
    assert settings.discord_token is None
    assert settings.database == Path("data/calfwise.db")
    assert settings.key_file == Path(".calfwise-keys")
    assert settings.log_level == "INFO"
    assert settings.warnings == ()


def test_an_empty_value_counts_as_not_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CALFWISE_TELEGRAM_TOKEN", "")
    monkeypatch.setenv("CALFWISE_LOG_LEVEL", "")
    (tmp_path / ".env").write_text("CALFWISE_DISCORD_TOKEN=\nCALFWISE_DATA_DIR=\n", encoding="utf-8")
    settings = load_settings(tmp_path / ".env")
    assert settings.telegram_token is None
    assert settings.discord_token is None
    assert settings.data_dir == Path("data")


def test_the_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("CALFWISE_DATA_DIR=from-file\nCALFWISE_LOG_LEVEL=debug\n", encoding="utf-8")
    monkeypatch.setenv("CALFWISE_DATA_DIR", "from-environment")
    settings = load_settings(tmp_path / ".env")
    assert settings.data_dir == Path("from-environment")
    assert settings.log_level == "DEBUG"


def test_a_database_address_wins_over_the_data_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CALFWISE_DATA_DIR", str(tmp_path))
    assert load_settings(tmp_path / ".env").database == tmp_path / "calfwise.db"
    monkeypatch.setenv("CALFWISE_DATABASE_URL", "sqlite:///elsewhere.db")
    assert load_settings(tmp_path / ".env").database == "sqlite:///elsewhere.db"


@pytest.mark.parametrize(
    ("name", "value", "hint"),
    [
        ("CALFWISE_DATABASE_URL", "postgresql://localhost/calfwise", "must begin with sqlite:///"),
        ("CALFWISE_DATABASE_URL", "calfwise.db", "must begin with sqlite:///"),
        ("CALFWISE_LOG_LEVEL", "loud", "'DEBUG', 'INFO', 'WARNING' or 'ERROR'"),
        ("CALFWISE_TELEGRAM_TOKEN", "two words", "one word"),
        ("CALFWISE_TELEGRAM_API", "api.example.org", "http://"),
    ],
)
def test_a_wrong_value_is_one_sentence_that_names_the_setting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str, hint: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as refused:
        load_settings(tmp_path / ".env")
    message = str(refused.value)
    assert message.startswith(f"{name} ")
    assert hint in message
    assert "\n" not in message
    assert value not in message or "TOKEN" not in name


def test_a_name_that_is_no_setting_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CALFWISE_TELEGRAM_TOKN", "1:secret")
    (tmp_path / ".env").write_text("CALFWISE_COLOUR=blue\nOTHER_THING=1\n", encoding="utf-8")
    colour, token = load_settings(tmp_path / ".env").warnings
    assert "CALFWISE_COLOUR" in colour
    assert token == "CALFWISE_TELEGRAM_TOKN is no setting of Calfwise: did you mean CALFWISE_TELEGRAM_TOKEN?"


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"CALFWISE_DATA_DIR=\xff\xfe\n")
    with pytest.raises(SettingsError, match=r"\.env cannot be read"):
        load_settings(tmp_path / ".env")


def test_a_token_is_not_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CALFWISE_TELEGRAM_TOKEN", "1:secret")
    settings = load_settings(tmp_path / ".env")
    assert "secret" not in repr(settings)
    assert settings.secrets == ("1:secret",)


def test_the_example_names_every_setting_and_explains_it() -> None:
    lines = EXAMPLE.read_text("utf-8").splitlines()
    given = [line.partition("=")[0] for line in lines if re.match(r"[A-Z_]+=", line)]
    assert sorted(given) == sorted(setting_names())
    assert len(setting_names()) == len(Settings.model_fields)
    for number, line in enumerate(lines):
        if line and not line.startswith("#"):
            assert lines[number - 1].startswith("# "), f"{line} has no explanation above it"


def test_the_example_itself_can_be_used(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(EXAMPLE.read_text("utf-8"), encoding="utf-8")
    assert load_settings(tmp_path / ".env") == load_settings(tmp_path / "none")


@pytest.mark.parametrize("end", ["", "/", "/bot", "/bot/", "//"])
@pytest.mark.parametrize("server", ["http://localhost:8081", "https://api.example.org/telegram"])
def test_the_address_of_telegram_may_be_written_with_and_without_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, server: str, end: str
) -> None:
    monkeypatch.setenv("CALFWISE_TELEGRAM_API", server + end)
    assert load_settings(tmp_path / ".env").telegram_api == f"{server}/bot"


@pytest.mark.parametrize("address", ["http://", "https:///bot", "http://localhost:8081/?a=b"])
def test_an_address_without_a_server_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("CALFWISE_TELEGRAM_API", address)
    with pytest.raises(SettingsError, match="must begin with http:// or https:// and name a server"):
        load_settings(tmp_path / ".env")
