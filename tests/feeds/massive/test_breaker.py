"""After trouble in a row nobody asks for a while."""

from spxcc.feeds.massive.breaker import Breaker
from spxcc.feeds.massive.params import BreakerRules

RULES = BreakerRules(failures=3, rest_s=2.0, rest_max_s=8.0)


def test_f32_a_row_of_failures_opens_it_and_one_good_answer_closes_it() -> None:
    breaker = Breaker(RULES)
    for now in (0.0, 1.0, 2.0):
        assert breaker.wait_s(now) == 0
        breaker.bad(now)
    assert breaker.wait_s(3.0) == 1.0
    assert breaker.wait_s(4.0) == 0
    assert breaker.wait_s(4.0) == 2.0, "one question finds out, the others wait"
    opened = breaker.open
    breaker.good()
    assert (opened, breaker.open, breaker.wait_s(4.0)) == (True, False, 0)


def test_each_question_in_vain_doubles_the_rest_to_a_bound() -> None:
    breaker = Breaker(RULES)
    for _ in range(3):
        breaker.bad(0.0)
    rests, now = [], 0.0
    for _ in range(4):
        rest = breaker.wait_s(now)
        rests.append(rest)
        now += rest
        assert breaker.wait_s(now) == 0
        breaker.bad(now)
    assert rests == [2, 4, 8, 8]


def test_a_question_given_up_decides_nothing() -> None:
    breaker = Breaker(RULES)
    for _ in range(3):
        breaker.bad(0.0)
    assert breaker.wait_s(2.0) == 0
    breaker.dropped()
    assert breaker.wait_s(2.0) == 0


def test_failures_between_good_answers_do_not_add_up() -> None:
    breaker = Breaker(RULES)
    for _ in range(9):
        breaker.bad(0.0)
        breaker.good()
    assert not breaker.open
