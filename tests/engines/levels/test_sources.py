"""Origins of prices that are levels."""

from spxcc.engines.levels.compute import LevelsMemory
from spxcc.engines.levels.sources import MAKERS, origin_of
from tests.engines.stood import stood


def test_every_kind_that_the_market_has_is_known() -> None:
    run = stood().runs["levels"]
    memory = run.memory
    assert isinstance(memory, LevelsMemory)
    candidates = (*memory.timed.candidates, *memory.optional.candidates)
    assert [one.kind for one in candidates if origin_of(run, one) is None] == []
    assert len({one.kind for one in candidates}) > len(MAKERS) / 2
