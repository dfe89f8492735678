"""Sign models: each on a book by hand, absent flow, overrides by expiry."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from spxcc.engines.gex.positions import Positions
from spxcc.engines.gex.signs import (
    NO_FLOW,
    AllShort,
    ByExpiry,
    FlowSigned,
    Moneyness,
    SignInput,
    SignModel,
    Signs,
    Standard,
    make_sign_model,
)
from tests.engines.gex.books import some_positions

Floats = NDArray[np.float64]
DAYS = ("2026-01-14", "2026-01-16", "2026-06-18")
MODELS: tuple[SignModel, ...] = (Standard(), AllShort(), FlowSigned(), Moneyness())


def book(**flow: Floats) -> SignInput:
    return SignInput(four(), 6000.0, ("2026-01-14", "2026-01-16"), **flow)


def four() -> Positions:
    """Strikes around 6000 in two expiries, with 100, 200 … calls and 10, 20 … puts."""
    count = 4
    return Positions(
        group=np.array([0, 1, 0, 1]),
        strike=np.array([5900.0, 5995.0, 6000.0, 6100.0]),
        years=np.full(count, 0.02),
        carry=np.full(count, 0.03),
        sigma=np.full(count, 0.15),
        call_interest=np.array([100.0, 200.0, 300.0, 400.0]),
        put_interest=np.array([10.0, 20.0, 30.0, 40.0]),
        own=np.ones(count, dtype=np.bool_),
        row=np.arange(count),
        has_call=np.ones(count, dtype=np.bool_),
        has_put=np.ones(count, dtype=np.bool_),
    )


def held(signs: Signs) -> tuple[list[float], list[float]]:
    assert signs.reason is None
    assert signs.weights is not None
    return signs.weights.call.tolist(), signs.weights.put.tolist()


def test_f33_standard_is_long_calls_and_short_puts() -> None:
    assert held(Standard().signs(book())) == ([100, 200, 300, 400], [-10, -20, -30, -40])


def test_f33_all_short_is_short_of_everything() -> None:
    assert held(AllShort().signs(book())) == ([-100, -200, -300, -400], [-10, -20, -30, -40])


def test_f33_moneyness_goes_by_the_side_of_spot() -> None:
    assert held(Moneyness().signs(book())) == ([-100, -200, 300, 400], [-10, -20, 30, 40])


def test_f33_what_customers_buy_leaves_dealers_with_less() -> None:
    traded = book(call_bought=np.array([50.0, -50.0, 0.0, 900.0]), put_bought=np.array([5.0, -5.0, -100.0, 0.0]))
    calls, puts = held(FlowSigned(alpha=0.5).signs(traded))
    assert calls == [75, 225, 300, 0]
    assert puts == [-12.5, -17.5, 0, -40]


def test_f33_without_classified_trades_there_is_no_flow_signed_number() -> None:
    nothing = np.zeros(4)
    for silent in (book(), book(call_bought=nothing), book(call_bought=nothing, put_bought=nothing)):
        signs = FlowSigned().signs(silent)
        assert signs.weights is None
        assert signs.reason == NO_FLOW


def test_f33_an_override_holds_for_its_expiry_only() -> None:
    model = ByExpiry(Standard(), {"2026-01-16": AllShort()})
    assert held(model.signs(book())) == ([100, -200, 300, -400], [-10, -20, -30, -40])
    assert model.name == "standard, 2026-01-16 all-short"


def test_an_override_without_an_expiry_is_told() -> None:
    signs = ByExpiry(Standard(), {"2026-01-15": AllShort()}).signs(book())
    assert held(signs) == held(Standard().signs(book()))
    assert signs.notes == ("sign model of 2026-01-15: no such expiry in the chain",)


def test_f33_an_override_that_is_not_available_is_not_replaced() -> None:
    signs = ByExpiry(Standard(), {"2026-01-16": FlowSigned()}).signs(book())
    assert signs.weights is None
    assert signs.reason == f"sign model of 2026-01-16: {NO_FLOW}"
    whole = ByExpiry(FlowSigned(), {"2026-01-16": Standard()}).signs(book())
    assert whole.weights is None
    assert whole.reason == NO_FLOW


def test_models_by_name() -> None:
    for model in MODELS:
        assert make_sign_model(model.name) == model
    mixed = make_sign_model("standard", {"2026-01-16": "moneyness"})
    assert mixed == ByExpiry(Standard(), {"2026-01-16": Moneyness()})
    assert make_sign_model("flow-signed", alpha=0.2) == FlowSigned(0.2)
    with pytest.raises(ValueError, match="sign model 'naive': one of standard, all-short, flow-signed, moneyness"):
        make_sign_model("naive")


def test_every_model_says_that_it_is_an_assumption() -> None:
    for model in (*MODELS, ByExpiry(Standard(), {"2026-01-16": AllShort()})):
        assert model.assumption.startswith("assumed: ")
        assert "\n" not in model.assumption
    assert "40 % of today's classified volume" in FlowSigned().assumption


@given(seed=st.integers(0, 1000), alpha=st.floats(0.0, 1.0))
def test_no_model_holds_more_than_there_is(seed: int, alpha: float) -> None:
    positions = some_positions(seed)
    draw = np.random.default_rng(seed)
    bought = draw.integers(-50, 50, (2, len(positions))).astype(np.float64)
    seen = SignInput(positions, 6000.0, DAYS, bought[0], bought[1])
    for model in (*MODELS[:2], MODELS[3], ByExpiry(Standard(), {DAYS[0]: Moneyness()})):
        weights = model.signs(seen).weights
        assert weights is not None
        assert np.array_equal(np.abs(weights.call), positions.call_interest)
        assert np.array_equal(np.abs(weights.put), positions.put_interest)
    moved = FlowSigned(alpha).signs(seen).weights
    assert moved is not None
    assert np.all(moved.call >= 0)
    assert np.all(moved.put <= 0)
    assert np.all(np.abs(moved.call - positions.call_interest) <= alpha * np.abs(bought[0]) + 1e-9)
