"""The engine: both symbols, memory, publications, budget of its token."""

import dataclasses

import msgspec
import numpy as np
import pytest

from spxcc.engines.engine import Asked, Run, Upstream
from spxcc.engines.flow.result import FLOW
from spxcc.engines.gex.compute import ENGINE, GexMemory, compute, compute_with, gex_engine, ratio_of
from spxcc.engines.gex.params import GexSettings
from spxcc.engines.gex.result import GEX, gex_channel
from spxcc.market.units import NANOS_PER_SECOND
from tests.engines.gex.books import index_chain, index_snapshot
from tests.fakes.snapshots import at, make_chain, make_price, make_session, make_snapshot

NOW = at("10:30")
SPY_CHAIN = make_chain(
    600.0, underlying="SPY", root="SPY", strikes=np.arange(570.0, 631.0, 1.0).tolist(), half_spread=0.01, tick=0.01
)


def test_both_symbols() -> None:
    snapshot = make_snapshot(chains={"SPX": index_chain(), "SPY": SPY_CHAIN})
    board, memory = compute(snapshot, Upstream(), GexMemory())
    assert set(board.symbols) == {"SPX", "SPY"}
    assert board.reason is None
    assert board.symbols["SPY"].spot == 600.0
    assert board.symbols["SPY"].reason is None
    assert set(memory.walls) == {"SPX", "SPY"}
    assert memory.ratio == 10.0


def test_no_chain_is_said() -> None:
    board, _ = compute(make_snapshot(), Upstream(), GexMemory())
    assert board.reason == board.symbols["SPX"].reason == "no SPX option chain yet"
    assert board.symbols["SPY"].reason == "no SPY option chain yet"
    assert board.symbols["SPX"].net_gex is None
    only_spy, _ = compute(make_snapshot(chains={"SPY": SPY_CHAIN}), Upstream(), GexMemory())
    assert only_spy.symbols["SPY"].net_gex is not None
    assert only_spy.reason == "no SPX option chain yet"


def test_the_board_speaks_for_spx() -> None:
    chain = dataclasses.replace(index_chain(), complete=False)
    board, _ = compute(index_snapshot(chain), Upstream(), GexMemory())
    assert board.reason == board.symbols["SPX"].reason == "the chain is incomplete: rows or pages are missing"


def test_the_last_ratio_serves_when_the_index_is_gone() -> None:
    _, memory = compute(make_snapshot(spx=6012.0, spy=600.0), Upstream(), GexMemory())
    old = index_chain()
    old = dataclasses.replace(old, quoted_at=old.quoted_at - 10**12, ts_event=old.ts_event - 10**12)
    prices = {
        "SPX": make_price("SPX", 6012.0, NOW - 200 * NANOS_PER_SECOND),
        "SPY": make_price("SPY", 601.0, NOW),
    }
    board, after = compute(make_snapshot(prices=prices, chains={"SPX": old}), Upstream(), memory)
    assert board.symbols["SPX"].spot == pytest.approx(601.0 * 10.02)
    assert board.symbols["SPX"].spot_source == "spy_ratio"
    assert after.ratio == 10.02


def test_a_ratio_from_before_the_open_is_forgotten_at_it() -> None:
    """Overnight SPY may go ex dividend: a price of the index from yesterday's ratio would be a guess."""
    yesterday = GexMemory(ratio=10.02, paired_at=NOW - 20 * 3600 * NANOS_PER_SECOND)
    old = index_chain()
    old = dataclasses.replace(old, quoted_at=old.quoted_at - 10**12, ts_event=old.ts_event - 10**12)
    alone = make_snapshot(prices={"SPY": make_price("SPY", 601.0, NOW)}, chains={"SPX": old})
    board, after = compute(alone, Upstream(), yesterday)
    assert board.symbols["SPX"].spot is None
    assert (after.ratio, after.paired_at) == (None, 0)
    before_open = make_session(at("09:00"))
    assert ratio_of(dataclasses.replace(alone, session=before_open), yesterday) == (10.02, yesterday.paired_at)
    of_today = dataclasses.replace(yesterday, paired_at=NOW - 1800 * NANOS_PER_SECOND)
    assert ratio_of(alone, of_today) == (10.02, of_today.paired_at)


def test_settings_are_obeyed() -> None:
    snapshot = index_snapshot()
    board, _ = compute_with(snapshot, GexMemory(), GexSettings(spot=6050.0))
    assert (board.symbols["SPX"].spot, board.symbols["SPX"].spot_source) == (6050.0, "given")


def test_f33_an_engine_measures_and_explains_by_its_own_settings() -> None:
    snapshot = index_snapshot()
    engine = gex_engine(GexSettings(rate=0.02, sign_model="all-short"))
    board, memory = engine.compute(snapshot, Upstream(), GexMemory())
    result = board.symbols["SPX"]
    assert result.gross_gex is not None
    assert result.net_gex == pytest.approx(-result.gross_gex)
    assert engine.explain is not None
    found = engine.explain(Run(snapshot, board, memory), Asked("gex:SPX", "net_gex"))
    assert found is not None
    assert (found.value, found.target) == (result.net_gex, result.net_gex)
    assert found.total == pytest.approx(result.net_gex, rel=1e-9)
    assert 0.02 in [fact.value for fact in found.facts if fact.name == "rate"]
    with pytest.raises(ValueError, match="one of standard, all-short, flow-signed, moneyness"):
        gex_engine(GexSettings(sign_overrides={"2026-01-16": "shrot"}))


def test_the_token() -> None:
    assert ENGINE.key is GEX
    assert ENGINE.channels == (gex_channel("SPX"), gex_channel("SPY"))
    assert (ENGINE.every_ms, ENGINE.heavy, ENGINE.needs) == (5000, True, (FLOW,))
    board, _ = ENGINE.compute(index_snapshot(), Upstream(), ENGINE.initial())
    said = list(ENGINE.publish(board))
    assert [publication.channel for publication in said] == [gex_channel("SPX"), gex_channel("SPY")]
    assert said[0].value is board.symbols["SPX"]


def test_the_views_of_the_memory_change_nothing() -> None:
    snapshot = index_snapshot()
    board, memory = compute(snapshot, Upstream(), GexMemory())
    assert memory.views["SPX"].chain is snapshot.chains["SPX"]
    for later in (snapshot, dataclasses.replace(snapshot, as_of=snapshot.as_of + 60 * NANOS_PER_SECOND)):
        again, kept = compute(later, Upstream(), memory)
        assert kept.views["SPX"].surface is memory.views["SPX"].surface
        assert again == compute(later, Upstream(), dataclasses.replace(memory, views={}))[0]
    assert compute(snapshot, Upstream(), memory)[0] == board


def test_a_new_chain_is_measured_anew() -> None:
    snapshot = index_snapshot()
    _, memory = compute(snapshot, Upstream(), GexMemory())
    other = index_snapshot(index_chain(6001.0))
    board, kept = compute(other, Upstream(), memory)
    assert kept.views["SPX"].chain is other.chains["SPX"]
    assert board == compute(other, Upstream(), dataclasses.replace(memory, views={}))[0]


def test_the_wire_keeps_its_old_names() -> None:
    board, _ = compute(index_snapshot(), Upstream(), GexMemory())
    wire = msgspec.to_builtins(board.symbols["SPX"])
    assert {"netGex", "flipPoint", "callWall", "putWall", "topLevels"} <= set(wire)
    assert set(wire["topLevels"][0]) == {"strike", "netGex"}
