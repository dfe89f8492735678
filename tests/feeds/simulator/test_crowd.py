"""Single-leg prints."""

import numpy as np
import pytest

from spxcc.feeds.simulator import conditions
from spxcc.feeds.simulator.crowd import BLOCK_MINUTES, Venue, choose, single_prints
from spxcc.feeds.simulator.grid import volume_weight
from spxcc.feeds.simulator.prints import Prints, together
from tests.feeds.simulator.days import day_of


def venue_of(name: str = "flip-loss") -> Venue:
    day = day_of(name)
    return Venue(day.boards[0].maker, day.grid, day.scenario, 3.2, (302,))


def many(venue: Venue, blocks: range = range(26)) -> Prints:
    return together([single_prints(np.random.default_rng(block), venue, block) for block in blocks])


def test_prints_have_the_days_u_shape() -> None:
    made = many(venue_of())
    counts = np.bincount(made.at_ms // 60_000, minlength=390)
    weight = volume_weight(np.arange(390, dtype=np.float64) + 0.5)
    assert float(np.corrcoef(counts, weight)[0, 1]) > 0.8
    assert counts[:15].mean() > 1.7 * counts[150:240].mean()
    assert counts.sum() == pytest.approx(3.2 * 23_400, rel=0.05)


def test_they_stay_in_their_block_and_its_minutes() -> None:
    venue = venue_of()
    for block in (0, 5, 25):
        made = single_prints(np.random.default_rng(block), venue, block)
        assert made.at_ms.min() >= block * BLOCK_MINUTES * 60_000
        assert made.at_ms.max() < (block + 1) * BLOCK_MINUTES * 60_000
        assert (made.at_ms % 60_000).max() < 59_500
        assert np.all(made.at_ms >= made.late_ms)


def test_most_trade_today_near_the_money_and_many_at_round_strikes() -> None:
    venue = venue_of()
    second = np.full(20_000, 5_400.0)
    expiry, strike, call = choose(np.random.default_rng(3), venue, second)
    level = venue.maker.surface.listing.strikes[strike]
    spot = float(venue.maker.spot(second[:1])[0])
    assert 0.45 < (expiry == 0).mean() < 0.60
    assert np.median(np.abs(level - spot)[expiry == 0]) < 30
    assert (level % 25 == 0).mean() > 0.35
    assert 1.05 < (~call).sum() / call.sum() < 1.4


def test_few_are_late_and_a_cancel_repeats_its_print() -> None:
    made = many(venue_of(), range(26))
    late = made.take(np.isin(made.condition, conditions.LATE) & ~made.cancels)
    assert 0.005 < len(late) / len(made) < 0.02
    assert np.all(late.late_ms >= 0)
    gone = made.take(made.cancels)
    assert 10 < len(gone) < 0.004 * len(made)
    assert np.all(gone.condition == conditions.CANCEL)
    for at in range(len(gone)):
        happened = gone.at_ms[at] - gone.late_ms[at]
        twin = (made.at_ms - made.late_ms == happened) & (made.contract == gone.contract[at]) & ~made.cancels
        assert np.any(twin & (made.size == gone.size[at]) & (made.at_ms < gone.at_ms[at]))


def test_sizes_are_heavy_tailed() -> None:
    size = many(venue_of(), range(4)).size
    assert np.median(size) <= 4
    assert np.quantile(size, 0.999) > 60
    assert size.min() >= 1


def test_the_flow_leans_with_its_phase() -> None:
    venue = venue_of()
    made = many(venue, range(14, 17))
    puts = made.take(made.contract % 2 == 1)
    assert (puts.touch > 0).mean() > (puts.touch < 0).mean() + 0.1
