"""Settings of the gex engine; a change of a definition is a new `DEFINITION`."""

from collections.abc import Mapping
from dataclasses import dataclass, field

_STANDARD = "standard sign (calls +, puts −)"
_METHOD = (
    "Γ·OI·100·S²·1 %; σ from out-of-the-money mids; calendar minutes; forwards by parity; sticky strike; DEX in the "
    "customers' sign"
)


def definition_of(sign_model: str) -> str:
    """Name and version of the formula, the sign model first."""
    sign = _STANDARD if sign_model == "standard" else f"sign model {sign_model}"
    return f"spxcc-gex/1: {sign}; {_METHOD}"


DEFINITION = definition_of("standard")
CONTRACT_SIZE = 100.0
XSP_RATIO = 10.0
"""SPX over XSP, by the contract."""
MINUTES_PER_YEAR = 525_600.0
MIN_MINUTES = 1.0
"""Floor of the time to settlement: at-the-money gamma diverges as 1/√T."""
MIN_FRONT_MINUTES = 2.0
"""An expiry closer than this is not the front any more."""
DRAWS = 256
TILT_SD = 0.3
"""Of the ensemble: global departure of one side from the standard assumption, as a share of its open interest."""
STRIKE_SD = 0.5
"""The same per strike, independent."""
OPENING_S = 120.0
OPENING_SHARE = 0.0005
"""An index further than this from fresh parity, so soon after the open, is still the opening print."""
TOP_LEVELS = 10
WALLS = 3
PROFILE_SHOWN = 0.05
"""The published profile reaches this far from spot on both sides."""


@dataclass(frozen=True, slots=True)
class GexSettings:
    """What a user may change.

    spot: taken instead of any source. rate: continuous, per year. dividend: yield per year, `None` = implied by the
    forwards. spot_age_s: an older price is not fresh. index_age_s: an older index gives way to a newer parity. sync_s:
    an index value and quotes at most this far apart are one moment. flip_range: the profile is searched to this share
    from spot; flip_step: its grid. wall_margin, wall_runs: a challenger becomes the wall when it is larger by this
    share or leads for so many refreshes. min_covered: least share of open interest with a volatility of its own.
    max_crossed: largest share of crossed quotes. min_strikes: around the money of the front expiry. worthless_ask:
    without a bid and offered at this or less a contract is worth next to nothing. max_spread_pts and max_spread_share:
    a wider quote gives no volatility. min_mid: half a tick.
    sign_model: of `signs.make_sign_model`; sign_overrides: others by expiry date.
    """

    spot: float | None = None
    rate: float = 0.0425
    dividend: float | None = None
    spot_age_s: float = 60.0
    index_age_s: float = 15.0
    sync_s: float = 15.0
    flip_range: float = 0.15
    flip_step: float = 0.0005
    wall_margin: float = 0.05
    wall_runs: int = 3
    min_covered: float = 0.9
    max_crossed: float = 0.02
    min_strikes: int = 3
    max_spread_pts: float = 0.5
    max_spread_share: float = 0.5
    max_spread_of_strike: float = 0.005
    min_mid: float = 0.025
    worthless_ask: float = 0.25
    sign_model: str = "standard"
    sign_overrides: Mapping[str, str] = field(default_factory=dict)


DEFAULTS = GexSettings()
HISTORY_DAYS = 5
"""Least earlier days before a minute is compared with its like."""
