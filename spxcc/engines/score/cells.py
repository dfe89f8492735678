"""Outcomes to statistics, one cell at a time (SETUPS.md 4)."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby

import msgspec
import numpy as np

from spxcc.engines.score.params import (
    BEST_DAYS,
    CONTROL_PERCENTILE,
    DISCOVERY_RATE,
    FEW,
    LEAST_DAYS,
    MANY,
    SEED,
    SOME,
    STRENGTH,
)
from spxcc.engines.score.result import CellKey, CellScore, Grade, Month, Scored, Source
from spxcc.engines.score.sample import unpack
from spxcc.engines.score.walk import walk_forward
from spxcc.market.snapshot import Floats
from spxcc.quant.resampling import adjusted, day_block_interval
from spxcc.quant.statistics import wilson_interval


@dataclass(frozen=True, slots=True)
class Against:
    """What random entries on the same days earn. percentile: share of their means below the cell's, in percent."""

    share: float
    count: int
    r: float
    percentile: float
    p_value: float


def key_of(scored: Scored, source: Source, book: str) -> CellKey:
    """The one cell that an outcome belongs to."""
    row = scored.row
    return CellKey(
        source, book, row.order.kind, row.order.rules_version, row.terms, row.resolution, row.order.shadow
    )  # fmt: skip


def score_cells(cells: Mapping[CellKey, Sequence[Scored]], seed: int = SEED) -> tuple[CellScore, ...]:
    """Every cell with at least one counted outcome, then the q values across all that have a control."""
    made = [cell for key in sorted(cells) if (cell := score_cell(key, cells[key], seed)) is not None]
    values = {str(at): cell.p_value for at, cell in enumerate(made) if cell.p_value is not None}
    q = adjusted(values)
    return tuple(_judged(cell, q.get(str(at))) for at, cell in enumerate(made))


def score_cell(key: CellKey, found: Sequence[Scored], seed: int = SEED) -> CellScore | None:
    """The statistics of one cell; `None` without a counted outcome. The order in which they came does not matter."""
    kept = sorted((one for one in found if one.row.counted), key=_when)
    if not kept:
        return None
    days = by_day(kept)
    n, wins = len(kept), sum(one.row.won is True for one in kept)
    null = _mean(_known(one.row.null for one in kept))
    interval = wilson_interval(wins, n)
    assert interval is not None, "n > 0"
    results = [[_r(one) for one in day] for day in days.values()]
    bounds = day_block_interval(results, seed)
    against = control_of(kept)
    probability = posterior(wins, n, null)
    verdicts = [one.row.verdict for one in found]
    cell = CellScore(
        key=key, n=n, days=len(days), wins=wins, probability=probability, low=interval[0], high=interval[1], null=null,
        geometric=_mean(_known(one.row.geometric for one in kept)), edge=probability - null,
        best=sum(one.row.won_best is True for one in kept) / n, r=_mean([_r(one) for one in kept]),
        r_low=None if bounds is None else bounds[0], r_high=None if bounds is None else bounds[1], grade="no data",
        first=min(days), last=max(days), ambiguous=verdicts.count("ambiguous"), void=verdicts.count("feed_void"),
        no_fill=verdicts.count("no_fill"), by_clock=verdicts.count("time_exit") + verdicts.count("market_closed"),
    )  # fmt: skip
    cell = _with_control(cell, against)
    return _with_twins(_with_paths(cell, kept, days), kept)


def posterior(wins: int, n: int, null: float, strength: float = STRENGTH) -> float:
    """Beta posterior mean of a share whose prior has the mean `null` and counts for `strength` outcomes."""
    return (wins + strength * null) / (n + strength)


def control_of(kept: Sequence[Scored]) -> Against | None:
    """The cell's mean R among the means of as many random entries, draw by draw; `None` where none were drawn."""
    drawn = [(_r(one), *unpack(one.control)) for one in kept if one.control is not None]
    if not drawn:
        return None
    r = np.array([draws for _, draws, _ in drawn])
    counted = np.isfinite(r)
    sizes = counted.sum(axis=0)
    if not sizes.all():
        return None
    means = np.where(counted, r, 0.0).sum(axis=0) / sizes
    own = _mean([result for result, _, _ in drawn])
    below = int((means < own - 1e-9).sum())
    won = np.array([bits for _, _, bits in drawn])
    total = int(counted.sum())
    return Against(
        share=float((won & counted).sum() / total), count=total, r=float(np.where(counted, r, 0.0).sum() / total),
        percentile=100.0 * below / means.size, p_value=upper_tail(own, means),
    )  # fmt: skip


