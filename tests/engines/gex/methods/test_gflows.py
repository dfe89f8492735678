"""gflows' method against that tool's own numbers, and its four profiles against the greeks of single contracts."""

import numpy as np
import pytest

from spxcc.engines.gex.methods.convention import weekday_years
from spxcc.engines.gex.methods.gflows import gflows, profiles
from spxcc.quant import bsm
from tests.engines.gex.methods.test_convention import quoted_chain
from tests.fakes.cboe_chain import real_chain

TEN_YEAR = 0.03611
SPOT = 3990.5601


@pytest.mark.real_data
def test_f33_gflows_of_2022_12_12_as_published() -> None:
    chain = real_chain("spx_2022-12-12_2030ET", "2022-12-12", "20:15")
    found = gflows(chain, chain.ts_event, SPOT, TEN_YEAR)
    assert found.flip == pytest.approx(4001.8215, abs=5e-5)
    assert found.net is not None
    assert found.net / 1e9 == pytest.approx(-1.9659, abs=5e-5)
    assert (found.reason, found.contracts) == (None, 16_853)
    assert found.levels[[0, -1]].tolist() == pytest.approx([1995.28005, 5985.84015])
    assert "r 3.611%" in found.definition


@pytest.mark.real_data
def test_the_four_profiles_of_2022_12_12_at_spot() -> None:
    chain = real_chain("spx_2022-12-12_2030ET", "2022-12-12", "20:15")
    found = profiles(chain, chain.ts_event, SPOT, 0.036110000610351564)
    at_spot = [float(np.interp(SPOT, found.levels, each)) for each in (found.gamma, found.delta)]
    assert at_spot == pytest.approx([-1.9658722816870404, 2.3381132646616547], rel=1e-10)
    others = [float(np.interp(SPOT, found.levels, each)) for each in (found.vanna, found.charm)]
    assert others == pytest.approx([4.886631189074899, -2.409065596642049], rel=1e-10)


def test_the_profiles_are_sums_over_single_contracts() -> None:
    chain = quoted_chain()
    found = profiles(chain, chain.ts_event, 6000.0, TEN_YEAR)
    years = weekday_years(chain.expiries, chain.ts_event, 252.0)
    sign = np.where(chain.is_call, 1.0, -1.0)
    held, sigma = chain.open_interest, chain.vendor_iv
    for at in (100, 149, 170):
        spot = float(found.levels[at])
        what = (spot, chain.strike, years, sigma, TEN_YEAR, TEN_YEAR, chain.is_call)
        assert found.gamma[at] == pytest.approx(float(np.sum(sign * bsm.gamma(*what) * held)) * spot**2 / 1e9)
        assert found.delta[at] == pytest.approx(float(np.sum(bsm.delta(*what) * held)) * spot / 1e9)
        assert found.vanna[at] == pytest.approx(float(np.sum(sign * bsm.vanna(*what) * held * sigma)) * spot / 1e9)
        assert found.charm[at] == pytest.approx(float(np.sum(sign * bsm.charm(*what) * held * years)) * spot / 1e9)


def test_the_gamma_profile_is_that_of_the_method() -> None:
    chain = quoted_chain()
    vague = np.where(chain.strike > 6300, np.nan, chain.vendor_iv)
    chain.vendor_iv[:] = vague
    one, two = gflows(chain, chain.ts_event, 6000.0, TEN_YEAR), profiles(chain, chain.ts_event, 6000.0, TEN_YEAR)
    assert (one.profile / 1e9).tolist() == pytest.approx(two.gamma.tolist(), rel=1e-9, abs=1e-12)
