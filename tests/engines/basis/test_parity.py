"""Spot by put–call parity."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spxcc.engines.basis.parity import parity_spot
from spxcc.market.units import NANOS_PER_SECOND
from tests.fakes.snapshots import at, make_chain

NOW = at("10:30")


@given(st.floats(3000, 8000), st.floats(0.08, 0.6))
def test_it_finds_the_spot_of_a_consistent_chain(spot: float, sigma: float) -> None:
    found, reason = parity_spot(make_chain(spot, sigma=sigma), NOW, 90)
    assert reason is None
    assert found == pytest.approx(spot, abs=0.02)


def test_a_monday_expiry_from_a_friday() -> None:
    friday = at("15:00", "2026-01-16")
    chain = make_chain(6000.0, as_of=friday, expiries=("2026-01-19",))
    assert parity_spot(chain, friday, 90)[0] == pytest.approx(6000, abs=0.05)


def test_one_bad_strike_does_not_move_the_median() -> None:
    chain = make_chain(6000.0)
    bent = chain.bid.copy()
    at_the_money = int(np.flatnonzero((chain.strike == 6000.0) & chain.is_call)[0])
    bent[at_the_money] -= 0.5
    found, _ = parity_spot(replace(chain, bid=bent), NOW, 90)
    assert found == pytest.approx(6000, abs=0.05)


def test_the_nearest_expiry_serves() -> None:
    far = make_chain(6000.0, expiries=("2026-01-14", "2026-01-15"))
    assert parity_spot(far, NOW, 90)[0] == pytest.approx(6000, abs=0.02)


def test_refusals_say_why() -> None:
    assert parity_spot(make_chain(expiries=("2026-02-20",)), NOW, 90)[1] == "no expiry within 4 days"
    assert parity_spot(make_chain(quotes=False), NOW, 90)[1] == "no two-sided option quotes younger than 90 s"
    late = NOW + 91 * NANOS_PER_SECOND
    assert parity_spot(make_chain(), late, 90)[1] == "no two-sided option quotes younger than 90 s"
    thin = make_chain(strikes=(5995.0, 6000.0))
    assert parity_spot(thin, NOW, 90)[1] == "fewer than 3 strikes with both quotes around the money"
    crossed = make_chain(half_spread=-0.05)
    assert parity_spot(crossed, NOW, 90)[0] is None
