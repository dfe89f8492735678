"""What one symbol's minute bars say about a session: its own minutes, and what was known before it opened."""

from collections.abc import Iterable
from dataclasses import dataclass

from spxcc.feeds.files.bars import MinuteBars
from spxcc.feeds.files.mapping import Mapping
from spxcc.market.events import Bar, FeedEvent, History, PreviousClose
from spxcc.market.session import CalendarRangeError, SessionHours, hours, previous_session
from spxcc.market.units import NANOS_PER_MINUTE, UnixNanos

SOURCE = "file"
HISTORY_SESSIONS = 5
DAILY_SESSIONS = 60
NEARLY_NS = 5 * NANOS_PER_MINUTE
"""A session whose first or last minutes are farther from its edge than this is not all there."""


@dataclass(frozen=True, slots=True)
class Past:
    """An earlier session and the places of its bars."""

    session: SessionHours
    places: range


@dataclass(frozen=True)
class SymbolTrack:
    """The bars of a file around one session, as they are or mapped. `known_at`: when the first of them may be told."""

    bars: MinuteBars
    session: SessionHours
    known_at: UnixNanos
    mapping: Mapping | None = None

    def events(self) -> list[FeedEvent]:
        """Context as of `known_at`, then every minute at its end."""
        own = self.bars.between(self.session.open_at, self.session.close_at)
        minutes = list(self._minutes(own))
        before = [bar for bar in minutes if bar.ts_recv <= self.known_at]
        return [*self._context(before), *minutes[len(before) :]]

    def _context(self, so_far: list[Bar]) -> list[FeedEvent]:
        """Earlier sessions, the minutes of this one that are over when it is told, and the previous close."""
        past = self._past()
        minutes = [bar for each in past[-HISTORY_SESSIONS:] for bar in self._minutes(each.places)]
        daily = [self._daily(each) for each in past if self._is_whole(each)]
        told: list[FeedEvent] = []
        if minutes or so_far:
            as_of = (so_far or minutes)[-1].ts_event
            bars = (*daily, *minutes, *so_far)
            told.append(History(ts_event=as_of, ts_recv=self.known_at, source=SOURCE, symbol=self._symbol, bars=bars))
        if past and past[-1].session.date == previous_session(self.session.date) and self._has_close(past[-1]):
            last = past[-1].session
            told.append(
                PreviousClose(
                    ts_event=last.close_at, ts_recv=self.known_at, source=SOURCE, symbol=self._symbol,
                    price=minutes[-1].close, date=last.date,
                )
            )  # fmt: skip
        return told

    def _past(self) -> list[Past]:
        """Earlier sessions that have bars, oldest first."""
        found: list[Past] = []
        date = self.session.date
        for _ in range(DAILY_SESSIONS):
            try:
                date = previous_session(date)
            except CalendarRangeError:
                break
            earlier = hours(date)
            if earlier is None or earlier.close_at <= int(self.bars.start[0]):
                break
            places = self.bars.between(earlier.open_at, earlier.close_at)
            if places:
                found.append(Past(earlier, places))
        return found[::-1]

    def _is_whole(self, past: Past) -> bool:
        first = int(self.bars.start[past.places[0]])
        return first - past.session.open_at <= NEARLY_NS and self._has_close(past)

    def _has_close(self, past: Past) -> bool:
        return past.session.close_at - int(self.bars.start[past.places[-1]]) <= NEARLY_NS

    @property
    def _symbol(self) -> str:
        return self.bars.symbol if self.mapping is None else "SPX"

    @property
    def _label(self) -> str:
        return "" if self.mapping is None else self.mapping.label

    def _price(self, value: float) -> float:
        return round(float(value) * (1.0 if self.mapping is None else self.mapping.ratio), 4)

    def _minutes(self, places: Iterable[int]) -> Iterable[Bar]:
        bars = self.bars
        for at in places:
            start = int(bars.start[at])
            end = start + NANOS_PER_MINUTE
            yield Bar(
                ts_event=end, ts_recv=end, source=SOURCE, symbol=self._symbol, start=start, label=self._label,
                open=self._price(bars.open[at]), high=self._price(bars.high[at]),
                low=self._price(bars.low[at]), close=self._price(bars.close[at]),
                volume=float(bars.volume[at]) if self.mapping is None else 0.0,
            )  # fmt: skip

    def _daily(self, past: Past) -> Bar:
        bars, cut = self.bars, slice(past.places.start, past.places.stop)
        return Bar(
            ts_event=past.session.close_at, ts_recv=past.session.close_at, source=SOURCE, symbol=self._symbol,
            start=past.session.open_at, open=self._price(bars.open[cut][0]), high=self._price(bars.high[cut].max()),
            low=self._price(bars.low[cut].min()), close=self._price(bars.close[cut][-1]),
            volume=float(bars.volume[cut].sum()) if self.mapping is None else 0.0,
            interval_s=86_400, label=self._label,
        )  # fmt: skip
