"""The frozen market."""

from dataclasses import FrozenInstanceError
from typing import Any

import numpy as np
import pytest

from spxcc.market.snapshot import BarColumns, FeedCounters, MarketSnapshot
from tests.fakes.snapshots import at, make_chain, make_columns, make_session, make_snapshot


def test_columns_and_chains_count_their_rows() -> None:
    columns = make_columns([1.0, 2.0, 3.0])
    assert isinstance(columns, BarColumns)
    assert len(columns) == 3
    chain = make_chain()
    assert len(chain) == len(chain.contracts) == chain.strike.size


def test_a_snapshot_of_nothing_has_no_plausible_numbers() -> None:
    now = at("10:30")
    empty = MarketSnapshot(as_of=now, mode="live", session=make_session(now))
    assert (dict(empty.prices), dict(empty.bars), dict(empty.chains)) == ({}, {}, {})
    assert (empty.trades, empty.notices, empty.halted) == ((), (), False)
    assert empty.counters == FeedCounters(0, 0, 0)


def test_nobody_may_change_it() -> None:
    snapshot: Any = make_snapshot()
    columns: Any = make_columns([1.0])
    with pytest.raises(FrozenInstanceError):
        snapshot.as_of = 0
    with pytest.raises(FrozenInstanceError):
        columns.close = np.array([2.0])
