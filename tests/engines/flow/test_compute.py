"""The flow engine over steps: each print once, each alert once, wherever the steps fall."""

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from spxcc.engines.engine import Upstream
from spxcc.engines.flow.compute import ENGINE, NOTHING_REASON, VOLUME_REASON, FlowMemory, compute
from spxcc.engines.flow.result import FlowAlert, FlowSummary
from spxcc.market.snapshot import ContractVolume, SeenTrade
from spxcc.market.units import NANOS_PER_SECOND
from tests.engines.flow.trades import CALL, HIGHER, PUT, SPY_CALL, START, seen, settled, step
from tests.fakes.snapshots import at, make_snapshot

SWEEP = tuple(seen(CALL, 10.0, 20, ms=ms, trade_id=str(ms)) for ms in (0, 100, 200))


def played(trades: tuple[SeenTrade, ...], steps_ms: list[int]) -> tuple[list[FlowAlert], FlowSummary]:
    """The engine in steps at `steps_ms`, each with what came before it, and one long after."""
    memory, alerts, given_so_far = FlowMemory(), list[FlowAlert](), 0
    summary: FlowSummary | None = None
    for ms in [*sorted(steps_ms), 20_000]:
        until = START + ms * 1_000_000
        new = [each for each in trades[given_so_far:] if each.trade.ts_event <= until]
        given_so_far += len(new)
        result, memory = step(memory, tuple(new), as_of=until)
        alerts += result.new
        summary = result.summary
    assert summary is not None
    return alerts, summary


def test_f47_a_sweep_across_two_steps_is_one_alert_and_each_comes_once() -> None:
    alerts, summary = played(SWEEP, [50, 150, 900, 1000, 5000])
    assert [(alert.type, alert.prints, alert.size) for alert in alerts] == [("sweep", 3, 60)]
    assert summary.windows[0].call_bought == 60_000.0
    assert summary.windows[0].prints == 3


TAPE = tuple(
    sorted(
        (
            *SWEEP,
            seen(HIGHER, 14.0, 500, ms=40.0, conditions=(232,), trade_id="p1"),
            seen(CALL, 20.0, 500, ms=40.05, conditions=(232,), trade_id="p2"),
            seen(PUT, 12.0, 150, ms=310, bid=12.0, ask=12.2, trade_id="b"),
            seen(SPY_CALL, 5.0, 300, ms=330, exchange=300, bid=4.9, ask=5.0, trade_id="s1"),
            seen(SPY_CALL, 5.01, 300, ms=400, exchange=312, bid=4.9, ask=5.0, trade_id="s2"),
            seen(CALL, 10.2, 40, ms=500, bid=None, trade_id="u"),
        ),
        key=lambda each: each.trade.ts_event,
    )
)


def test_the_tape_in_one_step() -> None:
    alerts, summary = played(TAPE, [])
    assert [(alert.type, alert.symbol, alert.side, alert.package is not None) for alert in alerts] == [
        ("sweep", "SPX", "buy", False),
        ("block", "SPX", "unknown", True),
        ("block", "SPX", "sell", False),
        ("sweep", "SPY", "buy", False),
    ]
    assert (summary.packages, summary.windows[2].prints) == (1, 9)
    assert summary.windows[0].unknown == 300_000.0 + 40_800.0
    assert summary.windows[0].put_sold == 180_000.0


@settings(max_examples=60)
@given(st.lists(st.integers(0, 2500), max_size=8))
def test_f47_wherever_the_steps_fall_the_alerts_are_the_same(steps_ms: list[int]) -> None:
    whole, summary = played(TAPE, [])
    parts, again = played(TAPE, steps_ms)
    assert sorted(parts, key=lambda alert: alert.id) == sorted(whole, key=lambda alert: alert.id)
    assert again == summary


def test_f15_alert_ids_are_distinct_and_the_same_in_every_run() -> None:
    one, _ = played(TAPE, [100, 600, 900])
    two, _ = played(TAPE, [333])
    assert {alert.id for alert in one} == {alert.id for alert in two}
    assert len({alert.id for alert in one}) == len(one)


def test_f47_the_same_print_delivered_twice_changes_nothing() -> None:
    once, first = played(TAPE, [600])
    early, memory = step(FlowMemory(), TAPE, after_s=0.6)
    result, memory = step(memory, TAPE, after_s=20)
    assert [alert.id for alert in (*early.new, *result.new)] == [alert.id for alert in once]
    assert result.summary.duplicates == len(TAPE)
    assert msgspec.structs.replace(result.summary, duplicates=0).windows == first.windows


def test_f47_cancelled_and_late_prints_are_left_out_and_counted() -> None:
    big = seen(CALL, 20.0, 400, trade_id="1")
    alerts, last = settled(
        big,
        seen(CALL, 20.0, 400, ms=20, conditions=(201,), trade_id="9"),
        seen(PUT, 20.0, 400, ms=30, conditions=(204,), trade_id="2"),
    )
    assert alerts == ()
    assert (last.summary.cancelled, last.summary.late, last.summary.windows[0].prints) == (1, 1, 0)


