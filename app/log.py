"""One structured line per request: id, route, stage timings, counts; never the claim's text."""

import sys
import traceback
from pathlib import Path
from typing import Any, Protocol, TextIO

import structlog

_ROOT = Path(__file__).parent.parent


class Log(Protocol):
    """Where lines go: an event and its facts, as JSON."""

    def info(self, event: str, **facts: Any) -> Any:
        """Write what happened."""

    def error(self, event: str, **facts: Any) -> Any:
        """Write what went wrong."""


def open_log(stream: TextIO | None = None) -> Log:
    """Open a log that writes one JSON object a line.

    Args:
        stream: Where to; None means standard output.
    """
    log: Log = structlog.wrap_logger(
        structlog.WriteLogger(stream or sys.stdout),
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
    )
    return log


def trace(fault: BaseException) -> list[str]:
    """Say where an error came from, without its message: messages may quote what a user sent.

    Returns:
        `KIND` of each error of the chain, each followed by its `file:line function`, outermost first.
    """
    lines: list[str] = []
    while True:
        lines.append(type(fault).__name__)
        for frame in traceback.extract_tb(fault.__traceback__):
            path = Path(frame.filename)
            shown = path.relative_to(_ROOT) if path.is_relative_to(_ROOT) else path.name
            lines.append(f"{shown}:{frame.lineno} {frame.name}")
        cause = fault.__cause__ or fault.__context__
        if cause is None:
            return lines
        fault = cause
