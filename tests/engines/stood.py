"""A simulated market after fifty minutes, to be asked about: the runs of all engines as the node keeps them."""

import asyncio
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import msgspec

from spxcc.engines.catalog import make_engines
from spxcc.engines.engine import Asked, Engine, Run
from spxcc.engines.why.formula import recomputed, within
from spxcc.engines.why.result import Explanation
from spxcc.feeds.catalog import FeedRequest, plan_feed
from spxcc.market.events import Watermark
from spxcc.market.units import NANOS_PER_MINUTE
from spxcc.runtime.clock import SystemClock
from spxcc.runtime.day import played
from spxcc.runtime.pipeline import Pipeline

MINUTES = 50


@dataclass(frozen=True)
class Stood:
    """runs: by name of the engine. published: by channel the value, or all items that were ever told."""

    engines: tuple[Engine[Any, Any], ...]
    runs: dict[str, Run[Any, Any]]
    published: dict[str, Any]

    def why(self, channel: str, path: str) -> Explanation | None:
        engine = next(one for one in self.engines if channel in {each.name for each in (*one.channels, *one.spare)})
        assert engine.explain is not None
        return engine.explain(self.runs[engine.key.name], Asked(channel, path, lambda: self.published.get(channel)))

    def faults(self, channel: str, path: str, value: object) -> Iterator[str]:
        """What is wrong with the answer for `path`, whose number is `value`."""
        one = self.why(channel, path)
        if one is None:
            yield f"{path}: no answer"
        elif one.value != value:
            yield f"{path}: {one.value} is told, {value} is published"
        elif isinstance(value, int | float):
            found = recomputed(one)
            if found is None or not within(one, found):
                yield f"{path}: {value} is told, {found} follows by {one.expression}"


@cache
def stood(scenario: str = "flip-loss") -> Stood:
    """The market after `MINUTES`."""
    made: list[Stood] = []
    # `asyncio.run` forms the repr of what its coroutine gives back, of a whole market for seconds.
    asyncio.run(_play(scenario, made.append))
    return made[0]


async def _play(scenario: str, told_to: Callable[[Stood], None]) -> None:
    plan = plan_feed(FeedRequest("sim", scenario, 7))
    engines = make_engines()
    pipeline = Pipeline(engines, plan.mode)
    published: dict[str, Any] = {}
    begun, step = 0, None
    async for event in plan.build(played(plan.start_at or 0, None, SystemClock())).events():
        pipeline.fold(event)
        if not isinstance(event, Watermark):
            continue
        begun = begun or event.ts_event
        step = pipeline.step(event.ts_event)
        for each in step.publications:
            told = published.setdefault(each.channel.name, []) if each.channel.keep == "event" else None
            published[each.channel.name] = each.value if told is None else [*told, *each.value]
        if event.ts_event - begun >= MINUTES * NANOS_PER_MINUTE:
            break
    assert step is not None
    told_to(Stood(engines, dict(step.runs), published))


def numbers(value: Any, prefix: str = "") -> Iterator[tuple[str, float]]:
    """(path, number) of all numbers in a value."""
    if isinstance(value, msgspec.Struct):
        parts = {field.name: getattr(value, field.name) for field in msgspec.structs.fields(value)}
    elif isinstance(value, dict):
        parts = value
    elif isinstance(value, list | tuple):
        parts = {str(at): inner for at, inner in enumerate(value)}
    else:
        if isinstance(value, int | float) and not isinstance(value, bool):
            yield prefix, value
        return
    for name, inner in parts.items():
        yield from numbers(inner, f"{prefix}.{name}" if prefix else str(name))


def faults_of(channel: str, value: Any, but: str = r"$^", prefix: str = "") -> list[str]:
    """What is wrong with the answers for all numbers of a value, paths like `but` left out."""
    market = stood()
    found = (pair for pair in numbers(value) if not re.fullmatch(but, pair[0]))
    return [wrong for path, number in found for wrong in market.faults(channel, prefix + path, number)]
