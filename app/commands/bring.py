"""`veridict import`: whatever a newsroom has -> the archive, with a progress bar and a word on what was left out."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from sqlmodel import Session

from app.api.imports import read_line
from app.documents import pages_of
from app.encoder import open_encoder
from app.errors import FetchRefused, InvalidInput, VeridictError
from app.fetch import Fetcher, open_fetcher
from app.importing import Read, Result, Status, import_articles, import_page
from app.ingest import JustEncoder
from app.settings import Settings
from seeds.loading import load

_SHOWN = 20  # failures told one by one; the rest are counted


def bring(session: Session, settings: Settings, source: str, console: Console) -> bool:
    """Import a file, a folder, a feed or a page.

    Args:
        session: A session without an open transaction.
        settings: The encoder, and whether and how addresses are fetched.
        source: A path, or an http(s) address.
        console: Where progress is shown.

    Returns:
        Whether everything went in.

    Raises:
        InvalidInput: There is no such file or folder.
        FetchRefused: An address, while fetching is off.
    """
    encoder = open_encoder(settings)
    try:
        resources = JustEncoder(encoder)
        if source.startswith(("http://", "https://")):
            return _tell(_fetched(session, settings, resources, source, console), console)
        path = Path(source)
        if path.is_dir():
            return not load(session, resources, path, console).skipped
        if not path.is_file():
            raise InvalidInput(f"{source}: no such file or folder")
        return _tell(_of_file(session, settings, resources, path, console), console)
    finally:
        encoder.close()


def _bar(console: Console) -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=console)


def _of_file(
    session: Session, settings: Settings, resources: JustEncoder, path: Path, console: Console
) -> Iterator[Result]:
    with path.open("rb") as counted:
        lines = sum(1 for line in counted if line.strip())
    with path.open("rb") as source, _bar(console) as progress:
        task = progress.add_task(path.name, total=lines)
        read = (Read(number, read_line(line, settings)) for number, line in enumerate(source, 1) if line.strip())
        for result in import_articles(session, resources, read):
            progress.advance(task)
            yield result


def _fetched(
    session: Session, settings: Settings, resources: JustEncoder, source: str, console: Console
) -> Iterator[Result]:
    fetcher = open_fetcher(settings)
    if fetcher is None:
        raise FetchRefused("fetching is off; set VERIDICT_FETCHING=true to turn it on")
    pages = _pages(fetcher, source)[: settings.max_feed]
    with _bar(console) as progress:
        task = progress.add_task(source, total=len(pages))
        for number, (url, time) in enumerate(pages, 1):
            found = import_page(session, resources, fetcher, url, time)
            progress.advance(task)
            yield Result(number, found.status, found.id, found.fault)


def _pages(fetcher: Fetcher, source: str) -> list[tuple[str, datetime | None]]:
    """List a feed's pages, or the page itself where the address is no feed."""
    try:
        return list(pages_of(fetcher.fetch(source)))
    except InvalidInput:
        return [(source, None)]


def _tell(results: Iterator[Result], console: Console) -> bool:
    counts: Counter[Status] = Counter()
    for result in results:
        counts[result.status] += 1
        if isinstance(result.fault, VeridictError) and counts[Status.FAILED] <= _SHOWN:
            console.print(f"  {result.line}: {result.fault.detail}", markup=False, highlight=False)
    told = ", ".join(f"{counts[status]} {status.value.replace('_', ' ')}" for status in Status)
    console.print(told, highlight=False)
    return not counts[Status.FAILED]
