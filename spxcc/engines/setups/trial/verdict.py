"""Setups against random entries: whether any departs, after Holm's correction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import erfc, sqrt

import numpy as np

from spxcc.engines.setups.trial.control import Drawn
from spxcc.engines.setups.trial.play import Attempt
from spxcc.quant.indicators import Floats


@dataclass(frozen=True, slots=True)
class Row:
    """One setup. Shares 0…1 of resolved trades (target or stop first); r in risks; se: by session.

    p_r, p_won: of no difference from random entries, two-sided, uncorrected. control_won counts time exits as no win,
    as won_all does.
    """

    code: str
    kind: str
    sessions: int
    trades: int
    resolved: int
    won: float | None
    null: float | None
    r: float | None
    se: float | None
    ambiguous: float
    control_r: float | None
    p_r: float | None
    won_all: float | None
    control_won: float | None
    p_won: float | None


def compared(code: str, kind: str, sessions: int, trades: Sequence[Attempt], drawn: Drawn | None) -> Row:
    """The row of one setup's filled trades and their random twins."""
    if not trades or drawn is None:
        return Row(code, kind, sessions, 0, 0, None, None, None, None, 0.0, None, None, None, None, None)
    r = np.array([one.r for one in trades], dtype=np.float64)
    won = np.array([one.outcome == "target" for one in trades])
    resolved = np.array([one.outcome in ("target", "stop", "ambiguous") for one in trades])
    null = np.array([0.0 if one.plan is None or one.plan.null is None else one.plan.null for one in trades])
    day = np.array([one.row for one in trades])
    away_r, away_won = r - drawn.r.mean(axis=1), won - drawn.won.mean(axis=1)
    return Row(
        code=code,
        kind=kind,
        sessions=sessions,
        trades=len(trades),
        resolved=int(resolved.sum()),
        won=float(won[resolved].mean()) if resolved.any() else None,
        null=float(null[resolved].mean()) if resolved.any() else None,
        r=float(r.mean()),
        se=clustered_error(r - r.mean(), day),
        ambiguous=float(np.mean([one.outcome == "ambiguous" for one in trades])),
        control_r=float(drawn.r.mean()),
        p_r=p_of(away_r, day),
        won_all=float(won.mean()),
        control_won=float(drawn.won.mean()),
        p_won=p_of(away_won, day),
    )


def clustered_error(away: Floats, day: np.ndarray[tuple[int], np.dtype[np.int64]]) -> float:
    """Standard error of a mean whose terms correlate within a session."""
    sums = np.bincount(day, weights=away)
    return float(np.sqrt((sums**2).sum())) / away.size


def p_of(away: Floats, day: np.ndarray[tuple[int], np.dtype[np.int64]]) -> float | None:
    """Two-sided p that the mean is zero, by session; `None` with fewer than thirty sessions."""
    if np.unique(day).size < 30:
        return None
    error = clustered_error(away - away.mean(), day)
    return None if error == 0 else erfc(abs(float(away.mean())) / error / sqrt(2.0))


def holm(found: Mapping[str, float]) -> dict[str, float]:
    """Holm's step-down adjustment: each p times how many are not smaller, never below one before it, at most 1.

    Source: S. Holm, A simple sequentially rejective multiple test procedure (1979).
    """
    adjusted: dict[str, float] = {}
    largest = 0.0
    for at, (name, p) in enumerate(sorted(found.items(), key=lambda item: (item[1], item[0]))):
        largest = max(largest, min(1.0, p * (len(found) - at)))
        adjusted[name] = largest
    return adjusted
