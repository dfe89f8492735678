"""Result of the basis engine, on `basis:update`."""

from typing import Literal

import msgspec

from spxcc.engines.engine import ResultKey
from spxcc.protocol.channel import StateChannel


class Basis(msgspec.Struct, frozen=True, kw_only=True):
    """Points of the index. `basis` = SPX cash − SPY × live ratio EMA (the wire's main number), `parity_basis` = cash −
    parity-implied SPX, `basis10` = SPX − 10·SPY (the predecessor's convention). `z` by time (20-minute half-life).

    `ratio` = SPX/SPY, smoothed by time; `leading` by lead-lag correlation over ten minutes, given as `correlation`.
    """

    basis: float | None
    trend: Literal["expanding", "contracting", "stable"] | None
    leading: Literal["SPX", "SPY", "neutral"] | None
    timestamp: str
    parity_spot: float | None
    parity_basis: float | None
    ratio: float | None
    ema_5m: float | None
    ema_20m: float | None
    z: float | None
    basis10: float | None
    correlation: float | None
    missing: dict[str, str] = {}
    reason: str | None = None


BASIS_KEY: ResultKey[Basis] = ResultKey("basis")
BASIS: StateChannel[Basis] = StateChannel("basis:update", "spx_basis", Basis)
