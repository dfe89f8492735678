"""Exposures by strike, by expiry and by scope."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count, islice

import numpy as np

from spxcc.engines.gex import params
from spxcc.engines.gex.book import Book
from spxcc.engines.gex.forward import Parity
from spxcc.engines.gex.front import Valuation, atm_iv
from spxcc.engines.gex.pain import max_pain
from spxcc.engines.gex.positions import Exposures, Positions
from spxcc.engines.gex.result import ExpiryGex, StrikeGex, TopLevel
from spxcc.engines.gex.surface import Surface
from spxcc.market.session import hours, previous_session, third_friday
from spxcc.market.snapshot import Bools, Floats
from spxcc.market.units import to_millis

FRIDAY = 4


@dataclass(frozen=True, slots=True)
class Ladder:
    """Per strike, ascending, over all expiries: exposure of calls and puts, their gross, open interest of both."""

    strike: Floats
    call: Floats
    put: Floats
    gross: Floats
    call_interest: Floats
    put_interest: Floats

    @property
    def net(self) -> Floats:
        return self.call + self.put


def make_ladder(positions: Positions, exposed: Exposures) -> Ladder:
    """Sum over expiries; positions are sorted by strike."""
    strike, starts = np.unique(positions.strike, return_index=True)
    columns = (exposed.call, exposed.put, exposed.gross, positions.call_interest, positions.put_interest)
    return Ladder(strike, *(np.add.reduceat(column, starts) for column in columns))


def strike_rows(ladder: Ladder) -> tuple[StrikeGex, ...]:
    """Every strike whose exposure is a dollar or more, ascending."""
    shown = np.flatnonzero(ladder.gross >= 1.0)
    columns = (ladder.strike, ladder.call, ladder.put, ladder.net, ladder.call_interest, ladder.put_interest)
    return tuple(
        StrikeGex(
            strike=strike, call=usd(call), put=usd(put), net=usd(net), call_oi=round(call_oi), put_oi=round(put_oi)
        )
        for strike, call, put, net, call_oi, put_oi in zip(*(column[shown].tolist() for column in columns), strict=True)
    )


def strongest(ladder: Ladder) -> tuple[TopLevel, ...]:
    """The largest by |net|, strongest first, ties by strike."""
    net = ladder.net
    order = np.lexsort((ladder.strike, -np.abs(net)))[: params.TOP_LEVELS]
    return tuple(TopLevel(float(ladder.strike[at]), usd(net[at])) for at in order if net[at] != 0)


def absolute_gamma(ladder: Ladder, spot: float) -> float | None:
    """Strike with the most gross exposure; ties go to the one nearest spot."""
    peak = float(ladder.gross.max(initial=0.0))
    if peak <= 0:
        return None
    chosen = ladder.strike[ladder.gross >= peak]
    return float(chosen[int(np.argmin(np.abs(chosen - spot)))])


def expiry_rows(
    book: Book, parity: Parity, surface: Surface, valuation: Valuation, positions: Positions, exposed: Exposures
) -> tuple[ExpiryGex, ...]:
    """One row per (root, expiry), by settlement; the totals are the sums of these rows."""
    groups = len(book.roots)
    calls = np.bincount(positions.group, exposed.call, minlength=groups)
    puts = np.bincount(positions.group, exposed.put, minlength=groups)
    gross = np.bincount(positions.group, exposed.gross, minlength=groups)
    whole = float(gross.sum())
    rows: list[ExpiryGex] = []
    for at in range(groups):
        own = book.rows_of(at)
        sigma = atm_iv(book, surface, valuation, at)
        rows.append(
            ExpiryGex(
                root=book.roots[at],
                expiry=book.expiries[at],
                settles_at=to_millis(int(book.settles_at[at])),
                minutes=round(float(valuation.years[at]) * params.MINUTES_PER_YEAR, 3),
                net=usd(calls[at] + puts[at]),
                call=usd(calls[at]),
                put=usd(puts[at]),
                gross=usd(gross[at]),
                share=round(float(gross[at]) / whole, 6) if whole > 0 else 0.0,
                contracts=int(book.listed[at]),
                forward=round(float(valuation.forward[at]), 4),
                forward_sd=round(float(parity.sd[at]), 4) if np.isfinite(parity.sd[at]) else None,
                atm_iv=None if sigma is None else round(sigma, 6),
                max_pain=max_pain(book.strike[own], book.call.interest[own], book.put.interest[own], valuation.spot),
            )
        )
    return tuple(rows)


def scope_masks(book: Book, session_date: str) -> dict[str, Bools]:
    """Groups of each scope; empty ones are absent.

    all, 0dte (of the session; once that has settled, next: the nearest date), week (up to its Friday), monthly (the
    next third Friday, or the session before where that is no session), and without them: ex-0dte, ex-next-opex.
    """
    today = date.fromisoformat(session_date)
    opex = next((day for day in next_opex_dates(today) if day in book.expiries), None)
    monthly = np.array([expiry == opex for expiry in book.expiries], dtype=np.bool_)
    friday = (today + timedelta(days=(FRIDAY - today.weekday()) % 7)).isoformat()
    zero = np.array([expiry == session_date for expiry in book.expiries], dtype=np.bool_)
    nearest = min((day for day in book.expiries if day > session_date), default=None)
    masks = {
        "all": np.ones(zero.size, dtype=np.bool_),
        "0dte": zero,
        "next": np.array([not zero.any() and expiry == nearest for expiry in book.expiries], dtype=np.bool_),
        "week": np.array([expiry <= friday for expiry in book.expiries], dtype=np.bool_),
        "monthly": monthly,
        "ex-0dte": ~zero,
    }
    if opex is not None:
        masks["ex-next-opex"] = ~monthly
    return {name: mask for name, mask in masks.items() if mask.any()}


def next_opex_dates(today: date) -> Iterator[str]:
    """Of this month and the next one: the third Friday, or the session before it where the market is closed."""
    for month in islice(count(12 * today.year + today.month - 1), 2):
        friday = third_friday(month // 12, month % 12 + 1)
        day = friday if hours(friday) is not None else previous_session(friday)
        if day >= today.isoformat():
            yield day


def usd(value: float) -> float:
    """Twelve significant digits: more than the sum of a chain can hold across machines; never a negative zero."""
    return float(f"{float(value):.12g}") + 0.0
