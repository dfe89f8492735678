"""The instant of `--since`."""

import pytest

from spxcc.market.session import at_exchange
from spxcc.runtime.errors import UserError
from spxcc.runtime.tail.since import since_of

NOW_MS = at_exchange("2026-01-14", "11:00") // 1_000_000


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("15m", "10:45"), ("90s", "10:58:30"), ("1.5h", "09:30"), ("10:31", "10:31"), ("10:31:07", "10:31:07"),
        ("2026-01-14T10:45-05:00", "10:45"), (" 2026-01-14T15:45:00+00:00 ", "10:45"),
    ],
)  # fmt: skip
def test_ways_to_say_an_instant(text: str, clock: str) -> None:
    assert since_of(text).at(NOW_MS) == at_exchange("2026-01-14", clock) // 1_000_000


@pytest.mark.parametrize("text", ["", "today", "15", "25:99", "2026-01-14T10:45", "15min", "-5m"])
def test_others_are_refused_with_what_is_expected(text: str) -> None:
    with pytest.raises(UserError, match=r"^expected "):
        since_of(text)
