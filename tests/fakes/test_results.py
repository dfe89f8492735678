"""The builders of results hand them over by their keys."""

from spxcc.engines.gex.result import GEX
from spxcc.engines.levels.result import LEVELS
from tests.fakes.results import make_gex, make_level, make_upstream


def test_results_are_found_by_key_and_absent_ones_are_none() -> None:
    upstream = make_upstream(gex=make_gex(), levels=(make_level("a", 1.0),))
    board, levels = upstream.get(GEX), upstream.get(LEVELS)
    assert board is not None
    assert set(board.symbols) == {"SPX"}
    assert levels is not None
    assert levels.levels[0].id == "a"
    assert make_upstream().get(GEX) is None
