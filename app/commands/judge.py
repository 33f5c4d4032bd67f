"""JSON lines of claim and evidence in, judgements out: `veridict judge`, through the code that serves."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from datetime import date, datetime
from queue import Queue
from threading import Thread
from typing import Any

from app.errors import InvalidInput
from app.fitted import load_judge
from app.judge import Judged, judge_pairs
from app.nli import open_nli
from app.premise import Evidence
from app.settings import Settings
from app.weights import read_section

_AT_ONCE = 256  # lines judged together: several batches, so that pairs of one length meet
_AHEAD = 4 * _AT_ONCE

Asked = tuple[str, Evidence]
Judging = Callable[[list[Asked]], list[Judged]]


def judge_lines(settings: Settings, lines: Iterable[str]) -> Iterator[str]:
    """Judge pairs as they come in.

    Args:
        settings: Where the network and the fitted judge lie, and what runs them.
        lines: JSON objects with `claim` and `evidence`, optionally `title`, `context` and `published_at`;
            blank lines are passed over.

    Yields:
        For each, in order, a JSON object with `supports`, `refutes`, `neutral` and `findings`, and a line end.

    Raises:
        InvalidInput: A line is not such an object; what came before it has been judged.
        StartRefused: A file of the weights is missing or not the one shipped.
        NetworkFailed: The network failed.
    """
    judge = load_judge(read_section(settings.nli, "judge").folder / "judge.json")
    nli = open_nli(settings)
    try:
        yield from judged_lines(lambda asked: judge_pairs(nli, judge, asked), lines)
    finally:
        nli.close()


def judged_lines(judging: Judging, lines: Iterable[str]) -> Iterator[str]:
    """Judge lines by any judge; see `judge_lines`."""
    for chunk in _chunks(lines):
        asked: list[Asked] = []
        fault = None
        for number, line in chunk:
            try:
                asked.append(read_line(line))
            except InvalidInput as found:
                fault = InvalidInput(f"line {number}: {found.detail}")
                break
        yield from (write_line(judged) for judged in judging(asked))
        if fault is not None:
            raise fault


def _chunks(lines: Iterable[str]) -> Iterator[list[tuple[int, str]]]:
    """Give numbered lines in groups, as many as have come in: whoever writes slowly is answered at once."""
    queue: Queue[tuple[int, str] | Exception | None] = Queue(_AHEAD)

    def read() -> None:
        try:
            for numbered in enumerate(lines, start=1):
                if numbered[1].strip():
                    queue.put(numbered)
        except (OSError, ValueError) as fault:  # a file that is not UTF-8 is a ValueError
            queue.put(fault)
        queue.put(None)

    Thread(target=read, name="reader", daemon=True).start()
    chunk: list[tuple[int, str]] = []
    while (item := queue.get()) is not None:
        if isinstance(item, Exception):
            yield chunk
            raise InvalidInput(f"the input cannot be read: {item}") from item
        chunk.append(item)
        if len(chunk) == _AT_ONCE or queue.empty():
            yield chunk
            chunk = []
    yield chunk


def read_line(line: str) -> Asked:
    """Read a claim and its evidence.

    Raises:
        InvalidInput: It is not a JSON object with `claim` and `evidence`, both text that says something.
    """
    try:
        given = json.loads(line)
    except ValueError as fault:
        raise InvalidInput(f"not JSON ({fault})") from fault
    if not isinstance(given, dict):
        raise InvalidInput("not a JSON object")
    text = {name: _text(given, name) for name in ("claim", "evidence", "title", "context")}
    if not text["claim"].strip() or not text["evidence"].strip():
        raise InvalidInput("`claim` and `evidence` are both needed")
    return text["claim"], Evidence(text["evidence"], text["context"], text["title"], _day(given.get("published_at")))


def _text(given: dict[str, Any], name: str) -> str:
    value = given.get(name)
    if value is not None and not isinstance(value, str):
        raise InvalidInput(f"`{name}` is not text")
    return value or ""


def _day(value: object) -> date | None:
    if value is None or value == "":
        return None
    try:
        return datetime.fromisoformat(str(value)).date()
    except ValueError as fault:
        raise InvalidInput(f"`published_at` is not a day or time such as 2026-01-08: {value!r}") from fault


def write_line(judged: Judged) -> str:
    """Write a judgement."""
    supports, refutes, neutral = (round(p, 6) for p in judged.probabilities)
    findings = [asdict(finding) for finding in judged.comparison.findings]
    answer = {"supports": supports, "refutes": refutes, "neutral": neutral, "findings": findings}
    return json.dumps(answer, ensure_ascii=False) + "\n"
