"""Invented articles in any number, composed by rule: distinct sentences of the length and make of news.

Nothing between two changing parts of a sentence is longer than a few words, so that two articles share hardly
any run of five words and are not taken for reprints of each other.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from app.archive import Submission

FIRST_DAY = datetime(2023, 1, 2, 9, tzinfo=UTC)
DAYS = 1_000  # over which the articles were published
PARAGRAPH = 2  # sentences
_PUBLISHERS = ("Ardmouth Post", "The Varn Ledger", "Quell Evening News", "Tarrow Tribune", "Osk Herald")

_OPENINGS = "Al Bar Cor Dal El Fen Gar Hol Ith Jor Kel Lam Mor Nor Osk Pell Quar Ros Sel Tar Ul Var Wex Yar Zem".split()
_MIDDLES = "a an ar ed el en er ik il in is o ol on or und".split()
_ENDINGS = "dale ford gate ham holm keld mere mond more ness ova rick shaw stead thorpe ton vik wick worth".split()
_FIRSTS = (
    "Ada Bruno Carla Denis Elena Felix Greta Hugo Ines Jonas Katja Leon Maria Nils Olga Pavel Rosa Simon Tessa Viktor"
).split()
_ROLES = (
    "mayor director spokesman treasurer deputy chair engineer auditor adviser secretary inspector curator"
).split()
_BODIES = "Council Ministry Board Agency Trust Union Institute Commission Court Foundation Railway Hospital".split()
_THINGS = (
    "houses bridges trucks patients tenants workers pupils boats turbines licences trees tickets parcels vehicles "
    "documents shops beds soldiers passengers farmers voters panels buses samples complaints hectares containers "
    "volunteers books cattle apartments computers"
).split()
_FATES = (
    "inspected damaged sold evacuated replaced counted rejected registered repaired moved insured fined released "
    "photographed delayed rescued transferred examined abandoned returned approved seized restored recalled"
).split()
_CAUSES = "floods fires storms strikes landslides shortages protests blackouts raids frosts audits outages".split()
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_MONTHS = "January February March April May June July August September October November December".split()

_RULES = (
    "{person}, {role} of {body}, said {day} that {n} {things} had been {fate} in {place}.",
    "About {n} {things} were {fate} in {spot} after {causes} reached {place} {day}.",
    "{body} will spend {n} million crowns on {m} {things} near {spot} by {month}.",
    "Only {n} of {m} {things} in {place} had been {fate} when {causes} began.",
    "{other} told {body} that {things} worth {n} crowns were {fate} on {month} {date}.",
    "In {spot}, {n} kilometers from {place}, {m} {things} remained {fate} {day}.",
    '"We counted {n} {things} and {fate} {m} of them," {other} said in {place}.',
    "{person} denied that {body} had {fate} any {things} in {spot} {day}.",
    "The number of {things} {fate} by {body} fell from {n} to {m} in {month}.",
    "{body} told {other} nothing of {n} {fate} {things} from {spot}.",
    "According to {other}, {causes} in {place} left {n} {things} {fate} by {month} {date}.",
    "{person} and {other} led {n} people past {spot} {day} over {m} {fate} {things}.",
)


@dataclass(frozen=True, slots=True)
class Story:
    """An article to be, and the sentences that its text is made of."""

    submission: Submission
    sentences: tuple[str, ...]


def stories(sentences: int, seed: int = 8) -> Iterator[Story]:
    """Compose articles without end; the same seed gives the same ones.

    Args:
        sentences: How many each has.
        seed: Other seeds give other articles.

    Yields:
        Articles in no order of time; no sentence comes twice.
    """
    draw = random.Random(seed)
    used: set[int] = set()
    number = 0
    while True:
        number += 1
        yield _story(draw, used, number, sentences)


def _story(draw: random.Random, used: set[int], number: int, count: int) -> Story:
    about = {"place": _place(draw), "person": _person(draw), "body": f"the {_place(draw)} {draw.choice(_BODIES)}"}
    found: list[str] = []
    while len(found) < count:
        sentence = _sentence(draw, about)
        if hash(sentence) not in used:
            used.add(hash(sentence))
            found.append(sentence)
    paragraphs = [" ".join(found[at : at + PARAGRAPH]) for at in range(0, count, PARAGRAPH)]
    title = f"{draw.choice(_THINGS).capitalize()} {draw.choice(_FATES)} in {about['place']} No. {number}"
    when = FIRST_DAY + timedelta(minutes=draw.randrange(DAYS * 24 * 60))
    submission = Submission(title, "\n\n".join(paragraphs), draw.choice(_PUBLISHERS), when)
    return Story(submission, tuple(found))


def _sentence(draw: random.Random, about: dict[str, str]) -> str:
    small, large = sorted((_number(draw), _number(draw)))
    filled = draw.choice(_RULES).format(
        **about,
        other=_person(draw),
        role=draw.choice(_ROLES),
        spot=_place(draw),
        n=f"{large:,}",
        m=f"{small:,}",
        things=draw.choice(_THINGS),
        fate=draw.choice(_FATES),
        causes=draw.choice(_CAUSES),
        day=f"on {draw.choice(_DAYS)}",
        month=draw.choice(_MONTHS),
        date=draw.randint(1, 28),
    )
    return filled[0].upper() + filled[1:]


def _place(draw: random.Random) -> str:
    return draw.choice(_OPENINGS) + draw.choice(_MIDDLES) + draw.choice(_ENDINGS)


def _person(draw: random.Random) -> str:
    return f"{draw.choice(_FIRSTS)} {draw.choice(_OPENINGS)}{draw.choice(_MIDDLES)}{draw.choice(_ENDINGS)}"


def _number(draw: random.Random) -> int:
    return round(10 ** draw.uniform(0.5, 4))
