"""The levels engine: stable ids, no churn, touches from what was known."""

import json
from dataclasses import replace

import msgspec
import numpy as np

from spxcc.engines.levels.compute import ENGINE, LevelsMemory, compute
from spxcc.engines.levels.result import Level, LevelsResult
from spxcc.market.snapshot import MarketSnapshot
from spxcc.market.units import NANOS_PER_MINUTE, NANOS_PER_SECOND, to_millis
from spxcc.protocol.channel import difference
from tests.fakes.results import make_gex, make_upstream
from tests.fakes.snapshots import at, make_bars, make_columns, make_daily, make_session, make_snapshot

DAILY = make_daily([("2026-01-12", 5950, 5990, 5940, 5980), ("2026-01-13", 5980, 6012, 5976, 5995)])
EARLIER = make_columns([5995.0 - abs(195 - minute) / 10 for minute in range(390)], at("09:30", "2026-01-13"))
WALK = 6000.0 + np.cumsum(np.random.default_rng(3).normal(0, 1.2, 390))
UPSTREAM = make_upstream(gex=make_gex(), gex_spy=make_gex("SPY", spot=600.0, call_wall=605.0, put_wall=594.0))

PDH_ID = "0ff0c362784e"
"""Digest of "pdh|session|2026-01-14|1", made elsewhere."""


def day(minutes: int, *, spot: float | None = None, second: int = 0) -> MarketSnapshot:
    """The walk after `minutes` closed minutes."""
    closes = [float(close) for close in WALK[:minutes]]
    spy = [close / 10.03 for close in closes]
    return make_snapshot(
        at("09:30") + minutes * NANOS_PER_MINUTE + second * NANOS_PER_SECOND,
        spx=closes[-1] if spot is None else spot,
        spy=spy[-1],
        bars={
            "SPX": make_bars(closes, earlier=EARLIER, daily=DAILY),
            "SPY": make_bars(spy, volume=1000.0, wick=0.05),
        },
    )


def by_kind(result: LevelsResult) -> dict[str, Level]:
    return {f"{level.kind}.{level.label}": level for level in result.levels}


def test_f37_all_categories_with_source_and_time() -> None:
    result, _ = compute(day(90), UPSTREAM, LevelsMemory())
    assert {level.category for level in result.levels} == {
        "structural",
        "tactical",
        "intraday",
        "options",
        "spy_derived",
        "fibonacci",
    }
    assert len(result.levels) >= 30
    assert all(level.source and level.as_of == to_millis(day(90).as_of) for level in result.levels)
    assert [level.price for level in result.levels] == sorted((level.price for level in result.levels), reverse=True)
    assert len({level.id for level in result.levels}) == len(result.levels)
    assert all(0 <= level.strength <= 1 and 0 <= level.held <= level.touches for level in result.levels)
    assert msgspec.json.decode(msgspec.json.encode(result), type=LevelsResult) == result


def test_f37_ids_do_not_depend_on_the_process_or_the_price() -> None:
    first, _ = compute(day(90), UPSTREAM, LevelsMemory())
    other = make_upstream(gex=make_gex(call_wall=6075.0))
    moved, _ = compute(day(90), other, LevelsMemory())
    assert by_kind(first)["call_wall.CW"].id == by_kind(moved)["call_wall.CW"].id
    assert by_kind(first)["pdh.PDH"].id == PDH_ID


def test_f37_a_tick_changes_nothing() -> None:
    before, memory = compute(day(90), UPSTREAM, LevelsMemory())
    after, _ = compute(day(90, spot=float(WALK[89]) + 0.7, second=7), UPSTREAM, memory)
    assert after is before


def test_f37_a_new_minute_keeps_unchanged_levels_as_they_are() -> None:
    before, memory = compute(day(90), UPSTREAM, LevelsMemory())
    after, _ = compute(day(91), UPSTREAM, memory)
    old, new = by_kind(before), by_kind(after)
    assert new["pivot_r3.R3"] is old["pivot_r3.R3"]
    assert new["vwap.VWAP"].as_of > old["vwap.VWAP"].as_of
    assert new["vwap.VWAP"].first_seen == old["vwap.VWAP"].first_seen
    changes = difference({level.id: level for level in before.levels}, {level.id: level for level in after.levels})
    assert len(changes.modified) < len(after.levels) / 2


def test_f37_a_new_gex_of_the_same_content_changes_nothing() -> None:
    before, memory = compute(day(90), UPSTREAM, LevelsMemory())
    again = make_upstream(gex=make_gex(), gex_spy=make_gex("SPY", spot=600.0, call_wall=605.0, put_wall=594.0))
    after, _ = compute(day(90, second=5), again, memory)
    assert after is before


