"""Feed events to results: the fold and the engines, without clock, I/O or task."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from spxcc.engines.engine import Engine
from spxcc.engines.graph import EngineGraph, StepResult
from spxcc.market.events import FeedEvent
from spxcc.market.feed import Mode
from spxcc.market.snapshot import MarketSnapshot
from spxcc.market.state import MarketState
from spxcc.market.units import UnixNanos


class Pipeline:
    """One market and its engines. `counts`: events by kind, `first` and `last`: instants of the steps."""

    def __init__(self, engines: Sequence[Engine[Any, Any]], mode: Mode) -> None:
        self.state = MarketState(mode)
        self.graph = EngineGraph(engines)
        self.counts: Counter[str] = Counter()
        self.first: UnixNanos | None = None
        self.last: UnixNanos | None = None
        self.snapshot: MarketSnapshot | None = None

    def fold(self, event: FeedEvent) -> None:
        """Take in one event."""
        self.counts[type(event).__name__] += 1
        self.state.fold(event)

    def heavy(self, as_of: UnixNanos) -> bool:
        """Whether the step at `as_of` takes long enough to leave the event loop."""
        return self.graph.heavy_due(as_of)

    def step(self, as_of: UnixNanos) -> StepResult:
        """Run the engines on the market as of `as_of`."""
        return self.graph.step(self._look(as_of))

    def begin(self, as_of: UnixNanos) -> StepResult:
        """Run the prompt engines on the market as of `as_of`; `finish` completes the step."""
        return self.graph.prompt(self._look(as_of))

    def finish(self) -> StepResult:
        """Run the other engines on what the last `begin` saw."""
        if self.snapshot is None:
            raise RuntimeError("expected begin() before finish()")
        return self.graph.rest(self.snapshot)

    def _look(self, as_of: UnixNanos) -> MarketSnapshot:
        self.first = as_of if self.first is None else self.first
        self.last = as_of
        self.snapshot = self.state.snapshot(as_of)
        return self.snapshot
