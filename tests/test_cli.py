"""The command line: what it prints, how it fails, and that the line it offers to paste works."""

import json
import os
import shlex
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli import app
from app.commands.serve import run
from app.errors import StartRefused
from app.settings import Settings

ROOT = Path(__file__).parent.parent
COMMAND = [sys.executable, "-c", "from app.cli import app; app()"]


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A database of its own, by the environment."""
    url = f"sqlite:///{tmp_path / 'new' / 'veridict.db'}"
    monkeypatch.setenv("VERIDICT_DATABASE_URL", url)
    return url


def test_help() -> None:
    """Help names every command."""
    shown = CliRunner().invoke(app, ["--help"])
    assert shown.exit_code == 0
    assert all(name in shown.output for name in ("prepare", "serve", "judge"))


@pytest.mark.usefixtures("database")
def test_prepare_twice() -> None:
    """A new database gets its folder and its tables; the second time nothing is left to do."""
    for _ in range(2):
        done = CliRunner().invoke(app, ["prepare", "--no-seed"])
        assert done.exit_code == 0, done.output


@pytest.mark.usefixtures("database")
def test_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """A key is shown once, listed with an id that can be copied on any terminal, and revoked by that id."""
    monkeypatch.setenv("COLUMNS", "80")
    origin = "chrome-extension://abcdefghijklmnopabcdefghijklmnop"
    made = CliRunner().invoke(app, ["keys", "new", "desk", "--scope", "verdicts", "--origin", origin])
    assert made.exit_code == 0, made.output
    key = made.stdout.strip()
    key_id = "key_" + key.split("_")[1]
    assert _revoked(key_id) == ""
    assert CliRunner().invoke(app, ["keys", "revoke", key_id]).exit_code == 0
    assert _revoked(key_id)


def _revoked(key_id: str) -> str:
    """Read the last column of a key's row in the list, which must show the whole id."""
    listed = CliRunner().invoke(app, ["keys", "list"])
    (row,) = [line for line in listed.stdout.splitlines() if key_id in line]
    return row.strip("│").split("│")[-1].strip()


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("arguments", [["new", "desk", "--scope", "all"], ["revoke", "key_0"]])
def test_keys_refused(arguments: list[str]) -> None:
    """An unknown scope or key is one line, and exit code 1."""
    done = CliRunner().invoke(app, ["keys", *arguments])
    assert done.exit_code == 1
    assert done.stderr.startswith("veridict: ")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("command", ["prepare", "serve", "judge"])
def test_bad_setting(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bad setting is one line that names it, and exit code 1."""
    monkeypatch.setenv("VERIDICT_THREADS", "none")
    done = CliRunner().invoke(app, [command])
    assert done.exit_code == 1
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("veridict: VERIDICT_THREADS: ")


def test_no_database(monkeypatch: pytest.MonkeyPatch) -> None:
    """A database that does not answer is one line, without its password."""
    monkeypatch.setenv("VERIDICT_DATABASE_URL", "postgresql+psycopg://me:SECRET@127.0.0.1:1/none?connect_timeout=2")
    done = CliRunner().invoke(app, ["prepare"])
    assert done.exit_code == 1
    assert "VERIDICT_DATABASE_URL" in done.stderr
    assert "SECRET" not in done.output
    assert "Traceback" not in done.output


def test_taken_port() -> None:
    """A port that something else has is one line that names the setting."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        settings = Settings(port=taken.getsockname()[1])
        with pytest.raises(StartRefused, match="VERIDICT_PORT: cannot listen on "):
            run(lambda: None, settings, ready=lambda: None)


@pytest.fixture
def served(database: str, tmp_path: Path) -> Iterator[tuple[str, float]]:
    """`veridict serve` over the default archive; gives what it printed, and the seconds until it was ready."""
    assert database
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    environment = os.environ | {"VERIDICT_PORT": port, "PYTHONPATH": str(ROOT)}
    subprocess.run([*COMMAND, "prepare"], cwd=ROOT, env=environment, check=True, capture_output=True, timeout=300)
    with (tmp_path / "printed").open("w+") as printed:
        began = time.monotonic()
        server = subprocess.Popen([*COMMAND, "serve"], cwd=ROOT, env=environment, stdout=printed, stderr=printed)
        try:
            while "curl" not in (text := Path(printed.name).read_text(encoding="utf-8")):
                assert server.poll() is None, text
                assert time.monotonic() < began + 120, text
                time.sleep(0.05)
            yield text, time.monotonic() - began
        finally:
            server.send_signal(signal.SIGTERM)
            assert server.wait(30) == 0


@pytest.mark.real
def test_line_to_paste(served: tuple[str, float]) -> None:
    """`veridict serve` ends with the docs page's address and a curl line; pasted, it answers `supported`."""
    printed, seconds = served
    assert "/docs" in printed
    line = next(line for line in printed.splitlines() if line.startswith("curl"))
    answer = subprocess.run(shlex.split(line), capture_output=True, check=True, timeout=60)
    assert json.loads(answer.stdout)["verdict"] == "supported"
    print(f"ready in {seconds:.1f} s")  # noqa: T201  a number to look at, not to fail on: the machine may be busy


@pytest.mark.real
def test_judge() -> None:
    """`veridict judge` judges what comes on standard input."""
    sentence = "Five Spanish citizens were freed in Caracas on Thursday."
    pair = {"claim": sentence, "evidence": sentence, "title": "Venezuela frees prisoners", "published_at": "2026-01-08"}
    done = subprocess.run(
        [*COMMAND, "judge"],
        input=(json.dumps(pair) + "\n") * 3,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(answers) == 3
    for answer in answers:
        assert answer["supports"] > max(answer["refutes"], answer["neutral"])
        assert answer["supports"] + answer["refutes"] + answer["neutral"] == pytest.approx(1.0, abs=1e-5)
