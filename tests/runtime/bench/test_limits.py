"""Lower bounds and our distance from them."""

import os

import pytest

from spxcc.runtime.bench.figure import Figure
from spxcc.runtime.bench.limits import METHOD, NOBODY, least_us, limit_figures


@pytest.fixture(scope="module")
def found() -> dict[str, Figure]:
    """Measured once."""
    return {one.name: one for one in limit_figures(True)}


def test_every_path_has_its_bound_and_stands_above_it(found: dict[str, Figure]) -> None:
    apart = {name: one for name, one in found.items() if name.endswith(", ours over it")}
    assert len(apart) == 6
    for name, one in apart.items():
        assert found[name.removesuffix(", ours over it")].unit == "µs"
        assert one.median > 1.0
    assert found["limits: memory"].unit == "GB/s"
    assert found["limits: a write to a socket"].median > 0.0
    assert found["limits: a write to a terminal"].median > 0.0


def test_a_bound_says_of_which_kind_it_is_and_is_the_least(found: dict[str, Figure]) -> None:
    bounds = [one for one in found.values() if "ours over it" not in one.name and one.unit == "µs"]
    assert all((NOBODY in one.note) != (METHOD in one.note) for one in bounds)
    assert all(len(one.samples) == 1 and "least of 7 rounds" in one.note for one in bounds)


def test_what_is_written_is_read_before_the_next_round() -> None:
    near, far = os.pipe()
    try:
        os.set_blocking(near, False)
        assert 0.0 < least_us(far, near, 200, 3) < 10_000.0
        with pytest.raises(BlockingIOError):
            os.read(near, 1)
    finally:
        os.close(near)
        os.close(far)
