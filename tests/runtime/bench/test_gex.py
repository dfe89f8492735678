"""Figures of the gex engine."""

import pytest

from spxcc.runtime.bench.gex import FASTER, gex_figures


@pytest.mark.slow
def test_the_figures_are_there_and_the_published_method_is_slower() -> None:
    made = {figure.name: figure for figure in gex_figures(True)}
    assert all(name.startswith("gex: ") for name in made)
    assert made["gex: gflows over ours"].budget == FASTER
    assert made["gex: gflows over ours"].median > FASTER / 2
    assert all(sample >= 0 for figure in made.values() for sample in figure.samples)
