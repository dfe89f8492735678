"""Token bucket and window against their definitions."""

from hypothesis import given
from hypothesis import strategies as st

from spxcc.protocol.limits import TokenBucket, Window

GAPS = st.lists(st.floats(0, 2), max_size=80)


@given(GAPS)
def test_never_more_than_burst_plus_rate(gaps: list[float]) -> None:
    bucket, now, taken = TokenBucket(5.0, 10, 0.0), 0.0, []
    for gap in gaps:
        now += gap
        if bucket.take(now):
            taken.append(now)
    for at, first in enumerate(taken):
        for count, last in enumerate(taken[at:], 1):
            assert count <= 10 + 5.0 * (last - first) + 1e-6


def test_the_wait_is_exact() -> None:
    bucket = TokenBucket(2.0, 1, 0.0)
    assert bucket.take(0.0)
    assert not bucket.take(0.1)
    wait = bucket.wait()
    assert abs(wait - 0.4) < 1e-9
    assert bucket.take(0.1 + wait + 1e-9)


def test_a_clock_that_stands_still_gives_nothing() -> None:
    bucket = TokenBucket(20.0, 2, 5.0)
    assert [bucket.take(5.0) for _ in range(3)] == [True, True, False]
    assert not bucket.take(4.0)


@given(GAPS)
def test_window_equals_its_slow_twin(gaps: list[float]) -> None:
    window, now, uses = Window(3, 1.5), 0.0, list[float]()
    for gap in gaps:
        now += gap
        recent = [at for at in uses if at > now - 1.5]
        assert window.full("k", now) == (len(recent) >= 3)
        wait = window.wait("k", now)
        assert (wait > 0) == (len(recent) >= 3)
        if window.take("k", now):
            assert len(recent) < 3
            uses.append(now)
        else:
            assert len(recent) >= 3


def test_keys_are_apart_and_forgotten() -> None:
    window = Window(1, 1.0)
    assert window.take("a", 0.0)
    assert window.take("b", 0.0)
    assert not window.take("a", 0.5)
    window.prune(2.0)
    assert not window.full("a", 2.0)
