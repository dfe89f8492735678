"""Seconds into due events."""

from spxcc.feeds.simulator.massive.faults import FaultBox
from spxcc.feeds.simulator.massive.pump import Pump
from tests.feeds.simulator.massive.markets import NOON_MS, market_of


def test_f30_each_event_leaves_once_and_not_before_it_is_due() -> None:
    pump = Pump(market_of(), "stocks", FaultBox(7), NOON_MS)
    pump.want(frozenset({"T", "A", "AM"}), frozenset())
    left = []
    for at in range(NOON_MS, NOON_MS + 70_000, 333):
        made = pump.step(at)
        assert all(one.due_ms <= at for one in made)
        left += made
    assert [one.due_ms for one in left] == sorted(one.due_ms for one in left)
    assert len({id(one.event) for one in left}) == len(left) > 100
    pump.restart(0)
    assert all(one.due_ms <= 1_000 for one in pump.step(1_000))
