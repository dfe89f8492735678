"""Combined products."""

import numpy as np
import pytest

from spxcc.engines.gex.provenance.together import nearest_strike
from tests.engines.gex.provenance.boards import both


def test_f34_each_product_adds_what_it_adds_alone() -> None:
    run = both()
    found = run.why("combined.net").contributions
    for symbol, roots in (("SPX", {"SPX", "SPXW"}), ("SPY", {"SPY"})):
        alone = run.why("net_gex", symbol)
        mine = sum(row.value for row in found if row.root in roots)
        assert mine == pytest.approx(alone.value, rel=1e-9)
        assert abs(mine) > 1e6


def test_f34_the_combined_wall_holds_contracts_of_the_other_product_at_its_mapped_strike() -> None:
    run = both()
    combined = run.board.symbols["SPX"].combined
    assert combined is not None
    assert combined.call_wall is not None
    found = run.why("combined.call_wall")
    ratio = combined.ratios["SPY"]
    for row in found.contributions:
        mapped = row.strike * (ratio if row.root == "SPY" else 1.0)
        assert abs(mapped - combined.call_wall) <= 5.0 + 1e-3
    assert found.total == pytest.approx(found.target, rel=1e-9)


def test_a_mapped_strike_goes_to_the_nearest() -> None:
    strikes = np.array([100.0, 110.0, 125.0])
    prices = np.array([0.0, 104.9, 105.0, 105.1, 117.4, 117.6, 999.0])
    assert nearest_strike(strikes, prices).tolist() == [100.0, 100.0, 100.0, 110.0, 110.0, 125.0, 125.0]


def test_without_a_second_product_the_reason_is_told() -> None:
    run = both()
    found = run.why("combined.net", "SPY")
    assert found.value is None
    assert found.reason
    for path in ("combined.flip", "combined.put_wall"):
        assert run.why(path, "SPY").reason
