"""Coverage of the cone on recorded days."""

from dataclasses import replace
from itertools import pairwise
from math import erf, sqrt
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spxcc.engines.prediction.compute import horizon
from spxcc.market.units import to_nanos
from spxcc.quant.statistics import wilson_interval
from spxcc.runtime.score.cone import ALL_HOURS, BANDS, MINUTE_MS, ConeCell, away_of, closing, drawn, measured
from spxcc.runtime.score.days import Day, Days, read_days
from tests.fakes.real_data import real_data
from tests.runtime.score.files import HALF, text_of


@pytest.fixture(scope="module")
def days(tmp_path_factory: pytest.TempPathFactory) -> Days:
    path = tmp_path_factory.mktemp("cone") / "spy_1min.csv"
    path.write_text(text_of(26), encoding="utf-8")
    return read_days(path)


def cell_of(found: tuple[ConeCell, ...], horizon: str, hour: str = ALL_HOURS) -> ConeCell:
    return next(cell for cell in found if (cell.horizon, cell.hour) == (horizon, hour))


def cut(day: Day, minutes: int) -> Day:
    """The day as it was known when so many of its minutes were over."""
    columns = {name: getattr(day, name)[:minutes] for name in ("start", "open", "high", "low", "close", "volume")}
    return replace(day, **columns)


def test_f46_the_bands_are_those_of_a_normal() -> None:
    for nominal, reach in BANDS:
        assert nominal == pytest.approx(erf(reach / sqrt(2)), abs=1e-6)


def test_f46_a_cone_is_the_one_of_the_engine(days: Days) -> None:
    day = days.days[0]
    for one in drawn(day):
        as_of = to_nanos(day.opens + one.at * MINUTE_MS)
        sigma = day.sigma / day.open[0] * sqrt(525_600)
        assert one.one_sd == pytest.approx(horizon("", one.minutes, as_of, one.spot, sigma).one_sd, abs=0.0051)


def test_f46_cones_of_one_horizon_do_not_overlap_and_end_by_the_close(days: Days) -> None:
    for day in days.days:
        length = 210 if day.date == HALF else 390
        for name in ("5m", "60m", "close"):
            own = [one for one in drawn(day) if one.horizon == name and one.once]
            assert all(one.at + one.minutes <= later.at for one, later in pairwise(own))
            assert max(one.at + one.minutes for one in own) <= length
    hours = [one.hour for one in drawn(days.days[0]) if one.horizon == "close"]
    assert hours == ["09", "10", "11", "12", "13", "14", "15"]


@given(st.integers(1, 389), st.integers(0, 3))
def test_f46_what_comes_later_changes_no_cone(days: Days, minutes: int, at: int) -> None:
    """Property of prefixes: of a day that is known so far, and of a file that ends sooner."""
    day = days.days[at]
    known = [one for one in drawn(day) if one.at <= minutes]
    assert list(drawn(cut(day, minutes))) == known
    wild = replace(day, close=np.concatenate([day.close[:minutes], day.close[minutes:] * 3]))
    assert [one for one in drawn(wild) if one.at <= minutes] == known


def test_f46_a_file_that_ends_sooner_has_the_same_cones(days: Days, tmp_path: Path) -> None:
    path = tmp_path / "spy_1min.csv"
    path.write_text(text_of(12), encoding="utf-8")
    for one, other in zip(read_days(path).days, days.days, strict=False):
        assert away_of(one) == away_of(other)


def test_f46_counts_equal_a_plain_loop(days: Days) -> None:
    inside, n = 0, 0
    for day in days.days:
        close = {
            int(start - day.opens) // MINUTE_MS + 1: price for start, price in zip(day.start, day.close, strict=True)
        }
        sigma = day.sigma / day.open[0]
        for at in range(1, 391, 15):
            if at + 15 in close and at + 15 <= (day.closes - day.opens) // MINUTE_MS:
                n += 1
                inside += abs(close[at + 15] / close[at] - 1) <= sigma * sqrt(15)
    band = cell_of(measured(days).cells, "15m").bands[1]
    assert (band.n, band.inside, band.share) == (n, inside, inside / n)
    assert (band.low, band.high) == wilson_interval(inside, n)


def test_f46_of_a_walk_without_hours_the_bands_hold_what_a_normal_puts_there(days: Days) -> None:
    """The files are such walks; their σ is estimated, and 99.9 % of Wilson's interval is asked."""
    for name in ("5m", "15m", "60m"):
        for band in cell_of(measured(days).cells, name).bands:
            low, high = wilson_interval(band.inside, band.n, 3.29) or (0.0, 1.0)
            assert low <= band.nominal <= high


def test_f45_every_share_has_its_company(days: Days) -> None:
    found = measured(days)
    assert found.source == "backtest"
    assert {cell.horizon for cell in found.cells} == {"5m", "10m", "15m", "20m", "30m", "60m", "close"}
    for cell in found.cells:
        assert all(band.n == cell.n > 0 and band.low <= band.share <= band.high for band in cell.bands)
        assert (cell.days_low is None) == (cell.hour != ALL_HOURS)
    by_hour = sum(cell.n for cell in found.cells if cell.horizon == "5m" and cell.hour != ALL_HOURS)
    assert by_hour == cell_of(found.cells, "5m").n


def test_a_missing_minute_voids_its_cones_and_is_no_price(days: Days) -> None:
    day = days.days[0]
    keep = np.arange(day.close.size) != 15
    columns = {name: getattr(day, name)[keep] for name in ("start", "open", "high", "low", "close", "volume")}
    holed = replace(day, **columns)
    assert np.isnan(closing(holed)[16])
    assert closing(holed)[17] == day.close[16]
    found = measured(replace(days, days=(holed,)))
    ends = [one for one in drawn(holed) if one.at + one.minutes == 16]
    assert found.void == len(ends) == 2, "those of 5 and 15 minutes"
    assert not any(one.at == 16 for one in drawn(holed))
    assert cell_of(found.cells, "15m").days_low is None, "one day has no interval by days"


@pytest.mark.real_data
def test_f46_the_real_days() -> None:
    """251 sessions: the first hour is held less than a normal says, the middle of the day more."""
    found = measured(read_days(real_data("intraday/spy_1min_rth_2024-03-26_2025-04-02.parquet")))
    assert (found.days, found.void) == (251, 13)
    assert (cell_of(found.cells, "15m").n, cell_of(found.cells, "close").n) == (6237, 250)
    early, noon = (cell_of(found.cells, "15m", hour).bands[1] for hour in ("09", "12"))
    assert early.high < early.nominal < noon.low
    assert cell_of(found.cells, "15m").bands[1].share == pytest.approx(0.743, abs=0.001)
