"""What every section stands on: the two sides, the sizes, the archives, the claims, and what both sides are given."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

import numpy as np
from sqlmodel import Session

from app.evidence import Question
from app.resources import Resources
from app.retrieve import retrieve
from app.settings import Settings
from bench.archives import Ask, corpus, make_default, make_large
from bench.plain import Networks, premises_of
from bench.sides import Sides

CLAIMS = Path(__file__).parent.parent / "tests" / "claims" / "originals.jsonl"
DEADLINE_S = 300.0  # what is slow is to be measured, not refused


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is measured.

    Args:
        passages: Of the large archive.
        encoded: Of these, how many are encoded.
        claims: Asked in each round.
        rounds: Times that each side does the same.
        seconds: How long claims are asked over HTTP with each number of clients.
        clients: Numbers of clients.
        page: Sentences of a page.
        ingested: Articles taken in one by one in this process.
        imported: Articles imported over HTTP.
        singles: Articles sent one by one over HTTP.
        sentences: Of an article that is taken in.
    """

    passages: int = 100_000
    encoded: int = 4_000
    claims: int = 60
    rounds: int = 3
    seconds: float = 10.0
    clients: tuple[int, ...] = (1, 4, 16)
    page: int = 40
    ingested: int = 100
    imported: int = 1_000
    singles: int = 100
    sentences: int = 6


class Ground:
    """The archives and claims of one run.

    Args:
        folder: Where databases and what is handed to servers are kept.
        sides: What is compared.
        sizes: How much is measured.
        nli: Folder of the shipped weights.
    """

    def __init__(self, folder: Path, sides: Sides, sizes: Sizes, nli: Path = Path("weights")) -> None:
        self.folder = folder
        self.sides = sides
        self.sizes = sizes
        self._nli = nli.resolve()
        self.as_of = datetime.now(UTC)

    def settings(self, name: str) -> Settings:
        """Give the settings that open a database of this run."""
        url = f"sqlite:///{self.folder / name}.db"
        return Settings(database_url=url, nli=self._nli, deadline_s=DEADLINE_S)

    @cached_property
    def five(self) -> Ask:
        """The default archive; made when it is first asked for."""
        settings = self.settings("five")
        make_default(settings, self.sides)
        return Ask("5 articles", settings)

    @cached_property
    def large(self) -> Ask:
        """The large archive; made when it is first asked for."""
        settings = self.settings("large")
        make_large(settings, self.sides, self.sizes.passages, self.sizes.encoded)
        return Ask(f"{self.sizes.passages:,} passages", settings)

    @cached_property
    def networks(self) -> Networks:
        """The plain pipeline's networks in this process; opened when they are first asked for."""
        return self.sides.networks()

    @cached_property
    def claims(self) -> list[str]:
        """Held-out claims about what the default archive reports, of all kinds; only their times count here."""
        lines = CLAIMS.read_text(encoding="utf-8").splitlines()
        every = [str(json.loads(line)["claim"]) for line in lines]
        return every[:: max(1, len(every) // self.sizes.claims)][: self.sizes.claims]

    def premises(self, resources: Resources) -> dict[str, list[str]]:
        """Give each claim's candidates, in the words in which they are judged."""
        with Session(resources.engine) as session:
            return {
                claim: premises_of(claim, retrieve(session, resources, Question(claim, self.as_of)))
                for claim in self.claims
            }

    def handed(self, ask: Ask) -> Path:
        """Write what the plain pipeline's server is given for an archive, and give the folder."""
        folder = self.folder / f"plain-{ask.name}".replace(" ", "-")
        if not folder.exists():
            folder.mkdir()
            with self.sides.opener(ask.settings) as resources:
                np.save(folder / "corpus.npy", corpus(resources))
                held = json.dumps(self.premises(resources))
                (folder / "premises.json").write_text(held, encoding="utf-8")
        return folder
