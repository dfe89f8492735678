"""The builders of snapshots keep the contracts of the real ones."""

import numpy as np
import pytest

from spxcc.market.units import NANOS_PER_MINUTE
from tests.fakes.snapshots import at, bsm, make_bars, make_chain, make_columns, make_daily, make_session, make_snapshot


def test_chain_rows_are_sorted_by_settlement_strike_and_right() -> None:
    chain = make_chain(expiries=("2026-01-14", "2026-01-15"))
    rows = list(zip(chain.settles_at.tolist(), chain.strike.tolist(), (~chain.is_call).tolist(), strict=True))
    assert rows == sorted(rows)
    assert len(set(chain.contracts)) == len(chain) == 2 * 2 * 81
    assert chain.contracts[0] == "SPXW260114C05800000"


def test_a_chain_obeys_parity_and_absent_bids_are_nan() -> None:
    value = bsm(6000.0, np.array([6000.0, 6000.0]), 1.0, np.array([0.2, 0.2]), 0.04, 0.03, np.array([True, False]))
    assert value[0] - value[1] == pytest.approx(6000 * np.exp(-0.01) - 6000 * np.exp(-0.04))
    chain = make_chain()
    with np.errstate(invalid="ignore"):
        assert np.all(np.isnan(chain.bid) | (chain.bid > 0))
    assert np.isnan(make_chain(quotes=False).ask).all()


def test_bars_are_consistent_minutes_from_the_open() -> None:
    columns = make_columns([6000.0, 6002.0, 5999.0], volume=[1.0, 2.0, 3.0])
    assert columns.start.tolist() == [at("09:30") + minute * NANOS_PER_MINUTE for minute in range(3)]
    assert np.all(columns.high >= np.maximum(columns.open, columns.close))
    assert np.all(columns.low <= np.minimum(columns.open, columns.close))
    assert columns.volume.tolist() == [1.0, 2.0, 3.0]
    assert len(make_bars().today) == len(make_daily([])) == 0


def test_sessions_and_snapshots() -> None:
    assert make_session(at("16:00")).phase == "after-hours"
    assert make_session(at("16:00", "2026-01-16"), "2026-01-16").next_open == at("09:30", "2026-01-19")
    snapshot = make_snapshot(spy=None)
    assert set(snapshot.prices) == {"SPX"}
    assert snapshot.session.date == "2026-01-14"
