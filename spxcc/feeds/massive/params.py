"""Where Massive is, how often it may be asked, and how long to wait for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

SOURCE = "massive"
SIM_HEADER = "x-sim"
UNDERLYINGS = ("SPX", "SPY")
DELAY_S = 900.0
"""How old everything is on a delayed plan."""

Cluster: TypeAlias = Literal["indices", "stocks", "options"]
CLUSTERS: tuple[Cluster, ...] = ("indices", "stocks", "options")

PAGE_ROWS = 250
CONTRACT_ROWS = 1000
BASE_BARS = 50_000
STEP_S = 0.25
"""Between two steps of the engines."""
FIRST_WAIT_S = 4.0
"""The first step waits for the first answers, but not longer than this."""
LOST_S = 1.0
"""So long without any way to the vendor the steps go on, so that the reason is seen; then they stop."""


@dataclass(frozen=True, slots=True)
class CallLimits:
    """connect_s: to reach the vendor. total_s: for one whole answer. max_bytes: of one answer, unpacked.

    per_minute: calls of the plan, burst: of them at once. tries: of one question, pause_s: before the second, doubled
    for each further one, and drawn out by up to `jitter` of itself. patience_s: longest pause that the vendor may ask
    for before the question counts as failed. max_pages: of one walk.
    """

    connect_s: float = 5.0
    total_s: float = 5.0
    max_bytes: int = 32 * 1024 * 1024
    per_minute: int = 600
    burst: int = 50
    tries: int = 3
    pause_s: float = 0.3
    jitter: float = 0.5
    patience_s: float = 20.0
    max_pages: int = 400


@dataclass(frozen=True, slots=True)
class BreakerRules:
    """failures: in a row that open the breaker. rest_s: first rest, doubled up to rest_max_s."""

    failures: int = 5
    rest_s: float = 2.0
    rest_max_s: float = 4.0


@dataclass(frozen=True, slots=True)
class ChainRules:
    """band: share of the spot at each side. expiries: sessions of the near part, today's first. max_pages: of the near
    part of one underlying. near_s, whole_s: between two beginnings in the session; idle_s: of the near part at other
    times, whole_idle_s: of the whole. lead_s, tail_s: how long before the open and after the close count as session.
    """

    band: float = 0.05
    expiries: int = 3
    max_pages: int = 10
    near_s: float = 8.0
    whole_s: float = 300.0
    idle_s: float = 300.0
    whole_idle_s: float = 1800.0
    lead_s: float = 900.0
    tail_s: float = 1200.0


@dataclass(frozen=True, slots=True)
class StreamRules:
    """ack_s: after it a subscription without acknowledgement is reported. auth_s: for the greeting and the login.

    stable_s: after it a connection counts as good and the back-off begins anew. silence_s: of data by cluster, in the
    session, after which the connection is given up. quotes: contracts with quotes. recentre: share by which the spot
    moves before contracts are chosen anew. chunk: parameters of one message. quiet_s: of silence in the session, and
    bar_s: after the end of a minute without its bar, until that is told.
    """

    ack_s: float = 5.0
    auth_s: float = 10.0
    stable_s: float = 10.0
    silence_s: Mapping[Cluster, float] | None = None
    quotes: int = 1000
    recentre: float = 0.0025
    chunk: int = 100
    repair_s: float = 90.0
    quiet_s: float = 2.0
    bar_s: float = 2.5

    def silence_of(self, cluster: Cluster) -> float:
        """Seconds without data that a cluster is allowed in the session."""
        told = self.silence_s or {"indices": 8.0, "stocks": 8.0, "options": 8.0}
        return told[cluster]
