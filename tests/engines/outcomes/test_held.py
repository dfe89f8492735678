"""The option of an open order, quote by quote."""

import pytest

from spxcc.engines.setups.result import ContractIdea
from spxcc.market.snapshot import MarketSnapshot
from tests.engines.outcomes.test_compute import FILL, make_setup, market, play
from tests.fakes.snapshots import at
from tests.fakes.twins import quoted_chain

IDEA = ContractIdea(
    contract="SPXW260114C06800000", expiry="2026-01-14", strike=6800.0, right="C", bid=9.8, ask=10.0, delta=0.5,
    spread_share=0.02, spread_ok=True, quoted_at=FILL,
)  # fmt: skip


def priced(closes: list[float], bid: float, age_s: float = 0.5) -> MarketSnapshot:
    base = market(closes)
    chain = quoted_chain(IDEA.contract, 6800.0, at("16:00"), bid, bid + 0.2, base.as_of - round(age_s * 1e9))
    return market(closes, chains={"SPX": chain})


def test_f45_r10_the_option_is_bought_at_the_ask_and_sold_at_the_bid() -> None:
    steps = [priced([6800.0], 9.8), priced([6800.0, 6793.0], 6.0)]
    (row,) = play(make_setup(idea=IDEA), *steps).today
    assert row.twin is not None
    assert (row.twin.paid, row.twin.received, row.twin.pnl) == (10.0, 6.0, -4.0)


def test_f45_r10_half_is_sold_when_t1_has_been_seen() -> None:
    path = [6800.0, 6806.5, 6799.0]
    steps = [priced(path[:1], 9.8), priced(path[:2], 13.8), priced(path, 9.0)]
    (row,) = play(make_setup(idea=IDEA), *steps).today
    assert (row.verdict, row.twin is not None) == ("be_stop", True)
    assert row.twin is not None
    assert row.twin.received == pytest.approx((13.8 + 9.0) / 2)


def test_f45_r10_an_old_quote_or_none_makes_the_twin_void() -> None:
    old = play(make_setup(idea=IDEA), priced([6800.0], 9.8), priced([6800.0, 6793.0], 6.0, age_s=2.5)).today[0].twin
    gone = play(make_setup(idea=IDEA), market([6800.0]), market([6800.0, 6793.0])).today[0].twin
    assert old is not None
    assert gone is not None
    assert "exit: the quote was 2.5 s old" in str(old.void)
    assert "not listed" in str(gone.void)
    assert old.pnl is None is gone.pnl


def test_f45_r13_a_leg_held_to_its_settlement_is_void_until_the_official_close_is_known() -> None:
    settling = quoted_chain(IDEA.contract, 6800.0, at("10:31"), 6.0, 6.2, at("10:31"))
    steps = [priced([6800.0], 9.8), market([6800.0, 6793.0], chains={"SPX": settling})]
    twin = play(make_setup(idea=IDEA), steps[0], steps[1]).today[0].twin
    assert twin is not None
    assert twin.pnl is None
