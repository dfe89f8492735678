"""Prices on the wire."""

from hypothesis import given
from hypothesis import strategies as st

from spxcc.engines.engine import Upstream
from spxcc.engines.price.compute import ENGINE, compute
from spxcc.market.units import NANOS_PER_SECOND
from tests.fakes.snapshots import at, make_price, make_snapshot


def test_change_age_and_session() -> None:
    now = at("10:30")
    last = make_price("SPX", 6030.0, now - 2 * NANOS_PER_SECOND, previous_close=6000.0, volume=7.0)
    board, _ = compute(make_snapshot(now, prices={"SPX": last}), Upstream(), None)
    price = board.prices[0]
    assert (price.change, price.change_pct, price.feed_age_ms) == (30.0, 0.5, 2000)
    assert (price.session, price.source, price.volume) == ("open", "fake", 7.0)
    assert price.timestamp == "2026-01-14T15:29:58.000Z"


def test_without_a_previous_close_the_change_is_absent() -> None:
    board, _ = compute(make_snapshot(), Upstream(), None)
    assert [(price.symbol, price.change, price.change_pct) for price in board.prices] == [
        ("SPX", None, None),
        ("SPY", None, None),
    ]
    assert board.reason is None


def test_a_symbol_without_price_is_named() -> None:
    board, _ = compute(make_snapshot(spx=None), Upstream(), None)
    assert board.reason == "no price yet for SPX"
    assert compute(make_snapshot(spx=None, spy=None), Upstream(), None)[0].reason == "no price yet for SPX and SPY"


@given(st.permutations(["SPX", "SPY", "VIX", "ES"]))
def test_the_order_of_prices_does_not_matter(order: list[str]) -> None:
    prices = {symbol: make_price(symbol, 100.0 + len(symbol), at("10:30")) for symbol in order}
    board, _ = compute(make_snapshot(prices=prices), Upstream(), None)
    assert [price.symbol for price in board.prices] == ["ES", "SPX", "SPY", "VIX"]


def test_each_symbol_has_its_channel() -> None:
    board, _ = compute(make_snapshot(), Upstream(), None)
    assert [item.channel.name for item in ENGINE.publish(board)] == ["price:SPX", "price:SPY"]


def test_an_event_after_as_of_has_no_negative_age() -> None:
    now = at("10:30")
    prices = {"SPX": make_price("SPX", 6000.0, now + NANOS_PER_SECOND)}
    assert compute(make_snapshot(now, prices=prices), Upstream(), None)[0].prices[0].feed_age_ms == 0
