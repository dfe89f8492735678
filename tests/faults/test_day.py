"""A whole trading day with two hundred who come and go: memory flat, nothing lost, nothing left behind."""

import asyncio
import gc
import json
import os
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from spxcc.gateway.auth import TokenAuthenticator, TokenRules
from spxcc.gateway.config import GatewayConfig
from spxcc.gateway.limits import Caps
from spxcc.market.session import at_exchange, session_info
from spxcc.market.units import NANOS_PER_SECOND
from spxcc.protocol.limits import Limits
from tests.fakes.gateway import FLOW, GEX, LEVELS, STATUS, Member, Reading
from tests.fakes.keys import NOW_S, SECRET, token
from tests.fakes.server import Running, running, settle

FILES, MEMORY = Path("/proc/self/fd"), Path("/proc/self/statm")
DATE, MINUTES, CLIENTS = "2025-06-16", 24 * 60, 200
BEAT_S, BEATS = 10.0, 6
"""The server looks after its connections this often, so many times a minute."""
STAY_MINUTES, AWAY_MINUTES, TOKEN_S = 60, 6, 3_600
WARM_HOURS, BAND = 2, 0.05
WIDE = replace(
    GatewayConfig(), caps=Caps(500, 500, 500, 500), tick=BEAT_S, heartbeat=30.0, limits=Limits(renewal_notice=120.0)
)
CHANNELS = (GEX.name, LEVELS.name, FLOW.name)


class Day:
    """The market and its server: prices while it is open, a word a minute while it is not, all of it from a seed."""

    def __init__(self) -> None:
        self.now_s: Callable[[], float] = lambda: float(NOW_S)
        self.counts: Counter[str] = Counter()
        self.levels: dict[str, Member] = {}
        self.open = False
        self.moved = 0

    def wall(self) -> int:
        """Unix nanoseconds."""
        return round(self.now_s() * NANOS_PER_SECOND)

    def begin(self, server: Running) -> None:
        """At midnight of the exchange, with a value on every channel."""
        clock = server.desk.clock
        clock.shift((at_exchange(DATE, "00:00") - clock.now()) / NANOS_PER_SECOND)
        self.now_s = lambda: clock.now() / NANOS_PER_SECOND
        self.move(server)

    def move(self, server: Running) -> None:
        """Something new on every channel."""
        hub, as_of = server.desk.hub, server.desk.as_of
        self.moved += 1
        name = f"l{self.moved % 12}"
        self.levels[name] = Member(name, self.moved)
        hub.publish(GEX, Reading(float(self.moved), "n" * 200), as_of)
        hub.publish(LEVELS, list(self.levels.values()), as_of)
        hub.publish(FLOW, [Member(f"f{self.moved}", self.moved)], as_of)

    def beat(self, server: Running) -> None:
        """Ten seconds pass: the session's edges are told, the values move while it is open."""
        server.desk.clock.shift(BEAT_S)
        was, self.open = self.open, session_info(self.wall()).phase == "open"
        if self.open:
            self.move(server)
        if was != self.open:
            self.counts["openings and closings"] += 1
            server.desk.hub.publish(STATUS, Reading(float(self.open)), server.desk.as_of)
        if not self.open:
            server.desk.hub.mark_stale(GEX.name)


class Visitor:
    """One of those who come and go. It renews its token where it is told to, or does not, by its number."""

    def __init__(self, day: Day, server: Running, number: int) -> None:
        self.day, self.server, self.number = day, server, number
        self.task: asyncio.Task[None] | None = None
        self.seen: dict[str, int] = {}
        self.stale = False
        self._event = 0
        self._ready = asyncio.Event()

    @property
    def here(self) -> bool:
        """Whether it is connected."""
        return self.task is not None and not self.task.done()

    def bearer(self) -> str:
        """A token for an hour from now."""
        return token(sub=f"v{self.number}", exp=int(self.day.now_s()) + TOKEN_S)

    async def come(self) -> None:
        """Connect and subscribe; returns when it has all there is."""
        headers = {"Authorization": f"Bearer {self.bearer()}"}
        url = self.server.address.url
        socket = await connect(url, additional_headers=headers, compression=None, ping_interval=None, proxy=None)
        self._ready.clear()
        self.seen.clear()
        self.day.counts["visits"] += 1
        self.socket = socket
        self.task = asyncio.create_task(self._read(socket))
        await socket.send(json.dumps({"type": "subscribe", "channels": CHANNELS}))
        async with asyncio.timeout(20.0):
            await self._ready.wait()

    async def leave(self, politely: bool) -> None:
        """Close, or be gone without a word."""
        if politely:
            await self.socket.close()
        else:
            self.socket.transport.abort()
        if self.task is not None:
            await self.task

    async def _read(self, socket: ClientConnection) -> None:
        synced = 0
        try:
            async for text in socket:
                frame = json.loads(text)
                self.day.counts["frames read"] += 1
                match frame["type"]:
                    case "synced":
                        synced += 1
                        if synced == len(CHANNELS):
                            self._ready.set()
                    case "heartbeat":
                        self.day.counts["heartbeats"] += 1
                    case "auth_expiring" if self.number % 2:
                        await socket.send(json.dumps({"type": "auth", "token": self.bearer()}))
                    case "auth_ok":
                        self.day.counts["tokens renewed"] += 1
                    case _ if "seq" in frame:
                        self._take(frame)
        except ConnectionClosed:
            if socket.close_code == 4401:
                self.day.counts["tokens that ended"] += 1

    def _take(self, frame: dict[str, Any]) -> None:
        name, seq, whole = frame["channel"], frame["seq"], frame.get("snapshot", False)
        last = self.seen.get(name, 0)
        if name == GEX.name:
            self.stale = frame.get("stale", False)
        if name == FLOW.name:
            number = frame["data"]["value"]
            self.day.counts["events read"] += 1
            if self._event and not whole:
                self.day.counts["lost"] += number > self._event + 1
                self.day.counts["repeated"] += number <= self._event
            self._event = number
        if not whole:
            self.day.counts["lost"] += name == LEVELS.name and frame["prev"] != last
            self.day.counts["repeated"] += seq <= last
        self.seen[name] = seq


