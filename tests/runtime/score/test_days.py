"""Files of minutes as sessions."""

from pathlib import Path

import pytest

from spxcc.runtime.errors import UserError
from spxcc.runtime.score.days import WARM_UP, read_days
from tests.fakes.real_data import real_data
from tests.runtime.score.files import FIRST, HALF, file_of, text_of


def test_sessions_with_what_was_known_before_each(tmp_path: Path) -> None:
    found = read_days(file_of(tmp_path))
    assert (len(found.days), len(found.first), found.first[0]) == (5, WARM_UP, FIRST)
    assert found.title == "SPY minutes × 10"
    day, before = found.days[1], found.days[0]
    assert day.before == (before.high.max(), before.low.min(), before.close[-1])
    assert day.sigma == pytest.approx(2.2, rel=0.2), "four steps of 0.11, times ten"
    assert day.path.start[0] == day.opens == day.recorded.opens


def test_a_half_day_is_one(tmp_path: Path) -> None:
    half = next(day for day in read_days(file_of(tmp_path)).days if day.date == HALF)
    assert (half.close.size, half.remarks) == (210, ())


def test_nothing_of_a_day_is_known_before_it(tmp_path: Path) -> None:
    """A file that ends sooner has the same days."""
    long, short = read_days(file_of(tmp_path, 10)), read_days(file_of(tmp_path, 8, name="spy_short.csv"))
    for one, other in zip(short.days, long.days, strict=False):
        assert (one.digest, one.sigma, one.before) == (other.digest, other.sigma, other.before)


def test_missing_minutes_are_told_and_change_the_digest(tmp_path: Path) -> None:
    path = file_of(tmp_path)
    whole = read_days(path)
    lines = path.read_text().splitlines()
    del lines[5 * 390 + 100 : 5 * 390 + 103]
    path.write_text("\n".join(lines))
    found = read_days(path)
    assert found.days[0].remarks == ("3 of 390 minutes missing",)
    assert found.days[0].digest != whole.days[0].digest
    assert found.days[4].digest == whole.days[4].digest


def test_files_that_cannot_be_used(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="more than 5 sessions"):
        read_days(file_of(tmp_path, 5))
    with pytest.raises(UserError):
        read_days(tmp_path / "absent.csv")
    vix = tmp_path / "vix_1min.csv"
    vix.write_text(text_of(6))
    with pytest.raises(UserError, match="expected minutes of SPX or SPY"):
        read_days(vix)


def test_a_bad_wick_is_cut_and_listed(tmp_path: Path) -> None:
    path = file_of(tmp_path)
    lines = path.read_text().splitlines()
    at = 1 + 5 * 390 + 75
    time, opened, high, low, close, volume = lines[at].split(",")
    lines[at] = ",".join((time, opened, high, f"{float(low) * 0.985:.2f}", close, volume))
    path.write_text("\n".join(lines))
    day = read_days(path).days[0]
    assert day.remarks == ("bad wick of 10:45 left out",)
    assert day.low[75] == min(day.open[75], day.close[75])


@pytest.mark.real_data
def test_the_known_bad_tick_of_the_real_days() -> None:
    found = read_days(real_data("intraday/spy_1min_rth_2024-03-26_2025-04-02.parquet"))
    assert len(found.days) == 251
    assert {day.date: day.remarks for day in found.days if day.remarks} == {
        "2025-02-03": ("bad wick of 10:45 left out",),
        "2025-04-02": ("36 of 390 minutes missing",),
    }
