"""Runs the simulated Massive until it is told to stop."""

import asyncio
import signal
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from spxcc.feeds.simulator.day import make_day
from spxcc.feeds.simulator.massive.faults import Fault, FaultBox
from spxcc.feeds.simulator.massive.market import Market
from spxcc.feeds.simulator.massive.pace import Pace
from spxcc.feeds.simulator.massive.scripts import script_of
from spxcc.feeds.simulator.massive.server import HOST, MassiveServer
from spxcc.feeds.simulator.scenario import Scenario
from spxcc.market.clock import Clock
from spxcc.market.session import at_exchange


@dataclass(frozen=True, slots=True)
class SimOptions:
    """What to serve. port: 0 = any free one. at: exchange time "HH:MM" it begins at, `None` = the scenario's start."""

    scenario: Scenario
    seed: int
    port: int
    speed: float = 1.0
    at: str | None = None
    faults: Sequence[Fault] = ()


def server_of(options: SimOptions, clock: Clock) -> MassiveServer:
    """The server, not yet listening. Raises ValueError for a time or date that is none."""
    scenario = options.scenario
    market = Market(make_day(scenario, options.seed, scenario.date))
    start = at_exchange(scenario.date, options.at or scenario.start) // 1_000_000
    box = FaultBox(options.seed, (*script_of(scenario.name), *options.faults))
    return MassiveServer(market, Pace(clock, start, options.speed), box)


async def serve(options: SimOptions, clock: Clock, tell: Callable[[str], None]) -> None:
    """Serve until Ctrl-C or SIGTERM; `tell` gets the address. Raises OSError if the port is taken."""
    server = server_of(options, clock)
    port = await server.start(options.port)
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, ended.set)
    tell(f"http://{HOST}:{port}")
    playing = asyncio.ensure_future(server.play())
    waiting = asyncio.ensure_future(ended.wait())
    await asyncio.wait({playing, waiting}, return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    await server.stop()
    if playing.done():
        playing.result()
    playing.cancel()
    await asyncio.wait({playing})
