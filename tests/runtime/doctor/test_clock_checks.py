"""Skew in words."""

import pytest

from spxcc.runtime.doctor.clock_checks import server_clock_check, upstream_clock_check
from spxcc.runtime.doctor.socket_probe import Offset


@pytest.mark.parametrize(
    ("ahead", "error", "state", "words"),
    [
        (0.012, 0.001, "ok", "the server's clock is 12 ms ahead, ±1 ms"),
        (-1.9, 0.0, "ok", "the server's clock is 1.9 s behind, ±0 ms"),
        (-5.0, 0.1, "warn", "the server's clock is 5.0 s behind, ±100 ms"),
        (5.0, 4.0, "ok", "the server's clock is 5.0 s ahead, ±4.0 s"),
        (3_600.0, 0.1, "fail", "the server's clock is 60 min ahead, ±100 ms"),
    ],
)
def test_f62_skew_counts_beyond_what_is_not_sure(ahead: float, error: float, state: str, words: str) -> None:
    check = server_clock_check(Offset(ahead, error))
    assert (check.state, check.found) == (state, words)
    assert bool(check.remedy) == (state != "ok")


def test_who_told_no_time_is_skipped() -> None:
    assert server_clock_check(None).state == "skip"
    assert upstream_clock_check(None, None, True).found == "Massive told no time"
    assert upstream_clock_check(None, None, False).found == "Massive was not asked"
    assert upstream_clock_check(Offset(1e6, 1), 1_750_000_000.0, True).found.startswith("the simulator lives at 2025")
    assert upstream_clock_check(Offset(-60.0, 1.0), None, True).state == "fail"
