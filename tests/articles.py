"""Articles that tests make up, and the archive they are put in."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from app.archive import Submission
from tests.fakes import FakeEncoder

DAY = datetime(2026, 1, 8, 12, 0, tzinfo=UTC)


@dataclass(frozen=True)
class FakeResources:
    """As much of the resources as ingest needs."""

    encoder: FakeEncoder = field(default_factory=FakeEncoder)


def article(
    text: str,
    publisher: str = "The Harbour Post",
    url: str | None = None,
    published_at: datetime = DAY,
    agency: str | None = None,
) -> Submission:
    """Make a submission; what is not given does not matter to the test."""
    return Submission(
        title="A headline", text=text, publisher=publisher, published_at=published_at, url=url, agency=agency
    )