def upper_tail(own: float, means: Floats) -> float:
    """P(a mean as high as `own`) by counting; beyond all of them by the normal tail, as they are means of many."""
    above = int((means >= own - 1e-9).sum())
    counted = (1 + above) / (1 + means.size)
    spread = float(means.std())
    if above or spread == 0:
        return counted
    return min(counted, 0.5 * math.erfc((own - float(means.mean())) / spread / math.sqrt(2)))


def grade_of(cell: CellScore) -> Grade:
    """SETUPS.md 4: by the sample first, and only then by what it shows."""
    if cell.n < FEW:
        return "no data"
    if cell.n < SOME or cell.days < LEAST_DAYS:
        return "anecdote"
    proven = (
        cell.n >= MANY and cell.walk_n >= SOME and cell.walk_r is not None and cell.walk_r > 0
        and cell.percentile is not None and cell.percentile >= CONTROL_PERCENTILE
    )  # fmt: skip
    return "measured" if proven else "indicative"


def by_day(kept: Iterable[Scored]) -> dict[str, list[Scored]]:
    """Outcomes by session, both in their order."""
    ordered = sorted(kept, key=_when)
    return {day: list(group) for day, group in groupby(ordered, key=lambda one: one.row.order.session)}


def _judged(cell: CellScore, q: float | None) -> CellScore:
    exploratory = q is None or q > DISCOVERY_RATE
    return msgspec.structs.replace(cell, q=q, exploratory=exploratory, grade=grade_of(cell))


def _with_control(cell: CellScore, against: Against | None) -> CellScore:
    if against is None:
        return cell
    return msgspec.structs.replace(
        cell, control=against.share, control_n=against.count, control_r=against.r, percentile=against.percentile,
        p_value=against.p_value,
    )  # fmt: skip


def _with_paths(cell: CellScore, kept: Sequence[Scored], days: Mapping[str, Sequence[Scored]]) -> CellScore:
    """How it went in the order of time: the lag test, what was scored forward, the worst that happened."""
    late = _known(one.late_r for one in kept)
    walked = walk_forward({cell.key.rules_version: kept})
    totals = {day: sum(_r(one) for one in rows) for day, rows in days.items()}
    best = set(sorted(totals, key=lambda day: (-totals[day], day))[:BEST_DAYS])
    rest = [_r(one) for day, rows in days.items() if day not in best for one in rows]
    sums = list(accumulate((_r(one) for one in kept), initial=0.0))
    peaks = accumulate(sums, max)
    return msgspec.structs.replace(
        cell, late_r=_mean(late) if late else None, late_n=len(late),
        walk_r=_mean([_r(one) for one in walked]) if walked else None, walk_n=len(walked),
        drawdown=max(peak - now for peak, now in zip(peaks, sums, strict=True)), worst_day=min(totals.values()),
        without_best=_mean(rest) if rest else None, months=_months(kept),
    )  # fmt: skip


def _with_twins(cell: CellScore, kept: Sequence[Scored]) -> CellScore:
    """The same outcomes in options: what they made, and the share of wins that they need."""
    legs = [(one.row.won is True, one.row.twin) for one in kept if one.row.twin is not None]
    made = [(won, leg.pnl) for won, leg in legs if leg.pnl is not None]
    gains, losses = [pnl for won, pnl in made if won], [-pnl for won, pnl in made if not won]
    gain, loss = (_mean(side) if side else 0.0 for side in (gains, losses))
    return msgspec.structs.replace(
        cell, twins=len(made), twin_voids=len(legs) - len(made),
        twin_pnl=_mean([pnl for _, pnl in made]) if made else None,
        break_even=loss / (gain + loss) if gain > 0 and loss > 0 else None,
    )  # fmt: skip


def _months(kept: Sequence[Scored]) -> tuple[Month, ...]:
    grouped = groupby(kept, key=lambda one: one.row.order.session[:7])
    made = [(month, [_r(one) for one in rows]) for month, rows in grouped]
    return tuple(Month(month, len(results), _mean(results)) for month, results in made)


def _when(one: Scored) -> tuple[str, int, str]:
    return one.row.order.session, one.row.filled_at or 0, one.row.order.id


def _r(one: Scored) -> float:
    assert one.row.r is not None, "a counted outcome has a result"
    return one.row.r


def _known(values: Iterable[float | None]) -> list[float]:
    return [value for value in values if value is not None]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
