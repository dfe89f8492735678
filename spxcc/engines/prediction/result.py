"""Result of the prediction engine, on `prediction:update`."""

import msgspec

from spxcc.engines.engine import ResultKey
from spxcc.protocol.channel import StateChannel


class Horizon(msgspec.Struct, frozen=True, kw_only=True):
    """Band at `minutes` ahead (`label` "15m" or "close"): ±1 sd and ±2 sd around spot, drift zero. `at` ms.

    `coverage` is the measured share of outcomes inside 1 sd, `n` its sample; `None` until measured.
    """

    label: str
    minutes: float
    at: int
    one_sd: float
    low1: float
    high1: float
    low2: float
    high2: float
    coverage: float | None = None
    n: int = 0


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """Nearest zone on one side: distance in points and in units of the 15-minute expected move."""

    zone_id: str
    label: str
    price: float
    distance: float
    distance_e15: float


class Prediction(msgspec.Struct, frozen=True, kw_only=True):
    """Cone by σ·√t in calendar minutes from the ATM implied volatility."""

    spot: float | None
    sigma: float | None
    horizons: tuple[Horizon, ...]
    next_up: Target | None
    next_down: Target | None
    reason: str | None = None


PREDICTION_KEY: ResultKey[Prediction] = ResultKey("prediction")
PREDICTION: StateChannel[Prediction] = StateChannel("prediction:update", "spx_prediction", Prediction)
