"""Volume over open interest."""

from dataclasses import replace

import numpy as np
import pytest

from spxcc.engines.engine import Upstream
from spxcc.engines.flow.alerts import of_burst
from spxcc.engines.flow.compute import FlowMemory, compute
from spxcc.engines.flow.interest import with_interest
from tests.engines.flow.trades import CALL, START, one, seen
from tests.fakes.snapshots import make_chain, make_snapshot


@pytest.mark.parametrize(("volume", "over"), [(1_000.0, False), (1_001.0, True), (np.nan, False)])
def test_f47_volume_over_open_interest_is_said_with_its_date(volume: float, over: bool) -> None:
    chain = make_chain()
    chain = replace(chain, volume=np.full(len(chain), volume))
    (alert,) = of_burst([one(CALL, 20.0, 200)], {})
    known = with_interest(alert, {"SPX": chain})
    assert known.open_interest == 1_000
    assert known.open_interest_date == "2026-01-13"
    assert known.volume == (None if np.isnan(volume) else int(volume))
    assert ("over open interest 1,000 of 2026-01-13" in known.condition) is over


def test_a_contract_that_the_chain_does_not_list_is_left_as_it_is() -> None:
    (alert,) = of_burst([one("SPXW260114C09000000", 20.0, 200)], {})
    assert with_interest(alert, {"SPX": make_chain()}) == alert
    assert with_interest(alert, {}) == alert


def test_f47_the_engine_says_it() -> None:
    chain = make_chain()
    chain = replace(chain, volume=np.full(len(chain), 5_000.0))
    first = make_snapshot(START + 10**9, trades=(seen(CALL, 20.0, 200),), chains={"SPX": chain})
    result, _ = compute(first, Upstream(), FlowMemory())
    assert [alert.open_interest for alert in result.new] == [1_000]
