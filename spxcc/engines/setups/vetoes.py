"""What forbids arming and triggering whatever the kind: old data, a halt, a quiet time, a wide quote."""

from collections.abc import Callable
from functools import cache

from spxcc.engines.agenda.result import AGENDA_KEY
from spxcc.engines.common import UnixMillis
from spxcc.engines.engine import Upstream
from spxcc.engines.setups.contract import SPREAD_PTS, SPREAD_SHARE, contract_for
from spxcc.engines.setups.result import Check
from spxcc.engines.setups.scene import Scene
from spxcc.engines.sources import DELAY_S, DOWN_AFTER_S, STALE_AFTER_S
from spxcc.market.snapshot import MarketSnapshot
from spxcc.market.units import to_millis


def market_ms(snapshot: MarketSnapshot) -> UnixMillis:
    """Up to when (ms) the feed has told all: a delayed one is that much behind, and so are all deadlines."""
    return to_millis(snapshot.as_of) - round(1000 * _delay_s(snapshot))


def vetoes_at(snapshot: MarketSnapshot, scene: Scene) -> tuple[Check, ...]:
    """The vetoes that hold at this step; every unit of the rules comes from option quotes, so they must be fresh."""
    now = to_millis(snapshot.as_of)
    vetoes = [
        _late("fresh minute", now, scene.at, STALE_AFTER_S + _delay_s(snapshot)),
        _late(
            "fresh quotes", now, None if scene.gex is None else scene.gex.quotes_at, DOWN_AFTER_S + _delay_s(snapshot)
        ),
        Check(name="trading", ok=False, value="halted", need="not halted") if snapshot.halted else None,
    ]
    return tuple(veto for veto in vetoes if veto is not None)


def blackout_at(upstream: Upstream) -> Check | None:
    """The veto of a quiet time around an event; `None` outside of one and without a calendar."""
    agenda = upstream.get(AGENDA_KEY)
    event = None if agenda is None else agenda.blackout
    return None if event is None else Check(name="blackout", ok=False, value=event.name, need="no quiet time")


def legs_at(snapshot: MarketSnapshot, scene: Scene) -> Callable[[int], Check | None]:
    """The veto of a wide quote on the contract that a side would take; found once, when first asked for.

    A side without any contract has none: what has no leg has no spread.
    """

    @cache
    def leg(sign: int) -> Check | None:
        found = contract_for("long" if sign > 0 else "short", snapshot, scene.gex)
        if isinstance(found, str) or found.spread_ok:
            return None
        value = f"{found.ask - found.bid:.2f}, {found.spread_share:.0%}"
        return Check(name="leg spread", ok=False, value=value, need=f"≤ {SPREAD_PTS:.2f} and ≤ {SPREAD_SHARE:.0%}")

    return leg


def _delay_s(snapshot: MarketSnapshot) -> float:
    return DELAY_S if snapshot.mode == "delayed" else 0.0


def _late(name: str, now: UnixMillis, instant: UnixMillis | None, limit_s: float) -> Check | None:
    age_s = None if instant is None else (now - instant) / 1000
    if age_s is not None and age_s <= limit_s:
        return None
    return Check(
        name=name, ok=False, value="unknown age" if age_s is None else _age(age_s), need=f"≤ {limit_s:.0f} s old"
    )


def _age(seconds: float) -> str:
    """In the largest unit that is not a fraction."""
    if seconds < 600:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 7200 else f"{seconds / 3600:.0f} h"
