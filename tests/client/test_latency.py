"""Latency per hop."""

from hypothesis import given
from hypothesis import strategies as st

from spxcc.client.latency import HopLatency, LatencyBook


def test_nothing_measured_is_nothing() -> None:
    assert LatencyBook().summary() == {}


def test_quantiles_by_nearest_rank() -> None:
    book = LatencyBook()
    for number in range(1, 101):
        book.add("wire", float(number))
    assert book.summary() == {"wire": HopLatency(50.0, 95.0, 100.0, 100)}


def test_old_samples_are_forgotten() -> None:
    book = LatencyBook(kept=3)
    for number in (900.0, 1.0, 2.0, 3.0):
        book.add("wire", number)
    assert book.summary()["wire"].max == 3.0


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=200))
def test_the_quantiles_are_samples_in_order(samples: list[float]) -> None:
    book = LatencyBook()
    for sample in samples:
        book.add("x", sample)
    got = book.summary()["x"]
    assert {got.p50, got.p95, got.max} <= set(samples)
    assert got.p50 <= got.p95 <= got.max == max(samples)
