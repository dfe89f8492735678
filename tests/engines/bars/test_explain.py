"""Where the numbers of a bar come from."""

from spxcc.engines.bars.result import bar_key
from tests.engines.stood import faults_of, stood


def test_f33_bars_follow_from_the_minutes_that_were_put_together() -> None:
    bars = stood().published["bars:SPX"]
    for bar in (*bars[:3], *bars[-60:]):
        assert faults_of("bars:SPX", bar, but="start", prefix=f"{bar_key(bar)}.") == []


def test_the_day_so_far_is_of_all_minutes_of_the_session() -> None:
    day = next(bar for bar in reversed(stood().published["bars:SPX"]) if bar.tf == "1D")
    found = stood().why("bars:SPX", f"{bar_key(day)}.h")
    assert found is not None
    assert len(found.rows) > 60
    assert found.expression == "highest(rows)"
    assert stood().why("bars:SPX", "1m:0.o") is None
