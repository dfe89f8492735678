"""A symbol's bars around one session."""

from spxcc.feeds.files.bars import MinuteBars, merged_bars
from spxcc.feeds.files.context import DAILY_SESSIONS, HISTORY_SESSIONS, SymbolTrack
from spxcc.feeds.files.mapping import Mapping
from spxcc.market.events import Bar, FeedEvent, History, PreviousClose
from spxcc.market.session import SessionHours, at_exchange, hours, next_session
from spxcc.market.units import NANOS_PER_MINUTE
from tests.feeds.files.making import session_bars

DAY = "2025-01-07"
BEFORE = at_exchange(DAY, "09:29")


def session(day: str = DAY) -> SessionHours:
    found = hours(day)
    assert found is not None
    return found


def told(
    bars: MinuteBars, day: str = DAY, known_at: int | None = None, mapping: Mapping | None = None
) -> list[FeedEvent]:
    at = at_exchange(day, "09:29") if known_at is None else known_at
    return SymbolTrack(bars, session(day), at, mapping).events()


def history_of(events: list[FeedEvent]) -> History:
    return next(event for event in events if isinstance(event, History))


def close_of(events: list[FeedEvent]) -> PreviousClose | None:
    return next((event for event in events if isinstance(event, PreviousClose)), None)


def minutes_of(events: list[FeedEvent]) -> list[Bar]:
    return [event for event in events if isinstance(event, Bar)]


def test_f26_a_bar_becomes_visible_at_its_end_whole() -> None:
    bars = minutes_of(told(session_bars("SPX", {DAY: 6000.0})))
    assert len(bars) == 390
    assert all(bar.ts_event == bar.ts_recv == bar.start + NANOS_PER_MINUTE for bar in bars)
    first = bars[0]
    assert (first.symbol, first.label, first.source, first.volume) == ("SPX", "", "file", 3.0)
    assert (first.open, first.high, first.low, first.close) == (5999.99, 6000.05, 5999.94, 6000.0)


def test_only_regular_hours_count() -> None:
    early = session_bars("SPY", {"2025-01-06": 590.0, DAY: 591.0}, 960, "04:00")
    events = told(early)
    assert len(minutes_of(events)) == 390
    daily = history_of(events).bars[0]
    assert (daily.start, daily.open) == (at_exchange("2025-01-06", "09:30"), 593.29)
    half = told(session_bars("SPY", {"2024-11-29": 590.0}, 800), "2024-11-29")
    assert len(minutes_of(half)) == 210
    after = told(session_bars("SPY", {"2024-11-29": 590.0, "2024-12-02": 591.0}, 800), "2024-12-02")
    close = close_of(after)
    assert close is not None
    assert (close.price, close.date, close.ts_event) == (592.09, "2024-11-29", at_exchange("2024-11-29", "13:00"))


def test_what_was_known_before_the_open() -> None:
    events = told(session_bars("SPX", {"2025-01-03": 5900.0, "2025-01-06": 5950.0, DAY: 6000.0}))
    history = history_of(events)
    assert (history.ts_recv, history.ts_event) == (BEFORE, at_exchange("2025-01-06", "16:00"))
    daily = [bar for bar in history.bars if bar.interval_s == 86_400]
    assert [(bar.open, bar.high, bar.low, bar.close, bar.volume) for bar in daily] == [
        (5899.99, 5903.94, 5899.94, 5903.89, 1170.0), (5949.99, 5953.94, 5949.94, 5953.89, 1170.0),
    ]  # fmt: skip
    assert len(history.bars) == 2 + 780
    assert all(bar.ts_recv <= BEFORE for bar in history.bars)
    close = close_of(events)
    assert close is not None
    assert (close.price, close.date, close.ts_recv) == (5953.89, "2025-01-06", BEFORE)


def test_the_previous_close_is_of_the_session_before_or_absent() -> None:
    assert close_of(told(session_bars("SPX", {"2025-01-03": 5900.0, DAY: 6000.0}))) is None
    cut_off = session_bars("SPX", {"2025-01-06": 5950.0}, 380)
    day = session_bars("SPX", {DAY: 6000.0})
    events = told(merged_bars([cut_off, day])[0])
    assert close_of(events) is None
    assert not [bar for bar in history_of(events).bars if bar.interval_s == 86_400]


def test_without_earlier_sessions_there_is_no_context() -> None:
    events = told(session_bars("SPX", {DAY: 6000.0}))
    assert len(events) == len(minutes_of(events))
    assert told(session_bars("SPX", {"2025-01-08": 6000.0})) == []


def test_history_is_bounded() -> None:
    days = ["2024-06-03"]
    while len(days) < 70:
        days.append(next_session(days[-1]))
    bars = session_bars("SPX", dict.fromkeys(days, 6000.0), 390)
    history = history_of(told(bars, days[-1]))
    daily = [bar for bar in history.bars if bar.interval_s == 86_400]
    assert len(daily) == DAILY_SESSIONS
    starts = {session(day).open_at for day in days[-1 - HISTORY_SESSIONS : -1]}
    assert {bar.start for bar in history.bars if bar.interval_s == 60} >= starts
    assert len(history.bars) - len(daily) < HISTORY_SESSIONS * 390 + 1


def test_mapped_bars_are_labelled_and_have_no_volume() -> None:
    mapping = Mapping(10.0, BEFORE, "SPY × 10.0000", "x")
    events = told(session_bars("SPY", {"2025-01-06": 590.0, DAY: 591.0}), mapping=mapping)
    every = [*minutes_of(events), *history_of(events).bars]
    assert {(bar.symbol, bar.label, bar.volume) for bar in every} == {("SPX", "SPY × 10.0000", 0.0)}
    assert minutes_of(events)[0].close == 5910.0
    close = close_of(events)
    assert close is not None
    assert (close.symbol, close.price) == ("SPX", 5938.9)


def test_what_is_known_only_at_noon_is_told_at_noon() -> None:
    noon = at_exchange(DAY, "12:00")
    events = told(session_bars("SPY", {"2025-01-06": 590.0, DAY: 591.0}), known_at=noon)
    assert all(event.ts_recv >= noon for event in events)
    history = history_of(events)
    assert (history.ts_recv, history.ts_event) == (noon, noon)
    assert len([bar for bar in history.bars if bar.start >= session().open_at]) == 150
    assert minutes_of(events)[0].start == noon
