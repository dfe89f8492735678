"""What published profiles share."""

import dataclasses
import math

import numpy as np
import pytest

from spxcc.engines.gex.methods.convention import (
    Convention,
    Grid,
    by_convention,
    first_crossing,
    plain_repricer,
    weekday_years,
    with_vendor_volatility,
)
from spxcc.market.snapshot import OptionChain
from spxcc.quant import bsm
from tests.engines.gex.books import index_chain, smile
from tests.fakes.snapshots import at

RULE = Convention("rule", 250.0, 0.02, Grid(21, 0.2), "a rule")


def quoted_chain() -> OptionChain:
    """With a volatility of the vendor for every contract."""
    chain = index_chain()
    return dataclasses.replace(chain, vendor_iv=smile(np.log(chain.strike / 6000.0)))


def slow_net(chain: OptionChain, spot: float, rule: Convention) -> tuple[float, float]:
    """Calls and puts at one price, contract by contract."""
    sides = [0.0, 0.0]
    days = {"2026-01-14": 1, "2026-01-15": 1, "2026-01-16": 2, "2026-02-20": 27, "2026-06-18": 111}
    for n in range(len(chain)):
        years, sigma = days[chain.expiries[n]] / rule.days_per_year, float(chain.vendor_iv[n])
        spread = sigma * math.sqrt(years)
        d1 = (math.log(spot / chain.strike[n]) + (rule.rate + sigma * sigma / 2) * years) / spread
        gamma = math.exp(-d1 * d1 / 2) / math.sqrt(2 * math.pi) / (spot * spread)
        dollars = gamma * float(chain.open_interest[n]) * 100 * spot * spot * 0.01
        sides[0 if chain.is_call[n] else 1] += dollars if chain.is_call[n] else -dollars
    return sides[0], sides[1]


def test_weekdays_count_from_the_exchange_date_and_are_one_at_least() -> None:
    days = ("2022-12-12", "2022-12-13", "2022-12-19", "2022-12-27")
    evening = at("20:15", "2022-12-12")
    assert (weekday_years(days, evening, 252.0) * 252).tolist() == pytest.approx([1, 1, 5, 11])


def test_the_profile_is_that_of_single_contracts() -> None:
    chain = quoted_chain()
    found = by_convention(chain, chain.ts_event, 6000.0, RULE)
    assert found.levels.tolist() == pytest.approx(np.linspace(4800, 7200, 21).tolist())
    for n in (6, 10, 13):
        calls, puts = slow_net(chain, float(found.levels[n]), RULE)
        assert found.calls[n] == pytest.approx(calls, rel=1e-12)
        assert found.puts[n] == pytest.approx(puts, rel=1e-12)
    assert found.net == pytest.approx(float(found.profile[10]), rel=1e-12)
    assert (found.contracts, found.interest) == (len(chain), int(chain.open_interest.sum()))
    assert found.used.all()


def test_doubling_open_interest_doubles_exposure_and_leaves_the_flip() -> None:
    chain = quoted_chain()
    one = by_convention(chain, chain.ts_event, 6000.0, RULE)
    two = by_convention(dataclasses.replace(chain, open_interest=2 * chain.open_interest), chain.ts_event, 6000.0, RULE)
    assert one.net is not None
    assert two.net == pytest.approx(2 * one.net, rel=1e-12)
    assert two.flip == pytest.approx(one.flip, rel=1e-12)


def test_contracts_without_the_vendors_volatility_or_past_settlement_do_not_enter() -> None:
    chain = quoted_chain()
    lacking = np.where(chain.strike > 6100, np.nan, np.where(chain.strike < 5800, 0.0, chain.vendor_iv))
    chain = dataclasses.replace(chain, vendor_iv=lacking)
    used = with_vendor_volatility(chain, chain.ts_event)
    assert used.tolist() == ((chain.strike >= 5800) & (chain.strike <= 6100)).tolist()
    later = by_convention(chain, at("16:00"), 6000.0, RULE)
    assert not later.used[np.array(chain.expiries) == "2026-01-14"].any()
    assert later.contracts == np.count_nonzero(used) * 4 // 5


def test_without_any_volatility_there_is_a_reason_and_no_number() -> None:
    chain = index_chain()
    found = by_convention(chain, chain.ts_event, 6000.0, RULE)
    assert (found.net, found.call, found.put, found.flip) == (None, None, None, None)
    assert found.reason is not None
    assert "vendor's volatilities" in found.reason


def test_no_change_of_sign_has_its_reason() -> None:
    chain = quoted_chain()
    calls = dataclasses.replace(chain, open_interest=np.where(chain.is_call, chain.open_interest, 0.0))
    found = by_convention(calls, chain.ts_event, 6000.0, RULE)
    assert found.net is not None
    assert found.net > 0
    assert (found.flip, found.reason) == (None, "the profile does not change sign within ±20% of spot")


def test_the_first_crossing_is_the_lowest_and_linear() -> None:
    levels = np.array([10.0, 20.0, 30.0, 40.0])
    assert first_crossing(levels, np.array([-1.0, 3.0, 1.0, -5.0])) == pytest.approx(12.5)
    assert first_crossing(levels, np.array([0.0, 0.0, 2.0, -2.0])) == pytest.approx(35.0)
    assert first_crossing(levels, np.array([1.0, 3.0, 1.0, 5.0])) is None
    assert first_crossing(levels, np.zeros(4)) is None


def test_the_plain_repricer_is_gamma_by_the_textbook() -> None:
    strike, years, sigma = np.array([95.0, 100.0, 110.0]), np.array([0.1, 0.2, 1.5]), np.array([0.3, 0.2, 0.25])
    carry = np.array([0.01, 0.03, -0.02])
    repricer = plain_repricer(strike, years, sigma, 0.03, carry)
    for spot in (80.0, 101.0):
        gamma = bsm.gamma(spot, strike, years, sigma, 0.03, carry, True)
        assert repricer.at(spot, np.array([5.0, -2.0, 3.0])) == pytest.approx(
            float(np.sum(gamma * [5.0, -2.0, 3.0])) * spot * spot, rel=1e-12
        )
