"""Does the band of the sign ensemble cover what dealers hold? On books of simulated customers, with hidden signs.

The books (`dealers.py`) come from a mechanism that knows nothing of the ensemble. The ensemble's two standard
deviations (`params.TILT_SD`, `params.STRIKE_SD`) were then fitted to a band of 80 % on 400 books of each of the seeds
9001 and 9002 (found there: 79.5 and 79.8 %). The books below are others, and the worlds that break the premise, that
customers on balance sell calls and buy puts, had no part in it. Found, of 300 books each:

| world | inside | below, above | inside by lean, least to most | P⁺ > 80 %: is + | P⁺ < 20 %: is − | flip inside |
|---|---|---|---|---|---|---|
| usual | 80 % | 16, 4 % | 82, 84, 75 % | 47 % | 96 % | 53 % |
| dealers short of everything | 2 % | 98, 0 % | 0, 0, 6 % | 0 % | 100 % | no flip |
| customers long calls, short puts | 36 % | 16, 47 % | 87, 21, 1 % | 12 % | 0 % | 98 % |
| customers sell the short expiries | 12 % | 0, 88 % | 10, 16, 9 % | 100 % | 2 % | 12 % |

So the band of net is what it says as long as the premise holds, and worth nothing where it does not. Even where it
holds, misses lie below: in these books customers write fewer of the calls than they buy of the puts, so a P⁺ near 1 is
too sure while one near 0 is not. The flip band is too narrow for its name.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pytest
from numpy.typing import NDArray

from spxcc.engines.gex.band import Ensemble, sign_band
from spxcc.engines.gex.positions import Positions
from spxcc.engines.gex.result import Band
from tests.engines.gex.dealers import MISTAKEN, USUAL, Snapshot, World, snapshots

HELD_OUT = 20260114
COUNT = 300
RATE = 0.0


@dataclass(frozen=True)
class Coverage:
    """Shares of the books: truth inside p10..p90, below, above; inside by thirds from least to most |net| of gross.

    width: mean of p90 − p10 over gross. plus, minus: where P⁺ is above 80 % or below 20 %, how often net is of that
    sign. flip: of the books with a flip and a flip band, how often it lies inside. `None`: no such book.
    """

    world: str
    books: int
    inside: float
    below: float
    above: float
    by_lean: tuple[float, ...]
    width: float
    plus: float | None
    minus: float | None
    flip: float | None

    def __str__(self) -> str:
        leans = "/".join(f"{100 * share:.0f}" for share in self.by_lean)
        return (
            f"{self.world:34} {self.books:3} books: inside {_percent(self.inside)} (by lean {leans}), "
            f"below {_percent(self.below)}, above {_percent(self.above)}; width {self.width:.2f} of gross; "
            f"P⁺ > 80 %: + in {_percent(self.plus)}; P⁺ < 20 %: − in {_percent(self.minus)}; "
            f"flip inside {_percent(self.flip)}"
        )


def _percent(share: float | None) -> str:
    return "none" if share is None else f"{100 * share:.0f} %"


def _share(told: NDArray[np.bool_]) -> float | None:
    return float(told.mean()) if told.size else None


def observed(book: Snapshot) -> Positions:
    """What a model may see of a book."""
    order = np.lexsort((book.expiry, book.strike))
    count = order.size
    return Positions(
        group=book.expiry[order],
        strike=book.strike[order],
        years=book.years[order],
        carry=np.zeros(count),
        sigma=book.quoted_sigma[order],
        call_interest=book.call_interest[order],
        put_interest=book.put_interest[order],
        own=np.ones(count, dtype=np.bool_),
        row=np.arange(count),
        has_call=np.ones(count, dtype=np.bool_),
        has_put=np.ones(count, dtype=np.bool_),
    )


def coverage(world: World, seed: int, count: int) -> Coverage:
    rows = [_judged(book, (seed, at)) for at, book in enumerate(snapshots(world, seed, count))]
    low, high, p_plus, truth, lean, gross, flip = np.array(rows).T
    inside = (low <= truth) & (truth <= high)
    third = np.digitize(lean, np.quantile(lean, (1 / 3, 2 / 3)))
    return Coverage(
        world=world.name,
        books=count,
        inside=float(inside.mean()),
        below=float(np.mean(truth < low)),
        above=float(np.mean(truth > high)),
        by_lean=tuple(float(inside[third == at].mean()) for at in range(3)),
        width=float(np.mean((high - low) / gross)),
        plus=_share(truth[p_plus > 0.8] > 0),
        minus=_share(truth[p_plus < 0.2] < 0),
        flip=_share(flip[np.isfinite(flip)] > 0),
    )


def _judged(book: Snapshot, seed: tuple[int, int]) -> Sequence[float]:
    positions = observed(book)
    band = sign_band(positions, book.spot, Ensemble(positions.years, seed, 0.15, RATE))
    gamma = book.gamma_usd(book.quoted_sigma)
    calls, puts = float(gamma @ book.call_interest), float(gamma @ book.put_interest)
    gross = calls + puts
    return band.p10, band.p90, band.p_plus, book.truth, abs(calls - puts) / gross, gross, _flip_inside(band, book.flip)


def _flip_inside(band: Band, flip: float | None) -> float:
    if flip is None or band.flip_p10 is None or band.flip_p90 is None:
        return float("nan")
    return float(band.flip_p10 <= flip <= band.flip_p90)


@pytest.mark.slow
def test_f33_the_band_covers_what_dealers_hold_in_four_of_five_books() -> None:
    found = coverage(USUAL, HELD_OUT, COUNT)
    sys.stdout.write(f"\n{found}\n")
    assert 0.75 <= found.inside <= 0.85
    assert min(found.by_lean) > 0.6


@pytest.mark.slow
def test_f33_three_worlds_that_break_the_premise_are_reported() -> None:
    """Whatever they show; nothing is asked of them but to be different from the usual one."""
    found = [coverage(world, HELD_OUT, 60) for world in MISTAKEN]
    sys.stdout.write("\n" + "\n".join(map(str, found)) + "\n")
    assert [each.world for each in found] == [world.name for world in MISTAKEN]
    assert all(each.inside + each.below + each.above == pytest.approx(1.0) for each in found)
