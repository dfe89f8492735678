"""Feed events to results."""

import pytest

from spxcc.engines.flow.compute import ENGINE as FLOW
from spxcc.engines.price.compute import ENGINE as PRICE
from spxcc.engines.price.result import PRICES
from spxcc.market.session import at_exchange
from spxcc.market.units import NANOS_PER_SECOND
from spxcc.runtime.pipeline import Pipeline
from tests.fakes.feed import ticks

NOON = at_exchange("2026-01-14", "12:00")


def test_a_step_sees_everything_folded_before_it() -> None:
    pipeline = Pipeline((PRICE,), "sim")
    for event in ticks(NOON, [6000.0, 6001.0], NANOS_PER_SECOND):
        pipeline.fold(event)
    result = pipeline.step(NOON + NANOS_PER_SECOND)
    assert result.results[PRICES.name].prices[0].price == 6001.0
    assert (pipeline.counts["IndexTick"], pipeline.counts["Watermark"]) == (2, 2)
    assert pipeline.first == pipeline.last == NOON + NANOS_PER_SECOND
    assert not pipeline.heavy(NOON)


def test_a_step_in_two_passes_looks_at_the_market_once() -> None:
    pipeline = Pipeline((PRICE, FLOW), "sim")
    with pytest.raises(RuntimeError, match="begin"):
        pipeline.finish()
    for event in ticks(NOON, [6000.0], NANOS_PER_SECOND):
        pipeline.fold(event)
    early = pipeline.begin(NOON)
    seen = pipeline.snapshot
    late = pipeline.finish()
    assert (early.ran, late.ran) == ((PRICES.name,), (FLOW.key.name,))
    assert pipeline.snapshot is seen
