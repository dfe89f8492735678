"""Perfiliev's method as published: weekdays over 262, no interest and no dividend, 60 prices within ±20 %."""

from spxcc.engines.gex.methods.convention import Convention, Grid, MethodResult, by_convention
from spxcc.market.snapshot import OptionChain
from spxcc.market.units import UnixNanos

GRID = Grid(60, 0.2)
CONVENTION = Convention(
    name="perfiliev",
    days_per_year=262.0,
    rate=0.0,
    grid=GRID,
    definition=(
        f"perfiliev: calls +, puts −; Γ·OI·100·S²·1 %; vendor's σ, sticky strike; T = max(1, weekdays)/262, all "
        f"expirations alike; r 0, q 0; {GRID.count} prices within ±{GRID.reach:.0%}; net from the profile at spot, "
        "flip = its first change of sign, linear"
    ),
)


def perfiliev(chain: OptionChain, as_of: UnixNanos, spot: float) -> MethodResult:
    """Net and flip of `chain` at `spot`."""
    return by_convention(chain, as_of, spot, CONVENTION)
