"""Which contract a setup might be expressed in, from quotes alone: an idea beside the plan, never an order."""

import msgspec
import numpy as np

from spxcc.engines.gex.result import ExpiryGex, GexResult
from spxcc.engines.setups.reprice import with_model
from spxcc.engines.setups.result import ContractIdea, Setup
from spxcc.market.contract import parse_contract
from spxcc.market.snapshot import Floats, MarketSnapshot, OptionChain
from spxcc.market.units import to_millis
from spxcc.quant import bsm
from spxcc.quant.implied import implied_vol

DELTA = 0.45
"""The contract whose |delta| is nearest to this (SETUPS.md 5)."""
SPREAD_SHARE, SPREAD_PTS = 0.08, 0.30
"""A wider spread is not sane (SETUPS.md 1)."""
MINUTES_PER_YEAR = 525_600.0
RATE = 0.0
"""Discounting over a day or two moves no delta that is shown with two digits."""


def with_idea(setup: Setup, snapshot: MarketSnapshot, gex: GexResult | None) -> Setup:
    """`setup` with the contract as of this step, or with the reason why there is none."""
    found = contract_for(setup.side, snapshot, gex)
    if isinstance(found, str):
        return msgspec.structs.replace(setup, idea=None, idea_reason=found)
    return msgspec.structs.replace(setup, idea=_modelled(found, setup, gex), idea_reason=None)


def _modelled(idea: ContractIdea, setup: Setup, gex: GexResult | None) -> ContractIdea:
    """With what it would be worth at the entry and at the stop."""
    assert gex is not None, "an idea is made from the forward that it holds"
    nearest = min(gex.by_expiry, key=lambda one: one.settles_at)
    assert nearest.forward is not None, "contract_for gives an expiry with a forward"
    return with_model(idea, nearest.forward, nearest.minutes, gex.spot, setup.entry, setup.stop)


def contract_for(side: str, snapshot: MarketSnapshot, gex: GexResult | None) -> ContractIdea | str:
    """Of the nearest expiry the call (long) or put (short) with a two-sided quote and |delta| nearest to `DELTA`."""
    chain = snapshot.chains.get("SPX")
    if chain is None or not len(chain):
        return "no option quotes from this feed"
    nearest = None if gex is None else min(gex.by_expiry, key=lambda one: one.settles_at, default=None)
    if nearest is None or nearest.forward is None:
        return "no forward of the nearest expiry"
    rows = _quoted(chain, nearest, side == "long")
    if not rows.size:
        return f"no two-sided quote of {nearest.expiry}"
    delta = _deltas(chain, nearest, rows, side == "long")
    known = np.flatnonzero(np.isfinite(delta))
    if not known.size:
        return f"no volatility from the quotes of {nearest.expiry}"
    best = known[int(np.argmin(np.abs(np.abs(delta[known]) - DELTA)))]
    return _idea(chain, int(rows[best]), float(delta[best]))


def _quoted(chain: OptionChain, nearest: ExpiryGex, calls: bool) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    own = np.fromiter(
        (root == nearest.root and day == nearest.expiry for root, day in zip(chain.roots, chain.expiries, strict=True)),
        dtype=np.bool_,
        count=len(chain),
    )
    fit = (chain.bid > 0) & (chain.ask >= chain.bid) & (chain.quoted_at > 0)
    return np.flatnonzero(own & (chain.is_call == calls) & fit)


def _deltas(
    chain: OptionChain, nearest: ExpiryGex, rows: np.ndarray[tuple[int], np.dtype[np.intp]], calls: bool
) -> Floats:
    """By the volatility of each mid; NaN where the mid has none."""
    assert nearest.forward is not None, "contract_for gives an expiry with a forward"
    forward, years = nearest.forward, max(nearest.minutes, 1.0) / MINUTES_PER_YEAR
    mid, strike = 0.5 * (chain.bid[rows] + chain.ask[rows]), chain.strike[rows]
    sigma = implied_vol(mid, forward, strike, years, 1.0, calls)
    found = np.full(rows.size, np.nan)
    good = np.isfinite(sigma)
    if good.any():
        found[good] = bsm.delta(forward, strike[good], years, sigma[good], RATE, RATE, calls)
    return found


def _idea(chain: OptionChain, row: int, delta: float) -> ContractIdea:
    contract = parse_contract(chain.contracts[row])
    bid, ask = float(chain.bid[row]), float(chain.ask[row])
    spread = ask - bid
    share = 2.0 * spread / (ask + bid)
    return ContractIdea(
        contract=contract.symbol,
        expiry=contract.expiry,
        strike=contract.strike,
        right=contract.right,
        bid=bid,
        ask=ask,
        delta=round(delta, 2),
        spread_share=round(share, 4),
        spread_ok=share <= SPREAD_SHARE and spread <= SPREAD_PTS + 1e-9,
        quoted_at=to_millis(int(chain.quoted_at[row])),
    )
