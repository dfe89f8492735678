"""Funnels over days."""

import os
from pathlib import Path

import pytest

from spxcc.engines.setups.catalogue.shipped import shipped
from spxcc.runtime.setup_funnel import funnel_of_bars, funnel_of_noise


def test_f43_on_noise_every_stage_is_fed_by_the_one_before() -> None:
    heard: list[str] = []
    found = funnel_of_noise(shipped(), 12, heard.append)
    assert found.skipped == ("breakout_vacuum", "flip_cross", "pin_drift")
    assert len(found.funnels) == len(heard) == 9
    for one in found.funnels:
        counts = one.counts
        assert counts.get("armed", 0) >= counts.get("triggered", 0) >= counts.get("filled", 0)
        assert one.sessions == 12
    assert sum(one.shadow_won + one.shadow_lost for one in found.funnels) > 0


@pytest.mark.real_data
def test_f43_the_bad_wick_and_the_half_day_are_listed() -> None:
    root = os.environ.get("SPXCC_REAL_DATA")
    if root is None:
        pytest.skip("needs the market data that SPXCC_REAL_DATA points at")
    path = Path(root) / "intraday/spy_1min_rth_2024-03-26_2025-04-02.parquet"
    found = funnel_of_bars([one for one in shipped() if one.code == "S9"], path, 250, lambda word: None)
    assert [date for date, _ in found.wicks] == ["2025-02-03"]
    assert {"2024-07-03", "2024-11-29", "2024-12-24"} <= set(found.short)