def test_a_print_cancelled_later_leaves_the_windows() -> None:
    _, memory = step(FlowMemory(), (seen(CALL, 10.0, 3, trade_id="1"),), after_s=1)
    before, memory = step(memory, after_s=2)
    after, _ = step(memory, (seen(CALL, 10.0, 3, ms=2500, conditions=(203,)),), after_s=3)
    assert (before.summary.windows[0].call_bought, after.summary.windows[0].call_bought) == (3000.0, 0.0)


def test_windows_run_with_market_time() -> None:
    _, memory = step(FlowMemory(), (seen(CALL, 10.0, 3),), after_s=1)
    seconds = [(290, (1, 1, 1)), (310, (0, 1, 1)), (890, (0, 1, 1)), (910, (0, 0, 1)), (1810, (0, 0, 0))]
    for after_s, prints in seconds:
        result, memory = step(memory, after_s=after_s)
        assert tuple(window.prints for window in result.summary.windows) == prints


def test_the_summary_is_the_same_object_while_nothing_changes() -> None:
    _, memory = step(FlowMemory(), (seen(),), after_s=1)
    one, memory = step(memory, after_s=2)
    two, memory = step(memory, after_s=3)
    assert two.summary is one.summary


def test_f47_minute_bars_give_volume_and_no_alert() -> None:
    volume = {CALL: ContractVolume(CALL, 90_000, START, 5000, 10.0)}
    result, memory = compute(make_snapshot(START, option_volume=volume), Upstream(), FlowMemory())
    again, _ = compute(make_snapshot(START + NANOS_PER_SECOND, option_volume=dict(volume)), Upstream(), memory)
    assert (result.new, result.summary.kind, result.reason) == ((), "minute_bars", VOLUME_REASON)
    assert result.summary.label == "minute volume per contract, no prints"
    assert [row.day_volume for row in result.summary.volumes] == [90_000]
    assert again.summary is result.summary


def test_f47_nothing_is_said_to_be_nothing() -> None:
    result, _ = step(FlowMemory())
    assert (result.new, result.summary.kind, result.summary.windows) == ((), "none", ())
    assert result.reason == result.summary.reason == NOTHING_REASON


def test_prints_outrank_minute_bars() -> None:
    volume = {CALL: ContractVolume(CALL, 90_000, START, 5000, 10.0)}
    snapshot = make_snapshot(START + NANOS_PER_SECOND, option_volume=volume, trades=(seen(),))
    result, _ = compute(snapshot, Upstream(), FlowMemory())
    assert (result.summary.kind, result.summary.volumes, result.reason) == ("prints", (), None)


def test_a_delayed_feed_is_as_far_as_its_newest_print() -> None:
    late = tuple(seen(CALL, 10.0, 20, ms=ms, late_ms=900_000, trade_id=str(ms)) for ms in (0, 100, 200, 5000))
    first, memory = step(FlowMemory(), late[:2], after_s=900, mode="delayed")
    second, memory = step(memory, late[2:3], after_s=901, mode="delayed")
    third, _ = step(memory, late[3:], after_s=905, mode="delayed")
    assert (first.new, second.new) == ((), ())
    assert [(alert.type, alert.prints) for alert in third.new] == [("sweep", 3)]
    assert third.summary.windows[0].call_bought == 60_000.0


def test_a_new_session_starts_anew() -> None:
    _, memory = step(FlowMemory(), (seen(),), after_s=1)
    result, _ = compute(make_snapshot(at("10:30") + 1, trades=()), Upstream(), FlowMemory(session="2026-01-13"))
    assert result.summary.kind == "none"
    assert memory.session == "2026-01-14"


def test_no_word_of_direction() -> None:
    alerts, last = settled(*TAPE)
    text = msgspec.json.encode((alerts, last)).decode().lower()
    assert not any(word in text for word in ("bullish", "bearish", "smart", "whale", "institution"))


def test_memory_survives_a_checkpoint_in_the_middle_of_a_sweep() -> None:
    _, memory = step(FlowMemory(), SWEEP[:2], after_s=0.15)
    memory = msgspec.json.decode(msgspec.json.encode(memory), type=FlowMemory)
    _, memory = step(memory, SWEEP[2:], after_s=0.3)
    result, _ = step(memory, after_s=2)
    assert [alert.prints for alert in result.new] == [3]


def test_it_speaks_on_both_channels() -> None:
    _, last = settled(*TAPE)
    assert [item.channel.name for item in ENGINE.publish(last)] == ["flow:alert", "flow:summary"]
    assert ENGINE.every_ms == 0, "the prints of a step are handed out once"
