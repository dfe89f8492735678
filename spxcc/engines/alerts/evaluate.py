"""One step of all alerts of a person: arm, fire, arm again. Pure: the same scenes give the same firings."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import msgspec

from spxcc.engines.alerts.judge import Hit, Span, Verdict, judge
from spxcc.engines.alerts.params import COOLDOWN_MS, FINGERPRINT_MS
from spxcc.engines.alerts.result import Alert, Fired, Kind, Latch, Severity, Status
from spxcc.engines.alerts.scene import Extremes, Scene

LOUDEST: tuple[Severity, ...] = ("critical", "setup", "info")


@dataclass(frozen=True, slots=True)
class Memory:
    """Of the last look: its time (ms), price and newest minute; told: when (ms) each fingerprint was said last."""

    now: int = 0
    price: float | None = None
    bar: Extremes | None = None
    told: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """fired: the loudest first. latches: of every alert that was handed in."""

    fired: tuple[Fired, ...]
    latches: Mapping[int, Latch]
    memory: Memory


def status_of(alert: Alert, latch: Latch, now: int) -> Status:
    """How an alert stands at `now` (ms)."""
    if is_done(alert, latch):
        return "fired"
    if alert.expires is not None and alert.expires <= now:
        return "expired"
    if latch.since == 0:
        return "new"
    return "armed" if latch.armed else "waiting"


def is_done(alert: Alert, latch: Latch) -> bool:
    """Whether it was said once and is to be said once."""
    return alert.once and latch.fired is not None


def evaluate(alerts: Iterable[Alert], latches: Mapping[int, Latch], scene: Scene, memory: Memory) -> Outcome:
    """Look at every alert that is not done and not expired; an alert without a latch is looked at for the first time
    and does not fire."""
    back_in_time = scene.now < memory.now
    span = span_of(scene, Memory() if back_in_time else memory)
    told = {key: at for key, at in memory.told.items() if 0 <= scene.now - at < FINGERPRINT_MS}
    after: dict[int, Latch] = {}
    fired: list[Fired] = []
    # Of several alerts that see the same thing the loudest says it.
    for alert in sorted(alerts, key=lambda one: LOUDEST.index(one.severity)):
        latch = latches.get(alert.id, Latch())
        if status_of(alert, latch, scene.now) in ("fired", "expired"):
            after[alert.id] = latch
            continue
        if latch.since > scene.now:
            latch = msgspec.structs.replace(latch, since=scene.now)
        verdict = judge(alert.condition, scene, span, latch)
        if verdict is None:
            after[alert.id] = latch
            continue
        hits, after[alert.id] = advance(alert, latch, verdict, scene.now, told)
        told |= {fingerprint(alert.condition.kind, hit.subject): scene.now for hit in hits}
        fired += [make_fired(alert, hit, scene) for hit in hits]
    newest = scene.bars[-1] if scene.bars else None
    return Outcome(tuple(fired), after, Memory(scene.now, scene.price, newest, told))


def advance(
    alert: Alert, latch: Latch, verdict: Verdict, now: int, told: Mapping[str, int]
) -> tuple[tuple[Hit, ...], Latch]:
    """What is said of the verdict's hits, and the latch afterwards."""
    first = latch.since == 0
    spoke = latch.count + latch.suppressed > 0
    armed = latch.armed or (verdict.back if spoke else verdict.ready)
    if first or not verdict.hits or not latch.armed:
        # One that is armed by this look does not fire in it: what the span holds came before.
        seen = latch.seen if verdict.hits else verdict.seen
        return (), msgspec.structs.replace(latch, armed=armed, seen=seen, since=now)
    cooling = latch.fired is not None and 0 <= now - latch.fired < COOLDOWN_MS[alert.condition.kind]
    hits = (
        ()
        if cooling
        else tuple(hit for hit in verdict.hits if fingerprint(alert.condition.kind, hit.subject) not in told)
    )
    if not hits and verdict.lasting and cooling:
        return (), msgspec.structs.replace(latch, armed=True)
    quiet = len(verdict.hits) - len(hits)
    stays = verdict.back and not verdict.lasting and verdict.ready
    return hits, Latch(
        armed=stays or (verdict.lasting and verdict.back),
        seen=verdict.seen,
        since=now,
        fired=latch.fired if cooling else now,
        count=latch.count + len(hits),
        suppressed=latch.suppressed + quiet,
    )


def span_of(scene: Scene, memory: Memory) -> Span | None:
    """The range of the price since `memory`: last price, this one, and what minutes reached beyond what was seen."""
    if scene.price is None:
        return None
    prices = [scene.price]
    if memory.price is not None:
        prices.append(memory.price)
    for bar in scene.bars if memory.bar is not None else ():
        assert memory.bar is not None
        if bar.start > memory.bar.start:
            prices += [bar.high, bar.low]
        elif bar.start == memory.bar.start:
            prices += [bar.high] if bar.high > memory.bar.high else []
            prices += [bar.low] if bar.low < memory.bar.low else []
    return Span(min(prices), max(prices))


def fingerprint(kind: Kind, subject: str) -> str:
    """Equal for the same thing, whichever alert saw it."""
    return f"{kind}|{subject}"


def make_fired(alert: Alert, hit: Hit, scene: Scene) -> Fired:
    """What is told, kept and published."""
    key = hashlib.blake2b(f"{alert.id}|{scene.now}|{hit.subject}".encode(), digest_size=8).hexdigest()
    age = None if scene.price_at is None else max(scene.now - scene.price_at, 0)
    return Fired(
        id=key, alert=alert.id, kind=alert.condition.kind, severity=alert.severity, words=hit.words, at=scene.now,
        price=scene.price, age_ms=age, subject=hit.subject, event_ms=hit.event_ms,
    )  # fmt: skip
