"""Plays a cluster: which events are due, second by second."""

from spxcc.feeds.simulator.massive.faults import FaultBox
from spxcc.feeds.simulator.massive.faults_stream import distorted
from spxcc.feeds.simulator.massive.market import Market
from spxcc.feeds.simulator.massive.plans import Product
from spxcc.feeds.simulator.massive.sent import Sent
from spxcc.feeds.simulator.massive.stream_events import places_of, second_events
from spxcc.market.snapshot import Ints

SECONDS_AT_ONCE = 30
"""Of market time in one step; what is due beyond is left to the next."""


class Pump:
    """Events of one cluster from the moment it is started at; `now_ms` after the open, less the plan's delay."""

    def __init__(self, market: Market, cluster: Product, box: FaultBox, now_ms: int) -> None:
        self._market, self._cluster, self._box = market, cluster, box
        self._wanted: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset())
        self._quoted: Ints = places_of(market, frozenset())
        self._pending: list[Sent] = []
        self._next = 0
        self.restart(now_ms)

    def restart(self, now_ms: int) -> None:
        """Go on from another moment; what was due in between is not sent."""
        self._pending = []
        self._next = max(now_ms // 1_000, 0)
        self._from_ms = now_ms

    def want(self, topics: frozenset[str], quoted: frozenset[str]) -> None:
        """topics: that anybody listens to. quoted: symbols of options whose quotes are wanted."""
        if (topics, quoted) == self._wanted:
            return
        if quoted != self._wanted[1]:
            self._quoted = places_of(self._market, quoted)
        self._wanted = (topics, quoted)

    def step(self, now_ms: int) -> list[Sent]:
        """What leaves by `now_ms`, in order."""
        last = min(now_ms // 1_000, self._next + SECONDS_AT_ONCE - 1)
        fresh = False
        while self._next <= last:
            events = second_events(self._market, self._cluster, self._next, self._wanted[0], self._quoted)
            self._pending += distorted(self._box, [one for one in events if one.due_ms > self._from_ms])
            self._next += 1
            fresh = True
        if fresh:
            self._pending.sort(key=lambda one: one.due_ms)
        until = min(now_ms, self._next * 1_000 - 1)
        due = 0
        while due < len(self._pending) and self._pending[due].due_ms <= until:
            due += 1
        leaving, self._pending = self._pending[:due], self._pending[due:]
        return leaving
