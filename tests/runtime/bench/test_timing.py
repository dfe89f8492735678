"""Processor time."""

from spxcc.runtime.bench.timing import timed


def test_processor_time_of_one_call_after_one_that_does_not_count() -> None:
    calls: list[int] = []
    samples = timed(lambda: calls.append(1), 3, calls=5)
    assert len(samples) == 3
    assert len(calls) == 16
