"""A caller that goes away stops the work behind its answer: tested over real HTTP, as the server tells of it."""

import io
import threading
import time
from collections.abc import Iterator, Sequence

import httpx
import numpy as np
import pytest
from numpy.typing import NDArray

from app.log import open_log
from app.main import create_app
from app.pairs import Pair
from app.settings import Settings
from tests.fakes import FakeNli
from tests.running import running
from tests.service import fill, opener

pytestmark = pytest.mark.long

CLAIMS = 60
PAGE = "\n\n".join(f"Five Spaniards were freed in Caracas on day {number}." for number in range(CLAIMS))
PATIENCE_S = 30


class _Slow(FakeNli):
    """A network that takes its time, and remembers the claims that it was asked."""

    def __init__(self) -> None:
        self.claims: set[str] = set()
        self._lock = threading.Lock()

    def logits(self, pairs: Sequence[Pair]) -> NDArray[np.float32]:
        """Judge, slowly."""
        with self._lock:
            self.claims |= {pair.claim for pair in pairs}
        time.sleep(0.8)  # long beside all that a busy machine may add
        return super().logits(pairs)


@pytest.fixture
def slow() -> _Slow:
    """A slow network."""
    return _Slow()


@pytest.fixture
def log() -> io.StringIO:
    """What the service logs."""
    return io.StringIO()


@pytest.fixture
def address(settings: Settings, slow: _Slow, log: io.StringIO) -> Iterator[str]:
    """The address of a service on the slow network, behind a real server."""
    fill(settings)
    with running(create_app(settings, opener=opener(slow), log=open_log(log))) as found:
        yield found


def _logged(log: io.StringIO) -> str:
    """Wait for the log line that ends the request."""
    end = time.monotonic() + PATIENCE_S
    while "/v1/" not in log.getvalue():
        assert time.monotonic() < end, "the request did not end"
        time.sleep(0.05)
    return log.getvalue().splitlines()[-1]


def _assert_stopped(slow: _Slow, log: io.StringIO) -> None:
    line = _logged(log)
    judged = len(slow.claims)
    assert judged < CLAIMS / 2, line
    time.sleep(0.6)
    assert len(slow.claims) == judged


def test_stream(address: str, slow: _Slow, log: io.StringIO) -> None:
    """A reader who closes the stream after its first verdict leaves nothing behind that goes on."""
    asked = {"text": PAGE}
    with httpx.stream(
        "POST", f"{address}/v1/checks", json=asked, headers={"Accept": "text/event-stream"}, timeout=PATIENCE_S
    ) as answer:
        for line in answer.iter_lines():
            if line == "event: verdict":
                break
    _assert_stopped(slow, log)


@pytest.mark.parametrize("path", ["/v1/checks", "/v1/verdicts:batch"])
def test_whole_answers(address: str, slow: _Slow, log: io.StringIO, path: str) -> None:
    """A caller who gives up waiting for a whole answer stops its work too."""
    asked = {"text": PAGE} if path == "/v1/checks" else {"claims": [{"claim": line} for line in PAGE.split("\n\n")]}
    with pytest.raises(httpx.ReadTimeout):
        httpx.post(f"{address}{path}", json=asked, timeout=0.7)
    _assert_stopped(slow, log)


def test_first_verdict_comes_alone(address: str) -> None:
    """The first verdict is sent while the others are still being worked on."""
    times: list[float] = []
    with httpx.stream(
        "POST", f"{address}/v1/checks", json={"text": PAGE}, headers={"Accept": "text/event-stream"}, timeout=PATIENCE_S
    ) as answer:
        times += [time.monotonic() for line in answer.iter_lines() if line in {"event: verdict", "event: summary"}]
    assert len(times) == CLAIMS + 1
    assert times[0] < times[-1] - 1
