"""Processor time of calls."""

from spxcc.runtime.bench.timing import alternating, spent, timed


def test_every_sample_is_a_call() -> None:
    calls: list[int] = []
    samples = timed(lambda: calls.append(1), 3, 5)
    assert (len(calls), len(samples)) == (16, 3)
    assert all(sample >= 0 for sample in samples)


def test_acts_take_turns_from_either_end() -> None:
    calls: list[str] = []
    acts = {"a": (lambda: calls.append("a"), 1), "b": (lambda: calls.append("b"), 2)}
    found = alternating(acts, 2)
    assert "".join(calls) == "aabbbbbbaa"
    assert {name: len(samples) for name, samples in found.items()} == {"a": 2, "b": 2}


def test_the_first_call_is_measured_too() -> None:
    assert spent(lambda: sum(range(10_000))) > 0.0
