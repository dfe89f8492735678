"""How an answer is put together."""

from spxcc.engines.engine import Asked
from spxcc.engines.why.answers import MOST_ROWS, Evidence, Kind, age_s, answer, given, inputs, rows
from spxcc.engines.why.result import Grade, Input
from spxcc.market.units import NANOS_PER_SECOND

ASKED = Asked("price:SPX", "price")
KIND = Kind("points", "As it is.", Grade("A", "seen"), "last")


def test_a_number_is_told_with_all_that_it_follows_from() -> None:
    found = answer(ASKED, 5 * NANOS_PER_SECOND, KIND, 7, Evidence((Input("last", 7.0),), rows([("one", 1)])))
    assert (found.channel, found.path, found.value, found.as_of) == ("price:SPX", "price", 7.0, 5000)
    assert (found.expression, found.unit, found.reason) == ("last", "points", None)
    assert found.rows[0].label == "one"


def test_without_a_number_there_is_a_reason_and_nothing_to_compute() -> None:
    found = answer(ASKED, 0, KIND, None, Evidence(reason="no price yet"))
    assert (found.value, found.reason, found.expression) == (None, "no price yet", "")
    assert answer(ASKED, 0, KIND, None).reason == "not in this result"


def test_more_rows_than_an_answer_holds_are_not_told() -> None:
    many = rows((str(at), at) for at in range(MOST_ROWS + 1))
    found = answer(ASKED, 0, KIND, 1.0, Evidence(rows=many))
    assert (found.rows, found.expression) == ((), "")
    assert answer(ASKED, 0, KIND, "words").expression == ""


def test_what_is_not_known_is_no_input() -> None:
    assert inputs(given("a", None), given("b", 2, "USD", "x", 1.0)) == (Input("b", 2.0, "USD", "x", 1.0),)
    assert (age_s(3 * NANOS_PER_SECOND, NANOS_PER_SECOND), age_s(0, 5)) == (2.0, 0.0)
