"""What the commands of the day are told."""

import pytest

from spxcc.engines.risk.result import Risk
from spxcc.gateway.interfaces import RequestError
from spxcc.runtime.plan_args import REASON, card_of, number, override_of

COOLING = Risk(state="COOLDOWN", rule="2 losses in a row", key="cool_after 2")


def test_a_card_or_what_is_wrong_with_it() -> None:
    assert card_of({"bias": "long"}).bias == "long"
    with pytest.raises(RequestError, match="not understood"):
        card_of({"levels": [1, 2, 3]})


def test_a_number_or_what_is_wrong_with_it() -> None:
    assert number({"r": 1}, "r", 100) == 1.0
    assert number({}, "r", 100) is None
    with pytest.raises(RequestError, match="as a number"):
        number({"r": True}, "r", 100)


def test_an_override_is_of_the_rule_that_decides_with_a_reason() -> None:
    found = override_of(COOLING, {"reason": " mine ", "key": "cool_after 2"}, 7)
    assert (found.at, found.key, found.state, found.reason) == (7, "cool_after 2", "COOLDOWN", "mine")
    for args in ({}, {"reason": 3}, {"reason": "x" * (REASON + 1)}):
        with pytest.raises(RequestError, match="needs a reason"):
            override_of(COOLING, args, 7)
