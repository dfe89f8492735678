"""SPX with SPY and XSP: dollars add, levels are mapped, the flip is the root of the sum."""

import dataclasses

import msgspec
import numpy as np
import pytest

from spxcc.engines.engine import Upstream
from spxcc.engines.gex.combined import CombinedWalls, Parts, combine
from spxcc.engines.gex.compute import GexMemory, compute
from spxcc.engines.gex.measure import Given, measure_chain
from spxcc.engines.gex.params import DEFAULTS
from spxcc.engines.gex.result import GexResult
from spxcc.engines.gex.walls import WallMemory
from spxcc.market.snapshot import MarketSnapshot, OptionChain
from spxcc.market.units import NANOS_PER_MINUTE
from tests.engines.gex.books import index_chain, index_snapshot
from tests.fakes.snapshots import at, make_chain, make_snapshot

SPY = make_chain(
    600.0, underlying="SPY", root="SPY", strikes=np.arange(570.0, 631.0, 1.0).tolist(), half_spread=0.01, tick=0.01
)
BOTH = make_snapshot(chains={"SPX": index_chain(), "SPY": SPY})


def parts_of(snapshot: MarketSnapshot, chain: OptionChain) -> Parts:
    parts = measure_chain(snapshot, chain, DEFAULTS, Given()).parts
    assert parts is not None
    return parts


def board(snapshot: MarketSnapshot) -> dict[str, GexResult]:
    return compute(snapshot, Upstream(), GexMemory())[0].symbols


def test_f34_dollars_add_up() -> None:
    found = board(BOTH)
    combined = found["SPX"].combined
    assert combined is not None
    assert combined.symbols == ("SPX", "SPY")
    assert combined.ratios == {"SPY": 10.0}
    for name, whole in (("net_gex", "net"), ("call_gex", "call"), ("put_gex", "put"), ("gross_gex", "gross")):
        parts = sum(getattr(found[symbol], name) for symbol in ("SPX", "SPY"))
        assert getattr(combined, whole) == pytest.approx(parts, rel=1e-10), name
    assert sum(row.net for row in combined.by_strike) == pytest.approx(combined.net, abs=200)


def test_f34_strikes_are_sorted_and_mapped_by_the_live_ratio() -> None:
    snapshot = make_snapshot(spx=6021.5, spy=600.0, chains={"SPX": index_chain(6021.5), "SPY": SPY})
    combined = board(snapshot)["SPX"].combined
    assert combined is not None
    assert combined.ratios == {"SPY": pytest.approx(10.035833)}
    strikes = [row.strike for row in combined.by_strike]
    assert strikes == sorted(strikes)
    found = board(snapshot)
    alone, spy = ({row.strike: row.call for row in found[symbol].by_strike} for symbol in ("SPX", "SPY"))
    mapped = 6020.0
    near = [strike for strike in spy if abs(strike * 10.035833 - mapped) < 5.0]
    assert near == [600.0]
    row = next(row for row in combined.by_strike if row.strike == mapped)
    assert row.call == pytest.approx(alone[mapped] + spy[600.0], rel=1e-9)


def test_f34_the_flip_is_the_root_of_both_books_repriced() -> None:
    heavy = dataclasses.replace(SPY, open_interest=np.where(SPY.is_call, 90.0, 130.0) * SPY.open_interest)
    main, other = parts_of(BOTH, BOTH.chains["SPX"]), parts_of(BOTH, heavy)
    combined, _ = combine(main, {"SPY": (other, 10.0)}, "SPX", DEFAULTS)
    assert combined.flip is not None

    def net(level: float) -> float:
        return main.curves.repricer.at(level, main.weights.net) + other.curves.repricer.at(
            level / 10.0, other.weights.net
        )

    assert main.curves.flip("all") is not None
    assert abs(combined.flip - (main.curves.flip("all") or 0.0)) > 1.0
    assert net(combined.flip - 0.02) * net(combined.flip + 0.02) < 0
    assert combined.flip not in {row.strike for row in combined.by_strike}


def test_f34_a_product_against_itself_doubles_and_leaves_flip_and_walls() -> None:
    """The same book at a tenth of the price: the same dollars, the same flip in SPX points."""
    alone = parts_of(index_snapshot(), index_chain())
    chain = index_chain()
    absent, sigma = np.full(len(chain), np.nan), np.full(len(chain), 0.17)
    one = dataclasses.replace(chain, bid=absent, ask=absent, vendor_iv=sigma)
    tenth = dataclasses.replace(one, strike=chain.strike / 10, open_interest=10 * chain.open_interest)
    main = parts_of(index_snapshot(one), one)
    small = parts_of(make_snapshot(spx=600.0, chains={"SPX": tenth}), tenth)
    combined, _ = combine(main, {"XSP": (small, 10.0)}, "SPX", DEFAULTS)
    assert combined.net == pytest.approx(2 * float(main.exposed.net.sum()), rel=1e-6)
    assert combined.flip == pytest.approx(main.curves.flip("all"), abs=0.02)
    assert combined.by_strike[0].call_oi == 11 * round(float(main.ladder.call_interest[0]))
    assert alone.spot == 6000.0


def test_f34_the_walls_of_the_sum_have_hysteresis() -> None:
    """A challenger under the margin needs three refreshes a minute apart, as for one product alone."""
    main, other = parts_of(BOTH, BOTH.chains["SPX"]), parts_of(BOTH, SPY)
    patient = dataclasses.replace(DEFAULTS, wall_margin=1e9)
    first, _ = combine(main, {"SPY": (other, 10.0)}, "SPX", DEFAULTS)
    above = sorted((row for row in first.by_strike if row.strike >= main.spot), key=lambda row: -row.net)
    assert first.call_wall == above[0].strike
    second = above[1].strike
    walls = CombinedWalls("2025-06-02", WallMemory(second))
    told: list[float | None] = []
    for minute in range(3):
        now = at("10:30") + minute * NANOS_PER_MINUTE
        found, walls = combine(main, {"SPY": (other, 10.0)}, "SPX", patient, walls, now)
        told.append(found.call_wall)
    assert told == [second, second, above[0].strike]
    assert (walls.date, walls.call) == ("2025-06-02", WallMemory(above[0].strike))


def test_f34_the_walls_of_the_sum_are_kept_within_a_session_alone() -> None:
    _, memory = compute(BOTH, Upstream(), GexMemory())
    assert memory.combined.date == BOTH.session.date
    assert memory.combined.call.strike is not None
    other = msgspec.structs.replace(memory.combined, date="2024-01-02")
    fresh, kept = compute(BOTH, Upstream(), dataclasses.replace(memory, combined=other))
    assert kept.combined == memory.combined
    assert fresh.symbols["SPX"].combined == compute(BOTH, Upstream(), memory)[0].symbols["SPX"].combined


def test_without_a_second_product_there_is_a_reason() -> None:
    found = board(index_snapshot())["SPX"]
    assert (found.combined, found.combined_reason) == (None, "no chain of SPY or XSP")
    refused = dataclasses.replace(SPY, complete=False)
    found = board(make_snapshot(chains={"SPX": index_chain(), "SPY": refused}))["SPX"]
    assert found.combined is None
    assert found.combined_reason == "SPY: the chain is incomplete: rows or pages are missing"
    without = board(make_snapshot(chains={"SPY": SPY}))["SPX"]
    assert without.combined is None
    assert without.combined_reason == "no SPX option chain yet"
