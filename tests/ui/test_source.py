"""What the screen reads."""

from spxcc.ui.source import Source
from tests.fakes.desk_data import full_desk


def test_fake_store_is_a_source() -> None:
    store, _ = full_desk()
    source: Source = store
    source.painted(4.0)
    assert source.latency["paint"].p95 == 4.0
    assert source.take_dirty()
    assert source.take_dirty() == frozenset()
    assert source.book("SPX").candles("5m")[-1].close == source.book("SPX").candles("1m")[-1].close
