"""What a reader is told beside the numbers."""

import dataclasses

import numpy as np

from spxcc.engines.gex.market_view import coverage_of, view_market
from spxcc.engines.gex.notes import scopes_of, warnings_of
from spxcc.engines.gex.params import DEFAULTS
from spxcc.market.snapshot import ChainScope, MarketSnapshot, OptionChain
from tests.engines.gex.books import index_chain, index_snapshot, traded_chain
from tests.fakes.snapshots import at, make_chain, make_snapshot


def notes(chain: OptionChain, snapshot: MarketSnapshot) -> str:
    view = view_market(snapshot, chain, None, DEFAULTS)
    return " | ".join(warnings_of(snapshot, view, coverage_of(view), DEFAULTS))


def test_a_good_chain_needs_no_words() -> None:
    chain = make_chain(6000.0, strikes=np.arange(5970.0, 6031.0, 5.0).tolist())
    assert notes(chain, index_snapshot(chain)) == ""


def test_old_quotes() -> None:
    evening = make_chain(6000.0, as_of=at("16:00", "2026-01-13"), expiries=("2026-01-16",))
    assert "option quotes are 18 h old" in notes(evening, index_snapshot(evening))
    recent = make_chain(6000.0, as_of=at("10:10"), expiries=("2026-01-16",))
    assert "option quotes are 20 min old" in notes(recent, index_snapshot(recent))


def test_spot_that_is_not_the_index() -> None:
    chain = index_chain()
    assert "spot by parity" in notes(chain, make_snapshot(spx=None, spy=None, chains={"SPX": chain}))


def test_weak_forwards_and_foreign_volatilities() -> None:
    chain = index_chain()
    blind = dataclasses.replace(chain, bid=np.full(len(chain), np.nan), vendor_iv=np.full(len(chain), 0.2))
    said = notes(blind, index_snapshot(blind))
    assert "forwards of 5 expiries: 5 by rate" in said
    assert "dividend yield unknown" in said
    assert "1210 of 1210 volatilities are the vendor's" in said


def test_filled_wings_and_unknown_open_interest() -> None:
    chain = index_chain()
    wide = np.abs(chain.strike - 6000.0) > 590.0
    unknown = dataclasses.replace(
        chain,
        open_interest=np.where(chain.strike == 6000.0, np.nan, chain.open_interest),
        bid=np.where(wide, 0.0, chain.bid),
        ask=np.where(wide, 5.0, chain.ask),
    )
    said = notes(unknown, index_snapshot(unknown))
    assert "volatilities are of neighbouring strikes" in said
    assert "% of the open interest" in said
    assert "10 quoted contracts without open interest count as none" in said


def test_last_trades_are_named_where_nothing_is_quoted() -> None:
    chain = traded_chain()
    snapshot = index_snapshot(chain)
    view = view_market(snapshot, chain, None, DEFAULTS)
    found = warnings_of(snapshot, view, coverage_of(view), DEFAULTS)
    assert any("nothing is quoted: spot, forwards and volatilities are of last trades" in each for each in found)
    assert any("volatilities are of last trades" in each for each in found)


def test_what_a_reader_of_the_file_should_know_comes_last() -> None:
    chain = dataclasses.replace(index_chain(), remarks=("3 rows left out",))
    snapshot = index_snapshot(chain)
    view = view_market(snapshot, chain, None, DEFAULTS)
    assert warnings_of(snapshot, view, coverage_of(view), DEFAULTS)[-1] == "3 rows left out"


def test_what_is_missing_of_a_chain_is_said_by_its_parts() -> None:
    now, chain = at("11:00"), index_chain()
    near, whole = ChainScope("near", 480, now, True), ChainScope("", 12_000, at("10:55"), True)

    def said(*scopes: ChainScope) -> tuple[str, ...]:
        return scopes_of(dataclasses.replace(chain, scopes=scopes), now)

    assert said() == said(whole) == said(whole, near) == ()
    assert said(near) == ("of the chain only its near part is there: 480 rows",)
    cut = dataclasses.replace(whole, rows=5_000, complete=False)
    assert said(cut, near) == ("the whole chain is partial: 5,000 rows of it came",)
    old = dataclasses.replace(whole, ts_event=at("10:40"))
    assert said(old, near) == ("contracts beyond the near chain are 20 min old",)
    assert said(old) == (), "a chain that comes as one is as old as its quotes"
