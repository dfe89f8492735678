"""Exposure by strike and expiry date around spot: the nearest dates one by one, the later ones together."""

import numpy as np

from spxcc.engines.gex.book import Book
from spxcc.engines.gex.positions import Exposures, Positions
from spxcc.engines.gex.result import StrikeGrid
from spxcc.engines.gex.tables import Ladder

STRIKES = 70
"""Ten more than a screen shows, so that it may follow a price that moved on since."""
DATES = 4


def strike_grid(book: Book, positions: Positions, exposed: Exposures, ladder: Ladder, spot: float) -> StrikeGrid:
    """Net exposure of the `STRIKES` around `spot` in each of the nearest `DATES` dates (all roots) and in the rest.

    Whole dollars. The columns of a strike add up to its net over all expiries within a dollar a column.
    """
    listed = np.flatnonzero(ladder.gross >= 1.0)
    first = _first(ladder.strike[listed], spot)
    chosen = ladder.strike[listed[first : first + STRIKES]]
    dates = sorted({book.expiries[group] for group in np.unique(positions.group)})[:DATES]
    width = DATES + 1
    column_of = np.array([dates.index(day) if day in dates else DATES for day in book.expiries], dtype=np.int64)
    row = np.searchsorted(chosen, positions.strike)
    inside = row < chosen.size
    inside[inside] = chosen[row[inside]] == positions.strike[inside]
    cells = row[inside] * width + column_of[positions.group[inside]]
    sums = np.bincount(cells, exposed.net[inside], minlength=chosen.size * width).reshape(-1, width)
    # Never a negative zero.
    whole = (np.round(sums) + 0.0).tolist()
    return StrikeGrid(
        dates=tuple(dates),
        strikes=tuple(float(strike) for strike in chosen),
        net=tuple(tuple(line[: len(dates)]) for line in whole),
        later=tuple(line[DATES] for line in whole),
    )


def _first(strikes: np.ndarray[tuple[int], np.dtype[np.float64]], spot: float) -> int:
    if not strikes.size:
        return 0
    centre = int(np.argmin(np.abs(strikes - spot)))
    return max(min(centre - STRIKES // 2, strikes.size - STRIKES), 0)
