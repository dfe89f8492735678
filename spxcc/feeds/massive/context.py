"""The context stage: bars of earlier sessions and of today, the previous close, and the server's clock."""

from collections.abc import Sequence

from spxcc.feeds.massive import endpoints
from spxcc.feeds.massive.capability import Capability
from spxcc.feeds.massive.client import Collected, MassiveClient
from spxcc.feeds.massive.desk import Desk
from spxcc.feeds.massive.params import SOURCE
from spxcc.feeds.massive.rows import BarRow, MarketNow
from spxcc.feeds.massive.stream_events import minute_bar
from spxcc.feeds.massive.tickers import is_index, vendor_ticker
from spxcc.feeds.massive.times import from_millis, from_rfc3339
from spxcc.feeds.massive.trouble import Trouble
from spxcc.market.events import Bar, History, PreviousClose
from spxcc.market.session import CalendarRangeError, daily_session, session_info, to_exchange
from spxcc.market.units import NANOS_PER_DAY, NANOS_PER_MINUTE, NANOS_PER_SECOND, UnixNanos

SYMBOLS = ("SPX", "SPY", "VIX")
DAYS, MINUTE_DAYS = 400, 15
SKEW_S = 2.0


class ContextStage:
    """`session` and `repair` raise Trouble; what was told stays."""

    def __init__(self, client: MassiveClient, desk: Desk) -> None:
        self._client = client
        self._desk = desk

    async def clock(self) -> None:
        """Ask for the server's time. Raises Trouble."""
        answer = await self._client.plain(endpoints.MARKET_NOW, MarketNow)
        said = from_rfc3339(answer.server_time)
        if said is None:
            raise Trouble("unreadable", f"a server time {answer.server_time[:40]!r}")
        self._desk.time.server_said(said)
        if self._desk.time.went_back:
            self._desk.notice("clock", "error", "The simulator's clock went back; start spxcc anew to follow it.")
        skew = self._desk.time.skew_s
        if skew is not None and abs(skew) > SKEW_S:
            text = f"This machine's clock differs from Massive's by {skew:+.1f} s; ages are wrong by as much."
            self._desk.notice("clock", "warning", text)
        else:
            self._desk.over("clock", "This machine's clock agrees with Massive's.")

    async def session(self, symbol: str) -> None:
        """Daily bars, the close before this session, minutes of the last sessions. Raises Trouble."""
        now = self._desk.time.now()
        today = session_info(now).date
        days = self._days(symbol, await self._bars(symbol, "day", now - DAYS * NANOS_PER_DAY, now), today)
        if days:
            self._desk.say(History(ts_event=now, ts_recv=now, source=SOURCE, symbol=symbol, bars=days))
            last = days[-1]
            self._desk.say(
                PreviousClose(
                    ts_event=now,
                    ts_recv=now,
                    source=SOURCE,
                    symbol=symbol,
                    price=last.close,
                    date=to_exchange(last.start).date().isoformat(),
                )
            )
        await self._minutes(symbol, now - MINUTE_DAYS * NANOS_PER_DAY)

    async def repair(self, symbol: str, seconds: float) -> None:
        """Minutes that were missed within the last `seconds`. Raises Trouble."""
        await self._minutes(symbol, self._desk.time.now() - int(seconds * NANOS_PER_SECOND) - 2 * NANOS_PER_MINUTE)

    async def _minutes(self, symbol: str, since: UnixNanos) -> None:
        now = self._desk.time.now()
        found = await self._bars(symbol, "minute", since, now)
        bars: list[Bar] = []
        for row in found.rows:
            start = from_millis(row.start_ms)
            if start is None or start + NANOS_PER_MINUTE > now:
                continue
            volume = row.volume if isinstance(row.volume, float) else 0.0
            bar = minute_bar(symbol, start, (row.open, row.high, row.low, row.close), volume, now)
            if bar is not None:
                bars.append(bar)
        if bars:
            self._desk.say(History(ts_event=now, ts_recv=now, source=SOURCE, symbol=symbol, bars=tuple(bars)))
            self._desk.stood_beside(symbol, bars[-1].close, bars[-1].ts_event)

    async def _bars(self, symbol: str, span: str, since: UnixNanos, until: UnixNanos) -> Collected[BarRow]:
        if span == "day":
            first, last = (to_exchange(instant).date().isoformat() for instant in (since, until))
        else:
            first, last = (str(instant // 1_000_000) for instant in (since, until))
        capability: Capability = "indices" if is_index(symbol) else "stocks"
        question = endpoints.aggregates(vendor_ticker(symbol), span, first, last)
        try:
            found = await self._client.collect(question, BarRow)
        except Trouble as trouble:
            if trouble.kind == "denied":
                self._desk.lacks(capability, trouble.found)
            raise
        self._desk.late(f"bars of {symbol}", found.delayed)
        if found.trouble is not None:
            raise found.trouble
        if found.bad:
            text = f"{sum(found.bad.values()):,} bars of {symbol} could not be read (such as: {next(iter(found.bad))})."
            self._desk.notice(f"bars:{symbol}", "warning", text)
        return found

    def _days(self, symbol: str, found: Collected[BarRow], today: str) -> tuple[Bar, ...]:
        """Daily bars of sessions before `today`, each at its session's open."""
        days = (self._day(symbol, row, today) for row in found.rows)
        return _by_start([day for day in days if day is not None])

    def _day(self, symbol: str, row: BarRow, today: str) -> Bar | None:
        stamp = from_millis(row.start_ms)
        try:
            session = None if stamp is None else daily_session(stamp)
        except CalendarRangeError:
            return None
        if session is None or session.date >= today:
            return None
        return Bar(
            ts_event=session.close_at,
            ts_recv=self._desk.time.now(),
            source=SOURCE,
            symbol=symbol,
            start=session.open_at,
            open=row.open,
            high=row.high,
            low=row.low,
            close=row.close,
            volume=row.volume if isinstance(row.volume, float) else 0.0,
            interval_s=86_400,
        )


def _by_start(bars: Sequence[Bar]) -> tuple[Bar, ...]:
    return tuple(sorted(bars, key=lambda bar: bar.start))
