"""Where a price comes from."""

import pytest

from tests.engines.stood import faults_of, stood


@pytest.mark.parametrize("symbol", ["SPX", "SPY", "VIX"])
def test_f33_price_and_change_follow_from_the_last_price_and_the_previous_close(symbol: str) -> None:
    channel = f"price:{symbol}"
    value = stood().published[channel]
    assert faults_of(channel, value, but="ts_event") == []


def test_the_age_and_the_source_of_the_last_price_are_told() -> None:
    found = stood().why("price:SPX", "change")
    assert found is not None
    assert [each.name for each in found.inputs] == ["last", "previous_close"]
    assert found.inputs[0].source == "sim SPX"
    assert found.inputs[0].age_s is not None
    assert found.grade.letter == "A"
    short, long = (stood().why("price:SPX", path) for path in ("changePct", "change_pct"))
    assert short is not None
    assert long is not None
    assert short.value == long.value
    assert stood().why("price:SPX", "symbol") is None
