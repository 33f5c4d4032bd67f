"""The default archive, and the loader of any folder."""

from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console
from sqlalchemy import Engine
from sqlmodel import Session

from app import archive, store
from app.evidence import Basis
from app.origins import words_of
from seeds.__main__ import main
from seeds.loading import DEFAULT_FOLDER, Report, load
from seeds.reading import Draft, Skipped, date_the_undated, read_file, read_text
from tests.articles import FakeResources
from tests.conftest import ROOT

HELD = FakeResources()
NAMED = ("Rocío San Miguel", "Andrés Martínez", "José María Basoa", "Ernesto Gorbe", "Miguel Moreno")


def _load(engine: Engine, folder: Path) -> tuple[Report, str]:
    console = Console(file=StringIO(), width=200)
    with Session(engine) as session:
        report = load(session, HELD, folder, console)
    assert isinstance(console.file, StringIO)
    return report, console.file.getvalue()


def _drafts(folder: Path) -> list[Draft]:
    return date_the_undated([read_file(path) for path in sorted(folder.iterdir())])


def test_the_default_archive_is_one_source_in_five_outlets(sqlite_engine: Engine) -> None:
    """Five outlets, each with title, date and address, all going back to the one agency."""
    report, _ = _load(sqlite_engine, DEFAULT_FOLDER)
    assert (report.stored, report.skipped) == (5, [])
    with Session(sqlite_engine) as session:
        found = archive.list_articles(session, 10).articles
    assert len({one.publisher for one in found}) == len({one.url for one in found}) == 5
    assert {(one.origin.name, one.origin.basis) for one in found} == {("Meridian Press Agency", Basis.DECLARED)}
    assert all(one.url and ".example/" in one.url for one in found)


def test_loading_again_changes_nothing(sqlite_engine: Engine) -> None:
    """A second start finds everything there already."""
    _load(sqlite_engine, DEFAULT_FOLDER)
    report, said = _load(sqlite_engine, DEFAULT_FOLDER)
    assert (report.stored, report.replaced, report.unchanged) == (0, 0, 5)
    assert "5 there already" in said


def test_the_default_archive_has_the_differences_that_matter() -> None:
    """Three outlets have the five Spaniards, one their names; titles, accents and numbers differ as in real copies."""
    texts = {draft.publisher: draft.text for draft in _drafts(DEFAULT_FOLDER)}

    def outlets(*phrases: str) -> set[str]:
        return {name for name, text in texts.items() if all(phrase in text for phrase in phrases)}

    spaniards = outlets("five Spanish citizens") | outlets("five citizens of Spain")
    assert spaniards == {"The Harbour Post", "Plaza Digest", "The Northern Star"}
    assert outlets(*NAMED) == outlets("Pedro Durán, 60", "about 25 miles") == {"The Northern Star"}
    assert len(outlets("863 people")) == 5
    assert outlets("2,000 people") == {"The Northern Star", "Island Gazette"}
    assert len(outlets("director")) == len(outlets("Penal Forum")) == 3
    assert outlets("president of Foro Penal") == {"The Northern Star", "Island Gazette"}
    assert outlets("deposed President") == {"The Northern Star"}
    assert len(outlets("former President")) == 4
    assert outlets("Nicolas Maduro", "Rodriguez") == {"The Harbour Post"}


def test_the_default_archive_is_in_our_own_words(originals: dict[str, str]) -> None:
    """No run of nine words is shared with the real articles, except inside a short quotation."""

    def runs(text: str) -> set[str]:
        words = words_of(text)
        return {" ".join(words[at : at + 9]) for at in range(len(words) - 8)}

    ours = set().union(*(runs(draft.text) for draft in _drafts(DEFAULT_FOLDER)))
    shared = ours & set().union(*(runs(text) for text in originals.values()))
    assert all("on their way to freedom" in run or "a bargaining chip" in run for run in shared)


def test_the_real_articles_are_read_out_of_their_formats(originals: dict[str, str]) -> None:
    """Headline, outlet and date are found where each has them; the undated get the date of what they resemble."""
    drafts = _drafts(ROOT.parent / "shared" / "seeds")
    assert len(drafts) == len(originals) == 5
    assert {draft.published_at for draft in drafts} == {datetime(2026, 1, 8, 12, tzinfo=UTC)}
    assert [draft.dated for draft in drafts][::3] == ["stamp", "stamp"]
    assert drafts[4].dated == "caption"
    assert all(draft.dated.startswith("as 00") for draft in drafts[1:3])
    assert drafts[1].title.startswith("Venezuela says it’s releasing a ‘significant number’")
    assert drafts[4].title.startswith("Venezuela releases some journalists")
    assert drafts[4].publisher == "The Gleaner"
    assert len({draft.publisher for draft in drafts}) == 5
    assert all(draft.text in originals[draft.path.name[:3]] for draft in drafts)


