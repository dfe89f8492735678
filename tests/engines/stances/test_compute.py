"""Confirms or opposes a setup, and never more."""

import re
from typing import Literal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spxcc.engines.engine import Upstream
from spxcc.engines.flow.result import FLOW, FlowAlert, FlowResult, FlowSummary
from spxcc.engines.setups.result import SETUPS, Setup, SetupsResult
from spxcc.engines.stances.compute import ENGINE, StancesMemory, compute, stance_of
from tests.engines.coach.desks import setup
from tests.fakes.desk_data import flow_alert
from tests.fakes.snapshots import make_snapshot

FORBIDDEN = re.compile(r"bull|bear|smart money|institution|dealer", re.IGNORECASE)


def upstream(alerts: tuple[FlowAlert, ...], setups: tuple[Setup, ...]) -> Upstream:
    """Results of this step."""
    summary = FlowSummary(kind="prints", label="", windows=())
    return Upstream({FLOW.name: FlowResult(new=alerts, summary=summary), SETUPS.name: SetupsResult(setups=setups)})


@pytest.mark.parametrize(
    ("right", "side", "relation"),
    [("C", "buy", "opposes"), ("C", "sell", "confirms"), ("P", "buy", "confirms"), ("P", "sell", "opposes")],
)
def test_f47_by_the_sign_of_the_delta_taken(right: str, side: str, relation: str) -> None:
    alert = msgspec.structs.replace(flow_alert(3, "a"), right=right, side=side, side_confidence=0.85, package=None)
    found = stance_of(alert, setup())
    assert found is not None
    assert found.words == f"{relation} fade_at_wall short at CW 6,050"
    assert (found.relation, found.certainty) == (relation, 0.85)


@given(
    st.sampled_from(["buy", "sell", "unknown"]),
    st.sampled_from(["C", "P"]),
    st.floats(0, 1),
    st.booleans(),
    st.sampled_from(["SPX", "SPY", "AAPL"]),
)
def test_f47_an_unknown_side_or_a_package_says_nothing(
    side: Literal["buy", "sell", "unknown"], right: Literal["C", "P"], sure: float, packed: bool, symbol: str
) -> None:
    alert = msgspec.structs.replace(
        flow_alert(3, "a"), side=side, right=right, side_confidence=sure, package="x" if packed else None, symbol=symbol
    )
    found = stance_of(alert, setup())
    silent = side == "unknown" or sure < 0.6 or packed or symbol == "AAPL"
    assert (found is None) is silent
    assert found is None or FORBIDDEN.search(found.words) is None


def test_f47_an_alert_speaks_once_and_only_of_open_setups() -> None:
    alert = msgspec.structs.replace(flow_alert(3, "a"), side="buy", side_confidence=0.8, package=None)
    seen = upstream((alert,), (setup("a"), setup("b", "triggered"), setup("c", "forming"), setup("d", "expired")))
    result, memory = compute(make_snapshot(), seen, StancesMemory())
    assert [one.setup_id for one in result.new] == ["a", "b"]
    assert [item.channel.name for item in ENGINE.publish(result)] == ["flow:stance"]
    again, _ = compute(make_snapshot(), seen, memory)
    assert again.new == ()
    restored = msgspec.json.decode(msgspec.json.encode(memory), type=StancesMemory)
    assert compute(make_snapshot(), seen, restored)[0].new == ()


def test_without_flow_it_says_so() -> None:
    result, _ = compute(make_snapshot(), Upstream(), StancesMemory())
    assert result.reason == "no result of flow or setups"
