"""What dealers would have to trade if spot, time and volatility moved: by full repricing, with the share of each cause.

With D(S, t, σ) = Σ 100·n·Δ over the n contracts that dealers hold (n < 0 short), the flow of a scenario is
−(D(S′, t′, σ′) − D(S, t, σ))·S′ dollars: positive means they buy. Volatility is sticky by strike, carry stays. A
contract that settles inside a scenario is cash from then on: its delta is gone, and the unwinding of its hedge at
settlement is part of the flow. One that settles just when the scenario ends is valued a minute before.
"""

from dataclasses import dataclass

import numpy as np

from spxcc.engines.gex import params
from spxcc.engines.gex.positions import Positions, Weights, sensitivities_of, standard_weights
from spxcc.engines.gex.result import HedgeFlow
from spxcc.market.snapshot import Bools, Floats
from spxcc.quant import bsm

SPOT_MOVES = (-0.02, -0.01, -0.005, 0.005, 0.01, 0.02)
VOL_MOVES = (-1.0, 1.0)
SELL_OFF = (-0.01, 60.0, 1.0)
"""The combined one: spot, minutes (or less, to the close), volatility points."""
LEAST_SIGMA_SHARE = 0.2
"""A fall of volatility leaves at least this share of it."""
SAME_INSTANT_MINUTES = 1.0 / 60.0
_POINT = 0.01


@dataclass(frozen=True, slots=True)
class Scenario:
    """A move of spot as a share of it, minutes that pass, and a change of every volatility in points."""

    spot_share: float = 0.0
    minutes: float = 0.0
    vol_points: float = 0.0


def default_scenarios(minutes_to_close: float) -> tuple[Scenario, ...]:
    """Spot alone, time alone to the close, volatility alone, and a fall with rising volatility within the hour."""
    share, minutes, points = SELL_OFF
    return (
        *(Scenario(spot_share=move) for move in SPOT_MOVES),
        Scenario(minutes=max(minutes_to_close, 0.0)),
        *(Scenario(vol_points=move) for move in VOL_MOVES),
        Scenario(share, min(minutes, max(minutes_to_close, 0.0)), points),
    )


def hedge_flows(
    positions: Positions, spot: float, rate: float, scenarios: tuple[Scenario, ...], weights: Weights | None = None,
    known: bsm.Sensitivities | None = None,
) -> tuple[HedgeFlow, ...]:  # fmt: skip
    """One row a scenario, whole dollars, so that gamma, charm, vanna and residual add up to the flow exactly.

    weights: what dealers hold, by default by the standard model. known: `sensitivities_of` the same.
    """
    held = standard_weights(positions) if weights is None else weights
    share, minutes, points = (
        np.array([getattr(one, name) for one in scenarios])[:, None] for name in ("spot_share", "minutes", "vol_points")
    )
    moved = spot * (1.0 + share)
    years, alive = later(positions.years, minutes)
    sigma = np.maximum(positions.sigma + _POINT * points, LEAST_SIGMA_SHARE * positions.sigma)
    before = _delta(positions, held, spot, positions.years, positions.sigma, rate)
    after = np.where(alive, _delta(positions, held, moved, years, sigma, rate), 0.0)
    flow = -(after - before).sum(axis=1) * moved[:, 0]
    one = sensitivities_of(positions, spot, rate) if known is None else known
    gamma, charm, vanna = _sensitivities(positions, held, rate, one)
    elapsed = positions.years - np.where(alive, years, 0.0)
    by_spot = -(gamma.sum() * (moved - spot) * moved)[:, 0]
    by_time = -(elapsed @ charm) * moved[:, 0]
    by_vol = -((sigma - positions.sigma) @ vanna) * moved[:, 0]
    return tuple(
        _row(one, *parts)
        for one, *parts in zip(
            scenarios, flow.tolist(), by_spot.tolist(), by_time.tolist(), by_vol.tolist(), strict=True
        )
    )


def charm_to_close(
    positions: Positions, spot: float, rate: float, minutes_to_close: float, weights: Weights | None = None
) -> float:
    """What charm adds up to until the close at today's price and volatilities: change of dealers' delta, USD.

    A contract that settles before the close, or at it, counts until a minute before its settlement. The flow that keeps
    dealers hedged is the opposite of it.
    """
    held = standard_weights(positions) if weights is None else weights
    years, _ = later(positions.years, np.array([max(minutes_to_close, 0.0)]))
    now = _delta(positions, held, spot, positions.years, positions.sigma, rate)
    return float((_delta(positions, held, spot, years, positions.sigma, rate) - now).sum()) * spot


def later(years: Floats, minutes: Floats) -> tuple[Floats, Bools]:
    """Years that are left after `minutes`, at least a minute's worth, and which have not settled by then."""
    left = years * params.MINUTES_PER_YEAR - minutes
    floor = np.minimum(years * params.MINUTES_PER_YEAR, params.MIN_MINUTES)
    return np.maximum(left, floor) / params.MINUTES_PER_YEAR, left >= -SAME_INSTANT_MINUTES


def _delta(
    positions: Positions, held: Weights, spot: Floats | float, years: Floats, sigma: Floats, rate: float
) -> Floats:
    """Dealers' delta of each position in units of the underlying; a put's is the call's less e_q."""
    call = bsm.delta(spot, positions.strike, years, sigma, rate, positions.carry, True)
    return params.CONTRACT_SIZE * (held.net * call - held.put * np.exp((positions.carry - rate) * years))


def _sensitivities(
    positions: Positions, held: Weights, rate: float, one: bsm.Sensitivities
) -> tuple[Floats, Floats, Floats]:
    """∂D/∂S, ∂D/∂t per year and ∂D/∂σ of each position."""
    of_puts = held.put * (rate - positions.carry) * one.e_q
    size = params.CONTRACT_SIZE
    return size * held.net * one.gamma, size * (held.net * one.charm - of_puts), size * held.net * one.vanna


def _row(scenario: Scenario, flow: float, gamma: float, charm: float, vanna: float) -> HedgeFlow:
    whole, *parts = (float(round(value)) for value in (flow, gamma, charm, vanna))
    return HedgeFlow(
        spot_share=scenario.spot_share,
        minutes=round(scenario.minutes, 3),
        vol_points=scenario.vol_points,
        flow=whole,
        gamma=parts[0],
        charm=parts[1],
        vanna=parts[2],
        residual=whole - sum(parts),
    )