def test_both_folders_stay_two_origins(sqlite_engine: Engine, originals: dict[str, str]) -> None:
    """The retold story and the real one are about the same events, and still two sources."""
    _load(sqlite_engine, DEFAULT_FOLDER)
    _load(sqlite_engine, ROOT.parent / "shared" / "seeds")
    with Session(sqlite_engine) as session:
        names = [one.origin.name for one in archive.list_articles(session, 20).articles]
    assert sorted(map(str, names)) == ["Associated Press"] * 5 + ["Meridian Press Agency"] * 5
    assert len(originals) == 5


def test_what_is_skipped_is_said_with_the_reason(sqlite_engine: Engine, tmp_path: Path) -> None:
    """Files that are no articles are left out, each with a line that says why; the others are loaded."""
    files = {
        "good.txt": b" date 2026-02-03 The ferry sank near the pier. Nobody was hurt.",
        "below/also.md": b"---\ntitle: 'Ferry: found'\ndate: 2026-02-04\nmood: calm\n---\nThe ferry was found.",
        "picture.png": b"\x89PNG",
        "latin.txt": "Señor".encode("latin-1"),
        "empty.txt": b" \n",
        "README.md": b"About this folder.",
        "open.md": b"---\ntitle: x\nno end",
        "baddate.md": b"---\ndate: soon\n---\nThe ferry sank.",
        "undated.txt": b"A wholly different matter was debated at length.",
        "credits.txt": b"___\nCopyright 2026 X.",
        ".hidden.txt": b"Hidden.",
    }
    folder = tmp_path / "articles"
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    report, said = _load(sqlite_engine, folder)
    assert report.stored == 2
    reasons = dict(report.skipped)
    assert set(reasons) == set(files) - {"good.txt", "below/also.md", ".hidden.txt"}
    assert "UTF-8" in reasons["latin.txt"]
    assert "'soon' is no date" in reasons["baddate.md"]
    assert all(f"{name}: skipped, {why}" in said for name, why in reasons.items())
    with Session(sqlite_engine) as session:
        titles = {one.title for one in archive.list_articles(session, 9).articles}
        assert titles == {"The ferry sank near the pier.", "Ferry: found"}
        assert store.newest_published(session) == datetime(2026, 2, 4, tzinfo=UTC)


def test_a_changed_file_is_a_new_version(sqlite_engine: Engine, tmp_path: Path) -> None:
    """A file with an address that was edited replaces its article."""
    path = tmp_path / "a.md"
    for text, outcome in (("The ferry sank.", (1, 0)), ("The ferry floats.", (0, 1))):
        path.write_text(f"---\nurl: https://a.example/1\ndate: 2026-02-04\n---\n{text}", encoding="utf-8")
        report, _ = _load(sqlite_engine, tmp_path)
        assert (report.stored, report.replaced) == outcome


def test_a_date_in_the_text_is_the_last_resort(tmp_path: Path) -> None:
    """Without stamp, caption or relative the newest full date in the text counts; impossible ones do not."""
    text = "It sank on Feb. 30, 2026. It was built on May 3, 1990 and sold on 2025-12-29."
    (draft,) = date_the_undated([read_text(text, tmp_path / "a.txt")])
    assert draft.published_at == datetime(2025, 12, 29, 12, tzinfo=UTC)
    with pytest.raises(Skipped):
        date_the_undated([read_text("It sank.", tmp_path / "a.txt")])[0].submission()


def test_the_command_says_what_is_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """No folder, too many arguments, and a database without tables are each one line and no traceback."""
    monkeypatch.setenv("VERIDICT_DATABASE_URL", f"sqlite:///{tmp_path}/new.db")
    assert main([str(tmp_path / "none")]) == 2
    assert main(["a", "b"]) == 2
    assert main([str(tmp_path)]) == 2
    said = " ".join(capsys.readouterr().out.split())
    assert "is no folder" in said
    assert "usage: python -m seeds [FOLDER]" in said
    assert "alembic upgrade head" in said
