"""Entry, stop and targets, in prices and in units of risk."""

import msgspec

from spxcc.engines.common import UnixMillis


class Blueprint(msgspec.Struct, frozen=True, kw_only=True):
    """How a rule would trade its place.

    entry: where it expects to get in. t1, t2: prices that may be targets; t1_r, t2_r: a target in multiples of the risk
    besides them. apart: T2 lies at least so many points beyond T1.
    """

    entry: float
    stop: float
    t1: tuple[float, ...] = ()
    t2: tuple[float, ...] = ()
    t1_r: float | None = None
    t2_r: float | None = None
    apart: float = 0.01


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """Prices in index points; r1, r2 = reward over risk at the targets; null = the driftless s/(s + t) of T1."""

    entry: float
    stop: float
    t1: float | None
    t2: float | None
    r1: float | None
    r2: float | None
    null: float | None


class Trade(msgspec.Struct, frozen=True, kw_only=True):
    """A fill: `filled_at` ms is the start of the bar at whose open it was made. banked: R taken at T1."""

    filled_at: UnixMillis
    entry: float
    stop: float
    t1: float
    t2: float | None
    risk: float
    banked: float = 0.0


def plan(sign: int, blueprint: Blueprint, entry: float, least_r: float, least_risk: float) -> Plan | None:
    """The blueprint with its entry at `entry`. sign: +1 long, −1 short.

    `None` where the stop is not at least `least_risk` points (> 0) behind the entry, both in cents. T1 is the nearest
    target with a reward of at least `least_r` risks, T2 the nearest one `apart` beyond it; each `None` where there is
    none.
    """
    entry, stop = round(entry, 2), round(blueprint.stop, 2)
    risk = sign * (entry - stop)
    if risk < least_risk - 1e-9:
        return None
    t1 = _nearest(sign, entry, least_r * risk, blueprint.t1, blueprint.t1_r, entry, risk)
    t2 = None if t1 is None else _nearest(sign, t1, blueprint.apart, blueprint.t2, blueprint.t2_r, entry, risk)
    reward = None if t1 is None else sign * (t1 - entry)
    return Plan(
        entry=entry,
        stop=stop,
        t1=None if t1 is None else round(t1, 2),
        t2=None if t2 is None else round(t2, 2),
        r1=None if reward is None else round(reward / risk, 2),
        r2=None if t2 is None else round(sign * (t2 - entry) / risk, 2),
        null=None if reward is None else round(risk / (risk + reward), 3),
    )


def _nearest(
    sign: int, base: float, least: float, prices: tuple[float, ...], multiple: float | None, entry: float, risk: float
) -> float | None:
    """The candidate nearest to `base` that lies at least `least` points beyond it."""
    candidates = prices if multiple is None else (*prices, entry + sign * multiple * risk)
    beyond = [price for price in candidates if sign * (price - base) >= least - 1e-9]
    return min(beyond, key=lambda price: sign * price, default=None)
