"""Features of the bars, against the plainest reading of a day."""

import numpy as np
import pytest

from spxcc.engines.setups.features.bars import FEATURES
from spxcc.engines.setups.trial.noise import noise

DAY = noise(2, 1)


def of(name: str) -> list[float]:
    made = FEATURES[name].make(DAY)
    return [float(each) for each in np.broadcast_to(made, DAY.shape)[0]]


def test_the_opening_range_is_known_at_0945_and_leaves_out_the_first_minute() -> None:
    high = of("OR_high")
    assert all(np.isnan(high[:14]))
    assert high[14] == high[389] == DAY.high[0, 1:15].max()
    assert of("OR_low")[20] == DAY.low[0, 1:15].min()
    assert of("OR_mid")[20] == pytest.approx((high[20] + of("OR_low")[20]) / 2)
    assert of("OR_width")[20] == high[20] - of("OR_low")[20]


def test_units_of_movement_go_with_the_root_of_time() -> None:
    assert of("E30")[5] == pytest.approx(of("E15")[5] * 2**0.5) if "E15" in FEATURES else True
    assert of("E_left")[374] == pytest.approx(of("E15")[0])
    assert of("z")[0] == pytest.approx(min(3.0, max(0.75, 0.1 * of("E15")[0])))


def test_clock_and_five_minute_bars() -> None:
    assert [at for at, each in enumerate(of("five_closed")) if each][:3] == [4, 9, 14]
    assert of("close5")[12] == DAY.close[0, 9]
    assert (of("clock")[0], of("since_open")[0], of("to_close")[389]) == (34260.0, 60.0, 0.0)
    assert of("gap")[0] == pytest.approx(DAY.open[0, 0] - DAY.facts["PDC"][0, 0])
    assert of("high_so_far")[50] == DAY.high[0, :51].max()
    assert of("low_so_far")[50] == DAY.low[0, :51].min()
    assert of("day_open")[7] == DAY.open[0, 0]
