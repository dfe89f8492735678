"""SPY's prints."""

import numpy as np
import pytest

from spxcc.feeds.simulator.spy import spy_ratio
from spxcc.feeds.simulator.streams import Seed
from tests.feeds.simulator.days import NAMES, day_of


@pytest.mark.parametrize("name", NAMES)
def test_spy_times_the_ratio_is_the_index(name: str) -> None:
    day = day_of(name)
    closes = day.spy.minutes[0][:, 3] * day.ratio
    gap = np.abs(closes - day.printed[59::60][:390])[2:]
    assert float(np.median(gap)) < 0.2
    assert float(gap.max()) < 3.0


def test_volume_is_u_shaped_and_of_a_real_size() -> None:
    volume = day_of().spy.minutes[1]
    noon = volume[160:230].mean()
    assert volume[:15].mean() > 1.8 * noon
    assert volume[-10:].mean() > 1.5 * noon
    assert 30e6 < volume.sum() < 90e6


def test_every_minute_has_its_prints_in_order() -> None:
    spy = day_of().spy
    assert np.all(np.diff(spy.at_ms) >= 0)
    for minute in (0, 1, 200, 389):
        part = spy.at_ms[spy.of_minute(minute)]
        assert part.size >= 2
        assert part.min() >= 60_000 * minute
        assert part.max() < 60_000 * (minute + 1) - 10
    assert spy.of_minute(389).stop == spy.at_ms.size


def test_prices_are_cents_and_sizes_shares() -> None:
    spy = day_of().spy
    assert np.allclose(np.round(spy.price * 100), spy.price * 100, atol=1e-6)
    assert np.all((spy.size >= 1) & (spy.size == np.floor(spy.size)))


def test_the_ratio_is_never_ten_and_differs_by_seed() -> None:
    ratios = {spy_ratio(Seed(seed, "pin", "2026-03-24")) for seed in range(20)}
    assert len(ratios) > 10
    assert min(ratios) >= 10.03
    assert max(ratios) <= 10.05