def test_a_wall_that_moves_is_the_same_level_with_a_new_record() -> None:
    _, memory = compute(day(90), UPSTREAM, LevelsMemory())
    after, later = compute(day(90, second=5), make_upstream(gex=make_gex(call_wall=6100.0)), memory)
    wall = by_kind(after)["call_wall.CW"]
    assert (wall.price, wall.touches) == (6100.0, 0)
    assert later.records[wall.id].upto == day(90, second=5).as_of


def test_f38_stepping_minute_by_minute_equals_joining_late_for_fixed_levels() -> None:
    memory = LevelsMemory()
    for minutes in range(1, 121):
        stepped, memory = compute(day(minutes), UPSTREAM, memory)
    joined, _ = compute(day(120), UPSTREAM, LevelsMemory())
    fixed = [level for level in joined.levels if level.family in ("structural", "pivots", "round")]
    counts = {level.id: (level.touches, level.held) for level in stepped.levels}
    assert fixed
    assert all(counts.get(level.id, (level.touches, level.held)) == (level.touches, level.held) for level in fixed)
    assert sum(level.touches for level in fixed) > 0


def test_f38_a_moving_level_has_no_touches_from_before_it_was_seen() -> None:
    result, _ = compute(day(120), UPSTREAM, LevelsMemory())
    moving = [level for level in result.levels if level.kind.startswith(("vwap", "call_wall", "fib", "poc"))]
    assert moving
    assert all(level.touches == 0 for level in moving)


def test_without_volatility_touches_are_not_counted_and_it_is_said() -> None:
    result, _ = compute(day(90), make_upstream(), LevelsMemory())
    assert result.missing["touches"] == "not counted: no ATM volatility: no gex result yet"
    assert result.missing["gamma"] == "no gex result for SPX yet"
    assert all(level.touches == 0 for level in result.levels)
    assert result.reason is None


def test_a_chain_alone_gives_gamma_and_round_levels() -> None:
    result, _ = compute(make_snapshot(), UPSTREAM, LevelsMemory())
    assert {level.family for level in result.levels} == {"gamma", "round", "spy"}
    assert result.missing["bars"] == "no SPX bars yet"


def test_nothing_gives_nothing_with_a_reason() -> None:
    result, _ = compute(make_snapshot(spx=None, spy=None), make_upstream(), LevelsMemory())
    assert result.levels == ()
    assert result.reason == "no input for any level yet"


def test_a_new_session_has_new_ids() -> None:
    before, memory = compute(day(90), UPSTREAM, LevelsMemory())
    tomorrow = day(90)
    session = replace(tomorrow.session, date="2026-01-15")
    after, _ = compute(replace(tomorrow, session=session), UPSTREAM, memory)
    assert not {level.id for level in before.levels} & {level.id for level in after.levels}


def test_the_order_of_bars_per_symbol_does_not_matter() -> None:
    snapshot = day(90)
    turned = replace(snapshot, bars=dict(reversed(list(snapshot.bars.items()))))
    assert compute(snapshot, UPSTREAM, LevelsMemory())[0] == compute(turned, UPSTREAM, LevelsMemory())[0]


def test_it_speaks_in_items() -> None:
    result, _ = compute(day(90), UPSTREAM, LevelsMemory())
    publication = next(iter(ENGINE.publish(result)))
    assert publication.channel.name == "levels:update"
    assert publication.value == result.levels
    assert json.loads(msgspec.json.encode(publication.value[0]))["id"] == result.levels[0].id


def another_day(date: str) -> MarketSnapshot:
    """Ten minutes after the open, without bars."""
    now = at("09:40", date)
    return make_snapshot(now, spx=6010.0, session=make_session(now, date))


def test_f37_previous_is_the_same_level_of_the_session_before() -> None:
    before, memory = compute(day(90), UPSTREAM, LevelsMemory())
    latest = dict(memory.latest)
    tomorrow = another_day("2026-01-15")
    after, following = compute(tomorrow, UPSTREAM, memory)
    wall = by_kind(after)["call_wall.CW"]
    assert wall.previous == by_kind(before)["call_wall.CW"].price
    assert dict(following.previous) == latest
    gap = another_day("2026-01-16")
    skipped, _ = compute(gap, UPSTREAM, memory)
    assert {level.previous for level in skipped.levels} == {None}


def test_f37_touches_with_an_outcome_are_counted_apart() -> None:
    result, memory = compute(day(200), UPSTREAM, LevelsMemory())
    assert any(level.resolved for level in result.levels)
    for level in result.levels:
        assert 0 <= level.held <= level.resolved <= level.touches
        assert level.resolved == memory.records[level.id].resolved
