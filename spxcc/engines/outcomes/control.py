"""Random entries under the same rules: what the same side, minute, stop and targets earn without the setup.

Drawn from the other sessions of the recording at the same minute, with distances in units of each session's volatility:
on the setup's own session the minutes before it are not random any more once it is known that it triggered. An outcome
that was measured live has no other sessions beside it: `within` draws from its own. For many draws at once, so in
columns; the tests hold them equal to `resolve`, draw by draw.
"""

from dataclasses import dataclass

import numpy as np

from spxcc.engines.outcomes.params import TERMS, Terms
from spxcc.engines.outcomes.result import OutcomeRow
from spxcc.engines.outcomes.stack import MINUTE_MS, Stack
from spxcc.market.snapshot import Bools, Floats, Ints

DRAWS = 200
LEAST_MINUTES = 30
"""With fewer minutes to choose from, random entries of one session are no sample."""


@dataclass(frozen=True, slots=True)
class Draws:
    """One value a draw. r: NaN where it does not count (no fill, a gap in the data)."""

    won: Bools
    r: Floats


@dataclass(frozen=True, slots=True)
class Distances:
    """Of each draw, in points from its entry, (draws, 1). t2: `None` without a second target."""

    risk: Floats
    t1: Floats
    t2: Floats | None


@dataclass(frozen=True, slots=True)
class _Windows:
    """Rows: draws; columns: minutes from the entry. Prices as seen from the trade's side, in points from the entry.

    there: the bar exists and nothing was missing before it. length: bars until the clock ends it.
    """

    best: Floats
    worst: Floats
    close: Floats
    opened: Floats
    there: Bools
    length: Ints


