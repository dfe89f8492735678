"""Filled setups followed to their end, beside their option and without it."""

import msgspec
import numpy as np
import pytest

from spxcc.engines.engine import Upstream
from spxcc.engines.outcomes.compute import OutcomesMemory, compute, filled_at, order_of
from spxcc.engines.outcomes.result import OutcomesResult
from spxcc.engines.setups.result import (
    SETUPS,
    Setup,
    SetupEvent,
    SetupsResult,
    State,
    Transition,
)
from spxcc.market.snapshot import BarColumns, MarketSnapshot, SymbolBars
from spxcc.market.units import NANOS_PER_MINUTE, NANOS_PER_SECOND, to_millis
from tests.fakes.results import make_gex
from tests.fakes.snapshots import EMPTY, at, make_columns, make_session, make_snapshot

OPEN = at("09:30")
FILL = to_millis(OPEN) + 60 * 60_000
"""10:30."""


def make_setup(states: tuple[State, ...] = ("forming", "ready", "triggered", "triggered"), **changes: object) -> Setup:
    """A long of 6,800 with its stop at 6,794; every step at the fill."""
    values: dict[str, object] = {
        "id": "a1", "kind": "mean_reversion", "side": "long", "state": states[-1], "level_id": "L", "level_label": "VW",
        "level_price": 6800.0, "entry": 6800.1, "stop": 6794.0, "t1": 6806.0, "t2": None, "r1": 1.0, "r2": None,
        "checks": (), "passed": 0, "total": 0, "needs": "", "created": FILL, "updated": FILL,
        "expires": FILL + 45 * 60_000, "reason": "", "rules_version": "v1",
        "history": tuple(Transition(at=FILL, state=one, price=6800.0, reason="") for one in states),
    }  # fmt: skip
    return Setup(**{**values, **changes})  # type: ignore[arg-type]


def market(closes: list[float], halted: bool = False, seconds: int = 1, skip: int = 0, **kw: object) -> MarketSnapshot:
    """An hour at 6,800, then these closes; `skip` minutes are missing before the last one."""
    made = make_columns([6800.0] * 60 + closes, wick=0.5)
    start = made.start.copy()
    if skip:
        start[-1] += skip * NANOS_PER_MINUTE
    bars = BarColumns(start, made.open, made.high, made.low, made.close, made.volume)
    as_of = int(start[-1]) + NANOS_PER_MINUTE + seconds * NANOS_PER_SECOND
    symbol = {"SPX": SymbolBars(bars, None, EMPTY, EMPTY, "")}
    return make_snapshot(as_of, spx=6800.0, spy=None, bars=symbol, session=make_session(as_of), halted=halted, **kw)  # type: ignore[arg-type]


def play(setup: Setup, *snapshots: MarketSnapshot) -> OutcomesResult:
    memory, result = OutcomesMemory(), OutcomesResult()
    for snapshot in snapshots:
        result, memory = compute(snapshot, Upstream({SETUPS.name: SetupsResult(setups=(setup,))}), memory)
    return result


def test_an_order_is_made_of_the_second_step_that_is_triggered() -> None:
    assert filled_at(make_setup(("forming", "ready"))) is None
    assert filled_at(make_setup(("forming", "ready", "triggered"))) is None
    assert filled_at(make_setup(("forming", "ready", "triggered", "invalidated"))) is None
    assert filled_at(make_setup()) == FILL
    order = order_of(make_setup(), "2026-01-14", FILL + 10**7, 2.0)
    assert order is not None
    assert (order.side, order.decided_at, order.stop, order.t1, order.sigma) == (1, FILL, 6794.0, 6806.0, 2.0)
    assert order_of(make_setup(t1=None), "2026-01-14", FILL, None) is None


def test_f45_a_filled_setup_is_followed_to_its_end_and_told_once() -> None:
    setup = make_setup()
    going = play(setup, market([6800.0]), market([6800.0, 6801.0]))
    assert (going.open, going.today) == (1, ())
    steps = [market([6800.0]), market([6800.0, 6793.0]), market([6800.0, 6793.0, 6800.0])]
    ended = play(setup, *steps)
    (row,) = ended.today
    assert (row.verdict, row.order.id, ended.open) == ("stopped", "a1", 0)
    assert row.r == pytest.approx((6793.9 - 6800.1) / 6.1, abs=1e-6)


