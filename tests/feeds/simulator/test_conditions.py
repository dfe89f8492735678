"""The table of conditions."""

import numpy as np
import pytest

from spxcc.feeds.simulator import conditions


@pytest.mark.parametrize("table", [conditions.SINGLE, conditions.MULTI])
def test_shares_sum_to_one(table: tuple[tuple[int, float], ...]) -> None:
    assert sum(share for _, share in table) == pytest.approx(1.0)


def test_draws_follow_the_shares() -> None:
    drawn = conditions.draw(np.random.default_rng(1), conditions.SINGLE, 20_000)
    for condition, share in conditions.SINGLE:
        assert (drawn == condition).mean() == pytest.approx(share, abs=0.02)


def test_single_and_multi_leg_ids_are_apart() -> None:
    single = {condition for condition, _ in conditions.SINGLE} | {conditions.SWEEP, conditions.CANCEL, *conditions.LATE}
    assert single.isdisjoint({condition for condition, _ in conditions.MULTI})
