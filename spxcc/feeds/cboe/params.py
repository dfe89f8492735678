"""Where the quotes are, and how often they may be asked for."""

from collections.abc import Mapping
from dataclasses import dataclass

SOURCE = "cboe"
URL = "https://cdn.cboe.com/api/global/delayed_quotes/options"
DOCUMENTS: Mapping[str, str] = {"SPX": "_SPX.json", "SPY": "SPY.json"}
"""Document of each underlying; those of indices begin with an underscore."""
INDICES = frozenset({"SPX"})

STEP_S = 1.0
"""Between two steps of the engines."""
FIRST_WAIT_S = 5.0
"""The first step waits for the first answers, but not longer than this."""
PATIENCE_S = 180.0
"""So long after the last good answer trouble is not yet silence: two polls may fail."""


@dataclass(frozen=True, slots=True)
class PollRules:
    """All in seconds.

    interval: between two questions near the session, idle: at other times. lead, tail: how long before the open and
    after the close it counts as near. jitter: share of a pause by which it may be longer, never shorter.
    retry: first pause after trouble on the way, when nobody answered. retry_max: longest pause of its own accord.
    retry_after_max: longest pause that the vendor may ask for.
    """

    interval: float = 60.0
    idle: float = 900.0
    lead: float = 900.0
    tail: float = 2100.0
    jitter: float = 0.1
    retry: float = 5.0
    retry_max: float = 600.0
    retry_after_max: float = 3600.0


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """connect_s: to reach the vendor. total_s: for the whole answer. max_bytes: of the document, unpacked."""

    connect_s: float = 5.0
    total_s: float = 30.0
    max_bytes: int = 64 * 1024 * 1024
