"""What is known of a kind's outcomes, on its setups."""

from msgspec.structs import replace

from spxcc.engines.score.result import NOTHING_KNOWN, ScoreResult
from spxcc.engines.setups.record import with_record
from tests.fakes.desk_data import setup
from tests.fakes.scores import cell, score_result


def test_f45_a_setup_carries_what_came_true_of_its_own_rules() -> None:
    told = with_record(setup(), score_result())
    assert (told.probability, told.n, told.low, told.high) == (0.482, 31, 0.444, 0.522)
    assert told.null_probability == setup().null_probability


def test_f45_neither_a_backtest_nor_other_rules_nor_a_shadow_is_its_record() -> None:
    for found in (cell(rules="abc123"), cell("forward", rules="older"), cell("forward", rules="abc123", shadow=True)):
        assert with_record(setup(), ScoreResult(cells=(found,))) == setup()
    for nothing in (None, NOTHING_KNOWN):
        assert with_record(setup(), nothing) == setup()
    bare = replace(setup(), null_probability=None)
    assert with_record(bare, score_result()) == bare
