"""Percentile against the same minute of earlier days."""

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from spxcc.engines.flow.rank import NO_HISTORY, rank_of
from spxcc.engines.flow.result import FlowHistory, FlowWindow
from tests.engines.flow.trades import START


def window(premium: float) -> FlowWindow:
    """Five minutes of one premium, half of it without a side."""
    return FlowWindow(
        minutes=5, call_bought=premium / 2, call_sold=0.0, put_bought=0.0, put_sold=0.0, unknown=premium / 2, prints=3
    )


def test_f47_without_history_no_percentile_and_the_reason() -> None:
    bare = rank_of(window(8.0), START, None)
    assert (bare.minute, bare.premium, bare.days, bare.percentile, bare.reason) == ("10:30", 8.0, 0, None, NO_HISTORY)
    few = rank_of(window(8.0), START, FlowHistory(minutes={"10:30": (1.0, 2.0)}))
    assert (few.percentile, few.reason) == (None, "2 earlier days of this minute, 5 needed")
    other = rank_of(window(8.0), START, FlowHistory(minutes={"10:31": (1.0,) * 9}))
    assert other.reason == NO_HISTORY


@given(st.lists(st.floats(0, 1e7), min_size=5, max_size=80), st.floats(0, 1e7))
def test_f47_the_percentile_has_its_sample_and_interval(past: list[float], premium: float) -> None:
    rank = rank_of(window(premium), START, FlowHistory(minutes={"10:30": tuple(past)}))
    assert rank.percentile is not None
    assert rank.low is not None
    assert rank.high is not None
    assert rank.below == sum(each < rank.premium for each in past)
    assert rank.days == len(past)
    assert rank.low - 1e-3 <= rank.percentile <= rank.high + 1e-3


def test_history_survives_json() -> None:
    history = FlowHistory(minutes={"10:30": (1.0, 2.0)})
    assert msgspec.json.decode(msgspec.json.encode(history), type=FlowHistory) == history