async def caught_up(server: Running, visitors: list[Visitor]) -> None:
    """Until all who are here have read all there is."""
    top = {name: server.desk.hub.seq(name) for name in CHANNELS}
    async with asyncio.timeout(20.0):
        while any(visitor.here and visitor.seen != top for visitor in visitors):
            await settle(1)


async def comings(visitors: list[Visitor], draw: Random) -> None:
    """Who comes and who goes in this minute."""
    moved = [each for each in visitors if draw.random() < 1.0 / (STAY_MINUTES if each.here else AWAY_MINUTES)]
    ways = [visitor.leave(draw.random() < 0.5) if visitor.here else visitor.come() for visitor in moved]
    await asyncio.gather(*ways)


def resident() -> int:
    """Bytes of this process in memory."""
    gc.collect()
    return int(MEMORY.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


async def nobody_left(server: Running) -> None:
    """Until the books are empty."""
    async with asyncio.timeout(20.0):
        while server.server.connections or len(server.server._admission) or len(server.server._gate):
            await settle(1)
    await settle()


@pytest.mark.slow
@pytest.mark.skipif(not FILES.exists(), reason="needs /proc/self to count open files and memory")
async def test_a_day_of_two_hundred_clients_coming_and_going(record_property: Any) -> None:
    """24 hours with 200 clients that come and go: memory within 5 %, no task and no file left, no event lost."""
    draw, day = Random(24), Day()
    door = TokenAuthenticator(TokenRules(issuer="https://issuer", audience="spxcc"), day.wall, SECRET)
    async with running(WIDE, door=door) as server:
        day.begin(server)
        visitors = [Visitor(day, server, number) for number in range(CLIENTS)]
        await visitors[0].come()
        await visitors[0].leave(politely=True)
        await nobody_left(server)
        tasks, files = len(asyncio.all_tasks()), len(os.listdir(FILES))
        await asyncio.gather(*(visitor.come() for visitor in visitors))
        held, most = list[int](), 0
        for minute in range(1, MINUTES + 1):
            for _ in range(BEATS):
                day.beat(server)
                await settle(5)
            await caught_up(server, visitors)
            await comings(visitors, draw)
            most = max(most, sum(visitor.here for visitor in visitors))
            if minute % 60 == 0:
                await caught_up(server, visitors)
                day.counts["stale shown as live"] += sum(v.here and v.stale == day.open for v in visitors)
                held.append(resident())
        await asyncio.gather(*(visitor.leave(politely=True) for visitor in visitors if visitor.here))
        await nobody_left(server)
        assert (len(asyncio.all_tasks()), len(os.listdir(FILES))) == (tasks, files)
        assert [server.desk.hub.readers(name) for name in CHANNELS] == [0, 0, 0]
    middle = median(held[WARM_HOURS:])
    record_property("simulated hours", MINUTES // 60)
    record_property("clients", most)
    record_property("events sent", day.moved)
    record_property("memory, MB by hour", " ".join(f"{each / 1e6:.1f}" for each in held))
    for name in ("lost", "repeated", "stale shown as live", "visits", "events read", "heartbeats", "tokens renewed",
                 "tokens that ended", "openings and closings", "frames read"):  # fmt: skip
        record_property(name, day.counts[name])
    assert [day.counts[name] for name in ("lost", "repeated", "stale shown as live")] == [0, 0, 0]
    assert day.counts["openings and closings"] == 2
    assert min(day.counts[name] for name in ("tokens renewed", "tokens that ended", "heartbeats")) > 100
    assert all(abs(each - middle) <= BAND * middle for each in held[WARM_HOURS - 1 :]), (middle, held)
