"""How long to stay away."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spxcc.feeds.massive.reconnect import Backoff, Ending, EndKind

KINDS: tuple[EndKind, ...] = ("unreachable", "closed", "evicted", "refused", "forced", "slow", "silent")


@pytest.mark.parametrize(
    ("ending", "low", "high"),
    [
        (Ending("closed", 1000, ""), 1, 1.3),
        (Ending("closed", 0, ""), 1, 1.3),
        (Ending("unreachable", 0, ""), 1, 1.3),
        (Ending("slow", 0, ""), 1, 1.3),
        (Ending("closed", 1008, ""), 15, 19.5),
        (Ending("forced", 0, ""), 15, 19.5),
        (Ending("evicted", 0, ""), 60, 78),
        (Ending("refused", 0, ""), 8, 10.4),
    ],
)
def test_f30_each_end_has_its_own_pause(ending: Ending, low: float, high: float) -> None:
    assert low <= Backoff("indices").pause_s(ending, stable=True, lasted_s=30) <= high


def test_f30_after_an_eviction_a_minute_at_least_and_longer_each_time() -> None:
    backoff = Backoff("options")
    pauses = [backoff.pause_s(Ending("evicted", 1008, ""), stable=True, lasted_s=30) for _ in range(5)]
    assert all(pause >= first for pause, first in zip(pauses, (60, 120, 240, 480, 600), strict=True))
    assert backoff.pause_s(Ending("evicted", 1008, ""), stable=True, lasted_s=600) < 80


def test_pauses_grow_while_it_fails_and_a_good_connection_begins_anew() -> None:
    backoff = Backoff("stocks")
    end = Ending("closed", 1006, "")
    pauses = [backoff.pause_s(end, stable=False, lasted_s=0) for _ in range(6)]
    assert [pause >= least for pause, least in zip(pauses, (1, 2, 4, 7, 7, 7), strict=True)] == [True] * 6
    assert max(pauses) < 10
    assert backoff.pause_s(end, stable=True, lasted_s=20) < 1.4


@given(st.lists(st.tuples(st.sampled_from(KINDS), st.booleans(), st.floats(0, 1000)), max_size=30))
def test_nobody_ever_fights_for_a_place(history: list[tuple[EndKind, bool, float]]) -> None:
    backoff = Backoff("indices")
    for kind, stable, lasted in history:
        pause = backoff.pause_s(Ending(kind, 0, ""), stable=stable, lasted_s=lasted)
        assert pause >= 1.0
        assert kind != "evicted" or pause >= 60
