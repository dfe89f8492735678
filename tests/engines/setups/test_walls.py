"""A wall is steady while it stays within one strike of where it was first seen."""

from spxcc.engines.setups.params import BLIND_BARS, MINUTE_MS
from spxcc.engines.setups.walls import WallSeen, follow


def test_within_one_strike_it_is_the_same_wall() -> None:
    seen = follow(None, 6900.0, 1000, 5.0)
    assert seen == WallSeen(6900.0, 1000, 1000)
    assert follow(seen, 6905.0, 2000, 5.0) == WallSeen(6900.0, 1000, 2000)
    assert follow(seen, 6895.0, 2000, 5.0) == WallSeen(6900.0, 1000, 2000)


def test_it_does_not_creep_away_by_single_strikes() -> None:
    seen = follow(follow(None, 6900.0, 1000, 5.0), 6905.0, 2000, 5.0)
    assert follow(seen, 6910.0, 3000, 5.0) == WallSeen(6910.0, 3000, 3000)


def test_a_minute_without_a_wall_is_no_evidence_of_a_move() -> None:
    seen = WallSeen(6900.0, 1000, 1000)
    assert follow(seen, None, 2000, 5.0) == seen
    assert follow(None, None, 2000, 5.0) is None


def test_a_wall_that_nobody_saw_for_longer_starts_anew() -> None:
    seen, limit = WallSeen(6900.0, 1000, 1000), 1000 + BLIND_BARS * MINUTE_MS
    assert follow(seen, 6900.0, limit, 5.0) == WallSeen(6900.0, 1000, limit)
    assert follow(seen, 6900.0, limit + 1, 5.0) == WallSeen(6900.0, limit + 1, limit + 1)
    assert follow(seen, None, limit + 1, 5.0) is None
