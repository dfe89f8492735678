"""At the money: the two strikes beside a forward, and the straddle that is struck there."""

import numpy as np

from spxcc.engines.gex.forward import near_money
from spxcc.engines.gex.front import atm_iv
from spxcc.engines.gex.market_view import MarketView
from spxcc.engines.gex.provenance.contracts import IV_SOURCES
from spxcc.engines.why.result import Contribution
from spxcc.market.contract import OptionContract
from spxcc.quant import bsm


def neighbours(view: MarketView, group: int) -> tuple[Contribution, ...]:
    """The out-of-the-money contract of each strike beside the forward; `greek` is its weight, `value` weight × IV."""
    book, surface, valuation = view.book, view.surface, view.valuation
    if surface is None or valuation is None:
        return ()
    rows = book.rows_of(group)
    strike, forward = book.strike[rows], float(valuation.forward[group])
    known = surface.measured[rows]
    known &= near_money(strike, forward, float(valuation.years[group]))
    below, above = np.flatnonzero(known & (strike <= forward)), np.flatnonzero(known & (strike >= forward))
    if not below.size or not above.size:
        return ()
    low, high = int(below[-1]), int(above[0])
    weight = 0.0 if low == high else (forward - float(strike[low])) / float(strike[high] - strike[low])
    found = [(low, 1.0 - weight)] if low == high else [(low, 1.0 - weight), (high, weight)]
    sides = (_side(view, group, rows.start + at, share) for at, share in found)
    return tuple(sorted(sides, key=lambda side: -side.value))


def _side(view: MarketView, group: int, row: int, weight: float) -> Contribution:
    book, surface, forwards = view.book, view.surface, view.forwards
    assert surface is not None
    strike = float(book.strike[row])
    is_call = forwards is None or strike >= float(forwards.quoted[group])
    sigma = 0.5 * (float(surface.call[row]) + float(surface.put[row]))
    interest = float((book.call if is_call else book.put).interest[row])
    return Contribution(
        contract=OptionContract(book.roots[group], book.expiries[group], "C" if is_call else "P", strike).symbol,
        root=book.roots[group],
        expiry=book.expiries[group],
        strike=strike,
        right="C" if is_call else "P",
        open_interest=interest if np.isfinite(interest) else None,
        held=1.0,
        iv=sigma,
        iv_source=IV_SOURCES.get(int(surface.source[row]), "none"),
        greek=weight,
        value=weight * sigma,
    )


def legs(view: MarketView, group: int) -> tuple[Contribution, ...]:
    """Call and put struck at the forward: no listed contracts, so they are named by the expiry."""
    assert view.surface is not None
    assert view.valuation is not None
    sigma = atm_iv(view.book, view.surface, view.valuation, group)
    if sigma is None:
        return ()
    forward, years = float(view.valuation.forward[group]), float(view.valuation.years[group])
    root, expiry = view.book.roots[group], view.book.expiries[group]
    found: list[Contribution] = []
    for right, is_call in (("C", True), ("P", False)):
        value = float(bsm.price(forward, forward, years, sigma, view.valuation.rate, 0.0, is_call))
        found.append(
            Contribution(
                contract=f"{root} {expiry} {right} at the forward",
                root=root,
                expiry=expiry,
                strike=forward,
                right=right,
                open_interest=None,
                held=1.0,
                iv=sigma,
                iv_source="at the money",
                greek=value,
                value=value,
            )
        )
    return tuple(sorted(found, key=lambda leg: -leg.value))
