"""The queue in front of a network: joined calls, fairness, limits, and failures that reach who they concern."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

import numpy as np
import pytest
from numpy.typing import NDArray

from app.batching import Batcher
from app.errors import DeadlineExceeded, NetworkFailed, Overloaded, Unavailable

Floats = NDArray[np.float32]
WAIT_S = 10.0


class Doubler:
    """A network that doubles numbers, can be held back, and fails on negative ones."""

    def __init__(self) -> None:
        self.calls: list[list[int]] = []
        self.go = threading.Event()
        self.go.set()
        self.entered = threading.Semaphore(0)

    def __call__(self, rows: Sequence[int]) -> Floats:
        self.calls.append(list(rows))
        self.entered.release()
        assert self.go.wait(WAIT_S)
        if min(rows) < 0:
            raise ValueError("a negative row")
        return np.array([[2 * row, row] for row in rows], dtype=np.float32)


@pytest.fixture
def network() -> Doubler:
    """The network."""
    return Doubler()


@pytest.fixture
def queue(network: Doubler) -> Iterator[Batcher[int]]:
    """A queue of eight rows, four taken at once."""
    opened = Batcher(network, name="test", capacity=8, deadline_s=WAIT_S, batch=4)
    yield opened
    network.go.set()
    opened.close()


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    """Threads to call from."""
    with ThreadPoolExecutor(16) as opened:
        yield opened


def hold(network: Doubler, queue: Batcher[int], pool: ThreadPoolExecutor) -> "Future[Floats]":
    """Keep the network busy with one row until `network.go` is set."""
    network.go.clear()
    busy = pool.submit(queue, [100])
    assert network.entered.acquire(timeout=WAIT_S)
    return busy


def until(condition: Callable[[], bool]) -> None:
    """Wait until something is so."""
    end = time.monotonic() + WAIT_S
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.001)


def test_a_lone_caller_is_served_at_once(network: Doubler, queue: Batcher[int]) -> None:
    """One caller's rows go out in one call, answers in order, and no timer runs."""
    assert queue([3, 1, 2]).tolist() == [[6, 3], [2, 1], [4, 2]]
    assert network.calls == [[3, 1, 2]]


def test_callers_that_wait_are_joined(network: Doubler, queue: Batcher[int], pool: ThreadPoolExecutor) -> None:
    """What queued up while the network was busy goes out in one call."""
    hold(network, queue, pool)
    waiting = [pool.submit(queue, [number]) for number in (1, 2, 3)]
    until(lambda: queue.waiting == 3)
    network.go.set()
    assert [one.result(WAIT_S).tolist() for one in waiting] == [[[2, 1]], [[4, 2]], [[6, 3]]]
    assert [sorted(call) for call in network.calls] == [[100], [1, 2, 3]]


def test_a_short_request_overtakes_a_long_one(network: Doubler, queue: Batcher[int], pool: ThreadPoolExecutor) -> None:
    """A lone row is served in the next call though seven rows of another caller came before it."""
    hold(network, queue, pool)
    long = pool.submit(queue, [1, 2, 3, 4, 5, 6, 7])
    until(lambda: queue.waiting == 7)
    short = pool.submit(queue, [9])
    until(lambda: queue.waiting == 8)
    network.go.set()
    assert short.result(WAIT_S).tolist() == [[18, 9]]
    assert long.result(WAIT_S)[:, 1].tolist() == [1, 2, 3, 4, 5, 6, 7]
    assert 9 in network.calls[1]


def test_a_full_queue_refuses(network: Doubler, queue: Batcher[int], pool: ThreadPoolExecutor) -> None:
    """Rows over the capacity are refused at once, with a time to come back; those that wait are served."""
    hold(network, queue, pool)
    waiting = pool.submit(queue, [1, 2, 3, 4, 5, 6])
    until(lambda: queue.waiting == 6)
    with pytest.raises(Overloaded) as refused:
        queue([7, 8, 9])
    assert refused.value.retry_after_s is not None
    assert refused.value.retry_after_s >= 1
    network.go.set()
    assert len(waiting.result(WAIT_S)) == 6


def test_a_deadline_ends_the_wait(network: Doubler, queue: Batcher[int], pool: ThreadPoolExecutor) -> None:
    """A caller whose time is over is told so, and its rows never reach the network."""
    hold(network, queue, pool)
    with pytest.raises(DeadlineExceeded):
        queue([1, 2], deadline_s=0.05)
    assert queue.waiting == 0
    network.go.set()
    assert queue([3]).tolist() == [[6, 3]]
    assert [100] in network.calls
    assert not any(1 in call for call in network.calls)


def test_a_failure_reaches_its_caller(network: Doubler, queue: Batcher[int]) -> None:
    """What the network raised arrives as NetworkFailed, with its cause, and the queue lives on."""
    with pytest.raises(NetworkFailed) as failed:
        queue([-1])
    assert isinstance(failed.value.__cause__, ValueError)
    assert "negative" not in failed.value.detail
    assert queue([1]).tolist() == [[2, 1]]


def test_a_bad_row_fails_alone(network: Doubler, queue: Batcher[int], pool: ThreadPoolExecutor) -> None:
    """Of three callers in one call only the one with the bad row fails."""
    hold(network, queue, pool)
    good = [pool.submit(queue, [number]) for number in (1, 2)]
    bad = pool.submit(queue, [-1])
    until(lambda: queue.waiting == 3)
    network.go.set()
    assert [one.result(WAIT_S)[0, 1] for one in good] == [1, 2]
    assert isinstance(bad.exception(WAIT_S), NetworkFailed)


def test_a_dead_network_fails_every_waiter(queue: Batcher[int], network: Doubler, pool: ThreadPoolExecutor) -> None:
    """When the network fails on everything, everyone hears of it and nobody hangs."""
    hold(network, queue, pool)
    bad = [pool.submit(queue, [-number, -number]) for number in (1, 2, 3)]
    until(lambda: queue.waiting == 6)
    network.go.set()
    assert all(isinstance(one.exception(WAIT_S), NetworkFailed) for one in bad)


def test_a_failed_request_leaves_nothing_behind(network: Doubler, queue: Batcher[int]) -> None:
    """The rest of a failed caller's rows is not run any more."""
    with pytest.raises(NetworkFailed):
        queue([-1, 1, 1, 1, 2, 2, 2, 2])
    assert queue.waiting == 0
    assert queue([5]).tolist() == [[10, 5]]
    assert not any(2 in call for call in network.calls)


def test_closing_turns_away(network: Doubler, pool: ThreadPoolExecutor) -> None:
    """The call that runs is finished; who waits, or comes later, is told that the service stops."""
    queue = Batcher(network, name="test", capacity=8, deadline_s=WAIT_S)
    busy = hold(network, queue, pool)
    waiting = pool.submit(queue, [1])
    until(lambda: queue.waiting == 1)
    closing = pool.submit(queue.close)
    network.go.set()
    closing.result(WAIT_S)
    assert busy.result(WAIT_S).tolist() == [[200, 100]]
    assert isinstance(waiting.exception(WAIT_S), Unavailable)
    with pytest.raises(Unavailable):
        queue([1])


def test_many_callers_get_their_own_rows(queue: Batcher[int], pool: ThreadPoolExecutor) -> None:
    """Under load every caller gets the answers to its own rows, in their order."""

    def call(number: int) -> bool:
        rows = [number * 10 + place for place in range(number % 3 + 1)]
        while True:
            try:
                return list(queue(rows)[:, 1]) == rows
            except Overloaded:
                time.sleep(0.001)

    assert all(pool.map(call, range(200)))
