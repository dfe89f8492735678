"""Outcomes made by hand for the statistics."""

import numpy as np

from spxcc.engines.outcomes.params import terms_version
from spxcc.engines.outcomes.result import Order, OutcomeRow, TwinLeg, Verdict
from spxcc.engines.score.result import CellKey, Sample, Scored
from spxcc.engines.score.sample import pack

KEY = CellKey("backtest", "b1", "mean_reversion", "v1", terms_version(), "minutes", False)


def outcome(
    number: int, session: str, won: bool, r: float, verdict: Verdict | None = None, null: float = 0.5,
    control: Sample | None = None, late_r: float | None = None, twin: TwinLeg | None = None, best: bool | None = None,
) -> Scored:  # fmt: skip
    """The outcome `number` of a session."""
    order = Order(
        id=f"s{number}", kind="mean_reversion", session=session, level_id="L", side=1, rules_version="v1",
        decided_at=number, stop=94.0, t1=106.0, t2=None, until=number + 10, closes=number + 100,
    )  # fmt: skip
    said: Verdict = verdict or ("be_stop" if won else "stopped")
    counted = said not in ("no_fill", "feed_void")
    row = OutcomeRow(
        order=order, verdict=said, terms=terms_version(), resolution="minutes", reason="made",
        filled_at=number if counted else None, entry=100.0 if counted else None, won=won if counted else None,
        won_best=(won if best is None else best) if counted else None, r=r if counted else None,
        r_best=r if counted else None, geometric=null if counted else None, null=null if counted else None, twin=twin,
    )  # fmt: skip
    return Scored(row=row, control=control, late_r=late_r)


def draws(seed: int, share: float, count: int = 200) -> Sample:
    """Random entries that win +1 with probability `share`, else lose 1."""
    won = np.random.Generator(np.random.PCG64(seed)).random(count) < share
    return pack(np.where(won, 1.0, -1.0), won)
