"""The flow engine: every print once, legs netted, each alert once; minute volume where a feed has no prints."""

from collections.abc import Iterable

import msgspec

from spxcc.engines.engine import Engine, Publication, Upstream, later
from spxcc.engines.facts import fact_of
from spxcc.engines.flow import params
from spxcc.engines.flow.bursts import bursts
from spxcc.engines.flow.day import Books, Day
from spxcc.engines.flow.interest import with_interest
from spxcc.engines.flow.packages import instants, split
from spxcc.engines.flow.prints import Counted, Print, take
from spxcc.engines.flow.rank import rank_of
from spxcc.engines.flow.result import (
    FLOW,
    FLOW_ALERT,
    FLOW_SUMMARY,
    HISTORY_FACT,
    FlowAlert,
    FlowHistory,
    FlowResult,
    FlowSummary,
)
from spxcc.engines.flow.volumes import volume_rows
from spxcc.engines.flow.windows import start_of, windows
from spxcc.market.snapshot import ContractVolume, MarketSnapshot
from spxcc.market.units import UnixNanos

PRINTS_LABEL = f"≥ ${params.PRINT_USD // 1000}K · sweeps, blocks ≥ ${params.NOTABLE_USD // 1000}K"
VOLUME_LABEL = "minute volume per contract, no prints"
VOLUME_REASON = "the feed has minute volume per contract and no prints: no sweep, block or print alert"
NOTHING_REASON = "no option prints or option volume from this feed yet"


class FlowMemory(msgspec.Struct, frozen=True):
    """What one session remembers.

    fresh: prints whose instant may not be complete. singles: prints that are no legs, whose burst may not be complete.
    newest: latest instant of a print. summary: as last made, for the bucket `bucket` and the volumes `volumes`.
    """

    session: str = ""
    fresh: tuple[Print, ...] = ()
    singles: tuple[Print, ...] = ()
    newest: UnixNanos = 0
    counted: Counted = Counted()
    books: Books = Books()
    summary: FlowSummary | None = None
    bucket: UnixNanos = 0
    volumes: dict[str, ContractVolume] = {}


def compute(snapshot: MarketSnapshot, upstream: Upstream, memory: FlowMemory) -> tuple[FlowResult, FlowMemory]:
    """One step. A print is judged when its burst is over: at most `BURST_NS` + `GRACE_NS` after it."""
    if memory.session != snapshot.session.date:
        memory = FlowMemory(session=snapshot.session.date)
    busy = bool(snapshot.trades or memory.fresh or memory.singles)
    alerts: tuple[FlowAlert, ...] = ()
    if busy:
        alerts, memory = _settle(snapshot, memory)
    memory = _summarised(snapshot, memory, changed=busy)
    summary = memory.summary
    assert summary is not None, "_summarised makes one"
    reason = VOLUME_REASON if summary.kind == "minute_bars" else summary.reason
    return FlowResult(new=alerts, summary=summary, signed=memory.books.signed, reason=reason), memory


def _settle(snapshot: MarketSnapshot, memory: FlowMemory) -> tuple[tuple[FlowAlert, ...], FlowMemory]:
    """Take in the new prints and settle those whose instant and burst are over."""
    day = Day.opened(memory.books)
    taken = take(snapshot, day.known, memory.counted)
    newest = max([memory.newest, *(each.ts for each in taken.prints)])
    for each in taken.prints:
        day.meet(each)
    gone = {day.cancel(message) for message in taken.cancels}
    end = _end(snapshot, newest)
    horizon = end - params.GRACE_NS
    waiting = sorted((each for each in (*memory.fresh, *taken.prints) if each.key not in gone), key=_when)
    groups, fresh = instants(waiting, horizon)
    singles = [each for each in memory.singles if each.key not in gone]
    alerts: list[FlowAlert] = []
    for group in groups:
        packages, rest = split(group)
        singles += rest
        for package in packages:
            alerts += day.settle_package(package)
    # A print may still join a burst while its own instant is not over.
    ready, left = bursts(sorted(singles, key=_when), horizon - params.PACKAGE_NS)
    for run in ready:
        alerts += day.settle_burst(run)
    alerts.sort(key=lambda alert: (alert.ts_event, alert.id))
    alerts = [with_interest(alert, snapshot.chains) for alert in alerts]
    settled = msgspec.structs.replace(
        memory, fresh=fresh, singles=left, newest=newest, counted=taken.counted, books=day.closed(end)
    )
    return tuple(alerts), settled


def _summarised(snapshot: MarketSnapshot, memory: FlowMemory, changed: bool) -> FlowMemory:
    """The summary; the same object while no print came, no bucket ended and no volume changed."""
    end = _end(snapshot, memory.newest)
    bucket = start_of(end)
    has_prints = memory.counted != Counted()
    same = memory.summary is not None and not changed
    if has_prints:
        if same and bucket == memory.bucket:
            return memory
        history = fact_of(snapshot, HISTORY_FACT, FlowHistory)
        return msgspec.structs.replace(memory, summary=_of_prints(memory, end, history), bucket=bucket)
    volumes = dict(snapshot.option_volume)
    if same and volumes == memory.volumes:
        return memory
    if volumes:
        summary = FlowSummary(kind="minute_bars", label=VOLUME_LABEL, windows=(), volumes=volume_rows(volumes))
    else:
        summary = FlowSummary(kind="none", label="", windows=(), reason=NOTHING_REASON)
    return msgspec.structs.replace(memory, summary=summary, volumes=volumes)


def _of_prints(memory: FlowMemory, end: UnixNanos, history: FlowHistory | None) -> FlowSummary:
    counted, books = memory.counted, memory.books
    shown = windows(books.buckets, end)
    return FlowSummary(
        kind="prints",
        label=PRINTS_LABEL,
        windows=shown,
        rank=rank_of(shown[0], end, history),
        cancelled=counted.cancelled,
        late=counted.late,
        compression=counted.compression,
        duplicates=counted.duplicates,
        packages=books.packages,
        unpaired_legs=books.unpaired,
        financing=books.financing,
        other_day=counted.other_day,
        largest=books.largest[: params.LARGEST_SHOWN],
    )


def _end(snapshot: MarketSnapshot, newest: UnixNanos) -> UnixNanos:
    """Up to when prints are known: a delayed feed is only as far as its newest print."""
    return newest if snapshot.mode == "delayed" else snapshot.as_of


def _when(one: Print) -> UnixNanos:
    return one.ts


def _publish(result: FlowResult) -> Iterable[Publication]:
    yield Publication(FLOW_ALERT, result.new)
    yield Publication(FLOW_SUMMARY, result.summary)


ENGINE: Engine[FlowResult, FlowMemory] = Engine(
    key=FLOW,
    compute=compute,
    initial=FlowMemory,
    publish=_publish,
    channels=(FLOW_ALERT, FLOW_SUMMARY),
    explain=later("spxcc.engines.flow.explain:explain"),
)
