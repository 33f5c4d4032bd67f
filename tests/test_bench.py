"""The benchmarks run from end to end in small; no time is asserted, since tests share the machine."""

from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

import pytest
from rich.console import Console
from sqlmodel import Session

from app.check import check
from app.evidence import Label, Question
from app.origins import declared, fingerprints, wording
from app.split import split
from app.store import open_engine, revision
from bench.__main__ import SECTIONS, run
from bench.archives import make_large
from bench.ground import Ground, Sizes
from bench.plain import Plain
from bench.rows import Row, Section, markdown
from bench.stories import stories
from tests.benching import fake_sides, networks

ON_FAKES = [name for name in SECTIONS if name != "networks"]  # which is about the real ones alone
SMALL = Sizes(
    passages=60, encoded=20, claims=4, rounds=1, seconds=0.2, clients=(1, 2), page=6, ingested=3, imported=40, singles=3
)


@pytest.fixture
def ground(tmp_path: Path) -> Ground:
    """Both sides on fakes, in small."""
    return Ground(tmp_path, fake_sides(), SMALL)


@pytest.mark.long
@pytest.mark.parametrize("name", ON_FAKES)
def test_every_section_runs(name: str) -> None:
    """Each section measures something of both sides, and its rows can be printed."""
    console = Console(record=True, width=200)
    (section,) = run([name], fake_sides(), SMALL, console)
    assert section.rows
    assert any(row.times_better for row in section.rows)
    assert all(row.ours is not None for row in section.rows)
    assert section.rows[0].what in console.export_text()
    if name == "pages":  # a sentence of a page has the verdict that it has alone
        assert section.rows[-1].ours == 1.0


def test_the_large_archive_answers(ground: Ground) -> None:
    """A synthetic passage is found, quoted and cited like any other."""
    settings = ground.settings("asked")
    make_large(settings, ground.sides, SMALL.passages, SMALL.encoded)
    sentence = next(stories(20)).sentences[3]
    with ground.sides.opener(settings) as resources, Session(resources.engine) as session:
        verdict = check(session, resources, Question(sentence, datetime.now(UTC)))
    assert verdict.weighed.label is Label.SUPPORTED
    assert verdict.citations[0].quote == sentence


def test_the_large_archive_has_as_many_articles_as_wanted(ground: Ground) -> None:
    """The default articles and the synthetic ones are all there."""
    settings = ground.settings("counted")
    make_large(settings, ground.sides, SMALL.passages, SMALL.encoded)
    engine = open_engine(settings)
    with Session(engine) as session:
        assert revision(session) == 5 + SMALL.passages // 20
    engine.dispose()


def test_stories_are_cut_as_they_were_made() -> None:
    """Every sentence of a composed article is evidence, none comes twice, and none has a declared agency."""
    seen: set[str] = set()
    for story in islice(stories(6), 200):
        found = [sentence.text for sentence in split(story.submission.text) if sentence.is_evidence]
        assert tuple(found) == story.sentences
        assert seen.isdisjoint(found)
        assert declared(story.submission.text) is None
        seen.update(found)


def test_stories_share_hardly_any_wording() -> None:
    """No composed article is taken for a reprint of another."""
    prints = [set(fingerprints(wording(story.sentences))) for story in islice(stories(6), 200)]
    shared = [len(one & other) / len(one) for at, one in enumerate(prints) for other in prints[:at]]
    assert max(shared) < 0.2


def test_stories_come_again() -> None:
    """The same seed composes the same articles."""
    assert list(islice(stories(3, seed=5), 4)) == list(islice(stories(3, seed=5), 4))


@pytest.mark.parametrize(
    ("premises", "label"),
    [
        (["Five Spaniards were freed", "Rain fell"], Label.SUPPORTED),
        (["Five Spaniards were never freed"], Label.REFUTED),
        (["Rain fell", "Five Spaniards were never freed", "Rain fell"], Label.REFUTED),
        (["Rain fell"], Label.NOT_ENOUGH_EVIDENCE),
        ([], Label.NOT_ENOUGH_EVIDENCE),
    ],
)
def test_plain_verdict(premises: list[str], label: Label) -> None:
    """The plain pipeline's verdict is that of the most confident candidate that takes a side."""
    plain = Plain(networks(), networks().encode(["Rain fell", "Five Spaniards were freed"]))
    assert plain.check("Five Spaniards freed", premises).label is label


def test_rows_say_how_many_times_better() -> None:
    """Fewer milliseconds are better, more claims a second are; a share is not compared."""
    assert Row("a", "ms", 20.0, 80.0).times_better == 4.0
    assert Row("a", "claims/s", 80.0, 20.0).times_better == 4.0
    assert Row("a", "share", 0.5, 0.5).times_better is None
    assert Row("a", "MB", 700.0).times_better is None


def test_results_as_markdown() -> None:
    """The written results have what they ran on and every figure; what was not measured again stays as it was."""
    section = Section("One claim", "In one process.", (Row("whole | p50", "ms", 41.234, 1_234.5, "< 60"),))
    text = markdown([("processor", "a fast one")], [section])
    assert "Run: processor a fast one." in text
    assert "| whole \\| p50 | ms | 41.2 | 1,234 | 29.9 | < 60 |" in text
    page = Section("A page", "Streamed.", (Row("last verdict", "s", 4.0),))
    both = markdown([("processor", "a slow one")], [page], text)
    assert both.startswith(text)
    assert both.removeprefix(text).startswith("\n## A page\n\nStreamed.\n\nRun: processor a slow one.\n\n| what |")
    again = markdown([("processor", "another")], [section], both)
    assert again == both.replace("a fast one", "another")
