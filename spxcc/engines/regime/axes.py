"""The measured axes: damping by gamma, trend and range by closed minutes, share of the expected move."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from spxcc.engines.gex.result import GexResult
from spxcc.engines.inputs import Inputs
from spxcc.engines.regime import params
from spxcc.market.snapshot import BarColumns
from spxcc.market.units import NANOS_PER_MINUTE, UnixNanos
from spxcc.quant.indicators import efficiency_ratio


@dataclass(frozen=True, slots=True)
class Trend:
    """Of the last `WINDOW` closed minutes: efficiency 0–1, net move and range in points, and the break of the range.

    broke: +1 or −1 if the last close stands beyond the range of the minutes before the last ten by 0.25·E15, having
    moved at least E10 in these ten; else 0. Without E it is 0 and `e30` is `None`.
    """

    efficiency: float
    move: float
    span: float
    broke: int
    e30: float | None


def trend_of(today: BarColumns, inputs: Inputs) -> Trend | None:
    """The trend axis at the last closed minute of the session; `None` before `WINDOW` + 1 closes."""
    if len(today) <= params.WINDOW:
        return None
    closes = today.close[-params.WINDOW - 1 :]
    high = float(today.high[-params.WINDOW :].max())
    low = float(today.low[-params.WINDOW :].min())
    return Trend(
        efficiency=float(efficiency_ratio(closes)),
        move=float(closes[-1] - closes[0]),
        span=high - low,
        broke=_broke(today, inputs),
        e30=inputs.e(30),
    )


def _broke(today: BarColumns, inputs: Inputs) -> int:
    e15, e10 = inputs.e(15), inputs.e(10)
    before = slice(-params.WINDOW - params.BREAKOUT_RECENT, -params.BREAKOUT_RECENT)
    if e15 is None or e10 is None or today.high[before].size < params.WINDOW:
        return 0
    last = float(today.close[-1])
    moved = last - float(today.close[-params.BREAKOUT_RECENT - 1])
    beyond = params.BREAKOUT_BEYOND_E15 * e15
    if last > float(today.high[before].max()) + beyond and moved >= params.BREAKOUT_MOVE_E10 * e10:
        return 1
    if last < float(today.low[before].min()) - beyond and moved <= -params.BREAKOUT_MOVE_E10 * e10:
        return -1
    return 0


def gamma_of(gex: GexResult | None, spot: float | None) -> Literal["positive", "negative", "near_flip"] | None:
    """Side of the sign ensemble; near the flip by P⁺ or by distance in expected moves. `None` without the band."""
    if gex is None or gex.band is None:
        return None
    move = None if gex.expected_move is None else gex.expected_move.straddle
    if spot is not None and gex.flip_point is not None and move is not None:
        near = abs(spot - gex.flip_point) < params.NEAR_FLIP_SHARE * move
        if near:
            return "near_flip"
    if gex.band.p_plus >= params.POSITIVE:
        return "positive"
    return "negative" if gex.band.p_plus <= params.NEGATIVE else "near_flip"


def expected_move_used(today: BarColumns, open_at: UnixNanos, session_move: float | None) -> float | None:
    """Furthest distance from the session's open so far over `session_move`; `None` if the first minute was not seen."""
    if session_move is None or session_move <= 0 or not len(today) or int(today.start[0]) >= open_at + NANOS_PER_MINUTE:
        return None
    opened = float(today.open[0])
    away = max(float(np.max(today.high)) - opened, opened - float(np.min(today.low)))
    return round(away / session_move, 3)
