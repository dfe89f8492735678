"""Recorded bars as sessions."""

import os
from pathlib import Path

import pytest

from spxcc.runtime.errors import UserError
from spxcc.runtime.setup_days import SPY_RATIO, recorded_days

ROWS = [f"2025-01-0{day}T{hour}:{minute:02d}:00-05:00,{price},{price + 1},{price - 1},{price},100"
        for day, price in ((6, 590.0), (7, 595.0)) for hour in (10, 11) for minute in range(60)]  # fmt: skip


def test_sessions_come_in_order_mapped_to_index_points(tmp_path: Path) -> None:
    file = tmp_path / "spy_1min.csv"
    file.write_text("timestamp,open,high,low,close,volume\n" + "\n".join(ROWS) + "\n", encoding="utf-8")
    first, second = recorded_days(file)
    assert (first.hours.date, second.hours.date) == ("2025-01-06", "2025-01-07")
    assert (first.before, len(second.bars)) == (None, 120)
    assert second.before is not None
    assert second.before.close == pytest.approx(590.0 * SPY_RATIO)
    assert second.bars.close[0] == pytest.approx(595.0 * SPY_RATIO)


def test_another_symbol_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "vix_1min.csv"
    file.write_text("timestamp,open,high,low,close,volume\n" + "\n".join(ROWS) + "\n", encoding="utf-8")
    with pytest.raises(UserError, match="expected bars of SPX or SPY"):
        list(recorded_days(file))


@pytest.mark.real_data
def test_the_real_file_holds_256_days() -> None:
    root = os.environ.get("SPXCC_REAL_DATA")
    if root is None:
        pytest.skip("needs the market data that SPXCC_REAL_DATA points at")
    days = list(recorded_days(Path(root) / "intraday/spy_1min_rth_2024-03-26_2025-04-02.parquet"))
    assert len(days) == 256
    assert sum(day.hours.half_day for day in days) >= 3
