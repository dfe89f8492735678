"""The outcomes engine: follows every setup that was filled to its end, by the resolution rules, beside its option."""

from collections.abc import Iterable, Sequence

import msgspec

from spxcc.engines.common import UnixMillis
from spxcc.engines.engine import Engine, Publication, Upstream
from spxcc.engines.gex.result import GEX
from spxcc.engines.inputs import inputs_of
from spxcc.engines.outcomes.held import Held, entered, left, seen
from spxcc.engines.outcomes.params import TERMS
from spxcc.engines.outcomes.path import Path, minutes_of
from spxcc.engines.outcomes.resolve import MINUTE_MS, Halts, resolve, uncounted
from spxcc.engines.outcomes.result import OUTCOMES, Order, OutcomeRow, OutcomesResult
from spxcc.engines.setups.result import SETUPS, Setup, SetupEvent
from spxcc.market.snapshot import MarketSnapshot
from spxcc.market.units import to_millis

FOREVER: UnixMillis = 2**62
ENDS = frozenset({"t2_hit", "be_stop", "stopped", "time_exit", "market_closed", "ambiguous", "feed_void"})
"""Phases in which what was filled is over."""


class Followed(msgspec.Struct, frozen=True):
    """An order that was filled, and what its option did so far."""

    order: Order
    held: Held | None


class OutcomesMemory(msgspec.Struct, frozen=True):
    """Of one session. bars: how many were taken in; known: ids that were seen; halts: ends of the bars before them.

    logged: lines of the setups' log that were read.
    """

    session: str = ""
    bars: int = 0
    known: frozenset[str] = frozenset()
    followed: tuple[Followed, ...] = ()
    halts: tuple[UnixMillis, ...] = ()
    today: tuple[OutcomeRow, ...] = ()
    logged: int = 0
    result: OutcomesResult | None = None


def compute(
    snapshot: MarketSnapshot, upstream: Upstream, memory: OutcomesMemory
) -> tuple[OutcomesResult, OutcomesMemory]:
    """One step: newly filled setups, then those that ended with the bars that closed."""
    if memory.session != snapshot.session.date:
        memory = OutcomesMemory(session=snapshot.session.date)
    memory = _halted(snapshot, _newly(snapshot, upstream, memory))
    bars = snapshot.bars.get("SPX")
    count = 0 if bars is None else len(bars.today)
    late = memory.followed and to_millis(snapshot.as_of) >= to_millis(snapshot.session.close_at) + MINUTE_MS
    if bars is not None and memory.followed and (count != memory.bars or late):
        memory = _resolved(snapshot, minutes_of(bars.today), memory, bool(late))
    memory = _shadows(snapshot, upstream, memory)
    memory = msgspec.structs.replace(memory, bars=count) if count != memory.bars else memory
    result = OutcomesResult(today=memory.today, open=len(memory.followed))
    if memory.result is not None and result == memory.result:
        return memory.result, memory
    return result, msgspec.structs.replace(memory, result=result)


def filled_at(setup: Setup) -> UnixMillis | None:
    """When the setup was filled: the step after its trigger that keeps it triggered; `None` before and without."""
    states = [step.state for step in setup.history]
    if "triggered" not in states:
        return None
    after = states.index("triggered") + 1
    return setup.history[after].at if after < len(states) and states[after] == "triggered" else None


def order_of(setup: Setup, session: str, closes: UnixMillis, sigma: float | None) -> Order | None:
    """The order of a filled setup, with the levels as they stood at the fill; `None` before it."""
    at = filled_at(setup)
    if at is None or setup.stop is None or setup.t1 is None:
        return None
    return Order(
        id=setup.id, kind=setup.kind, session=session, level_id=setup.level_id, side=1 if setup.side == "long" else -1,
        rules_version=setup.rules_version, decided_at=at, stop=setup.stop, t1=setup.t1, t2=setup.t2,
        until=setup.expires, closes=closes, sigma=sigma,
    )  # fmt: skip


