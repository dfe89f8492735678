"""Events of a second."""

import numpy as np

from spxcc.feeds.simulator.massive.stream_events import places_of, second_events
from tests.feeds.simulator.massive.markets import CONTRACT, market_of


def test_f30_only_what_is_listened_to_is_made_and_in_order() -> None:
    market = market_of()
    quoted = places_of(market, frozenset({CONTRACT, "O:NOPE"}))
    assert quoted.size == 1
    none = np.zeros(0, dtype=np.int64)
    assert {one.topic for one in second_events(market, "options", 5_431, {"T"}, none)} == {"T"}
    whole = second_events(market, "options", 5_459, {"T", "A", "AM", "Q"}, quoted)
    assert {one.topic for one in whole} >= {"AM", "Q"}
    assert [one.due_ms for one in whole] == sorted(one.due_ms for one in whole)
    for second in (-1, market.day.grid.seconds):
        assert second_events(market, "indices", second, {"V"}, none) == []
