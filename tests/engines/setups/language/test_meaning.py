"""What expressions mean: units, names, and values equal to a plain loop's."""

import numpy as np
import pytest

from spxcc.engines.setups.features.functions import REGISTRY
from spxcc.engines.setups.features.tape import Tape
from spxcc.engines.setups.language.meaning import Env, meaning
from spxcc.engines.setups.language.problems import LanguageError
from spxcc.engines.setups.language.units import Unit
from spxcc.quant.indicators import Floats

SINCE = np.arange(1, 41, dtype=np.float64) * 60.0
CLOSE = 100.0 + np.cumsum(np.random.default_rng(5).normal(0, 1, 40))
TAPE = Tape(
    CLOSE - 0.1, CLOSE + 0.5, CLOSE - 0.5, CLOSE, 34200 + SINCE, SINCE, 23400 - SINCE, {"E15": np.full(40, 2.0)}
)


def value(text: str, tape: Tape = TAPE, level: float = 100.0, armed: int | None = None) -> Floats:
    env = Env(tape, "L", np.full(tape.shape, level), armed=armed)
    return np.broadcast_to(meaning(text, REGISTRY).on(env), tape.shape)


def test_columns_equal_plain_loops() -> None:
    highs = TAPE.high
    assert np.array_equal(value("highest(high, 5 bars)")[4:], [highs[at - 4 : at + 1].max() for at in range(4, 40)])
    assert np.isnan(value("highest(high, 5 bars)")[:4]).all()
    expected = [float(any(CLOSE[max(0, at - 2) : at + 1] > 101.0)) for at in range(40)]
    assert value("close > level + 1 pts within 3 bars").tolist() == expected
    expected = [float(at >= 2 and all(CLOSE[at - 2 : at + 1] > 100.0)) for at in range(40)]
    assert value("close > level for 3 bars").tolist() == expected
    assert value("close[2]")[2:].tolist() == CLOSE[:-2].tolist()
    assert value("abs(close - level) / E15").tolist() == (np.abs(CLOSE - 100.0) / 2.0).tolist()
    assert value("count(close > level, 4 bars)").tolist() == [
        float((CLOSE[max(0, at - 3) : at + 1] > 100.0).sum()) for at in range(40)
    ]


def test_unknown_stays_unknown_where_it_matters() -> None:
    assert set(value("P_plus >= 70 %").tolist()) == {0.5}
    assert set(value("P_plus >= 70 % or close > level - 500 pts").tolist()) == {1.0}
    assert set(value("P_plus >= 70 % and close > level + 500 pts").tolist()) == {0.0}
    assert set(value("not P_plus >= 70 %").tolist()) == {0.5}
    assert np.isnan(value("E15 / (E15 - E15)")).all()


def test_upside_down_an_expression_means_the_mirror_image() -> None:
    turned = TAPE.mirrored()
    for text in ("close > level", "low <= level + z", "lowest(low, 5 bars) - 0.1*E15 > level - 3 pts"):
        up = value(text, turned, -100.0)
        high = text.replace("low", "HI").replace("HIest", "highest").replace("HI", "high")
        assert not np.array_equal(up, value(high)) or text == high
    assert np.array_equal(-value("lowest(low, 4 bars)", turned), value("highest(high, 4 bars)"), equal_nan=True)
    assert np.array_equal(-value("min(VW, close)", turned), value("max(VW, close)"), equal_nan=True)


def test_at_arm_freezes_a_value() -> None:
    assert set(value("at_arm(close)", armed=7).tolist()) == {CLOSE[7]}
    assert value("close - at_arm(close)", armed=7)[9] == CLOSE[9] - CLOSE[7]
    with pytest.raises(LanguageError, match="at_arm may stand in"):
        value("at_arm(close)")
    with pytest.raises(LanguageError, match="expected a setup with levels"):
        meaning("level", REGISTRY).on(Env(TAPE))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("close > 5", "a number is no price"),
        ("P_plus >= 0.7", "write percent with a sign"),
        ("close + level", "unit error: price \\+ price"),
        ("since_open > 45", "write a duration"),
        ("clock > 10", "write a time of day"),
        ("close > 5 pts", "unit error: price > points"),
        ("highest(high, 5)", "number of bars as the last argument"),
        ("highest(high)", "expected 2 arguments"),
        ("close()", "expected a value"),
        ("close(1)", "is no function"),
        ("highest > close", "is a function"),
        ("clse > close", "did you mean close"),
        ("final_oi > 5", "future reference: final_oi"),
        ("session_high > close", "future reference"),
        ("at_arm", "expected at_arm"),
        ("(close > level) > (low > level)", "use and, or, not"),
        ("not close", "expected true or false for not"),
        ("close and low", "expected true or false for and"),
        ("min(1R, VW)", "unit error: R in min with price"),
    ],
)
def test_what_cannot_be_meant_is_refused(text: str, says: str) -> None:
    with pytest.raises(LanguageError, match=says):
        meaning(text, REGISTRY)


def test_a_comparison_knows_its_sides_and_an_expression_its_needs() -> None:
    made = meaning("P_plus >= 70 %", REGISTRY)
    assert made.unit is Unit.FLAG
    assert made.sides is not None
    assert (made.sides[0].text, made.sides[1], made.sides[2].text) == ("P_plus", ">=", "70 %")
    assert made.needs == {"P_plus"}
    assert meaning("close > level - 0.1*E15", REGISTRY).needs == {"E15"}
    assert meaning("close > level", REGISTRY).of_level