def test_f45_the_same_minutes_one_by_one_or_at_once() -> None:
    setup, path = make_setup(t2=6810.0), [6800.0, 6803.0, 6806.5, 6804.0, 6799.0, 6797.0]
    whole = play(setup, market(path))
    parts = play(setup, *(market(path[:count]) for count in range(1, len(path) + 1)))
    assert whole.today == parts.today
    assert whole.today[0].verdict == "be_stop"
    assert whole.today[0].won


def test_f45_r12_a_gap_is_void_and_a_halt_is_none() -> None:
    setup = make_setup()
    void = play(setup, market([6800.0]), market([6800.0, 6793.0], skip=3))
    assert [row.verdict for row in void.today] == ["feed_void"]
    halted = play(setup, market([6800.0]), market([6800.0], halted=True), market([6800.0, 6793.0], skip=3))
    assert [row.verdict for row in halted.today] == ["stopped"]


def test_f45_what_is_open_when_the_data_end_is_void() -> None:
    late = market([6800.0], seconds=7 * 3600)
    ended = play(make_setup(), market([6800.0]), late)
    assert [row.verdict for row in ended.today] == ["feed_void"]


def test_another_session_starts_anew() -> None:
    setup = make_setup()
    memory, result = OutcomesMemory(session="2026-01-13", known=frozenset({"a1"})), None
    result, memory = compute(market([6800.0]), Upstream({SETUPS.name: SetupsResult(setups=(setup,))}), memory)
    assert (result.open, memory.session) == (1, "2026-01-14")
    assert compute(market([6800.0]), Upstream(), OutcomesMemory())[0] == OutcomesResult()


def line(phase: str, at: int, shadow: bool = True) -> SetupEvent:
    """A line of the log of a shadow whose plan is that of `make_setup`."""
    return SetupEvent(
        id="a1~", kind="mean_reversion", session="2026-01-14", side="long", level_id="L", seq=0, phase=phase,
        t_event=at, t_seen=at, price=6800.0, reason="", rules_version="v1", gates=("cool-down",), entry=6800.1,
        stop=6794.0, t1=6806.0, t2=None, shadow=shadow,
    )  # fmt: skip


def test_f45_a_shadow_is_resolved_when_its_log_ends_and_stays_one() -> None:
    log = [line("blocked", FILL), line("filled", FILL), line("stopped", FILL + 120_000)]
    memory, result = OutcomesMemory(), OutcomesResult()
    for count, closes in ((2, [6800.0]), (3, [6800.0, 6793.0]), (3, [6800.0, 6793.0, 6790.0])):
        found = Upstream({SETUPS.name: SetupsResult(setups=(), log=tuple(log[:count]))})
        result, memory = compute(market(closes), found, memory)
    (row,) = result.today
    assert (row.order.shadow, row.verdict, row.order.id) == (True, "stopped", "a1~")


def test_a_shadow_that_was_not_filled_or_a_line_of_what_was_shown_is_none() -> None:
    for log in ([line("expired", FILL)], [line("filled", FILL, False), line("stopped", FILL + 120_000, False)]):
        found = Upstream({SETUPS.name: SetupsResult(setups=(), log=tuple(log))})
        assert compute(market([6800.0, 6793.0]), found, OutcomesMemory())[0].today == ()


def test_units_of_movement_make_the_null_timed() -> None:
    from spxcc.engines.gex.result import GEX, GexBoard

    gex = msgspec.structs.replace(make_gex(spot=6800.0), atm_iv=0.3)
    upstream = Upstream({SETUPS.name: SetupsResult(setups=(make_setup(),)), GEX.name: GexBoard(symbols={"SPX": gex})})
    _, memory = compute(market([6800.0]), upstream, OutcomesMemory())
    order = memory.followed[0].order
    assert order.sigma == pytest.approx(6800 * 0.3 * np.sqrt(1 / 525_600))
