"""Clocks of scenarios."""

from spxcc.feeds.simulator.scenario import nominal_minute


def test_clocks_count_from_the_open() -> None:
    assert nominal_minute("09:30") == 0.0
    assert nominal_minute("11:00") == 90.0
    assert nominal_minute("10:05:03") == 35.05
    assert nominal_minute("16:00") == 390.0