def control(
    row: OutcomeRow, stack: Stack, opens: int, seed: int, draws: int = DRAWS, terms: Terms = TERMS
) -> Draws | None:
    """Entries at the minute of `row` in other sessions of `stack`. opens: ms of the open of the row's own session.

    With the same seed a draw is of the same session at whatever minute, so outcomes of one day that hang together have
    random entries that do.

    `None` for a row that is not counted, for a minute that no other session reaches, and for one without a volatility
    that the distances could be scaled by.
    """
    order = row.order
    if row.filled_at is None or not row.counted or order.sigma is None:
        return None
    minute = min((row.filled_at - opens) // MINUTE_MS, stack.there.shape[1] - 1)
    eligible = (stack.lasts > minute) & stack.there[:, minute]
    own = stack.row_of(order.session)
    if own is not None:
        eligible[own] = False
    others = np.flatnonzero(eligible)
    if not others.size:
        return None
    wanted = np.random.Generator(np.random.PCG64(seed)).integers(0, eligible.size, draws)
    rows = others[np.searchsorted(others, wanted) % others.size]
    return resolve_at(row, stack, rows, np.full(draws, minute), stack.sigma[rows] / order.sigma, terms)


def within(
    row: OutcomeRow, stack: Stack, opens: int, seed: int, draws: int = DRAWS, terms: Terms = TERMS
) -> Draws | None:
    """Entries at other minutes of the row's own session, with the same side, distances in points and time.

    With the same seed a draw moves all outcomes of the session by alike many minutes, around the end of the day, so
    those that hang together have random entries that do. Only minutes from which the time of the order has passed
    within what was recorded: else only early ends would count.

    `None` for a row that is not counted, a session that `stack` has not, and with under `LEAST_MINUTES` to choose from.
    """
    order, filled, own = row.order, row.filled_at, stack.row_of(row.order.session)
    if filled is None or not row.counted or own is None:
        return None
    there, last = stack.there[own], int(stack.lasts[own])
    lasts = max(1, -(-(min(order.until, order.closes) - filled) // MINUTE_MS))
    known = min(last, int(np.flatnonzero(there).max(initial=-1)) + 1)
    minute = (filled - opens) // MINUTE_MS
    open_to = np.flatnonzero(there[: max(0, known - lasts + 1)])
    others = open_to[open_to != minute]
    if others.size < LEAST_MINUTES:
        return None
    moved = np.random.Generator(np.random.PCG64(seed)).random(draws)
    places = (np.searchsorted(others, minute) + (moved * others.size).astype(np.int64)) % others.size
    rows, scale = np.full(draws, own), np.ones(draws)
    return resolve_at(row, stack, rows, others[places], scale, terms)


def resolve_at(row: OutcomeRow, stack: Stack, rows: Ints, minutes: Ints, scale: Floats, terms: Terms = TERMS) -> Draws:
    """The order of `row`, entered at the open of `minutes` of the sessions `rows`, its distances times `scale`."""
    order, entry, filled = row.order, row.entry, row.filled_at
    if entry is None or filled is None:
        raise ValueError("expected a row that was filled, found one that was not")
    lasts = max(1, -(-(min(order.until, order.closes) - filled) // MINUTE_MS))
    length = np.maximum(np.minimum(lasts, stack.lasts[rows] - minutes), 1)
    windows = _windows(stack, rows, minutes, order.side, length, terms)
    times = scale[:, None]
    t2 = None if order.t2 is None else order.side * (order.t2 - entry) * times
    given = Distances(order.side * (entry - order.stop) * times, order.side * (order.t1 - entry) * times, t2)
    return _resolved(windows, given, terms)


def _windows(stack: Stack, rows: Ints, minutes: Ints, side: int, length: Ints, terms: Terms) -> _Windows:
    columns = np.arange(int(length.max(initial=1)))[None, :]
    at = minutes[:, None] + columns
    inside = at < stack.open.shape[1]
    at, row = np.minimum(at, stack.open.shape[1] - 1), rows[:, None]
    there = np.logical_and.accumulate(inside & stack.there[row, at], axis=1)
    entry = stack.open[rows, minutes][:, None] + side * terms.slip
    high, low = stack.high[row, at] - entry, stack.low[row, at] - entry
    best, worst = (high, low) if side > 0 else (-low, -high)
    opened, close = side * (stack.open[row, at] - entry), side * (stack.close[row, at] - entry)
    return _Windows(best, worst, close, opened, there, length)


def _first(flags: Bools, never: int) -> Ints:
    """Column of the first true of each row, `never` where there is none."""
    return np.where(flags.any(axis=1), flags.argmax(axis=1), never)


def _resolved(windows: _Windows, given: Distances, terms: Terms) -> Draws:
    """R1–R8 in columns: the stop before the target within a bar, no target in the first."""
    count, width = windows.best.shape
    never, columns = width + 1, np.arange(width)[None, :]
    usable = windows.there & (columns < windows.length[:, None])
    stop = _first(usable & (windows.worst <= -given.risk + 1e-12), never)
    target = _first(usable & (columns > 0) & (windows.best >= given.t1 + terms.through - 1e-9), never)
    won, last = target < stop, windows.length - 1
    whole = windows.there[np.arange(count), last]
    points = windows.close[np.arange(count), last] - terms.slip
    points = np.where(stop < never, _stopped(windows, stop, given.risk[:, 0], terms), points)
    rest, ended = _after(windows, usable, target, given, terms)
    banked = terms.partial * given.t1[:, 0] + (1 - terms.partial) * rest
    counted = (np.where(won, ended, stop) < never) | whole
    r = np.where(won, banked, points) / given.risk[:, 0]
    return Draws(won & counted, np.where(counted, r, np.nan))


def _stopped(windows: _Windows, at: Ints, distance: Floats | float, terms: Terms) -> Floats:
    """Points of an exit at a stop `distance` behind the entry in column `at`, at the open where that is beyond."""
    column = np.minimum(at, windows.best.shape[1] - 1)
    opened = windows.opened[np.arange(column.size), column]
    return np.asarray(np.minimum(opened, -np.asarray(distance)) - terms.slip, dtype=np.float64)


def _after(windows: _Windows, usable: Bools, target: Ints, given: Distances, terms: Terms) -> tuple[Floats, Ints]:
    """Of what is left after T1: its points, and the column in which the stop at the entry or T2 ended it."""
    width = windows.best.shape[1]
    never, columns = width + 1, np.arange(width)[None, :]
    even = _first(usable & (columns > target[:, None]) & (windows.worst <= 1e-12), never)
    rest = windows.close[np.arange(target.size), windows.length - 1] - terms.slip
    rest = np.where(even < never, _stopped(windows, even, 0.0, terms), rest)
    if given.t2 is None:
        return rest, even
    further = usable & (columns >= target[:, None]) & (windows.best >= given.t2 + terms.through - 1e-9)
    second = _first(further, never)
    return np.where(second < even, given.t2[:, 0], rest), np.minimum(even, second)
