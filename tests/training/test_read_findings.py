"""The report over labelled pairs: what it reads and how it counts."""

from pathlib import Path

import pytest

from training.read_findings import main, read_articles

ARTICLE = """id: politics-001
title: Aid workers freed
publisher: Courier
published: 2025-11-03
1 Six aid workers walked across the border post on Monday.
2 Three others are still being held.
R 1 ?2 | number | Five aid workers walked across the border post on Monday
S 1 | paraphrase | Six aid workers crossed the border post
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one written article."""
    (tmp_path / "politics.txt").write_text(ARTICLE, encoding="utf-8")
    return tmp_path


def test_each_claim_meets_every_sentence_that_is_not_unsure(folder: Path) -> None:
    """Sentences that do not decide are neutral, unsure ones are left out."""
    assert [(row.label, row.kind) for row in read_articles(folder)] == [
        ("R", "number"), ("S", "paraphrase"), ("N", "other_sentence"),
    ]  # fmt: skip


def test_the_report_prints_precision_by_kind(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One refuted pair is caught by its number, no other pair is touched."""
    monkeypatch.setattr("sys.argv", ["read_findings", str(folder), "--articles", str(folder)])
    main()
    printed = capsys.readouterr().out
    assert "quantity" in printed
    assert "precision 1.000" in printed
    assert "number 1/1" in printed
