"""The whole result of a chain: consistent, finite, and obeying the laws."""

import dataclasses
import math

import msgspec
import numpy as np
import pytest

from spxcc.engines.gex.measure import SymbolMemory, measure
from spxcc.engines.gex.params import DEFAULTS, GexSettings
from spxcc.engines.gex.result import GexResult
from spxcc.engines.gex.walls import WallMemory
from spxcc.market.snapshot import ChainScope, MarketSnapshot, OptionChain
from tests.engines.gex.books import index_chain, index_snapshot
from tests.engines.gex.test_book import permuted
from tests.fakes.snapshots import DAY, at, make_chain, make_snapshot


def result_of(
    chain: OptionChain, snapshot: MarketSnapshot | None = None, settings: GexSettings = DEFAULTS
) -> GexResult:
    return measure(index_snapshot(chain) if snapshot is None else snapshot, chain, SymbolMemory(), None, settings)[0]


RESULT = result_of(index_chain())


def must(value: float | None) -> float:
    assert value is not None
    return value


def test_totals_agree_with_each_other() -> None:
    assert RESULT.reason is None
    assert must(RESULT.net_gex) == pytest.approx(must(RESULT.call_gex) + must(RESULT.put_gex), rel=1e-10)
    assert must(RESULT.gross_gex) == pytest.approx(must(RESULT.call_gex) - must(RESULT.put_gex), rel=1e-10)
    assert sum(row.net for row in RESULT.by_strike) == pytest.approx(must(RESULT.net_gex), abs=200)
    assert sum(row.net for row in RESULT.by_expiry) == pytest.approx(must(RESULT.net_gex), rel=1e-10)
    assert len(RESULT.by_strike) >= 100


def test_scopes_sum_to_all() -> None:
    scopes = RESULT.scopes
    assert set(scopes) == {"all", "0dte", "week", "monthly", "ex-0dte", "ex-next-opex"}
    assert scopes["all"].net == RESULT.net_gex
    assert scopes["all"].flip == RESULT.flip_point
    for name in ("net", "call", "put", "gross"):
        for part, rest in (("0dte", "ex-0dte"), ("monthly", "ex-next-opex")):
            parts = getattr(scopes[part], name) + getattr(scopes[rest], name)
            assert parts == pytest.approx(getattr(scopes["all"], name), rel=1e-10)


def test_f35_expiries_are_of_the_same_pass() -> None:
    """The rows by expiry sum to the scopes and the totals: nothing is fetched or computed twice."""
    zero = [row for row in RESULT.by_expiry if row.expiry == DAY]
    assert sum(row.net for row in zero) == pytest.approx(RESULT.scopes["0dte"].net, abs=2)
    assert sum(row.gross for row in RESULT.by_expiry) == pytest.approx(must(RESULT.gross_gex), abs=10)


def test_the_profile_passes_through_net_and_flip() -> None:
    levels, values = np.array([p[0] for p in RESULT.profile]), np.array([p[1] for p in RESULT.profile])
    assert values[int(np.argmin(np.abs(levels - 6000.0)))] == pytest.approx(must(RESULT.net_gex), abs=2)
    crossing = levels[1:][np.sign(values[1:]) != np.sign(values[:-1])]
    assert float(np.abs(crossing - must(RESULT.flip_point)).min()) <= 3.0
    assert RESULT.flips
    assert RESULT.flip_reason is None


def test_f33_the_day_of_expiry_has_its_gamma() -> None:
    """Hours to 16:00, not days from UTC midnight: the expiring book is a large part of the whole."""
    zero = RESULT.by_expiry[0]
    assert zero.minutes == 330.0
    assert zero.share > 0.15
    assert zero.gross > 1e9


def test_f33_walls_stand_on_their_side() -> None:
    assert must(RESULT.call_wall) >= 6000.0 >= must(RESULT.put_wall)
    above = result_of(index_chain(), settings=GexSettings(spot=6080.0))
    assert [wall.definition for wall in above.call_walls] == ["net"] * 3 + ["gross"] * 3
    assert must(above.call_wall) >= 6080.0
    assert all(wall.strike >= 6080.0 and wall.gex > 0 for wall in above.call_walls)
    assert all(wall.strike <= 6080.0 and wall.gex < 0 for wall in above.put_walls)


def test_f63_without_a_flip_there_is_none_and_a_reason() -> None:
    chain = index_chain()
    calls_only = dataclasses.replace(chain, open_interest=np.where(chain.is_call, chain.open_interest, 0.0))
    found = result_of(calls_only)
    assert (found.flip_point, found.flips) == (None, ())
    assert found.flip_reason == "net gamma is positive at every price within ±15 % of spot"
    assert found.put_wall is None
    assert found.wall_reason == "no strike at or below spot has negative net gamma"