def _newly(snapshot: MarketSnapshot, upstream: Upstream, memory: OutcomesMemory) -> OutcomesMemory:
    setups = upstream.get(SETUPS)
    fresh = [
        one for one in (() if setups is None else setups.setups) if one.id not in memory.known and filled_at(one)
    ]  # fmt: skip
    if not fresh:
        return memory
    e15, closes = inputs_of(snapshot, upstream).e(15), to_millis(snapshot.session.close_at)
    sigma = None if e15 is None else e15 / 15**0.5
    orders = [(order_of(one, memory.session, closes, sigma), one) for one in fresh]
    followed = [Followed(order, entered(one, snapshot)) for order, one in orders if order is not None]
    return msgspec.structs.replace(
        memory, followed=(*memory.followed, *followed), known=memory.known | {one.id for one in fresh}
    )


def _halted(snapshot: MarketSnapshot, memory: OutcomesMemory) -> OutcomesMemory:
    """Trading is halted after the last bar: silence from there to the next one is no gap of the feed."""
    bars = snapshot.bars.get("SPX")
    if not snapshot.halted or bars is None or not len(bars.today):
        return memory
    end = to_millis(int(bars.today.start[-1])) + MINUTE_MS
    return memory if end in memory.halts else msgspec.structs.replace(memory, halts=(*memory.halts, end))


def _intervals(path: Path, halts: Iterable[UnixMillis]) -> Halts:
    places = ((start, path.first_from(start)) for start in halts)
    return [(start, int(path.start[at]) if at < len(path) else FOREVER) for start, at in places]


def _resolved(snapshot: MarketSnapshot, path: Path, memory: OutcomesMemory, late: bool) -> OutcomesMemory:
    halts, going, ended = _intervals(path, memory.halts), list[Followed](), list[OutcomeRow]()
    for one in memory.followed:
        row = resolve(one.order, path, TERMS, halts)
        if row is None and late:
            row = uncounted(one.order, path, TERMS, "feed_void", "the data ended while it was open")
        if row is None:
            going.append(msgspec.structs.replace(one, held=seen(one.held, one.order, path, snapshot)))
        else:
            ended.append(msgspec.structs.replace(row, twin=left(one.held, row, snapshot)))
    return msgspec.structs.replace(memory, followed=tuple(going), today=(*memory.today, *ended))


def _shadows(snapshot: MarketSnapshot, upstream: Upstream, memory: OutcomesMemory) -> OutcomesMemory:
    """What gates had blocked and what became of it, as soon as the setups' log says that it is over."""
    setups, bars = upstream.get(SETUPS), snapshot.bars.get("SPX")
    if setups is None or bars is None or len(setups.log) <= memory.logged:
        return memory
    path, closes = minutes_of(bars.today), to_millis(snapshot.session.close_at)
    halts, found = _intervals(path, memory.halts), list[OutcomeRow]()
    for event in setups.log[memory.logged :]:
        order = shadow_of(event, setups.log, closes) if event.shadow and event.phase in ENDS else None
        if order is not None:
            row = resolve(order, path, TERMS, halts)
            found.append(row or uncounted(order, path, TERMS, "feed_void", "the data ended while it was open"))
    return msgspec.structs.replace(memory, logged=len(setups.log), today=(*memory.today, *found))


def shadow_of(event: SetupEvent, log: Sequence[SetupEvent], closes: UnixMillis) -> Order | None:
    """The order of a shadow that is over, with its plan as of its end; `None` where it was not filled."""
    fill = next((one for one in log if one.id == event.id and one.phase == "filled"), None)
    if fill is None or event.stop is None or event.t1 is None:
        return None
    return Order(
        id=event.id, kind=event.kind, session=event.session, level_id=event.level_id,
        side=1 if event.side == "long" else -1, rules_version=event.rules_version, decided_at=fill.t_event,
        stop=event.stop, t1=event.t1, t2=event.t2, until=event.t_event if event.phase == "time_exit" else closes,
        closes=closes, shadow=True,
    )  # fmt: skip


def _publish(result: OutcomesResult) -> Iterable[Publication]:
    return ()


ENGINE: Engine[OutcomesResult, OutcomesMemory] = Engine(
    key=OUTCOMES, compute=compute, initial=OutcomesMemory, publish=_publish, channels=(), needs=(SETUPS, GEX)
)  # fmt: skip
