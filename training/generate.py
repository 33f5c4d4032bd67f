"""Pairs made by rule from supported ones: which rules there are, and a balanced draw of what they make."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from random import Random

from app.premise import leans_on_context
from training.examples import Example, WrittenArticle, read_public
from training.generators.around import stranger, surrounded, twin, verbatim
from training.generators.clauses import clause
from training.generators.dates import date_changed
from training.generators.names import name_swapped, people_of, roles_swapped
from training.generators.numbers import hedged, number_changed, said_otherwise
from training.generators.pool import (
    Generator,
    Pool,
    capitalised,
    content_words,
    names_of,
    pool_of,
    premise_text,
    without_days,
)
from training.generators.roles import activated, enacted, passivated, turned_round
from training.generators.verbs import affirmed, negated
from training.generators.wording import antonym, headline, reported
from training.mix import distinct, shortened

GENERATORS: dict[str, Generator] = {
    "number_changed": number_changed,
    "hedged": hedged,
    "said_otherwise": said_otherwise,
    "date_changed": date_changed,
    "name_swapped": name_swapped,
    "roles_swapped": roles_swapped,
    "negated": negated,
    "affirmed": affirmed,
    "activated": activated,
    "passivated": passivated,
    "turned_round": turned_round,
    "enacted": enacted,
    "antonym": antonym,
    "headline": headline,
    "reported": reported,
    "surrounded": surrounded,
    "stranger": stranger,
    "verbatim": verbatim,
    "twin": twin,
    "clause": clause,
}
# Kinds that teach little beyond what the other sets have, or only keep the balance, are drawn less often; what they
# lack most, true claims in the words of the evidence, more often.
SHARE = {"stranger": 0.5, "verbatim": 0.5, "surrounded": 0.8, "headline": 0.8, "clause": 4.0}
CHANGES = ("number_changed", "hedged", "date_changed", "name_swapped", "negated", "antonym")
SOURCES = {"wikisplit": 6_000, "fever": 2_000, "wanli": 3_000, "lingnli_baseline": 1_500, "lingnli_in_loop": 1_500}
NEWS_FIRST = 0.35
_LOOSE = re.compile(r" -{1,2} |--|\s'|' |\[|\]|_|\( | \)|\.\.\.|#|\bUNK\b|;|\.[A-Z]")


def supported_pairs(folder: Path, articles: Sequence[WrittenArticle], rng: Random) -> list[Example]:
    """Read what the generators start from: supported pairs of public sets, newsroom passages and articles.

    Args:
        folder: The folder `train` of labelled pairs.
        articles: Articles written by hand that the network may see.
        rng: Decides the order.

    Returns:
        Supported pairs in random order; those of the articles also as each sentence against itself.
    """
    found: list[Example] = []
    for name, most in SOURCES.items():
        pairs = (one for one in read_public(folder / f"{name}.jsonl.gz") if one.label == "supports")
        found += distinct(islice((one for one in map(shortened, pairs) if is_fit(one)), most))
    for path in sorted(folder.glob("newsroom_*.jsonl.gz")):
        found += [one for one in read_public(path) if one.label == "supports"]
    found += _of_articles(articles)
    rng.shuffle(found)
    return found


def _of_articles(articles: Iterable[WrittenArticle]) -> list[Example]:
    found = []
    for article in articles:
        for claim in article.claims:
            if claim.label == "supports":
                found += [Example(article.pair(claim.claim, at), "supports", "articles") for at in claim.decides]
        for at, text in enumerate(article.sentences):
            if not leans_on_context(text) and len(text.split()) <= 30:
                found.append(Example(article.pair(text, at), "supports", "articles"))
    return found


def is_fit(example: Example) -> bool:
    """Tell whether a public pair is clean and surely supported: its evidence has every name and number of the claim."""
    claim, sentence = example.pair.claim, example.pair.sentence
    if _LOOSE.search(claim) or _LOOSE.search(sentence) or not 4 <= len(claim.split()) <= 30:
        return False
    if not (claim[0].isupper() or claim[0].isdigit()) or claim[-1] not in '.!"' or len(sentence.split()) > 70:
        return False
    if example.source != "wikisplit":
        return True
    own, held = content_words(claim), content_words(sentence)
    return (
        names_of(claim) <= capitalised(sentence)
        and len(own & held) >= 0.8 * len(own)
        and _digits(claim) <= _digits(sentence)
    )


def _digits(text: str) -> set[str]:
    return set(re.findall(r"\d+", text))


def generated_mix(examples: Sequence[Example], rng: Random, most_per_kind: int = 600) -> list[Example]:
    """Make examples of every kind from supported pairs, about as many of each, no pair used twice for a kind.

    Args:
        examples: Supported pairs in random order, as `supported_pairs` gives them.
        rng: Decides every draw.
        most_per_kind: How many of a kind at the most; kinds in `SHARE` get their share of it.

    Returns:
        Distinct examples with source `generated` and the generator's name as kind, in random order.
    """
    pool = _pool(examples, rng)
    made: list[Example] = []
    for kind, generator in GENERATORS.items():
        most = int(SHARE.get(kind, 1.0) * most_per_kind)
        own: list[Example] = []
        for example in sorted(examples, key=lambda one: rng.random() * (NEWS_FIRST if _is_news(one) else 1.0)):
            if len(own) >= most:
                break
            one = generator(example, rng, pool)
            if one is not None:
                own.append(_varied(one, rng, pool))
        made += own
    found = distinct(made)
    rng.shuffle(found)
    return found


def _is_news(example: Example) -> bool:
    return example.source.startswith(("newsroom", "articles"))


def _pool(examples: Sequence[Example], rng: Random) -> Pool:
    sentences = [without_days(example.pair.sentence) for example in examples]
    fit = [text for text in sentences if 6 <= len(text.split()) <= 28 and text[:1].isupper() and text[-1:] == "."]
    return pool_of(
        rng.sample(fit, min(len(fit), 4_000)), people_of(premise_text(one) for one in examples if _is_news(one))
    )


def _varied(example: Example, rng: Random, pool: Pool) -> Example:
    """Now and then write a changed claim as a headline, or exchange claim and evidence where they say the same."""
    if example.kind not in CHANGES:
        return example
    drawn = rng.random()
    if drawn < 0.15:
        short = headline(example, rng, pool)
        return replace(short, kind=example.kind) if short else example
    return example
