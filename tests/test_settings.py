"""Settings come from the environment and `.env`; a bad one stops the start with one clear line."""

from pathlib import Path

import pytest

from app.errors import StartRefused
from app.settings import Settings, load_settings


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder without a `.env` of its own."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_defaults() -> None:
    """Out of the box: loopback, SQLite in ./data."""
    settings = load_settings()
    assert (settings.host, settings.port) == ("127.0.0.1", 8000)
    assert settings.database_url == "sqlite:///data/veridict.db"


def test_environment_over_file(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`.env` is read, and the environment goes before it."""
    (elsewhere / ".env").write_text("VERIDICT_PORT=9000\nVERIDICT_THREADS=3\n", encoding="utf-8")
    monkeypatch.setenv("VERIDICT_PORT", "9001")
    settings = load_settings()
    assert (settings.port, settings.threads) == (9001, 3)


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("https://cms.example", ("https://cms.example",)),
        (" https://a.example, moz-extension://* ,", ("https://a.example", "moz-extension://*")),
        ("", ()),
    ],
)
def test_lists(given: str, read: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    """Lists are separated by commas."""
    monkeypatch.setenv("VERIDICT_CORS_ORIGINS", given)
    assert load_settings().cors_origins == read


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("VERIDICT_PORT", "abc", "valid integer"),
        ("VERIDICT_PORT", "70000", "less than or equal to 65535"),
        ("VERIDICT_RUNTIME", "onnx", "openvino|torch"),
        ("VERIDICT_DEADLINE_S", "0", "greater than 0"),
        ("VERIDICT_OPEN_READING", "perhaps", "valid boolean"),
    ],
)
def test_bad_value(name: str, value: str, says: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bad value is named, with what was expected and what was found, in one line."""
    monkeypatch.setenv(name, value)
    with pytest.raises(StartRefused) as refused:
        load_settings()
    line = refused.value.detail
    assert line.startswith(f"{name}: ")
    assert says in line
    assert value in line
    assert "\n" not in line


def test_every_setting_is_described() -> None:
    """Each has a description, for the README's table."""
    assert all(field.description for field in Settings.model_fields.values())
