"""Which trades count, and what is counted of the others."""

import pytest

from spxcc.engines.flow.prints import Counted, take
from spxcc.market.feed import Mode
from spxcc.market.snapshot import SeenTrade
from tests.engines.flow.trades import CALL, SPY_CALL, START, seen
from tests.fakes.snapshots import make_snapshot


def taken(*trades: SeenTrade, known: tuple[str, ...] = (), mode: Mode = "sim") -> tuple[int, Counted]:
    found = take(make_snapshot(START, trades=trades, mode=mode), known, Counted())
    return len(found.prints), found.counted


@pytest.mark.parametrize("condition", [202, 204, 206, 208])
def test_f47_late_by_condition(condition: int) -> None:
    assert taken(seen(conditions=(condition,))) == (0, Counted(late=1))


def test_f47_late_by_the_clock_of_its_arrival() -> None:
    assert taken(seen(late_ms=60_001)) == (0, Counted(late=1))
    assert taken(seen(late_ms=60_000)) == (1, Counted(prints=1))
    assert taken(seen(late_ms=900_000), mode="delayed") == (1, Counted(prints=1))


@pytest.mark.parametrize("condition", [201, 203, 205, 207])
def test_f47_a_cancel_message_is_no_print(condition: int) -> None:
    found = take(make_snapshot(START, trades=(seen(conditions=(condition,)),)), (), Counted())
    assert (found.prints, len(found.cancels), found.counted) == ((), 1, Counted(cancelled=1))


def test_compression_is_left_out() -> None:
    assert taken(seen(conditions=(247,))) == (0, Counted(compression=1))


def test_f47_a_second_delivery_is_dropped_and_counted() -> None:
    same = seen(trade_id="7")
    assert taken(same, same) == (1, Counted(prints=1, duplicates=1))
    assert taken(same, known=(f"{CALL}|7",)) == (0, Counted(duplicates=1))
    assert taken(seen(trade_id="7"), seen(SPY_CALL, trade_id="7")) == (2, Counted(prints=2))


def test_prints_without_an_id_are_never_taken_for_each_other() -> None:
    found = take(make_snapshot(START, trades=(seen(), seen())), (), Counted(prints=5))
    assert [each.key for each in found.prints] == [f"{CALL}|#5", f"{CALL}|#6"]


def test_what_a_print_knows() -> None:
    found = take(make_snapshot(START, trades=(seen(f"O:{CALL}", 10.0, 3), seen(SPY_CALL)), spy=None), (), Counted())
    spx, spy = found.prints
    assert (spx.contract, spx.underlying, spx.parts.strike, spx.spot, spx.side) == (CALL, "SPX", 6000.0, 6000.0, "buy")
    assert spx.cents == 300_000
    assert (spy.underlying, spy.spot) == ("SPY", None)
    assert not spx.multi_leg


def test_f47_a_print_of_another_day_is_out_and_counted() -> None:
    old = seen(trade_id="old", ms=-24 * 3_600_000.0)
    taken = take(make_snapshot(START + 10**9, trades=(old, seen(trade_id="new"))), (), Counted())
    assert [each.trade_id for each in taken.prints] == ["new"]
    assert (taken.counted.prints, taken.counted.other_day) == (1, 1)
