"""Status of the market for people and programs."""

from collections.abc import Iterable

from spxcc.engines.engine import Engine, Publication, Upstream, later
from spxcc.engines.instants import iso_utc
from spxcc.engines.session.result import SESSION, STATUS, Status
from spxcc.engines.sources import feed_states
from spxcc.market.session import to_exchange
from spxcc.market.snapshot import MarketSnapshot
from spxcc.market.units import UnixNanos


def message(snapshot: MarketSnapshot) -> str:
    """One line for a human, in exchange time."""
    session = snapshot.session
    if session.phase == "open":
        close = to_exchange(session.close_at)
        text = f"Open until {close:%H:%M} ET" + (" (half day)" if session.half_day else "")
        return f"Halted; {text[0].lower()}{text[1:]}" if snapshot.halted else text
    opens = f"opens {_when(session.next_open, snapshot.as_of)}"
    if session.holiday is not None:
        return f"Closed for {session.holiday}, {opens}"
    word = {"pre-market": "Pre-market", "after-hours": "After hours", "closed": "Closed"}[session.phase]
    return f"{word}, {opens}"


def _when(instant: UnixNanos, now: UnixNanos) -> str:
    then = to_exchange(instant)
    day = "" if then.date() == to_exchange(now).date() else f"{then:%a} {then.day} {then:%b} "
    return f"{day}{then:%H:%M} ET"


def compute(snapshot: MarketSnapshot, upstream: Upstream, memory: None) -> tuple[Status, None]:
    """Phase, session date and edges from the calendar; freshness per source."""
    session = snapshot.session
    status = Status(
        status=session.phase,
        session=session.date,
        message=message(snapshot),
        next_open=iso_utc(session.next_open),
        next_close=iso_utc(session.next_close),
        mode=snapshot.mode,
        holiday=session.holiday,
        half_day=session.half_day,
        halted=snapshot.halted,
        feeds=dict(feed_states(snapshot)),
    )
    return status, None


def _publish(status: Status) -> Iterable[Publication]:
    yield Publication(STATUS, status)


def _initial() -> None:
    return None


ENGINE: Engine[Status, None] = Engine(
    key=SESSION,
    compute=compute,
    initial=_initial,
    publish=_publish,
    channels=(STATUS,),
    explain=later("spxcc.engines.session.explain:explain"),
    prompt=True,
)
