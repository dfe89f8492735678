"""What several engines read of the snapshot and of the gex board."""

from dataclasses import dataclass

import msgspec

from spxcc.engines.engine import Upstream
from spxcc.engines.gex.result import GEX, GexResult
from spxcc.engines.volatility import e_unit
from spxcc.market.snapshot import MarketSnapshot
from spxcc.market.units import NANOS_PER_SECOND, UnixNanos, to_nanos

PAIR_LIMIT_S = 90.0
"""Two prices further apart in time are not compared: one cadence of minute bars and half of another."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """Spot in index points (the index, else as the gex engine found it), ATM σ of the nearest expiry, why they lack."""

    spot: float | None
    sigma: float | None
    reason: str | None

    def e(self, minutes: float) -> float | None:
        """E(minutes) in points; `None` without spot or σ."""
        return e_unit(self.spot, self.sigma, minutes)


def gex_of(upstream: Upstream, symbol: str = "SPX") -> GexResult | None:
    """The gex result of one symbol, if there is one."""
    board = upstream.get(GEX)
    return None if board is None else board.symbols.get(symbol)


def inputs_of(snapshot: MarketSnapshot, upstream: Upstream) -> Inputs:
    """Spot and σ of SPX. Neither is ever guessed: what is missing is `None` and named in `reason`."""
    gex = gex_of(upstream)
    last = snapshot.prices.get("SPX")
    spot = last.price if last is not None else (None if gex is None else gex.spot)
    sigma = None if gex is None else gex.atm_iv
    if spot is None:
        return Inputs(None, sigma, "no SPX price yet")
    if sigma is None or sigma <= 0:
        because = "no gex result yet" if gex is None else (gex.reason or "the nearest expiry has no ATM quotes")
        return Inputs(spot, None, f"no ATM volatility: {because}")
    return Inputs(spot, sigma, None)


def quoted_before_open(snapshot: MarketSnapshot, gex: GexResult | None) -> UnixNanos | None:
    """When the quotes of the chain were made, if that was before today's open; else `None`.

    Such quotes speak of the time since then: on calendar minutes they spread the variance of the session over the night
    as well, so a move of the session taken from their σ alone would be too small by the share of the night.
    """
    if gex is None or gex.quotes_at is None or to_nanos(gex.quotes_at) >= snapshot.session.open_at:
        return None
    return to_nanos(gex.quotes_at)


def live_ratio(snapshot: MarketSnapshot) -> tuple[float | None, str | None]:
    """SPX/SPY of two prices at most `PAIR_LIMIT_S` apart, or `None` and the reason."""
    spx, spy = snapshot.prices.get("SPX"), snapshot.prices.get("SPY")
    if spx is None or spy is None:
        return None, f"no {'SPX' if spx is None else 'SPY'} price yet"
    if abs(spx.ts_event - spy.ts_event) > PAIR_LIMIT_S * NANOS_PER_SECOND:
        return None, f"the SPX and SPY prices are more than {PAIR_LIMIT_S:.0f} s apart"
    return spx.price / spy.price, None


def mapped_from_spy(snapshot: MarketSnapshot) -> bool:
    """Whether the SPX prices of this feed are SPY's times a ratio, so that a basis between them would say nothing."""
    bars = snapshot.bars.get("SPX")
    return bars is not None and bars.label.startswith("SPY")


class Drift(msgspec.Struct, frozen=True):
    """A number that follows its input only when they differ by more than a share: keeps units from flickering."""

    value: float | None = None

    def follow(self, new: float | None, share: float = 0.05) -> "Drift":
        """Itself while `new` is within `share` of it, else a drift at `new`."""
        if new is None or self.value is None or abs(new - self.value) > share * self.value:
            return Drift(new)
        return self
