"""The made-up afternoon is consistent."""

from itertools import pairwise

from spxcc.market.units import NANOS_PER_MINUTE
from tests.fakes.desk_data import LAST, NOW, gex, minutes


def test_minutes_end_now_at_the_last_price() -> None:
    bars = minutes(90)
    assert len(bars) == 90
    assert bars[-1].start == NOW // NANOS_PER_MINUTE * NANOS_PER_MINUTE
    assert bars[-1].close == LAST
    assert all(one.low <= min(one.open, one.close) <= max(one.open, one.close) <= one.high for one in bars)
    assert all(later.open == earlier.close for earlier, later in pairwise(bars))


def test_totals_are_the_sums_of_the_strikes() -> None:
    result = gex()
    assert result.net_gex == result.call_gex + result.put_gex if result.call_gex and result.put_gex else False
    assert sum(row.net for row in result.by_strike) - (result.net_gex or 0.0) < 1.0
