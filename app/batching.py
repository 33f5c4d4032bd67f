"""A bounded queue in front of a network: many callers' rows in few calls, nobody waits for a timer.

One thread runs the network. While it is busy, callers queue up; when it is free it takes what is there, a
share of every caller's rows, so that a lone claim overtakes a long page check. A lone caller is served at once.
"""

import math
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from app.errors import DeadlineExceeded, NetworkFailed, Overloaded, Unavailable

Row = TypeVar("Row")
Floats = NDArray[np.float32]

BATCH_ROWS = 64  # rows taken from the queue at once: enough to group by length, short enough to be fair
MOST_RETRY_S = 60


class _Ticket(Generic[Row]):
    """One caller's rows, and what has become of them."""

    __slots__ = ("answers", "expires", "fault", "finished", "rows", "taken")

    def __init__(self, rows: Sequence[Row], expires: float) -> None:
        self.rows = rows
        self.expires = expires
        self.taken = 0
        self.answers: list[Floats] = []
        self.fault: Exception | None = None
        self.finished = threading.Event()

    @property
    def left(self) -> int:
        """Rows that still wait."""
        return len(self.rows) - self.taken

    def end(self, fault: Exception | None = None) -> None:
        """Wake the caller."""
        self.fault = fault
        self.finished.set()


class Batcher(Generic[Row]):
    """Join the rows of many threads into calls of one network.

    Args:
        network: Takes rows, gives float32 [rows, columns] in the same order; called by one thread only.
        name: What the errors call the network.
        capacity: Rows that may wait.
        deadline_s: Longest time one caller waits, seconds.
        batch: Rows taken from the queue at once.
    """

    def __init__(
        self,
        network: Callable[[Sequence[Row]], Floats],
        *,
        name: str,
        capacity: int,
        deadline_s: float,
        batch: int = BATCH_ROWS,
    ) -> None:
        self._network = network
        self._name = name
        self._capacity = capacity
        self._deadline_s = deadline_s
        self._batch = batch
        self._waiting: deque[_Ticket[Row]] = deque()
        self._queued = 0
        self._seconds_a_row = 0.0
        self._closed = False
        self._changed = threading.Condition()
        self._worker = threading.Thread(target=self._work, name=f"{name} network", daemon=True)
        self._worker.start()

    def __call__(self, rows: Sequence[Row], deadline_s: float | None = None) -> Floats:
        """Run rows through the network together with whatever else waits.

        Args:
            rows: At least one row.
            deadline_s: Longest wait, seconds; None means the queue's own.

        Returns:
            float32 [rows, columns], in the same order.

        Raises:
            Overloaded: The queue is full.
            DeadlineExceeded: No answer within the deadline; rows that have not run yet never will.
            NetworkFailed: The network failed on these rows.
            Unavailable: The service is stopping.
        """
        wait_s = self._deadline_s if deadline_s is None else deadline_s
        ticket = _Ticket(rows, time.monotonic() + wait_s)
        with self._changed:
            self._admit(ticket)
        if not ticket.finished.wait(wait_s):
            self._give_up(ticket)
        if ticket.fault is not None:
            raise ticket.fault
        return np.concatenate(ticket.answers)

    @property
    def waiting(self) -> int:
        """Rows that wait for the network."""
        return self._queued

    def close(self) -> None:
        """Stop: the call that runs is finished, callers that still wait are turned away."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        self._worker.join()

    def _admit(self, ticket: _Ticket[Row]) -> None:
        if self._closed:
            raise Unavailable("the service is stopping", retry_after_s=1)
        if self._queued + len(ticket.rows) > self._capacity:
            expected_s = math.ceil(self._queued * self._seconds_a_row)
            raise Overloaded(
                f"the queue of the {self._name} network is full ({self._queued} of {self._capacity} waiting)",
                retry_after_s=min(max(expected_s, 1), MOST_RETRY_S),
            )
        self._waiting.append(ticket)
        self._queued += len(ticket.rows)
        self._changed.notify()

    def _give_up(self, ticket: _Ticket[Row]) -> None:
        with self._changed:
            if ticket.finished.is_set():
                return  # the answer came in the same instant
            if ticket in self._waiting:
                self._waiting.remove(ticket)
                self._queued -= ticket.left
            ticket.end(DeadlineExceeded(f"the {self._name} network did not answer in time", retry_after_s=1))

    def _work(self) -> None:
        while True:
            with self._changed:
                while not self._waiting and not self._closed:
                    self._changed.wait()
                if self._closed:
                    self._turn_away()
                    return
                shares = self._take()
            if shares:
                self._run(shares)

    def _turn_away(self) -> None:
        for ticket in self._waiting:
            ticket.end(Unavailable("the service is stopping", retry_after_s=1))
        self._waiting.clear()
        self._queued = 0

    def _take(self) -> list[tuple[_Ticket[Row], Sequence[Row]]]:
        """Take an equal share of rows from each caller in turn, until a batch is full or nothing waits."""
        now = time.monotonic()
        share = max(1, self._batch // len(self._waiting))
        shares: list[tuple[_Ticket[Row], Sequence[Row]]] = []
        room = self._batch
        for _ in range(len(self._waiting)):
            ticket = self._waiting.popleft()
            if ticket.expires <= now:
                self._queued -= ticket.left
                continue  # its caller is about to wake by itself
            rows = ticket.rows[ticket.taken : ticket.taken + min(share, room)]
            ticket.taken += len(rows)
            room -= len(rows)
            self._queued -= len(rows)
            if rows:
                shares.append((ticket, rows))
            if ticket.left:
                self._waiting.append(ticket)
        return shares

    def _run(self, shares: list[tuple[_Ticket[Row], Sequence[Row]]]) -> None:
        began = time.monotonic()
        together = [row for _, rows in shares for row in rows]
        try:
            answers = self._network(together)
        except Exception as fault:  # noqa: BLE001  whatever it was, every waiter must hear of it
            self._fail(shares, fault)
            return
        self._seconds_a_row = (time.monotonic() - began) / len(together)
        start = 0
        for ticket, rows in shares:
            ticket.answers.append(answers[start : start + len(rows)])
            start += len(rows)
            if not ticket.left and sum(map(len, ticket.answers)) == len(ticket.rows):
                ticket.end()

    def _fail(self, shares: list[tuple[_Ticket[Row], Sequence[Row]]], fault: Exception) -> None:
        """Let one caller's bad row fail that caller alone: several callers are run again one by one."""
        if len(shares) > 1:
            for share in shares:
                self._run([share])
            return
        ticket = shares[0][0]
        with self._changed:
            if ticket in self._waiting:
                self._waiting.remove(ticket)
                self._queued -= ticket.left
        failed = NetworkFailed(f"the {self._name} network failed", retry_after_s=1)
        failed.__cause__ = fault
        ticket.end(failed)
