"""Words that readings are made of."""

from spxcc.engines.setups.reading import no_ensemble, pts
from tests.engines.setups.days import World
from tests.engines.setups.scenes import scene_of


def test_why_there_is_no_ensemble() -> None:
    assert no_ensemble(scene_of(World(), [6800.0])) is None
    lacking = World(p_plus=None, gex_reason="coverage below 90 %")
    assert no_ensemble(scene_of(lacking, [6800.0])) == "no P⁺ from the sign ensemble: coverage below 90 %"
    assert no_ensemble(scene_of(World(p_plus=None), [6800.0])) == "no P⁺ from the sign ensemble: not published"


def test_a_price_for_a_sentence() -> None:
    assert pts(6905.5) == "6,905.50"
