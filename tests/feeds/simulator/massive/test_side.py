"""The side channel."""

import msgspec

from spxcc.feeds.simulator.massive.faults import FaultBox
from spxcc.feeds.simulator.massive.pace import Pace
from spxcc.feeds.simulator.massive.side import SideChannel
from tests.fakes.clock import ManualClock
from tests.feeds.simulator.massive.markets import market_of


def test_it_tells_and_sets() -> None:
    market = market_of()
    pace = Pace(ManualClock(), market.open_ms)
    side = SideChannel(market, pace, FaultBox(7))
    state = msgspec.json.decode(side.answer("GET", "/-/sim/state", b"").body)
    assert (state["scenario"], state["truth"]["call_wall"]) == ("flip-loss", 6100.0)
    assert side.answer("POST", "/-/sim/clock", b'{"at":"12:00","speed":5}').status == 200
    assert (pace.now() - market.open_ms, pace.speed) == (9_000_000, 5.0)
    for body in (b"", b'{"at":"noon"}', b'{"speed":-1}', b'{"other":1}'):
        assert side.answer("POST", "/-/sim/clock", body).status == 400
