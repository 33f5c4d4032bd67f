"""How often a caller may ask: a token bucket for each, bounded in number (pure).

Source: the generic cell rate algorithm (ITU-T I.371, A.2); header fields after the IETF draft
"RateLimit header fields for HTTP".
"""

import threading
from collections import OrderedDict
from dataclasses import dataclass

WINDOW_S = 60
MOST_CALLERS = 50_000


@dataclass(frozen=True, slots=True)
class Allowance:
    """What is left to a caller: `remaining` requests now, `wait_s` until one more (0 when it may ask)."""

    allowed: bool
    remaining: int
    wait_s: float


class Rates:
    """Counts the requests of callers; safe to call from any thread.

    Args:
        per_minute: Requests a minute, and so many at once after a pause; 0 sets no limit.
    """

    def __init__(self, per_minute: int) -> None:
        self.per_minute = per_minute
        self._interval_s = WINDOW_S / per_minute if per_minute else 0.0
        self._due: OrderedDict[str, float] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, caller: str, now_s: float) -> Allowance:
        """Count one request.

        Args:
            caller: Who asks; when more than `MOST_CALLERS` are known, the one unseen for longest is forgotten.
            now_s: Monotonic time, seconds.

        Returns:
            Whether it may go on; a refused request is not counted.
        """
        if not self.per_minute:
            return Allowance(allowed=True, remaining=1, wait_s=0.0)
        with self._lock:
            due = max(self._due.get(caller, now_s), now_s)
            left = (now_s + WINDOW_S - due) / self._interval_s
            allowed = left >= 1
            if allowed:
                due += self._interval_s
                left -= 1
            self._due[caller] = due
            self._due.move_to_end(caller)
            if len(self._due) > MOST_CALLERS:
                self._due.popitem(last=False)
        return Allowance(allowed, int(left), 0.0 if left >= 1 else (1 - left) * self._interval_s)
