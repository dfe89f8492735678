"""The volatility surface: variance until each settlement, and the smile around the forward."""

from dataclasses import dataclass

import numpy as np

from spxcc.feeds.simulator.grid import Grid, variance_weight
from spxcc.feeds.simulator.listing import Listing
from spxcc.feeds.simulator.spot import DAY_SD
from spxcc.market.session import hours, next_session
from spxcc.market.snapshot import Floats, Ints
from spxcc.market.units import NANOS_PER_DAY, NANOS_PER_SECOND

RATE, DIVIDEND = 0.0425, 0.013
SECONDS_PER_YEAR = 365.0 * 86_400.0
MIN_SECONDS = 1.0
PREMIUM = 1.08
"""Implied over expected volatility."""
LONG_SD = 0.0064
"""Expected standard deviation of a session far ahead, as `DAY_SD` is of today's."""
FORGETTING_SESSIONS = 6.0
NIGHT_SHARE = 0.4
"""Variance of a night, as a share of the session that follows it; a weekend counts `WEEKEND` times."""
WEEKEND = 1.4
FRONT_BETA = 1.7
"""Power of the VIX level that the nearest volatility follows; the far one follows its first power."""
BETA_SESSIONS = 4.0
WING_NEAR, WING_FAR, WING_SESSIONS = 0.40, 0.62, 8.0
LEAN = -0.55
BOTTOM = 0.8
LEAST_VARIANCE = 1e-12
"""Of what has settled."""


@dataclass(frozen=True, slots=True)
class Surface:
    """Volatility of one underlying's listing.

    left: share of today's variance still to come, by second. level: of VIX relative to the open, by second. tail:
    variance after today by expiry. today: 1 where today's session still counts. beta, wing: by expiry.
    """

    listing: Listing
    grid: Grid
    left: Floats
    level: Floats
    tail: Floats
    today: Floats
    beta: Floats
    wing: Floats

    def years(self, second: Floats, expiry: Ints) -> Floats:
        """Calendar time from `second` after the open to settlement, at least a second of it."""
        settle = (self.listing.settles_at - self.grid.open_at) / NANOS_PER_SECOND
        return np.asarray(np.maximum(settle[expiry] - second, MIN_SECONDS) / SECONDS_PER_YEAR)

    def volatility(self, second: Floats, expiry: Ints, log_moneyness: Floats) -> Floats:
        """Annual volatility on calendar time at ln(K/F)."""
        at = np.arange(self.left.size, dtype=np.float64)
        left, level = np.interp(second, at, self.left), np.interp(second, at, self.level)
        today = self.today[expiry] * (DAY_SD * PREMIUM) ** 2 * left
        variance = np.maximum((today + self.tail[expiry]) * level ** (2.0 * self.beta[expiry]), LEAST_VARIANCE)
        x = log_moneyness / np.sqrt(variance)
        smile = 1.0 + self.wing[expiry] * (LEAN * x + np.sqrt(x * x + BOTTOM**2) - BOTTOM)
        return np.asarray(np.sqrt(variance * smile / self.years(second, expiry)))


def make_surface(listing: Listing, grid: Grid, level: Floats) -> Surface:
    """The surface of a listing; `level` by second as of `vix_level`."""
    weight = variance_weight(grid.nominal(np.arange(grid.seconds + 1)))
    spent = np.cumsum(weight) / weight.sum()
    tails = [_tail(grid, root, expiry) for root, expiry in zip(listing.roots, listing.expiries, strict=True)]
    sessions = np.array([count for count, _ in tails])
    return Surface(
        listing=listing,
        grid=grid,
        left=np.maximum(1.0 - spent, 1.0 / grid.seconds),
        level=level,
        tail=np.array([variance for _, variance in tails]),
        today=np.array([1.0 if settle > grid.open_at else 0.0 for settle in listing.settles_at.tolist()]),
        beta=1.0 + (FRONT_BETA - 1.0) * np.exp(-sessions / BETA_SESSIONS),
        wing=WING_FAR + (WING_NEAR - WING_FAR) * np.exp(-sessions / WING_SESSIONS),
    )


def _tail(grid: Grid, root: str, expiry: str) -> tuple[float, float]:
    """Sessions after today until settlement, and their variance; a morning settlement ends before its session."""
    morning, day, count, variance = root == "SPX", grid.date, 0, 0.0
    while day < expiry:
        before, day = hours(day), next_session(day)
        count += 1
        sd = LONG_SD + (DAY_SD - LONG_SD) * np.exp(-count / FORGETTING_SESSIONS)
        after = hours(day)
        weekend = before is not None and after is not None and after.open_at - before.open_at > 1.5 * NANOS_PER_DAY
        night = NIGHT_SHARE * (WEEKEND if weekend else 1.0)
        variance += (PREMIUM * sd) ** 2 * (night + (0.0 if morning and day >= expiry else 1.0))
    return float(count), float(variance)
