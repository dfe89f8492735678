"""What a contract would be worth at the entry and at the stop."""

import math

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spxcc.engines.setups.reprice import UNKNOWN_INDEX, UNKNOWN_STOP, UNKNOWN_VOLATILITY, with_model
from spxcc.engines.setups.result import ContractIdea

FORWARD, SPOT, MINUTES = 6887.0, 6885.0, 240.0


def quoted(strike: float, right: str, sigma: float, half: float = 0.05) -> ContractIdea:
    mid = black(FORWARD, strike, MINUTES, sigma, right)
    return msgspec.convert(
        {
            "contract": "X", "expiry": "2026-03-24", "strike": strike, "right": right, "bid": mid - half,
            "ask": mid + half, "delta": 0.4, "spread_share": 0.01, "spread_ok": True, "quoted_at": 0,
        },
        ContractIdea,
    )  # fmt: skip


def black(forward: float, strike: float, minutes: float, sigma: float, right: str) -> float:
    """Black's formula, written out."""
    width = sigma * math.sqrt(minutes / 525_600)
    d1 = math.log(forward / strike) / width + width / 2
    sign = 1 if right == "C" else -1

    def share(x: float) -> float:
        return (1 + math.erf(x / math.sqrt(2))) / 2

    return sign * (forward * share(sign * d1) - strike * share(sign * (d1 - width)))


@given(st.floats(-20, 20), st.sampled_from("CP"), st.floats(0.15, 0.6), st.floats(-10, 10), st.floats(-12, 12))
def test_it_is_blacks_formula_with_the_forward_moved(
    away: float, right: str, sigma: float, entry: float, stop: float
) -> None:
    strike = FORWARD + away
    found = with_model(quoted(strike, right, sigma), FORWARD, MINUTES, SPOT, SPOT + entry, SPOT + stop)
    assert found.volatility == pytest.approx(sigma, abs=2e-3)
    assert found.at_entry == pytest.approx(black(FORWARD + entry, strike, MINUTES, sigma, right), abs=0.02)
    assert found.at_stop == pytest.approx(black(FORWARD + stop, strike, MINUTES, sigma, right), abs=0.02)


def test_at_the_index_of_now_it_is_the_mid() -> None:
    idea = quoted(6890.0, "P", 0.25)
    found = with_model(idea, FORWARD, MINUTES, SPOT, SPOT, SPOT + 5)
    assert found.at_entry == pytest.approx((idea.bid + idea.ask) / 2, abs=1e-3)
    assert found.at_stop is not None
    assert found.at_entry is not None
    assert found.at_stop < found.at_entry


def test_absent_with_its_reason() -> None:
    idea = quoted(6890.0, "P", 0.25)
    assert with_model(idea, FORWARD, MINUTES, None, SPOT, SPOT).model_reason == UNKNOWN_INDEX
    assert with_model(idea, FORWARD, MINUTES, SPOT, SPOT, None).model_reason == UNKNOWN_STOP
    worthless = msgspec.structs.replace(idea, bid=0.5, ask=0.6)
    found = with_model(worthless, FORWARD, MINUTES, SPOT, SPOT, SPOT)
    assert (found.model_reason, found.at_stop) == (UNKNOWN_VOLATILITY, None)
