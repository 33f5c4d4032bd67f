"""Answers as the wire contract has them, for the service's stand-in."""

from typing import Any

AGENCY = "Associated Press"
MOMENT = "2024-07-03T09:30:00Z"


def citation(quote: str, stance: str = "supports", **article: Any) -> dict[str, Any]:
    """Give a citation of one sentence; `article` overrides the article's fields."""
    written = {
        "id": "art_1",
        "version": 1,
        "title": "Five hostages come home",
        "publisher": "The Harbour Post",
        "url": "http://127.0.0.1/post/1",
        "published_at": MOMENT,
    } | article
    return {
        "stance": stance,
        "probability": 0.96,
        "quote": quote,
        "start": 0,
        "end": len(quote),
        "text_sha256": "0" * 64,
        "link": f"{written['url']}#:~:text={quote.split(maxsplit=1)[0]}" if written["url"] else None,
        "article": written,
        "origin": "org_ap",
        "reprints": [
            {"id": "art_2", "publisher": "Valley Times", "url": "http://127.0.0.1/times/2"},
            {"id": "art_3", "publisher": "Northern Echo", "url": None},
        ],
    }


def origin(stance: str = "supports", **fields: Any) -> dict[str, Any]:
    """Give an origin; `fields` override."""
    return {
        "id": "org_ap",
        "name": AGENCY,
        "basis": "declared",
        "stance": stance,
        "articles": ["art_1", "art_2", "art_3"],
    } | fields


def verdict(claim: str, label: str = "supported", gap: str | None = None, **fields: Any) -> dict[str, Any]:
    """Give a verdict of a label, with citations and origins that fit it; `fields` override."""
    stances = {"supported": ["supports"], "refuted": ["refutes"], "conflicting": ["supports", "refutes"]}.get(label, [])
    labels = ("supported", "refuted", "conflicting", "not_enough_evidence")
    return {
        "id": "ver_01J0000000000000000000000A",
        "claim": claim,
        "verdict": label,
        "gap": gap or ("silent" if label == "not_enough_evidence" else None),
        "confidence": 0.91,
        "probabilities": {name: 0.91 if name == label else 0.03 for name in labels},
        "summary": f"One source says so, last on 3 July 2024 ({label}).",
        "origins": [origin(stance, id=f"org_{number}") for number, stance in enumerate(stances)],
        "citations": [
            citation("Five Spaniards were freed on Tuesday.", stance) | {"origin": f"org_{number}"}
            for number, stance in enumerate(stances)
        ],
        "stability": {"flips_without": ["org_0"] if stances else [], "origins_to_flip": 1 if stances else None},
        "as_of": MOMENT,
        "checked_at": MOMENT,
        "archive": {"articles": 40, "revision": "7"},
        "weights": {"encoder": "encoder-1", "nli": "nli-1"},
    } | fields


def problem(slug: str, status: int, detail: str = "") -> dict[str, Any]:
    """Give a problem document."""
    return {"type": f"/problems/{slug}", "title": slug, "status": status, "detail": detail, "instance": "/v1/verdicts"}
