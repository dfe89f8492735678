"""Conditions against a scene: what would set an alert off now, and whether the market has gone back."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from spxcc.engines.alerts.params import (
    BASIS_BACK,
    FLOW_BACK,
    FRESH_MS,
    HYSTERESIS_PTS,
    MOVE_BACK,
    RETREAT_E5,
)
from spxcc.engines.alerts.result import Condition, Kind, Latch
from spxcc.engines.alerts.scene import Scene
from spxcc.engines.setups.result import Transition

MINUTE_MS = 60_000
SETUP_WORDS = {"invalid": "invalidated"}
TOLD = ("ready", "triggered", "invalidated")


class Span(NamedTuple):
    """The range of the price since the last look, index points."""

    low: float
    high: float


class Hit(NamedTuple):
    """One reason to fire. event_ms: when it happened at its source, where that is one moment."""

    subject: str
    words: str
    event_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """hits: reasons to fire now. ready: the condition is off, so a new alert may wait for it. back: the market has gone
    back far enough to arm one that fired. seen: the value of a state. lasting: the hits stay until they were told.
    """

    hits: tuple[Hit, ...] = ()
    ready: bool = True
    back: bool = True
    seen: str = ""
    lasting: bool = False


Judge = Callable[[Condition, Scene, Span, Latch], Verdict | None]


def judge(condition: Condition, scene: Scene, span: Span | None, latch: Latch) -> Verdict | None:
    """`None` where what the condition speaks of is unknown: the latch stays as it is."""
    if span is None and condition.kind in PRICED:
        return None
    return JUDGES[condition.kind](condition, scene, span or Span(0.0, 0.0), latch)


def retreat_pts(scene: Scene) -> float:
    """How far a price goes back before its level is armed again."""
    return HYSTERESIS_PTS if scene.e5 is None else max(RETREAT_E5 * scene.e5, HYSTERESIS_PTS)


def _touch(condition: Condition, scene: Scene, span: Span, latch: Latch) -> Verdict | None:
    level, price = condition.value, scene.price
    if level is None or price is None:
        return None
    on = span.low <= level <= span.high
    # Most looks find nothing, and every price is looked at: words are made only where they are said.
    hits = (Hit(f"{level:g}", f"touched {level:,.2f}", scene.price_at),) if on else ()
    away = abs(price - level)
    return Verdict(hits, ready=away >= HYSTERESIS_PTS, back=away >= retreat_pts(scene))


def _cross(condition: Condition, scene: Scene, span: Span, latch: Latch) -> Verdict | None:
    level, price = condition.value, scene.price
    if level is None or price is None:
        return None
    beyond = price - level if condition.word == "above" else level - price
    hits: tuple[Hit, ...] = ()
    if beyond >= HYSTERESIS_PTS:
        hits = (Hit(f"{condition.word} {level:g}", f"crossed {condition.word} {level:,.2f}", scene.price_at),)
    return Verdict(hits, ready=beyond <= 0, back=beyond <= -retreat_pts(scene))


def _flip(condition: Condition, scene: Scene, span: Span, latch: Latch) -> Verdict | None:
    if scene.flip is None or scene.price is None:
        return None
    over = scene.price - scene.flip
    side = latch.seen if abs(over) < HYSTERESIS_PTS else "above" if over > 0 else "below"
    hits: tuple[Hit, ...] = ()
    if latch.seen and side != latch.seen:
        hits = (Hit(side, f"price now {side} zero gamma {scene.flip:,.2f}", scene.price_at),)
    return Verdict(hits, back=abs(over) >= retreat_pts(scene), seen=side, lasting=True)


def _wall(condition: Condition, scene: Scene, span: Span, latch: Latch) -> Verdict | None:
    walls = {"call": scene.call_wall, "put": scene.put_wall}
    if condition.word:
        walls = {condition.word: walls[condition.word]}
    if any(strike is None for strike in walls.values()):
        return None
    seen = " ".join(f"{name}:{strike:g}" for name, strike in walls.items())
    hits: tuple[Hit, ...] = ()
    if latch.seen and seen != latch.seen:
        before, after = latch.seen.split(), seen.split()
        moved = [f"{a.partition(':')[0]} wall {b.partition(':')[2]} → {a.partition(':')[2]}"
                 for b, a in zip(before, after, strict=True) if a != b]  # fmt: skip
        hits = (Hit(seen, ", ".join(moved)),)
    return Verdict(hits, seen=seen, lasting=True)


def _regime(condition: Condition, scene: Scene, span: Span, latch: Latch) -> Verdict | None:
    if scene.regime is None:
        return None
    changed = bool(latch.seen) and scene.regime != latch.seen and condition.word in ("", scene.regime)
    hits = (Hit(scene.regime, f"regime {latch.seen} → {scene.regime}"),) if changed else ()
    return Verdict(hits, seen=scene.regime, lasting=True)


def _setup(condition: Condition, scene: Scene, span: Span, latch: Latch) -> Verdict | None:
    wanted = (SETUP_WORDS.get(condition.word, condition.word),) if condition.word else TOLD
    hits = tuple(
        Hit(
            f"{setup.id} {step.state}",
            f"{step.state.upper()} {setup.kind.replace('_', ' ')} {setup.side} {setup.level_label} "
            f"{setup.level_price:,.2f}",
            step.at,
        )
        for setup in scene.setups
        for step in setup.history
        if step.state in wanted and _news(step, scene, latch)
    )
    return Verdict(hits)


def _news(step: Transition, scene: Scene, latch: Latch) -> bool:
    return latch.since < step.at <= scene.now and scene.now - step.at <= FRESH_MS


def _print(condition: Condition, scene: Scene, span: Span, latch: Latch) -> Verdict | None:
    found = [one for one in scene.prints if one.premium >= (condition.value or 0.0)]
    found = [one for one in found if condition.word in ("", one.type) and scene.now - one.ts_event <= FRESH_MS]
    if not found:
        return Verdict()
    top = max(found, key=lambda one: (one.premium, one.id))
    more = f", and {len(found) - 1} more" if len(found) > 1 else ""
    words = f"{top.type} ${top.premium:,.0f} {top.size:,} × {top.symbol} {top.strike:g}{top.right} {top.expiry}{more}"
    return Verdict((Hit(top.id, words, top.ts_event),))


def _flow(condition: Condition, scene: Scene, span: Span, latch: Latch) -> Verdict | None:
    if scene.flow_score is None or condition.value is None:
        return None
    over = scene.flow_score - condition.value if condition.word == "above" else condition.value - scene.flow_score
    hit = Hit(f"{condition.word} {condition.value:g}", f"5m flow score {scene.flow_score:.0f}, {condition.word} "
              f"{condition.value:g}")  # fmt: skip
    return Verdict((hit,) if over >= 0 else (), ready=over < 0, back=over <= -FLOW_BACK)


def _basis(condition: Condition, scene: Scene, span: Span, latch: Latch) -> Verdict | None:
    if scene.basis_z is None or condition.value is None:
        return None
    over = abs(scene.basis_z) - condition.value
    hit = Hit(f"{condition.value:g}", f"basis z {scene.basis_z:+.1f}, |z| ≥ {condition.value:g}".replace("-", "−"))
    return Verdict((hit,) if over >= 0 else (), ready=over < 0, back=over <= -BASIS_BACK)


def _move(condition: Condition, scene: Scene, span: Span, latch: Latch) -> Verdict | None:
    if scene.move_used is None or condition.value is None:
        return None
    over = scene.move_used - condition.value
    hit = Hit(f"{scene.session} {condition.value:g}", f"{scene.move_used:.0f} % of the expected move used")
    return Verdict((hit,) if over >= 0 else (), ready=over < 0, back=over <= -MOVE_BACK)


def _stale(condition: Condition, scene: Scene, span: Span, latch: Latch) -> Verdict | None:
    hit = Hit("stale", f"no fresh data: {scene.stale}")
    return Verdict((hit,) if scene.stale else (), ready=not scene.stale, back=not scene.stale)


def _event(condition: Condition, scene: Scene, span: Span, latch: Latch) -> Verdict | None:
    """Each event once, when it comes within the minutes asked for; one that was within them before is no news."""
    reach = int((condition.value or 0.0) * MINUTE_MS)
    hits = tuple(
        Hit(f"{one.at} {one.name}", f"{one.name} in {_minutes(one.at - scene.now)}")
        for one in scene.events
        if latch.since < one.at - reach <= scene.now < one.at
    )
    return Verdict(hits)


def _close(condition: Condition, scene: Scene, span: Span, latch: Latch) -> Verdict | None:
    if scene.close_at is None or condition.value is None:
        return Verdict()
    left = scene.close_at - scene.now
    on = 0 < left <= condition.value * MINUTE_MS
    hit = Hit(f"{scene.session} {condition.value:g}", f"the close is in {_minutes(left)}")
    return Verdict((hit,) if on else (), ready=not on, back=not on)


def _minutes(millis: int) -> str:
    return f"{max(millis, 0) / MINUTE_MS:.0f} min"


JUDGES: dict[Kind, Judge] = {
    "touch": _touch, "cross": _cross, "flip": _flip, "wall": _wall, "regime": _regime, "setup": _setup,
    "print": _print, "flow": _flow, "basis": _basis, "move": _move, "stale": _stale, "event": _event, "close": _close,
}  # fmt: skip
PRICED = ("touch", "cross", "flip")
