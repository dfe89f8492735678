"""The net among the same minute of earlier days."""

from hypothesis import given
from hypothesis import strategies as st

from spxcc.engines.gex.rank import NO_HISTORY, rank_of

NETS = st.floats(-1e10, 1e10)


def test_f35_too_few_days_say_so() -> None:
    none = rank_of(1.0, "10:30", ())
    assert (none.percentile, none.days, none.reason) == (None, 0, NO_HISTORY)
    few = rank_of(1.0, "10:30", (0.0,) * 4)
    assert (few.percentile, few.days, few.reason) == (None, 4, "4 earlier days of this minute, 5 needed")


@given(NETS, st.lists(NETS, min_size=5, max_size=40))
def test_f35_the_share_is_that_of_the_days_below(net: float, past: list[float]) -> None:
    rank = rank_of(net, "10:30", tuple(past))
    below = sum(one < net for one in past)
    assert (rank.days, rank.below, rank.reason) == (len(past), below, None)
    assert rank.percentile == round(below / len(past), 3)
