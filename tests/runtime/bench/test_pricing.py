"""Greeks and volatilities beside py_vollib and QuantLib."""

import importlib.util
from functools import partial

import numpy as np
import pytest

from spxcc.runtime.bench.suite import bench_named
from spxcc.runtime.errors import UserError

HERE = importlib.util.find_spec("vollib") is not None and importlib.util.find_spec("QuantLib") is not None
needs_peers = pytest.mark.skipif(not HERE, reason="needs vollib and QuantLib: spxcc bench --peers")


@pytest.mark.skipif(HERE, reason="all that it is measured with is there")
def test_without_the_others_it_says_what_to_do() -> None:
    with pytest.raises(UserError, match=r"expected what pricing is measured with, found: .*come with --peers"):
        bench_named("pricing")


@needs_peers
def test_the_three_agree_and_others_are_found_out() -> None:
    from spxcc.runtime.bench.pricing import agree, book, greeks, volatilities

    few = book(62)
    for what, task in (("greeks", greeks), ("volatility", volatilities)):
        acts = task(few)
        agree(what, acts)
        bent = acts["ours"]() * (1 + 1e-6)
        with pytest.raises(AssertionError, match="of other and ours differ"):
            agree(what, {**acts, "other": partial(np.copy, bent)})


@needs_peers
def test_figures_are_by_contract_and_ratios_say_whose(monkeypatch: pytest.MonkeyPatch) -> None:
    from spxcc.runtime.bench import pricing

    monkeypatch.setattr(pricing, "QUICK_CONTRACTS", 31)
    found = {one.name: one for one in pricing.pricing_figures(True)}
    assert len(found) == 10
    theirs, ours = found["pricing: greeks, QuantLib"], found["pricing: greeks, ours"]
    assert found["pricing: greeks, QuantLib / ours"].median == pytest.approx(theirs.median / ours.median)
    assert all(len(one.samples) == 7 for one in found.values() if one.unit == "µs")
