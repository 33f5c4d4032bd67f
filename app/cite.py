"""Judgement -> citation: the quote re-read from the store, its offsets and hash checked, a link that lands on it."""

import hashlib
from collections.abc import Sequence

from sqlmodel import Session

from app import store
from app.errors import CitationMismatch, NotFound, Unavailable
from app.evidence import Citation, Judgement, Passage, Reprint, Stance
from app.fragment import link_to


def cite(session: Session, decisive: Sequence[Judgement], most: int) -> tuple[Citation, ...]:
    """Cite what a verdict rests on.

    Args:
        session: An open session.
        decisive: The judgements that count, strongest first.
        most: Most citations; where both stances decided and there is room for two, both are among them.

    Returns:
        Citations, strongest first.

    Raises:
        CitationMismatch: A stored quote no longer matches its text, or the text its hash.
        Unavailable: The article was deleted while the claim was checked.
    """
    texts: dict[tuple[str, int], tuple[str, str]] = {}
    cited = []
    for judgement in _chosen(decisive, most):
        passage = judgement.candidate.passage
        key = (passage.source.article_id, passage.source.version)
        if key not in texts:
            texts[key] = _checked_text(session, *key)
        cited.append(_citation(judgement, *texts[key]))
    return tuple(cited)


def _chosen(decisive: Sequence[Judgement], most: int) -> list[Judgement]:
    kept = list(decisive[:most])
    missing = [one for one in decisive[most:] if one.stance not in {other.stance for other in kept}]
    if missing and most > 1:
        kept[-1] = missing[0]
    return kept


def _checked_text(session: Session, article_id: str, version: int) -> tuple[str, str]:
    try:
        text, stored_hash = store.article_text(session, article_id, version)
    except NotFound as fault:
        raise Unavailable("the archive changed while the claim was checked; ask again", retry_after_s=1) from fault
    if hashlib.sha256(text.encode()).hexdigest() != stored_hash:
        raise CitationMismatch(f"the text of version {version} of article {article_id} does not match its hash")
    return text, stored_hash


def _citation(judgement: Judgement, text: str, text_sha256: str) -> Citation:
    passage = judgement.candidate.passage
    source = passage.source
    if text[passage.start : passage.end] != passage.text:
        raise CitationMismatch(f"passage {passage.id} is not what article {source.article_id} says there")
    return Citation(
        stance=Stance(judgement.stance),
        probability=judgement.probability,
        quote=passage.text,
        start=passage.start,
        end=passage.end,
        text_sha256=text_sha256,
        link=link_to(source.url, text, passage.start, passage.end) if source.url else None,
        source=source,
        reprints=_reprints(passage, judgement.candidate.reprints),
        why=judgement.why,
    )


def _reprints(passage: Passage, reprints: Sequence[Passage]) -> tuple[Reprint, ...]:
    """List the other articles once each, in the order given."""
    others = {
        one.source.article_id: one.source for one in reprints if one.source.article_id != passage.source.article_id
    }
    return tuple(Reprint(source.article_id, source.publisher, source.url) for source in others.values())
