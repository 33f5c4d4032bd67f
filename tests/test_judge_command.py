"""`veridict judge`: one line out for each line in, in order, in pieces of any size."""

import json
import time
from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.commands.judge import Asked, judged_lines, read_line
from app.compare import compare
from app.errors import InvalidInput
from app.judge import Judged
from app.premise import Evidence


def _judge(asked: list[Asked]) -> list[Judged]:
    return [Judged((0.9, 0.08, 0.02), compare(claim, evidence.text)) for claim, evidence in asked]


def test_a_line_each() -> None:
    """Probabilities and findings come out, the findings with the spans they are about."""
    lines = ['{"claim": "two prisoners were freed", "evidence": "Five prisoners were freed."}\n', "\n"]
    (line,) = judged_lines(_judge, lines)
    answer = json.loads(line)
    assert (answer["supports"], answer["refutes"], answer["neutral"]) == (0.9, 0.08, 0.02)
    (finding,) = [one for one in answer["findings"] if one["kind"] == "quantity"]
    assert finding["relation"] == "disagrees"
    assert finding["claim"]["text"] == "two"
    assert finding["passage"]["text"] == "Five"


def test_everything_a_line_may_have() -> None:
    """Title, context and day of publication are read; what else stands there is passed over."""
    line = json.dumps(
        {"claim": "c", "evidence": "e", "title": "t", "context": "x", "published_at": "2026-01-08T17:00:00Z", "id": 7}
    )
    assert read_line(line) == ("c", Evidence("e", "x", "t", date(2026, 1, 8)))
    assert read_line('{"claim": "c", "evidence": "e", "published_at": "2026-01-08", "title": null}') == (
        "c",
        Evidence("e", published=date(2026, 1, 8)),
    )


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{", "not JSON"),
        ("[1]", "not a JSON object"),
        ("{}", "both needed"),
        ('{"claim": "c", "evidence": " "}', "both needed"),
        ('{"claim": 1, "evidence": "e"}', "`claim` is not text"),
        ('{"claim": "c", "evidence": "e", "published_at": "soon"}', "published_at"),
        ('{"claim": "c", "evidence": "e", "published_at": 5}', "published_at"),
    ],
)
def test_bad_line(line: str, says: str) -> None:
    """A bad line stops the work and is named; what stood before it has been judged."""
    good = '{"claim": "c", "evidence": "e"}'
    made = judged_lines(_judge, [good, "", line, good])
    assert json.loads(next(made))["supports"] == 0.9
    with pytest.raises(InvalidInput, match="line 3: ") as refused:
        list(made)
    assert says in refused.value.detail


def test_slow_writer_is_answered_at_once() -> None:
    """A line is judged when it comes: the next is written only after its answer has been read."""
    answered: list[str] = []

    def lines() -> Iterator[str]:
        for number in range(3):
            while len(answered) < number:
                time.sleep(0.001)
            yield json.dumps({"claim": f"c{number}", "evidence": "e"})

    for line in judged_lines(_judge, lines()):
        answered.append(line)  # noqa: PERF402  the writer above waits for each
    assert len(answered) == 3


@settings(deadline=None)  # a busy machine is no fault of the order
@given(st.lists(st.integers(0, 999), max_size=700))
def test_order_is_kept(numbers: list[int]) -> None:
    """However many lines come at once, the answers are theirs, in order."""

    def judge(asked: list[Asked]) -> list[Judged]:
        return [Judged((float(claim) / 1000, 0.0, 0.0), compare("x", "x")) for claim, _ in asked]

    lines = (json.dumps({"claim": str(number), "evidence": "e"}) for number in numbers)
    assert [json.loads(line)["supports"] for line in judged_lines(judge, lines)] == [n / 1000 for n in numbers]
