"""The synthetic chain: the gex engine takes it without complaint."""

from spxcc.engines.engine import Upstream
from spxcc.engines.gex.compute import ENGINE
from spxcc.runtime.bench.chain import sessions, snapshot


def test_every_contract_is_used() -> None:
    market = snapshot(2, 60)
    board, _ = ENGINE.compute(market, Upstream(), ENGINE.initial())
    found = board.symbols["SPX"]
    assert len(market.chains["SPX"]) == 240
    assert found.reason is None
    assert found.net_gex is not None
    assert found.atm_iv is not None
    assert 0.13 < found.atm_iv < 0.15


def test_sessions_leave_out_weekends_and_holidays() -> None:
    assert sessions(6) == ["2026-11-19", "2026-11-20", "2026-11-23", "2026-11-24", "2026-11-25", "2026-11-27"]
