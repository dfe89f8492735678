"""Events and session files for tests of recordings."""

from collections.abc import Iterator
from pathlib import Path

from spxcc.ledger.recording.layout import SessionInfo
from spxcc.ledger.recording.writer import SessionWriter, Step
from spxcc.market.events import EquityTick, FeedEvent, IndexTick, OptionQuote, Watermark
from spxcc.market.session import at_exchange
from spxcc.market.units import NANOS_PER_SECOND, UnixNanos

DATE = "2026-03-24"
OPEN = at_exchange(DATE, "09:30")
INFO = SessionInfo(
    feed="sim", mode="sim", title="a day", date=DATE, start_at=OPEN, cadence_s=1.0, recorded_at=OPEN, program="spxcc 1"
)


def second_of(at: UnixNanos, number: int) -> list[FeedEvent]:
    """Three events and the step of one second."""
    return [
        IndexTick(ts_event=at, ts_recv=at, source="sim", symbol="SPX", price=6000.0 + number % 50),
        EquityTick(ts_event=at, ts_recv=at, source="sim", symbol="SPY", price=600.0, size=float(number)),
        OptionQuote(
            ts_event=at,
            ts_recv=at,
            source="sim",
            contract="SPXW260324C06000000",
            bid=None if number % 5 == 0 else 10.0,
            ask=11.0,
        ),
        Watermark(ts_event=at, ts_recv=at, source="sim"),
    ]


def seconds(count: int, first: int = 0) -> Iterator[list[FeedEvent]]:
    """So many of them."""
    for number in range(first, first + count):
        yield second_of(OPEN + (number + 1) * NANOS_PER_SECOND, number)


def session_file(path: Path, count: int = 150, close: bool = True) -> list[FeedEvent]:
    """A file of `count` seconds; its events. Without `close` it is left as a killed run leaves it."""
    writer = SessionWriter(path, INFO)
    written: list[FeedEvent] = []
    for number, events in enumerate(seconds(count)):
        written += events
        writer.write(events, [Step(events[-1].ts_event, 6000.0 + number % 50, number + 1, f"d{number}")])
    if close:
        writer.close()
    else:
        writer.abandon()
    return written
