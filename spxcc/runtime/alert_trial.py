"""How often alerts would have fired on a day: the feed through the engines, without clock, server or ledger."""

from collections.abc import Callable, Sequence

from spxcc.engines.alerts.evaluate import Memory, evaluate
from spxcc.engines.alerts.parse import parse
from spxcc.engines.alerts.result import Alert, Fired, Latch
from spxcc.engines.alerts.scene import scene_of
from spxcc.engines.catalog import make_engines
from spxcc.feeds.catalog import PlannedFeed
from spxcc.market.events import Watermark
from spxcc.market.units import NANOS_PER_SECOND, UnixMillis, to_millis
from spxcc.runtime.clock import market_clock
from spxcc.runtime.errors import UserError
from spxcc.runtime.pipeline import Pipeline

LOOK_NS = NANOS_PER_SECOND
"""Market time between two looks: what a price did in between stands in the extremes of its minute."""


def wished(texts: Sequence[str]) -> tuple[Alert, ...]:
    """Alerts of these words, each told as often as it happens. Raises NotUnderstood."""
    wishes = [parse(text) for text in texts]
    return tuple(
        Alert(id=number, condition=one.condition, words=one.words, once=False, severity=one.severity, created=0)
        for number, one in enumerate(wishes, 1)
    )


async def trial(
    plan: PlannedFeed, alerts: Sequence[Alert], progress: Callable[[UnixMillis], None]
) -> tuple[list[Fired], int]:
    """Firings in order, and how many steps were looked at; what the feed hands over before its start is history.

    Raises UserError for a feed that lives now.
    """
    if plan.start_at is None:
        raise UserError(f"expected the simulator or files, found {plan.title}, which cannot be played again", 2)
    pipeline = Pipeline(make_engines(), plan.mode)
    latches: dict[int, Latch] = {}
    memory, fired, steps, last = Memory(), list[Fired](), 0, -LOOK_NS
    async for event in plan.build(market_clock(plan.start_at, None)).events():
        pipeline.fold(event)
        if not isinstance(event, Watermark) or event.ts_event < last + LOOK_NS:
            continue
        last = event.ts_event
        step, now = pipeline.step(event.ts_event), to_millis(event.ts_event)
        if event.ts_event >= plan.start_at:
            outcome = evaluate(alerts, latches, scene_of(step.results, step.ran, now), memory)
            latches, memory = dict(outcome.latches), outcome.memory
            fired += outcome.fired
            steps += 1
            progress(now)
    return fired, steps
