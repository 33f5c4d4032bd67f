"""A folder of files -> the archive, through `app.ingest`; running it again changes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from sqlmodel import Session

from app.errors import InvalidInput
from app.ingest import Encoding, ingest
from seeds.reading import Draft, Skipped, date_the_undated, read_file

DEFAULT_FOLDER = Path(__file__).parent / "articles"


@dataclass(slots=True)
class Report:
    """What became of a folder's files; `skipped` and `guessed` are (file, why) and (file, where its date is from)."""

    stored: int = 0
    replaced: int = 0
    unchanged: int = 0
    skipped: list[tuple[str, str]] = field(default_factory=list)
    guessed: list[tuple[str, str]] = field(default_factory=list)


def load(session: Session, resources: Encoding, folder: Path, console: Console) -> Report:
    """Load every article in a folder and below it, in the order of the file names.

    Args:
        session: A session; each article is committed by itself, so that a stop in between loses nothing.
        resources: Whatever holds the encoder.
        folder: The folder; hidden files and folders in it are passed over.
        console: Where the progress bar is drawn, and what was skipped is said.

    Returns:
        What became of the files.

    Raises:
        NetworkFailed: The encoder failed.
        DatabaseFailed: The database is busy.
    """
    report = Report()
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and not _is_hidden(path, folder)]
    drafts = _read(files, folder, report)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console) as progress:
        task = progress.add_task("Articles", total=len(drafts))
        for draft in drafts:
            _store(session, resources, draft, folder, report)
            progress.advance(task)
    _say(report, console)
    return report


def _is_hidden(path: Path, folder: Path) -> bool:
    return any(part.startswith((".", "__")) for part in path.relative_to(folder).parts)


def _read(files: Sequence[Path], folder: Path, report: Report) -> list[Draft]:
    drafts: list[Draft] = []
    for path in files:
        try:
            drafts.append(read_file(path))
        except Skipped as why:
            report.skipped.append((str(path.relative_to(folder)), str(why)))
    return date_the_undated(drafts)


def _store(session: Session, resources: Encoding, draft: Draft, folder: Path, report: Report) -> None:
    name = str(draft.path.relative_to(folder))
    try:
        done = ingest(session, resources, draft.submission())
    except (Skipped, InvalidInput) as why:
        report.skipped.append((name, str(why)))
        return
    report.stored += done.created
    report.replaced += done.new_version
    report.unchanged += not (done.created or done.new_version)
    if draft.dated.startswith(("as ", "newest")):
        report.guessed.append((name, draft.dated))


def _say(report: Report, console: Console) -> None:
    console.print(
        f"{report.stored} stored, {report.replaced} replaced, {report.unchanged} there already", soft_wrap=True
    )
    for name, source in report.guessed:
        console.print(f"  {name}: no date of its own, dated {source}", highlight=False, soft_wrap=True)
    for name, why in report.skipped:
        console.print(f"  {name}: skipped, {why}", highlight=False, soft_wrap=True)
