"""Why a contract has no volatility."""

import dataclasses

import numpy as np
import pytest

from spxcc.engines.gex.market_view import view_market
from spxcc.engines.gex.params import DEFAULTS
from spxcc.engines.gex.provenance.excluded import WORDS, excluded
from spxcc.market.snapshot import OptionChain
from tests.engines.gex.books import index_chain, index_snapshot
from tests.fakes.snapshots import make_snapshot


def lonely() -> OptionChain:
    """Far strikes of the last expiry alone, so that nothing can be filled from neighbours."""
    chain = index_chain()
    last = chain.settles_at == chain.settles_at[-1]
    kept = np.flatnonzero(~last | (chain.strike >= 6560.0))
    return dataclasses.replace(
        chain,
        contracts=tuple(chain.contracts[at] for at in kept),
        roots=tuple(chain.roots[at] for at in kept),
        expiries=tuple(chain.expiries[at] for at in kept),
        **{
            name: getattr(chain, name)[kept]
            for name in (
                "settles_at", "strike", "is_call", "bid", "ask", "last", "volume", "open_interest", "quoted_at",
                "vendor_iv", "vendor_delta", "vendor_gamma",
            )
        },
    )  # fmt: skip


@pytest.mark.parametrize(
    ("word", "bid", "ask"),
    [(0, np.nan, np.nan), (0, 0.0, 1.0), (1, 3.0, 2.0), (2, 1.0, 90.0), (3, 0.01, 0.02), (4, 7000.0, 7001.0)],
)
def test_each_fault_has_its_words(word: int, bid: float, ask: float) -> None:
    chain = lonely()
    bids, asks = chain.bid.copy(), chain.ask.copy()
    last = chain.settles_at == chain.settles_at[-1]
    bids[last], asks[last] = bid, ask
    broken = dataclasses.replace(chain, bid=bids, ask=asks)
    found = excluded(view_market(index_snapshot(broken), broken, None, DEFAULTS), DEFAULTS)
    assert {one.contract for one in found} == {
        name for name, gone, interest in zip(chain.contracts, last, chain.open_interest, strict=True)
        if gone and interest > 0
    }  # fmt: skip
    assert all(WORDS[word] in one.reason for one in found)
    assert [one.open_interest for one in found] == sorted((one.open_interest for one in found), reverse=True)


def test_without_a_spot_all_are_left_out_for_that() -> None:
    chain = dataclasses.replace(
        index_chain(), bid=np.full(len(index_chain()), np.nan), ask=np.full(len(index_chain()), np.nan)
    )
    snapshot = make_snapshot(spx=None, spy=None, chains={"SPX": chain})
    unprinted = dataclasses.replace(chain, underlying_price=None)
    view = view_market(snapshot, unprinted, None, DEFAULTS)
    found = excluded(view, DEFAULTS)
    assert len(found) == np.count_nonzero(chain.open_interest > 0)
    assert {one.reason for one in found} == {view.reason}


def test_a_good_chain_leaves_out_nothing() -> None:
    chain = index_chain()
    assert excluded(view_market(index_snapshot(chain), chain, None, DEFAULTS), DEFAULTS) == ()
