"""Builders of prints for the flow engine."""

from spxcc.engines.engine import Upstream
from spxcc.engines.flow.compute import FlowMemory, compute
from spxcc.engines.flow.prints import Print
from spxcc.engines.flow.result import FlowAlert, FlowResult
from spxcc.engines.flow.side import Side
from spxcc.market.events import OptionTrade
from spxcc.market.feed import Mode
from spxcc.market.snapshot import SeenTrade
from spxcc.market.units import NANOS_PER_MILLI, NANOS_PER_SECOND, UnixNanos
from tests.fakes.snapshots import at, make_snapshot

CALL, PUT = "SPXW260114C06000000", "SPXW260114P06000000"
HIGHER, LOWER = "SPXW260114C06010000", "SPXW260114P05990000"
SPY_CALL = "SPY260114C00600000"
START = at("10:30")


def seen(
    contract: str = CALL,
    price: float = 10.0,
    size: int = 10,
    *,
    ms: float = 0.0,
    bid: float | None = 9.8,
    ask: float | None = 10.0,
    age_ms: float | None = 20.0,
    conditions: tuple[int, ...] = (209,),
    exchange: int = 302,
    trade_id: str = "",
    late_ms: float = 5.0,
) -> SeenTrade:
    """A print `ms` after 10:30 with the quote that stood; at its ask unless told otherwise."""
    ts = START + round(ms * NANOS_PER_MILLI)
    trade = OptionTrade(
        ts_event=ts,
        ts_recv=ts + round(late_ms * NANOS_PER_MILLI),
        source="fake",
        contract=contract,
        price=price,
        size=size,
        conditions=conditions,
        exchange=exchange,
        trade_id=trade_id,
    )
    return SeenTrade(trade, bid, ask, 50, 50, None if age_ms is None else round(age_ms * NANOS_PER_MILLI))


def one(
    contract: str = CALL,
    price: float = 10.0,
    size: int = 10,
    *,
    us: float = 0.0,
    side: Side = "buy",
    conditions: tuple[int, ...] = (),
    exchange: int = 302,
    spot: float | None = 6000.0,
    key: str = "",
) -> Print:
    """A print that counts, `us` microseconds after 10:30."""
    ts = START + round(us * 1000)
    return Print(
        key=key or f"{contract}|{us}|{price}|{size}",
        contract=contract,
        ts=ts,
        price=price,
        size=size,
        side=side,
        confidence=0.0 if side == "unknown" else 0.85,
        why="no quote" if side == "unknown" else "",
        conditions=conditions,
        exchange=exchange,
        spot=spot,
    )


def step(
    memory: FlowMemory,
    trades: tuple[SeenTrade, ...] = (),
    *,
    after_s: float = 0.0,
    mode: Mode = "sim",
    as_of: UnixNanos | None = None,
) -> tuple[FlowResult, FlowMemory]:
    """One step of the engine, `after_s` after 10:30."""
    now = START + round(after_s * NANOS_PER_SECOND) if as_of is None else as_of
    return compute(make_snapshot(now, trades=trades, mode=mode), Upstream(), memory)


def settled(*trades: SeenTrade) -> tuple[tuple[FlowAlert, ...], FlowResult]:
    """All alerts of `trades` when everything is over, and the last result."""
    first, memory = step(FlowMemory(), trades, after_s=1)
    last, _ = step(memory, after_s=10)
    return (*first.new, *last.new), last
