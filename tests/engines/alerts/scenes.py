"""Scenes and alerts by hand, and a run of them."""

from collections.abc import Iterable, Sequence
from typing import Any

from spxcc.engines.alerts.evaluate import Memory, evaluate
from spxcc.engines.alerts.parse import parse
from spxcc.engines.alerts.result import Alert, Fired, Latch
from spxcc.engines.alerts.scene import Scene

START = 1_790_000_000_000
SECOND, MINUTE = 1_000, 60_000


def alert(words: str, number: int = 1, expires: int | None = None) -> Alert:
    """An alert as it is after it was added."""
    wish = parse(words)
    return Alert(
        id=number, condition=wish.condition, words=wish.words, once=wish.once, severity=wish.severity,
        created=START, expires=expires,
    )  # fmt: skip


def at(seconds: float, price: float | None = None, **values: Any) -> Scene:
    """A scene some seconds after the start."""
    now = START + int(seconds * SECOND)
    return Scene(now, price=price, price_at=None if price is None else now - 40, **values)


def walk(prices: Sequence[float], every_s: float = 300.0, e5: float | None = 6.8) -> list[Scene]:
    """One scene a price, far enough apart that nothing is said too soon after another."""
    return [at(every_s * step, price, e5=e5) for step, price in enumerate(prices)]


def run(
    alerts: Sequence[Alert], scenes: Iterable[Scene], memory: Memory | None = None
) -> tuple[list[Fired], dict[int, Latch]]:
    """All firings and the last latches."""
    latches: dict[int, Latch] = {}
    told: list[Fired] = []
    memory = memory or Memory()
    for scene in scenes:
        outcome = evaluate(alerts, latches, scene, memory)
        latches, memory = dict(outcome.latches), outcome.memory
        told += outcome.fired
    return told, latches


def fires(words: str, scenes: Iterable[Scene]) -> int:
    """How often an alert fires."""
    return len(run([alert(words)], scenes)[0])
