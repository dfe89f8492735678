"""What the ledger told an engine."""

import msgspec
import pytest

from spxcc.engines.facts import fact_of
from spxcc.engines.flow.result import HISTORY_FACT, FlowHistory
from tests.fakes.snapshots import make_snapshot


def test_a_fact_is_decoded_and_absent_is_none() -> None:
    history = FlowHistory(minutes={"10:30": (1.0,)})
    snapshot = make_snapshot(facts={HISTORY_FACT: msgspec.json.encode(history).decode()})
    assert fact_of(snapshot, HISTORY_FACT, FlowHistory) == history
    assert fact_of(snapshot, HISTORY_FACT, FlowHistory) is fact_of(snapshot, HISTORY_FACT, FlowHistory)
    assert fact_of(make_snapshot(), HISTORY_FACT, FlowHistory) is None


def test_another_struct_is_an_error() -> None:
    with pytest.raises(ValueError, match="expected FlowHistory of the ledger"):
        fact_of(make_snapshot(facts={HISTORY_FACT: '{"minutes": 3}'}), HISTORY_FACT, FlowHistory)
