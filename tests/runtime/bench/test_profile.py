"""The hottest functions of a benchmark."""

import pytest

from spxcc.runtime.bench.profile import Hot, hottest, profile_table
from spxcc.runtime.clock import SystemClock
from spxcc.runtime.errors import UserError


def test_the_hottest_stand_first_and_name_their_place() -> None:
    found = hottest("candles", True, SystemClock(), rows=200)
    assert [one.share for one in found] == sorted((one.share for one in found), reverse=True)
    assert 0.5 < sum(one.share for one in found) <= 1.0 + 1e-9
    (tick,) = [one for one in found if one.where.endswith("CandleBook.tick")]
    assert tick.where.startswith("spxcc/market/series.py:")
    assert tick.calls == 7 * 500 + 1
    assert tick.whole_ms >= tick.own_ms > 0.0


def test_what_runs_elsewhere_is_refused() -> None:
    with pytest.raises(UserError, match="expected one of gex, candles, encode to profile"):
        hottest("desk", True, SystemClock())


def test_rows_stand_under_their_heading() -> None:
    lines = profile_table("gex", (Hot("spxcc/a.py:3 f", 1_200, 12.5, 150.0, 0.25),)).splitlines()
    assert lines[2].split() == ["25.0%", "12.5", "150", "1,200", "spxcc/a.py:3", "f"]
    assert lines[2].index("spxcc") == lines[1].index("where")
