"""Ticks of symbols as columns, and what they have added up to at any moment."""

from dataclasses import dataclass

import numpy as np

from spxcc.market.snapshot import Bools, Floats, Ints

SHIFT = 2**27
"""More milliseconds than a day has: symbol and moment fit one sortable number."""


@dataclass(frozen=True, slots=True)
class Ticks:
    """One symbol's values or prints in order of report; columns of equal length.

    at_ms: after the open. size: 0 for an index; volume: what it adds to the volume (a cancel takes away). moves:
    whether it moves open, high, low and close. place: where the print is in its tape.
    """

    at_ms: Ints
    price: Floats
    size: Floats
    volume: Floats
    moves: Bools
    place: Ints

    def __len__(self) -> int:
        return int(self.at_ms.size)

    def between(self, begin_ms: float, end_ms: float) -> "Ticks":
        """Those in [begin_ms, end_ms)."""
        at, end = np.searchsorted(self.at_ms, [begin_ms, end_ms])
        return self.take(slice(int(at), int(end)))

    def take(self, part: slice | Ints | Bools) -> "Ticks":
        """Some of them."""
        return Ticks(
            self.at_ms[part], self.price[part], self.size[part], self.volume[part], self.moves[part], self.place[part]
        )


@dataclass(frozen=True, slots=True)
class Standing:
    """Columns by symbol asked for: the day so far. `known` = a price has been made; where not, prices are NaN.

    last: place in the tape of the newest tick that moved the price, −1 = none. notional: price times volume.
    """

    known: Bools
    open: Floats
    high: Floats
    low: Floats
    close: Floats
    volume: Floats
    notional: Floats
    at_ms: Ints
    last: Ints


class Book:
    """Ticks of many symbols; `symbol` numbers them from 0 to `count` − 1."""

    def __init__(self, symbol: Ints, ticks: Ticks, count: int) -> None:
        order = np.lexsort((ticks.at_ms, symbol))
        self._ticks = ticks.take(order)
        owner = symbol[order]
        self._key = owner * SHIFT + self._ticks.at_ms
        self._begins = np.searchsorted(owner, np.arange(count + 1))
        self._volume = np.cumsum(self._ticks.volume)
        self._notional = np.cumsum(self._ticks.volume * self._ticks.price)
        price, moves = self._ticks.price, self._ticks.moves
        self._high, self._low = np.where(moves, price, -np.inf), np.where(moves, price, np.inf)
        self._last = np.where(moves, np.arange(len(self._ticks)), -1)
        self._first = np.full(count, -1, dtype=np.int64)
        for number in np.flatnonzero(np.diff(self._begins)).tolist():
            part = slice(int(self._begins[number]), int(self._begins[number + 1]))
            self._high[part] = np.maximum.accumulate(self._high[part])
            self._low[part] = np.minimum.accumulate(self._low[part])
            self._last[part] = np.maximum.accumulate(self._last[part])
            moving = np.flatnonzero(moves[part])
            if moving.size:
                self._first[number] = part.start + moving[0]

    def of(self, symbol: int) -> Ticks:
        """All ticks of one symbol."""
        return self._ticks.take(slice(int(self._begins[symbol]), int(self._begins[symbol + 1])))

    def standing(self, symbol: Ints, at_ms: float) -> Standing:
        """What the symbols have done by `at_ms`, that moment included."""
        end = np.searchsorted(self._key, symbol * SHIFT + int(min(max(at_ms, -1), SHIFT - 1)), side="right")
        begin = self._begins[symbol]
        newest = np.maximum(end - 1, 0)
        if not len(self._ticks):
            return _nothing(symbol.size)
        last = np.where(end > begin, self._last[newest], -1)
        known = last >= 0

        def shown(column: Floats, at: Ints) -> Floats:
            return np.where(known, column[np.maximum(at, 0)], np.nan)

        def summed(column: Floats) -> Floats:
            before = np.where(begin > 0, column[np.maximum(begin - 1, 0)], 0.0)
            return np.where(end > begin, column[newest] - before, 0.0)

        return Standing(
            known=known,
            open=shown(self._ticks.price, self._first[symbol]),
            high=shown(self._high, newest),
            low=shown(self._low, newest),
            close=shown(self._ticks.price, last),
            volume=summed(self._volume),
            notional=summed(self._notional),
            at_ms=np.where(known, self._ticks.at_ms[np.maximum(last, 0)], 0),
            last=np.where(known, self._ticks.place[np.maximum(last, 0)], -1),
        )


def _nothing(count: int) -> Standing:
    none, zero = np.full(count, np.nan), np.zeros(count)
    never = np.zeros(count, dtype=np.bool_)
    whole = np.zeros(count, dtype=np.int64)
    return Standing(never, none, none, none, none, zero, zero, whole, whole - 1)
