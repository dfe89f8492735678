"""At the money."""

import pytest

from spxcc.engines.gex.front import front_group, straddle
from spxcc.engines.gex.provenance.near import legs, neighbours
from tests.engines.gex.provenance.boards import both


def test_neighbours_stand_on_both_sides_of_the_forward_and_their_weights_add_up_to_one() -> None:
    view = both().memory.views["SPX"]
    assert view.valuation is not None
    for group in range(3):
        rows = neighbours(view, group)
        forward = float(view.valuation.forward[group])
        assert min(row.strike for row in rows) <= forward <= max(row.strike for row in rows)
        assert sum(row.greek for row in rows) == pytest.approx(1.0, rel=1e-12)
        assert sum(row.greek * row.strike for row in rows) == pytest.approx(forward, rel=1e-9)


def test_legs_are_the_straddle() -> None:
    view, result = both().memory.views["SPX"], both().board.symbols["SPX"]
    assert view.valuation is not None
    front = front_group(view.valuation)
    assert front is not None
    rows = legs(view, front)
    assert result.atm_iv is not None
    assert sum(row.value for row in rows) == pytest.approx(straddle(view.valuation, front, rows[0].iv), rel=1e-12)
    assert {row.right for row in rows} == {"C", "P"}
    assert rows[0].iv == pytest.approx(result.atm_iv, abs=1e-6)
