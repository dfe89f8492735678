"""Parameters, bounds, cursors."""

import pytest

from spxcc.feeds.simulator.massive.answer import Refused
from spxcc.feeds.simulator.massive.query import (
    choice_of,
    cursor_of,
    flag_of,
    limit_of,
    numbers_of,
    params_of,
    ranges_of,
    within,
)  # fmt: skip


def test_f30_bounds() -> None:
    params = params_of("strike_price.gte=5900&strike_price.lt=6000&apiKey=sim")
    assert numbers_of(params, "strike_price") == {"gte": 5900.0, "lt": 6000.0}
    assert [within(value, numbers_of(params, "strike_price")) for value in (5899.0, 5900.0, 6000.0)] == [
        False,
        True,
        False,
    ]
    assert ranges_of({"a": "x", "a.gt": "b"}, "a") == {"eq": "x", "gt": "b"}


def test_f30_a_cursor_brings_its_own_parameters() -> None:
    assert params_of("cursor=" + cursor_of({"limit": "5", "_after": "5", "_until": "9"}))["limit"] == "5"
    assert "_after" not in params_of("_after=3")
    for bad in (
        "cursor=xxx",
        "cursor=" + cursor_of({"limit": "5"}),
        "cursor=" + cursor_of({"_after": "x", "_until": "1"}),
    ):
        with pytest.raises(Refused):
            params_of(bad)


def test_f30_what_is_out_of_range_is_refused() -> None:
    assert limit_of({}, "X", 10, 250) == 10
    assert flag_of({"adjusted": "True"}, "adjusted", False)
    for call in (
        lambda: limit_of({"limit": "251"}, "X", 10, 250), lambda: limit_of({"limit": "x"}, "X", 10, 250),
        lambda: flag_of({"adjusted": "maybe"}, "adjusted", True),
        lambda: choice_of({"sort": "up"}, "sort", ("asc",), "asc"),
        lambda: numbers_of({"strike_price": "x"}, "strike_price"),
    ):  # fmt: skip
        with pytest.raises(Refused):
            call()
