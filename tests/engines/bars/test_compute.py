"""Wire bars: same objects while nothing changed."""

from dataclasses import replace

from spxcc.engines.bars.compute import ENGINE, BarsMemory, compute
from spxcc.engines.engine import Upstream
from spxcc.market.candles import Candle
from spxcc.market.units import NANOS_PER_MINUTE, to_millis
from tests.fakes.snapshots import at, make_bars, make_columns, make_daily, make_snapshot

DAILY = make_daily([("2026-01-12", 5900, 5950, 5890, 5940), ("2026-01-13", 5940, 5990, 5930, 5980)])


def test_earlier_today_forming_then_days() -> None:
    earlier = make_columns([5980.0], at("15:59", "2026-01-13"))
    forming = Candle(at("09:32"), 6001.0, 6003.0, 6000.0, 6002.0, 5.0)
    bars = make_bars([6000.0, 6001.0], earlier=earlier, daily=DAILY, forming=forming, volume=2.0)
    result, _ = compute(make_snapshot(bars={"SPX": bars}), Upstream(), BarsMemory())
    wire = result.bars["SPX"]
    assert [bar.tf for bar in wire] == ["1m"] * 4 + ["1D"] * 3
    assert [bar.start for bar in wire[:4]] == [
        to_millis(at("15:59", "2026-01-13")),
        *(to_millis(at("09:30") + minute * NANOS_PER_MINUTE) for minute in range(3)),
    ]
    assert (wire[3].o, wire[3].h, wire[3].l, wire[3].c, wire[3].v) == (6001.0, 6003.0, 6000.0, 6002.0, 5.0)
    day = wire[-1]
    assert (day.start, day.o, day.h, day.l, day.c, day.v) == (to_millis(at("09:30")), 6000, 6003, 5999.5, 6002, 9)
    assert {bar.source for bar in wire} == {"fake"}


def test_unchanged_bars_are_the_same_objects() -> None:
    first = make_bars([6000.0, 6001.0], daily=DAILY)
    before, memory = compute(make_snapshot(bars={"SPX": first}), Upstream(), BarsMemory())
    longer = replace(first, today=make_bars([6000.0, 6001.0, 6002.0]).today)
    after, _ = compute(make_snapshot(bars={"SPX": longer}), Upstream(), memory)
    old, new = before.bars["SPX"], after.bars["SPX"]
    assert new[0] is old[0]
    assert new[1] is old[1]
    assert new[3] is old[2]
    assert new[2].c == 6002.0


def test_the_label_is_the_source_and_a_new_label_makes_new_bars() -> None:
    bars = make_bars([6000.0], label="SPY × 10.0359")
    result, memory = compute(make_snapshot(bars={"SPX": bars}), Upstream(), BarsMemory())
    assert result.bars["SPX"][0].source == "SPY × 10.0359"
    again, _ = compute(make_snapshot(bars={"SPX": replace(bars, label="SPY × 10.04")}), Upstream(), memory)
    assert again.bars["SPX"][0].source == "SPY × 10.04"


def test_a_closed_day_is_not_doubled_by_the_session_so_far() -> None:
    daily = make_daily([("2026-01-13", 5940, 5990, 5930, 5980), ("2026-01-14", 6000, 6010, 5990, 6005)])
    result, _ = compute(make_snapshot(bars={"SPX": make_bars([6000.0], daily=daily)}), Upstream(), BarsMemory())
    assert [bar.tf for bar in result.bars["SPX"]] == ["1m", "1D", "1D"]


def test_nothing_is_nothing_with_a_reason() -> None:
    result, _ = compute(make_snapshot(), Upstream(), BarsMemory())
    assert result.bars == {}
    assert result.reason == "no bars yet for SPX"


def test_each_symbol_has_its_channel() -> None:
    bars = {"SPY": make_bars([600.0]), "SPX": make_bars([6000.0])}
    result, _ = compute(make_snapshot(bars=bars), Upstream(), BarsMemory())
    assert [item.channel.name for item in ENGINE.publish(result)] == ["bars:SPX", "bars:SPY"]
