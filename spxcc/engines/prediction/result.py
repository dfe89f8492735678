"""Result of the prediction engine, on `prediction:update`."""

import msgspec

from spxcc.engines.common import in_company
from spxcc.engines.engine import ResultKey
from spxcc.protocol.channel import StateChannel


class Horizon(msgspec.Struct, frozen=True, kw_only=True):
    """Band at `minutes` ahead (`label` "15m" or "close"): ±1 sd and ±2 sd around spot, drift zero. `at` ms.

    `coverage` is the measured share of the `n` cones met so far, of this session and of those the ledger has, whose
    outcome lay inside 1 sd, with its Wilson 95 % interval; `None` until one was met. `expected`: what a normal gives.
    A horizon has one cone open at a time, so the sample does not overlap. inside, inside2: within 1 and 2 sd.
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
    inside: int = 0
    inside2: int = 0
    coverage_low: float | None = None
    coverage_high: float | None = None
    expected: float = 0.6827

    def __post_init__(self) -> None:
        in_company(self.coverage, self.n, self.coverage_low, self.coverage_high, self.expected)


class ConeCount(msgspec.Struct, frozen=True, kw_only=True):
    """Cones of one horizon that were met, and outcomes within 1 and 2 sd."""

    label: str
    n: int = 0
    inside: int = 0
    inside2: int = 0


class ConeCounts(msgspec.Struct, frozen=True, kw_only=True):
    """Of a session (ISO date), or of all `sessions` before, by horizon."""

    session: str = ""
    sessions: int = 0
    counts: dict[str, ConeCount] = {}


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """Nearest zone on one side: distance in points and in units of the 15-minute expected move."""

    zone_id: str
    label: str
    price: float
    distance: float
    distance_e15: float


class Prediction(msgspec.Struct, frozen=True, kw_only=True):
    """Cone by σ·√t in calendar minutes from the ATM implied volatility. today: cones of the session that were met."""

    spot: float | None
    sigma: float | None
    horizons: tuple[Horizon, ...]
    next_up: Target | None
    next_down: Target | None
    today: ConeCounts = ConeCounts()
    reason: str | None = None


CONES_FACT = "prediction.cones"
"""Name of the fact that holds the `ConeCounts` of earlier sessions."""
PREDICTION_KEY: ResultKey[Prediction] = ResultKey("prediction")
PREDICTION: StateChannel[Prediction] = StateChannel("prediction:update", "spx_prediction", Prediction)
