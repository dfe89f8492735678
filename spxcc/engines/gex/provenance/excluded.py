"""Contracts with open interest that have no volatility, and why each has none."""

import numpy as np

from spxcc.engines.gex.book import Side
from spxcc.engines.gex.market_view import MarketView
from spxcc.engines.gex.params import GexSettings
from spxcc.engines.gex.surface import NONE
from spxcc.engines.why.result import Excluded
from spxcc.market.contract import OptionContract
from spxcc.market.snapshot import Bools, Floats

REST = "no volatility of the vendor and too few neighbours"
NO_TRADE = "no quotes, and no last trade that a volatility gives"
WORDS = (
    "no two-sided quote",
    "crossed quote",
    "quote too wide",
    "mid under half a tick",
    "its mid is outside what any volatility gives",
)


def excluded(view: MarketView, settings: GexSettings) -> tuple[Excluded, ...]:
    """By open interest, largest first; the out-of-the-money side of a strike speaks for both."""
    book = view.book
    lacking = np.ones(book.strike.size, dtype=np.bool_) if view.surface is None else view.surface.source == NONE
    words = _words(view, settings)
    found: list[Excluded] = []
    for right, side in (("C", book.call), ("P", book.put)):
        for row in np.flatnonzero(lacking & (np.nan_to_num(side.interest) > 0)).tolist():
            group = int(book.group[row])
            strike, is_call = float(book.strike[row]), right == "C"
            name = OptionContract(book.roots[group], book.expiries[group], "C" if is_call else "P", strike).symbol
            found.append(Excluded(contract=name, open_interest=float(side.interest[row]), reason=words[row]))
    return tuple(sorted(found, key=lambda one: (-one.open_interest, one.contract)))


def _words(view: MarketView, settings: GexSettings) -> list[str]:
    """Per row of the book."""
    if view.forwards is None:
        return [view.reason or "no spot"] * view.book.strike.size
    if view.lasts is not None:
        return [f"{NO_TRADE}; too few neighbours"] * view.book.strike.size
    book = view.book
    call_side = book.strike >= view.forwards.quoted[book.group]
    called, put = (_fault(side, book.strike, settings) for side in (book.call, book.put))
    fault = np.where(call_side, called, put)
    return [f"{'call' if call else 'put'}: {WORDS[at]}; {REST}" for call, at in zip(call_side, fault, strict=True)]


def _fault(side: Side, strike: Floats, settings: GexSettings) -> Floats:
    """Index into `WORDS` per row: the first check that its quote fails."""
    with np.errstate(invalid="ignore"):
        quoted = (side.bid > 0) & (side.ask > 0)
        crossed: Bools = quoted & (side.bid > side.ask)
        small: Bools = side.mid < settings.min_mid
    conditions = [~quoted, crossed, ~side.sane(strike, settings), small]
    return np.asarray(np.select(conditions, [0, 1, 2, 3], default=4))
