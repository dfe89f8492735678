"""Sessions before the simulated one."""

import numpy as np
import pytest

from spxcc.feeds.simulator.history import MINUTE_SESSIONS, SESSIONS, Past, make_past
from spxcc.feeds.simulator.streams import Seed
from spxcc.market.session import previous_session

KEY = Seed(7, "flip-loss", "2026-03-24")


@pytest.fixture(name="past", scope="module")
def _past() -> Past:
    return make_past(6071.4, 14.5, KEY)


def test_it_ends_with_the_session_before_at_the_previous_close(past: Past) -> None:
    assert past.grids[-1].date == previous_session("2026-03-24")
    assert [grid.date for grid in past.grids] == sorted({grid.date for grid in past.grids})
    assert len(past.grids) == len(past.daily) == len(past.vix) == SESSIONS
    assert float(past.daily[-1, 3]) == pytest.approx(6071.4, abs=0.011)
    assert float(past.vix[-1, 3]) == 14.5


def test_bars_are_possible(past: Past) -> None:
    for bars in (past.daily, past.vix, *(bars for bars, _ in past.minutes)):
        assert np.all(bars[:, 1] >= bars[:, [0, 3]].max(axis=1))
        assert np.all(bars[:, 2] <= bars[:, [0, 3]].min(axis=1))
        assert np.all(bars > 0)


def test_a_day_is_the_sum_of_its_minutes(past: Past) -> None:
    assert len(past.minutes) == MINUTE_SESSIONS
    for day, volume, grid, (bars, shares) in zip(
        past.daily[-MINUTE_SESSIONS:], past.spy_volume[-MINUTE_SESSIONS:], past.grids[-MINUTE_SESSIONS:], past.minutes,
        strict=True,
    ):  # fmt: skip
        assert len(bars) == grid.minutes
        assert day.tolist() == [bars[0, 0], bars[:, 1].max(), bars[:, 2].min(), bars[-1, 3]]
        assert shares.sum() == pytest.approx(volume, rel=1e-4)


def test_days_are_of_a_usual_size(past: Past) -> None:
    moves = np.diff(np.log(past.daily[:, 3]))
    assert 0.004 < moves.std() < 0.012
    assert np.all((past.vix > 7) & (past.vix < 40))


def test_half_days_are_among_them() -> None:
    past = make_past(6000.0, 15.0, Seed(1, "pin", "2024-12-03"))
    assert {len(bars) for bars, _ in past.minutes} == {390, 210}
