"""Sampled stacks."""

import signal
import sys
import time

import pytest

from spxcc.runtime.bench.stacks import folded, place_of, sampled, stack_of, unfolded


def work(seconds: float) -> None:
    until = time.process_time() + seconds
    while time.process_time() < until:
        pass


def test_processor_time_is_counted_where_it_goes() -> None:
    before = signal.getsignal(signal.SIGPROF)
    with sampled(0.001) as found:
        work(0.05)
    assert signal.getsignal(signal.SIGPROF) is before
    own = sum(count for stack, count in found.items() if stack[-1].endswith("test_stacks.py:work"))
    assert own > 0.5 * sum(found.values()) > 5


def test_folded_lines_are_read_back() -> None:
    stacks = {("a:f", "b:g"): 3, ("a:f",): 1}
    assert folded(stacks) == "a:f 1\na:f;b:g 3\n"
    assert unfolded(folded(stacks)) == stacks
    with pytest.raises(ValueError, match="invalid literal"):
        unfolded("a:f;b:g often")


def test_a_place_begins_with_its_package() -> None:
    assert place_of("/a/spxcc/b/spxcc/ui/app.py") == "spxcc/ui/app.py"
    assert place_of("/usr/lib/python3/json/decoder.py") == "json/decoder.py"
    assert stack_of(sys._getframe())[-1].endswith("test_a_place_begins_with_its_package")
    assert stack_of(None) == ()
