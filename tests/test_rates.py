"""Token buckets: the laws of how often a caller may ask."""

from hypothesis import given
from hypothesis import strategies as st

from app.rates import MOST_CALLERS, WINDOW_S, Rates


@given(st.integers(1, 100), st.lists(st.floats(0, 5), max_size=300))
def test_never_more_than_the_rate(per_minute: int, pauses: list[float]) -> None:
    """In no window of a minute are more than twice the rate let through, nor ever more than the rate at once."""
    rates, now, passed = Rates(per_minute), 1_000.0, []
    for pause in pauses:
        now += pause
        if rates.take("a", now).allowed:
            passed.append(now)
    for start in passed:
        assert sum(start <= at < start + WINDOW_S for at in passed) <= 2 * per_minute
        assert sum(at == start for at in passed) <= per_minute


@given(st.integers(1, 50), st.integers(1, 200))
def test_waiting_as_told_is_enough(per_minute: int, asked: int) -> None:
    """A caller that waits as long as it was told to is let through."""
    rates, now = Rates(per_minute), 50.0
    for _ in range(asked):
        found = rates.take("a", now)
    assert found.remaining <= per_minute
    assert rates.take("a", now + found.wait_s + 1e-6).allowed


def test_callers_are_apart() -> None:
    """One caller's requests do not count against another."""
    rates = Rates(1)
    assert rates.take("a", 0.0).allowed
    assert not rates.take("a", 0.0).allowed
    assert rates.take("b", 0.0).allowed


def test_memory_is_bounded() -> None:
    """However many callers come, no more than the limit are remembered."""
    rates = Rates(10)
    for number in range(MOST_CALLERS + 50):
        rates.take(str(number), 0.0)
    assert len(rates._due) == MOST_CALLERS


def test_no_limit() -> None:
    """A rate of 0 lets everything pass."""
    rates = Rates(0)
    assert all(rates.take("a", 0.0).allowed for _ in range(1_000))
