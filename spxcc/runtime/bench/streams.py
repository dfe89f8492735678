"""The simulated Massive: a page of a chain; events made, encoded and sent; and sent alone, beside Node's `ws`."""

import asyncio
import os
import shutil
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from spxcc.feeds.simulator.day import make_day
from spxcc.feeds.simulator.massive.faults import FaultBox
from spxcc.feeds.simulator.massive.market import Market
from spxcc.feeds.simulator.massive.pace import Pace
from spxcc.feeds.simulator.massive.rest import RestApi
from spxcc.feeds.simulator.massive.server import MassiveServer
from spxcc.feeds.simulator.massive.wire_http import packed
from spxcc.feeds.simulator.scenarios import DEFAULT, scenario_named
from spxcc.market.clock import Clock
from spxcc.runtime.bench.figure import Figure, quantile
from spxcc.runtime.bench.streams_ready import AUTH, FROM_S, FULL, QUOTED, WAIT_S, drain, ready_figures, wish
from spxcc.runtime.errors import UserError

BUDGET, PAGE_BUDGET_MS, SPEED_BUDGET = 20_000.0, 20.0, 50.0
PAGE = "/v3/snapshot/options/I:SPX?limit=250"
SECONDS, QUICK_SECONDS, ROUNDS = 60, 20, 3
MODULES = "SPXCC_NODE_MODULES"


def page_figures(market: Market, quick: bool) -> Iterable[Figure]:
    """A page of 250 rows of the whole chain, made, encoded and packed: processor time."""
    api, headers = RestApi(market, FaultBox(7)), {"authorization": "Bearer sim", "accept-encoding": "gzip"}
    _ = market.books, market.contracts, market.singles
    samples = []
    for second in range(FROM_S, FROM_S + (40 if quick else 200)):
        begun = time.process_time()
        packed(api.answer(PAGE, headers, market.open_ms + 1_000 * second, 0.0, "http://bench").answer, headers)
        samples.append(1_000.0 * (time.process_time() - begun))
    p95 = quantile(samples, 0.95)
    yield Figure("streams: a chain page", "ms", tuple(samples), "250 rows made, encoded, packed with gzip")
    yield Figure("streams: a chain page p95", "ms", (p95,), "of the same", PAGE_BUDGET_MS)


def stream_figures(quick: bool, home: Path, clock: Clock) -> Iterable[Figure]:
    """Events a second of processor time, on one core each. Raises UserError without Node or `ws`."""
    modules, node = os.environ.get(MODULES), shutil.which("node")
    if modules is None or node is None:
        raise UserError(f"expected Node.js, and {MODULES} with a node_modules that holds ws; found neither or one")
    market = Market(make_day(scenario_named(DEFAULT), 7, scenario_named(DEFAULT).date))
    seconds = QUICK_SECONDS if quick else SECONDS
    yield from page_figures(market, quick)
    made = [asyncio.run(_ours(market, seconds, clock)) for _ in range(ROUNDS)]
    how = f"{made[0].sent:,} events made, encoded and sent; processor time of the server alone"
    yield Figure("streams: ours", "1/s", tuple(one.sent / one.used_s for one in made), how, BUDGET, at_least=True)
    speeds = tuple(seconds / one.wall_s for one in made)
    how = f"{seconds} market seconds to one client with all prints and {QUOTED:,} contracts quoted; by the wall clock"
    yield Figure("streams: times real time", "×", speeds, how, SPEED_BUDGET, at_least=True)
    yield from ready_figures(market, seconds, quick, (node, modules), home, clock)


@dataclass(frozen=True, slots=True)
class _Played:
    """Events sent to one client, seconds of processor time of this process for them, and seconds that went by."""

    sent: int
    used_s: float
    wall_s: float


async def _ours(market: Market, seconds: int, clock: Clock) -> _Played:
    """Play to one client as fast as it goes."""
    server = MassiveServer(market, Pace(clock, market.open_ms + 1_000 * FROM_S), FaultBox(7))
    port = await server.start(0)
    reader = await drain(port, "options", (AUTH, wish(market)))
    while not (server.hub.lines and server.hub.lines[0].session.subscribed.get("Q")):
        await clock.sleep(0.01)
    line, sent, begun, started = server.hub.lines[0], 0, time.process_time(), clock.monotonic()
    for second in range(FROM_S, FROM_S + seconds):
        sent += server.hub.step(1_000 * second)
        while line.backlog > FULL:
            await clock.sleep(WAIT_S)
    while line.backlog:
        await clock.sleep(WAIT_S)
    played = _Played(sent, time.process_time() - begun, clock.monotonic() - started)
    line.abort()
    await server.stop()
    await reader.wait()
    return played
