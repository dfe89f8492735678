"""All stream connections: who may stay, and who gets what."""

from collections.abc import Iterable
from operator import attrgetter
from typing import Protocol

import msgspec

from spxcc.feeds.simulator.massive.faults import FaultBox
from spxcc.feeds.simulator.massive.market import Market
from spxcc.feeds.simulator.massive.plans import Product
from spxcc.feeds.simulator.massive.pump import Pump
from spxcc.feeds.simulator.massive.sent import Sent
from spxcc.feeds.simulator.massive.stream_session import EVICTED, StreamSession, framed, status
from spxcc.feeds.simulator.massive.tally import Tally

LARGEST_BACKLOG = 8 * 2**20
"""Bytes that a reader may be behind."""
ENDINGS = {"close-1000": 1000, "close-1001": 1001, "close-1008": 1008}
_fault = attrgetter("fault")


class Line(Protocol):
    """One connection as the hub sees it."""

    session: StreamSession

    def send(self, text: bytes) -> None:
        """One text frame."""
        ...

    def close(self, code: int) -> None:
        """Close handshake."""
        ...

    def abort(self) -> None:
        """End at once."""
        ...

    def deafen(self) -> None:
        """Stay open, and neither answer nor send."""
        ...

    @property
    def backlog(self) -> int:
        """Bytes not yet taken by the system."""
        ...


class Hub:
    """Lines by cluster, and a pump for each cluster and delay that somebody listens to."""

    def __init__(self, market: Market, box: FaultBox) -> None:
        self._market, self._box = market, box
        self.lines: list[Line] = []
        self._pumps: dict[tuple[Product, int], Pump] = {}
        self._tallies: dict[Line, Tally] = {}
        self._ordered = False

    def authed(self, line: Line) -> None:
        """A line has a key: an older one of the same key and cluster has to go."""
        for other in [one for one in self.lines if one is not line and _same(one.session, line.session)]:
            self._evict(other)

    def gone(self, line: Line) -> None:
        """A line has ended."""
        if line in self.lines:
            self.lines.remove(line)
        self._tallies.pop(line, None)

    def restart(self, now_ms: int) -> None:
        """The clock has jumped to `now_ms` after the open."""
        for (_, delay), pump in self._pumps.items():
            pump.restart(now_ms - delay)

    def step(self, now_ms: int) -> int:
        """Send what is due at `now_ms` after the open; how many events that were."""
        sent = 0
        self._ordered = self._ordered or self._box.on("out-of-order")
        groups: dict[tuple[Product, int], list[Line]] = {}
        for line in self.lines:
            if line.session.plan is not None:
                groups.setdefault((line.session.cluster, line.session.plan.delay_ms), []).append(line)
        for key in [key for key in self._pumps if key not in groups]:
            del self._pumps[key]
        for (cluster, delay), lines in groups.items():
            pump = self._pumps.get((cluster, delay))
            if pump is None:
                pump = self._pumps[cluster, delay] = Pump(self._market, cluster, self._box, now_ms - delay)
            pump.want(*_wishes(lines))
            events = pump.step(now_ms - delay)
            for line in lines:
                sent += self.serve(line, events, now_ms)
        return sent

    def serve(self, line: Line, events: list[Sent], now_ms: int) -> int:
        """Send a line those that it wants; how many that were."""
        if self._box.active and self._disturbed(line, now_ms):
            return 0
        tally = self._tallies.setdefault(line, Tally(now_ms))
        wanted = line.session.wanted(events)
        if self._box.hit("freeze", now_ms, line.session.cluster, line.session.key, now_ms // 1_000):
            if wanted:
                tally.withheld("freeze")
            wanted = []
        if self._ordered or any(map(_fault, wanted)):
            wanted = self._counted(wanted, tally)
        if wanted or not line.session.subscribed:
            tally.spoke(now_ms)
        self._box.counts.update(tally.silenced(now_ms))
        for frame in framed([one.event if one.raw is None else msgspec.Raw(one.raw) for one in wanted]):
            line.send(frame)
        if line.backlog > LARGEST_BACKLOG:
            line.send(status("slow_consumer", "Slow consumer").encode())
            line.abort()
        return len(wanted)

    def _counted(self, wanted: list[Sent], tally: Tally) -> list[Sent]:
        """Those that leave, their faults counted; what a fault made empty stays here."""
        for one in wanted:
            if one.fault == "halt":
                tally.withheld("halt")
            elif (one.fault or self._ordered) and self._struck(one, tally):
                self._box.counts[one.fault] += 1
        return [one for one in wanted if one.raw != b""]

    def _struck(self, one: Sent, tally: Tally) -> bool:
        """Whether an event that leaves counts as a fault of its own."""
        behind = self._ordered and tally.behind(one)
        return behind if one.fault == "out-of-order" else one.fault != ""

    def _disturbed(self, line: Line, now_ms: int) -> bool:
        """Faults that end or spoil whole connections, one chance a second of market time each; whether it ended."""
        box, key = self._box, (line.session.cluster, line.session.key, now_ms // 1_000)
        for name, code in ENDINGS.items():
            if box.strike(name, now_ms, *key):
                line.close(code)
                return True
        if box.strike("evict", now_ms, *key):
            self._evict(line)
            return True
        for name, word in (("force-disconnect", "force_disconnect"), ("slow-consumer", "slow_consumer")):
            if box.strike(name, now_ms, *key):
                line.send(status(word, word.replace("_", " ")).encode())
                line.abort()
                return True
        if box.strike("drop", now_ms, *key):
            line.abort()
            return True
        if box.strike("half-open", now_ms, *key):
            line.deafen()
            return True
        if box.strike("garbage-frames", now_ms, *key):
            line.send(b'[{"ev":"V","val":60')
        return False

    def _evict(self, line: Line) -> None:
        line.send(status("max_connections", EVICTED).encode())
        line.close(1008)


def _same(one: StreamSession, other: StreamSession) -> bool:
    return one.plan is not None and (one.key, one.cluster) == (other.key, other.cluster)


def _wishes(lines: Iterable[Line]) -> tuple[frozenset[str], frozenset[str]]:
    """Topics that anybody listens to, and symbols whose quotes are wanted."""
    topics: set[str] = set()
    quoted: set[str] = set()
    for line in lines:
        topics |= {topic for topic, symbols in line.session.subscribed.items() if symbols}
        for topic in ("Q", "FMV"):
            quoted |= line.session.subscribed.get(topic, set())
    if "LULD" in topics:
        topics.add("Q")
    return frozenset(topics), frozenset(quoted)
