"""What last trades say where nobody quotes: call and put of one strike in the same minute give forward and spot.

A minute without such a pair says nothing: its trades are of an unknown spot. Prints of one minute may belong to a
spread whose legs are not at the market, so a pair far from the others of its time is left out.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from spxcc.engines.gex.book import Book
from spxcc.engines.gex.forward import NEAR_SHARE, NEAR_VOLATILITY
from spxcc.engines.gex.params import MINUTES_PER_YEAR, GexSettings
from spxcc.market.session import hours, to_exchange
from spxcc.market.snapshot import Bools, Floats, Ints, OptionChain
from spxcc.market.units import NANOS_PER_MINUTE, UnixNanos
from spxcc.quant.implied import implied_vol

NEAR = 2.0
"""A pair may be so many times farther from the money than one of quotes: same-minute pairs are few."""
AROUND_MINUTES = 5
MAX_AWAY = 7.5e-4
"""A pair whose spot is off that of the pairs around it by more than this share is of a spread."""
MIN_AROUND = 3
ROUNDS = 6
FIT_YEARS = 1.5
"""Pairs up to here fit the carry; the slope of later ones depends on the rate of years ahead."""
USUAL_DIVIDEND = 0.013
CARRY_SD = 0.01
"""Before any pair is seen the carry is r less the usual dividend yield, give or take this, and as much per year."""
LEAST_NOISE = 3e-5
"""Forwards of one minute disagree by this share at least: a tick of each side."""
MIN_AGREEING = 0.5
"""Where fewer of the pairs than this share agree, agreement is chance."""
MAX_ERROR = 2.5e-4
"""A pair so long that the carry leaves its spot open by more than this share gives none."""
MIN_PAIRS = 5
"""Fewer pairs on the whole give no market."""


@dataclass(frozen=True, slots=True)
class Prints:
    """Last trades on the ladder, one place a row: price (NaN = none) and time of the call's and of the put's."""

    call: Floats
    call_at: Ints
    put: Floats
    put_at: Ints


@dataclass(frozen=True, slots=True)
class Pairs:
    """Call and put of one strike traded in the same minute: row, group, minute (since 1970), years, forward, time."""

    row: Ints
    group: Ints
    minute: Ints
    years: Floats
    forward: Floats
    at: Ints

    def chosen(self, keep: Bools) -> "Pairs":
        """Those that `keep` marks."""
        return Pairs(
            self.row[keep],
            self.group[keep],
            self.minute[keep],
            self.years[keep],
            self.forward[keep],
            self.at[keep],
        )


@dataclass(frozen=True, slots=True)
class Carry:
    """b(T) = first + second·T, flat beyond `FIT_YEARS`, with the covariance of the two."""

    first: float
    second: float
    covariance: Floats

    def at(self, years: Floats) -> Floats:
        """b, per year."""
        return self.first + self.second * np.minimum(years, FIT_YEARS)

    def error(self, years: Floats) -> Floats:
        """Standard deviation of b·T: the share by which it leaves a spot open."""
        shown = np.column_stack([years, years * np.minimum(years, FIT_YEARS)])
        return np.asarray(np.sqrt(np.einsum("ij,jk,ik->i", shown, self.covariance, shown)), dtype=np.float64)

    def spot(self, pairs: Pairs) -> Floats:
        """S = F·e^{−bT} of every pair."""
        return np.asarray(pairs.forward * np.exp(-self.at(pairs.years) * pairs.years))


@dataclass(frozen=True, slots=True)
class LastTrades:
    """A market from prints alone.

    spot, spot_at: by the newest minute that has a pair. carry: per group of the book, F = S·e^{bT}. iv: per row, from
    the out-of-the-money trade of a minute whose spot is known; NaN = none. pairs, minutes, volatilities: how many
    there are. spread: sd of the pairs' spots about those of their time, points.
    """

    spot: float
    spot_at: UnixNanos
    carry: Floats
    iv: Floats
    pairs: int
    minutes: int
    volatilities: int
    spread: float


def prints_of(chain: OptionChain, book: Book) -> Prints:
    """The last trades of `chain` on the rows of `book`, which was made of it."""
    groups = {series: at for at, series in enumerate(zip(book.roots, book.expiries, strict=True))}
    group = np.fromiter(
        (groups.get(series, -1) for series in zip(chain.roots, chain.expiries, strict=True)), np.int64, len(chain)
    )
    ladder = _keys(book.group, book.strike)
    keys = _keys(group, chain.strike)
    places = np.minimum(np.searchsorted(ladder, keys), max(ladder.size - 1, 0))
    listed = (group >= 0) & (ladder[places] == keys if ladder.size else False)
    known = listed & (chain.last > 0) & (chain.last_at > 0)
    columns: list[tuple[Floats, Ints]] = []
    for side in (known & chain.is_call, known & ~chain.is_call):
        price, at = np.full(ladder.size, np.nan), np.zeros(ladder.size, dtype=np.int64)
        price[places[side]], at[places[side]] = chain.last[side], chain.last_at[side]
        columns.append((price, at))
    return Prints(*columns[0], *columns[1])


def market_of(book: Book, prints: Prints, as_of: UnixNanos, settings: GexSettings) -> LastTrades | str:
    """The market by the last trades of one session, that of the newest before `as_of`, or why they give none."""
    prints = _of_one_session(prints, as_of)
    found = same_minute_pairs(book, prints, settings)
    if found.row.size < MIN_PAIRS:
        return (
            f"no quotes, and last trades of call and put in the same minute at {found.row.size} strikes only: "
            f"{MIN_PAIRS} needed"
        )
    agreeing, carry = _agreeing(found, settings)
    compared = int(np.count_nonzero(found.years <= FIT_YEARS))
    pairs = agreeing.chosen(carry.error(agreeing.years) <= MAX_ERROR)
    if agreeing.row.size < MIN_AGREEING * compared or pairs.row.size < MIN_PAIRS:
        return f"no quotes, and of {compared} pairs of last trades only {pairs.row.size} agree on a spot"
    implied = carry.spot(pairs)
    minutes, where = np.unique(pairs.minute, return_inverse=True)
    track = np.array([float(np.median(implied[where == at])) for at in range(minutes.size)])
    away = implied / _around(pairs.minute, implied) - 1.0
    spot = float(track[-1])
    spread = float(np.sqrt(np.mean(away**2))) * spot
    if spread > MAX_AWAY * spot:
        return f"no quotes, and {pairs.row.size} pairs of last trades disagree on the spot by {spread:.1f} points (sd)"
    by_group = _group_carry(book, found, minutes, track, carry)
    iv = _volatilities(book, prints, (minutes, track), spot, by_group, settings)
    return LastTrades(
        spot=spot,
        spot_at=int(pairs.at[pairs.minute == minutes[-1]].max()),
        carry=by_group,
        iv=iv,
        pairs=int(pairs.row.size),
        minutes=int(minutes.size),
        volatilities=int(np.count_nonzero(np.isfinite(iv))),
        spread=round(spread, 3),
    )


def _of_one_session(prints: Prints, as_of: UnixNanos) -> Prints:
    """Without the trades after `as_of`, and those before the open of the day of the newest that is left."""
    times = np.concatenate([prints.call_at, prints.put_at])
    newest = int(times[times <= as_of].max(initial=0))
    session = hours(to_exchange(newest).date().isoformat()) if newest else None
    since = as_of if session is None else session.open_at

    def side(price: Floats, at: Ints) -> Floats:
        return np.where((at >= since) & (at <= as_of), price, np.nan)

    return Prints(side(prints.call, prints.call_at), prints.call_at, side(prints.put, prints.put_at), prints.put_at)


def same_minute_pairs(book: Book, prints: Prints, settings: GexSettings) -> Pairs:
    """Strikes near the money whose call and put last traded in one clock minute, with F = K + e^{rT}(C − P)."""
    minute = prints.call_at // NANOS_PER_MINUTE
    same = minute == prints.put_at // NANOS_PER_MINUTE
    row = np.flatnonzero(same & np.isfinite(prints.call) & np.isfinite(prints.put))
    at = np.maximum(prints.call_at[row], prints.put_at[row])
    group = book.group[row]
    years = (book.settles_at[group] - at) / NANOS_PER_MINUTE / MINUTES_PER_YEAR
    gap = prints.call[row] - prints.put[row]
    near = (
        np.abs(gap)
        <= NEAR * np.maximum(NEAR_SHARE, NEAR_VOLATILITY * np.sqrt(np.maximum(years, 0.0))) * (book.strike[row])
    )
    forward = book.strike[row] + np.exp(settings.rate * years) * gap
    return Pairs(row, group, minute[row], years, forward, at).chosen(near & (years > 0) & (forward > 0))


def _agreeing(found: Pairs, settings: GexSettings) -> tuple[Pairs, Carry]:
    """The pairs that agree with those around them, and the carry that they share."""
    pairs = found.chosen(found.years <= FIT_YEARS)
    carry = _fit(pairs, settings)
    for _ in range(ROUNDS):
        implied = carry.spot(pairs)
        keep = np.abs(implied / _around(pairs.minute, implied) - 1.0) <= MAX_AWAY
        if keep.all():
            break
        pairs = pairs.chosen(keep)
        carry = _fit(pairs, settings)
    return pairs, carry


def _fit(pairs: Pairs, settings: GexSettings) -> Carry:
    """From what pairs of one minute but of different expiries disagree by, and from what is usual where they are few.

    Bayesian linear regression of ln F on T and T², each minute about its own mean.
    """
    if settings.dividend is not None:
        return Carry(settings.rate - settings.dividend, 0.0, np.zeros((2, 2)))
    _, where, counts = np.unique(pairs.minute, return_inverse=True, return_counts=True)
    columns = np.column_stack([pairs.years, pairs.years**2, np.log(pairs.forward)])
    means = np.column_stack([np.bincount(where, weights=column) for column in columns.T]) / counts[:, None]
    away = columns - means[where]
    usual = np.array([settings.rate - USUAL_DIVIDEND, 0.0])
    fitted, noise = usual, 1e-4
    for _ in range(3):
        precision = away[:, :2].T @ away[:, :2] / noise**2 + np.eye(2) / CARRY_SD**2
        fitted = np.linalg.solve(precision, away[:, :2].T @ away[:, 2] / noise**2 + usual / CARRY_SD**2)
        missed = away[:, 2] - away[:, :2] @ fitted
        noise = max(LEAST_NOISE, float(np.sqrt(missed @ missed / max(1, pairs.row.size - counts.size))))
    return Carry(float(fitted[0]), float(fitted[1]), np.asarray(np.linalg.inv(precision), dtype=np.float64))


def _around(minute: Ints, values: Floats) -> Floats:
    """Median of the values within five minutes of each; its own where there are too few."""
    middle = values.copy()
    for at in range(minute.size):
        near = np.abs(minute - minute[at]) <= AROUND_MINUTES
        if np.count_nonzero(near) >= MIN_AROUND:
            middle[at] = float(np.median(values[near]))
    return middle


def _group_carry(book: Book, pairs: Pairs, minutes: Ints, track: Floats, carry: Carry) -> Floats:
    """Of every group at its own last pairs where they are later than the fit reaches, else by the fit."""
    years = (book.settles_at - int(minutes[-1]) * NANOS_PER_MINUTE) / NANOS_PER_MINUTE / MINUTES_PER_YEAR
    by_group = carry.at(years)
    far = np.flatnonzero(years > FIT_YEARS)
    nearest = minutes[np.abs(minutes[:, None] - pairs.minute).argmin(axis=0)]
    spot = track[np.searchsorted(minutes, nearest)]
    usable = np.abs(nearest - pairs.minute) <= AROUND_MINUTES
    for group in far:
        own = usable & (pairs.group == group)
        if own.any():
            by_group[group] = float(np.median(np.log(pairs.forward[own] / spot[own]) / pairs.years[own]))
    return by_group


def _volatilities(
    book: Book,
    prints: Prints,
    track: tuple[Ints, Floats],
    spot: float,
    carry: Floats,
    settings: GexSettings,
) -> Floats:
    """Of the out-of-the-money trade of each row, at the spot of its minute."""
    now = (book.settles_at - int(track[0][-1]) * NANOS_PER_MINUTE) / NANOS_PER_MINUTE / MINUTES_PER_YEAR
    call_side = book.strike >= (spot * np.exp(carry * now))[book.group]
    price, at = np.where(call_side, prints.call, prints.put), np.where(call_side, prints.call_at, prints.put_at)
    minute = at // NANOS_PER_MINUTE
    place = np.minimum(np.searchsorted(track[0], minute), track[0].size - 1)
    years = (book.settles_at[book.group] - at) / NANOS_PER_MINUTE / MINUTES_PER_YEAR
    with np.errstate(invalid="ignore"):
        used = (track[0][place] == minute) & (price >= settings.min_mid) & (years > 0)
    forward = track[1][place] * np.exp(carry[book.group] * years)
    known = np.where(used, price, np.nan)
    return implied_vol(known, forward, book.strike, years, np.exp(-settings.rate * years), call_side)


def _keys(group: Ints, strike: Floats) -> NDArray[np.int64]:
    """One sortable number for group and strike."""
    return group * 10**9 + np.round(strike * 1000).astype(np.int64)