def test_f63_the_flip_is_the_root_of_the_repriced_book() -> None:
    moved = result_of(index_chain(), settings=GexSettings(spot=must(RESULT.flip_point)))
    assert abs(must(moved.net_gex)) < 1e-4 * must(moved.gross_gex)
    running = np.cumsum([row.net for row in RESULT.by_strike])
    strikes = np.array([row.strike for row in RESULT.by_strike])
    changes = strikes[1:][np.sign(running[1:]) != np.sign(running[:-1])]
    assert changes.size == 0 or float(np.abs(changes - must(RESULT.flip_point)).min()) > 20.0


def test_f63_an_empty_chain_has_no_flip_and_not_spot() -> None:
    empty = result_of(permuted(index_chain(), np.arange(0)))
    assert (empty.flip_point, empty.net_gex, empty.call_wall) == (None, None, None)
    assert empty.reason == empty.flip_reason == "the chain has no contract that is not expired"


def test_order_of_contracts_does_not_matter() -> None:
    chain = index_chain()
    assert result_of(permuted(chain, np.random.default_rng(4).permutation(len(chain)))) == RESULT


def test_the_same_snapshot_gives_the_same_bytes() -> None:
    assert msgspec.json.encode(result_of(index_chain())) == msgspec.json.encode(RESULT)
    assert msgspec.json.decode(msgspec.json.encode(RESULT), type=GexResult) == RESULT


def test_scaling_open_interest_scales_gex_and_leaves_flip_and_walls() -> None:
    chain = index_chain()
    double = result_of(dataclasses.replace(chain, open_interest=2 * chain.open_interest))
    for name in ("net_gex", "call_gex", "put_gex", "dex", "vanna", "charm"):
        assert getattr(double, name) == pytest.approx(2 * getattr(RESULT, name), abs=4), name
    for name in ("flip_point", "call_wall", "put_wall", "absolute_gamma_strike", "atm_iv", "expected_move"):
        assert getattr(double, name) == getattr(RESULT, name), name


def test_scaling_all_prices_scales_the_result() -> None:
    """Vendor volatilities, so that no absolute limit on quotes plays a part."""
    chain = index_chain()
    absent, sigma = np.full(len(chain), np.nan), np.full(len(chain), 0.17)
    one = dataclasses.replace(chain, bid=absent, ask=absent, vendor_iv=sigma)
    tenth = dataclasses.replace(one, strike=chain.strike / 10)
    small = make_snapshot(spx=600.0, chains={"SPX": tenth})
    before, after = result_of(one), result_of(tenth, small)
    assert must(after.flip_point) == pytest.approx(must(before.flip_point) / 10, abs=0.01)
    assert must(after.net_gex) == pytest.approx(must(before.net_gex) / 10, rel=1e-6)
    assert must(after.call_wall) == must(before.call_wall) / 10


def test_everything_is_finite() -> None:
    def check(value: object) -> None:
        if isinstance(value, float):
            assert math.isfinite(value)
        elif isinstance(value, dict):
            for one in value.values():
                check(one)
        elif isinstance(value, list):
            for one in value:
                check(one)

    check(msgspec.to_builtins(RESULT))


def test_a_refused_chain_keeps_what_is_known() -> None:
    chain = index_chain()
    found = result_of(dataclasses.replace(chain, open_interest=np.full(len(chain), np.nan)))
    assert found.reason == "the chain has no open interest"
    assert (found.net_gex, found.band, found.by_strike, found.scopes) == (None, None, (), {})
    assert found.spot == 6000.0
    assert found.atm_iv == pytest.approx(0.15, abs=2e-3)
    assert found.expected_move is not None
    assert found.expected_move.straddle == pytest.approx(0.8 * must(found.expected_move.one_sd), rel=0.01)


def test_a_chain_of_which_only_the_near_part_came_is_refused_by_that_name() -> None:
    near = ChainScope("near", 480, at("11:00"), True)
    found = result_of(dataclasses.replace(index_chain(), complete=False, scopes=(near,)))
    assert found.net_gex is None
    assert found.reason == "the chain is incomplete: of the chain only its near part is there: 480 rows"


def test_a_refusal_says_what_was_left_out() -> None:
    chain = dataclasses.replace(index_chain(), complete=False, remarks=("row 609: expected 22 columns, found 13",))
    found = result_of(chain)
    assert found.reason == "the chain is incomplete: rows or pages are missing"
    assert found.warnings[-1] == "row 609: expected 22 columns, found 13"


