"""What followed each word."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spxcc.engines.regime import params
from spxcc.engines.regime.record import Following, Half, added, records
from spxcc.engines.regime.result import Word, WordCount
from spxcc.market.snapshot import LastPrice
from spxcc.market.units import NANOS_PER_MILLI
from spxcc.quant.statistics import wilson_interval
from tests.fakes.snapshots import make_price

HALF = params.HALF_HOUR_MS
CLOSE = 100 * HALF


def price(value: float, at: int) -> LastPrice:
    return make_price("SPX", value, at * NANOS_PER_MILLI)


def test_f41_a_half_hour_meets_the_first_price_after_its_end() -> None:
    begun = Following().begun("trending", 6000.0, 10.0, 0, CLOSE)
    assert begun.open == Half("trending", HALF, 6000.0, 10.0)
    assert begun.met(price(6050.0, HALF - 1), HALF - 1) == begun, "not over"
    assert begun.met(price(6000.0, 1), HALF + 1) == begun, "the price is old: it waits"
    met = begun.met(price(6010.1, HALF), HALF)
    assert (met.open, met.counts) == (None, {"trending": WordCount(word="trending", n=1, beyond=1)})
    held = begun.met(price(5990.0, HALF), HALF)
    assert held.counts["trending"].beyond == 0, "on its edge is not beyond"


def test_f41_one_that_has_no_price_in_time_is_not_counted() -> None:
    begun = Following().begun("ranging", 6000.0, 10.0, 0, CLOSE)
    late = HALF + params.LATE_MS + 1
    assert begun.met(price(6050.0, late), late) == Following()
    assert begun.met(None, HALF + 1) == begun


@pytest.mark.parametrize(
    ("word", "spot", "e30", "now"),
    [("undetermined", 6000.0, 10.0, 0), ("ranging", None, 10.0, 0), ("ranging", 6000.0, None, 0),
     ("ranging", 6000.0, 10.0, CLOSE - HALF + 1)],
)  # fmt: skip
def test_without_word_price_unit_or_time_none_begins(
    word: Word, spot: float | None, e30: float | None, now: int
) -> None:
    assert Following().begun(word, spot, e30, now, CLOSE) == Following()


def test_f45_the_record_has_sample_interval_and_null() -> None:
    one, two = {"ranging": WordCount(word="ranging", n=30, beyond=4)}, {"ranging": WordCount(word="ranging", n=10)}
    (found,) = records(added(one, two, {"trending": WordCount(word="trending")}))
    assert (found.word, found.n, found.beyond, found.share) == ("ranging", 40, 4, 0.1)
    assert (found.low, found.high) == pytest.approx(wilson_interval(4, 40), abs=5e-5)
    assert found.expected == pytest.approx(1 - math.erf(1 / math.sqrt(2)), abs=5e-5)


@given(st.lists(st.tuples(st.integers(1, 40), st.floats(5900, 6100)), max_size=60))
def test_f41_half_hours_never_overlap_and_what_comes_later_changes_no_count(ticks: list[tuple[int, float]]) -> None:
    """A step every few minutes: as many are met as half hours fit, and a prefix of the ticks counts the same."""
    now, following, counted = 0, Following(), [0]
    for minutes, value in ticks:
        now += minutes * 60_000
        following = following.met(price(value, now), now).begun("ranging", value, 10.0, now, 10**12)
        counted.append(sum(one.n for one in following.counts.values()))
        assert 0 <= counted[-1] - counted[-2] <= 1
    assert counted[-1] <= now // HALF
