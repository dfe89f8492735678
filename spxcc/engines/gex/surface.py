"""Volatility of every row: own from the out-of-the-money mid, else the vendor's, else that of the neighbours."""

from dataclasses import dataclass

import numpy as np

from spxcc.engines.gex.book import Book, years_between
from spxcc.engines.gex.forward import Forwards, near_money
from spxcc.engines.gex.params import GexSettings
from spxcc.market.snapshot import Bools, Floats, Ints
from spxcc.quant.implied import implied_vol

NONE, MID, VENDOR, FILLED, LAST, UNBID = 0, 1, 2, 3, 4, 5
MIN_KNOWN = 3


@dataclass(frozen=True, slots=True)
class Surface:
    """Per row of the book: volatility of the call and of the put (equal where own) and where it is from.

    source: NONE, MID, VENDOR, LAST (of a last trade), FILLED (interpolated over strikes of the same expiry, flat
    beyond the last) or UNBID (so too, but nobody bids and the offer is a few ticks: worth next to nothing whatever it
    is).
    """

    call: Floats
    put: Floats
    source: Ints

    @property
    def measured(self) -> Bools:
        """Rows with a volatility of their own or of the vendor."""
        return self.measured_in(slice(None))

    def measured_in(self, rows: slice) -> Bools:
        """The same of some rows."""
        source = self.source[rows]
        found: Bools = (source == MID) | (source == VENDOR) | (source == LAST)
        return found


def make_surface(book: Book, forwards: Forwards, settings: GexSettings) -> Surface:
    """Invert the mids at quote time and forward; the out-of-the-money side decides for its twin, by put–call parity.

    So it does with the vendor's volatilities, where the in-the-money one says little; it serves where the other lacks.
    """
    own, vendor = _own(book, forwards, settings), _vendors(book, forwards)
    is_own = np.isfinite(own)
    call = np.where(is_own, own, vendor)
    put = call.copy()
    source = np.where(is_own, MID, np.where(np.isfinite(vendor), VENDOR, NONE))
    _fill(book, forwards, call, put, source)
    source[(source == FILLED) & _unbid(book, forwards, settings)] = UNBID
    return Surface(call, put, source)


def surface_of_trades(book: Book, forwards: Forwards, iv: Floats) -> Surface:
    """Volatilities of last trades, per row, one for call and put; rows without are filled from their neighbours."""
    call, put = iv.copy(), iv.copy()
    source = np.where(np.isfinite(iv), LAST, NONE)
    _fill(book, forwards, call, put, source)
    return Surface(call, put, source)


def _unbid(book: Book, forwards: Forwards, settings: GexSettings) -> Bools:
    call_side = book.strike >= forwards.quoted[book.group]
    bid, ask = (np.where(call_side, getattr(book.call, name), getattr(book.put, name)) for name in ("bid", "ask"))
    with np.errstate(invalid="ignore"):
        unbid: Bools = ~(bid > 0) & (ask > 0) & (ask <= settings.worthless_ask)
    return unbid


def _vendors(book: Book, forwards: Forwards) -> Floats:
    call = np.where(book.call.vendor_iv > 0, book.call.vendor_iv, np.nan)
    put = np.where(book.put.vendor_iv > 0, book.put.vendor_iv, np.nan)
    call_side = book.strike >= forwards.quoted[book.group]
    outer, inner = np.where(call_side, call, put), np.where(call_side, put, call)
    return np.where(np.isfinite(outer), outer, inner)


def _own(book: Book, forwards: Forwards, settings: GexSettings) -> Floats:
    years = years_between(book.quoted_at, book.settles_at)[book.group]
    forward = forwards.quoted[book.group]
    call_side = book.strike >= forward
    mid = np.where(call_side, book.call.mid, book.put.mid)
    sane = np.where(call_side, book.call.sane(book.strike, settings), book.put.sane(book.strike, settings))
    with np.errstate(invalid="ignore"):
        price = np.where(sane & (mid >= settings.min_mid), mid, np.nan)
    return implied_vol(price, forward, book.strike, years, np.exp(-settings.rate * years), call_side)


def _fill(book: Book, forwards: Forwards, call: Floats, put: Floats, source: Ints) -> None:
    """Give rows without any volatility that of their neighbours in strike, where the group knows its money."""
    years = years_between(book.quoted_at, book.settles_at)
    for at in range(len(book.roots)):
        rows = book.rows_of(at)
        known = source[rows] != NONE
        near = near_money(book.strike[rows], float(forwards.quoted[at]), float(years[at]))
        if known.all() or np.count_nonzero(known & near) < MIN_KNOWN:
            continue
        strike, there, lacking = book.strike[rows], np.flatnonzero(known), np.flatnonzero(~known)
        middle = 0.5 * (call[rows] + put[rows])
        filled = np.interp(strike[lacking], strike[there], middle[there])
        call[rows.start + lacking] = put[rows.start + lacking] = filled
        source[rows.start + lacking] = FILLED