def test_no_price_no_result() -> None:
    chain = dataclasses.replace(make_chain(6000.0, quotes=False), underlying_price=None)
    found = result_of(chain, make_snapshot(spx=None, spy=None, chains={"SPX": chain}))
    assert (found.spot, found.spot_source) == (None, "none")
    assert found.reason is not None
    assert found.reason.startswith("no quotes, and last trades of call and put in the same minute at 0 strikes")


def test_walls_are_remembered_within_a_session_only() -> None:
    chain = index_chain()
    kept = SymbolMemory(DAY, call=WallMemory(must(RESULT.call_walls[1].strike)))
    snapshot = index_snapshot(chain)
    assert measure(snapshot, chain, kept, None, DEFAULTS)[0].call_wall == RESULT.call_walls[1].strike
    yesterday = msgspec.structs.replace(kept, date="2026-01-13")
    found, memory = measure(snapshot, chain, yesterday, None, DEFAULTS)
    assert found.call_wall == RESULT.call_walls[0].strike
    assert memory.date == DAY


def test_late_in_the_day_the_wings_without_bids_do_not_refuse_the_chain() -> None:
    late = at("15:30")
    chain = make_chain(6000.0, as_of=late, strikes=np.arange(5700.0, 6301.0, 5.0).tolist(), tick=0.05)
    assert np.isnan(chain.bid).sum() > 100
    found = result_of(chain, make_snapshot(late, chains={"SPX": chain}))
    assert found.reason is None
    assert found.coverage is not None
    assert found.coverage.iv_unbid > 100
    assert (found.coverage.oi_valid_share, found.coverage.iv_filled) == (1.0, 0)


def test_a_chain_that_lost_contracts_has_smaller_coverage_not_other_exposures() -> None:
    chain = index_chain()
    idle = permuted(chain, np.flatnonzero((chain.open_interest > 0) & (np.abs(chain.strike - 6000) < 590)))
    assert must(result_of(idle).net_gex) == pytest.approx(must(RESULT.net_gex), rel=0.02)


def test_a_sign_model_decides_and_is_named() -> None:
    squeezed = result_of(index_chain(), settings=GexSettings(sign_model="all-short"))
    assert must(squeezed.net_gex) == pytest.approx(-must(RESULT.gross_gex), rel=1e-9)
    assert squeezed.gross_gex == RESULT.gross_gex
    assert squeezed.dex == RESULT.dex
    assert squeezed.definition.startswith("spxcc-gex/1: sign model all-short; ")
    assert squeezed.quality is not None
    assert squeezed.quality.sign_model == "all-short"
    assert squeezed.flip_reason == "net gamma is negative at every price within ±15 % of spot"
    assert squeezed.band is not None
    assert squeezed.band.p_plus == 0.0


def test_a_sign_model_without_its_input_refuses() -> None:
    found = result_of(index_chain(), settings=GexSettings(sign_model="flow-signed"))
    assert found.net_gex is None
    assert found.reason == "sign model flow-signed: no print of today with a known side"
    override = GexSettings(sign_overrides={DAY: "all-short"})
    mixed = result_of(index_chain(), settings=override)
    assert mixed.scopes["0dte"].net == pytest.approx(-RESULT.scopes["0dte"].gross, rel=1e-9)
    assert mixed.scopes["ex-0dte"] == RESULT.scopes["ex-0dte"]


def test_the_outlook_is_there() -> None:
    assert len(RESULT.hedge_flows) == 10
    up = next(flow for flow in RESULT.hedge_flows if flow.spot_share == 0.005 and not flow.minutes)
    assert up.gamma == pytest.approx(-0.5 * 1.005 * must(RESULT.net_gex), rel=1e-6)
    assert up.flow == up.gamma + up.charm + up.vanna + up.residual
    assert RESULT.heat is not None
    assert len(RESULT.heat.net) == len(RESULT.heat.times)
    assert must(RESULT.charm_to_close) != 0.0
    assert must(RESULT.dealer_dex) != must(RESULT.dex)


def test_the_band_moves_with_the_book_and_not_by_chance() -> None:
    chain = index_chain()
    later = dataclasses.replace(index_snapshot(chain), as_of=chain.ts_event + 1_000_000)
    again = result_of(chain, later)
    assert again.band is not None
    assert RESULT.band is not None
    assert again.band.p10 == pytest.approx(RESULT.band.p10, rel=1e-6)
    assert again.band.p_plus == RESULT.band.p_plus
