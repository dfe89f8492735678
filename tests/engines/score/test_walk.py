"""Walk-forward looks at the past alone."""

from spxcc.engines.score.walk import choose, walk_forward
from tests.engines.score.rows import outcome
from tests.engines.score.test_cells import days

SESSIONS = days(100)


def test_f45_only_what_comes_after_the_choice_is_scored() -> None:
    rows = [outcome(at, day, True, 1.0) for at, day in enumerate(SESSIONS)]
    forward = walk_forward({"v1": rows})
    assert [one.row.order.session for one in forward] == SESSIONS[60:]
    assert walk_forward({"v1": rows[:60]}) == []


def test_f45_the_choice_looks_at_the_past_alone_and_not_at_its_last_day() -> None:
    """The variant that shines only later is not chosen before it does."""
    steady = [outcome(at, day, True, 0.2) for at, day in enumerate(SESSIONS)]
    late = [outcome(1000 + at, day, True, -1.0 if at < 60 else 5.0) for at, day in enumerate(SESSIONS)]
    chosen = walk_forward({"steady": steady, "late": late}, train=60, block=10)
    first = [one.row.r for one in chosen if one.row.order.session in SESSIONS[60:80]]
    assert set(first) == {0.2}
    assert chosen[-1].row.r == 5.0
    spiked = [outcome(at, day, True, 100.0 if at == 59 else 0.0) for at, day in enumerate(SESSIONS)]
    assert walk_forward({"steady": steady, "spiked": spiked}, block=10)[0].row.r == 0.2


def test_choose_needs_a_counted_outcome() -> None:
    void = [outcome(1, SESSIONS[0], False, 0.0, "feed_void")]
    assert choose({"v1": void}, set(SESSIONS)) is None
    assert (
        choose({"b": [outcome(1, SESSIONS[0], True, 1.0)], "a": [outcome(2, SESSIONS[0], True, 1.0)]}, set(SESSIONS))
        == "a"
    )
