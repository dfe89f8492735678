"""One session's events from the files of a replay."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from spxcc.feeds.files.bars import MinuteBars
from spxcc.feeds.files.lean import read_lean
from spxcc.feeds.files.quoted import QuotedChain
from spxcc.feeds.files.sources import Sources
from spxcc.market.events import Bar, FeedEvent, FeedNotice, History, PreviousClose
from spxcc.market.session import SessionHours, hours, next_session, previous_session, to_exchange
from spxcc.market.units import NANOS_PER_MINUTE, UnixNanos

HISTORY_SESSIONS = 5
DAILY_SESSIONS = 60


@dataclass(frozen=True)
class Script:
    """Events of one session in order of `ts_recv`. `opening` is known before it opens."""

    date: str
    session: SessionHours
    opening: tuple[FeedEvent, ...]
    events: tuple[FeedEvent, ...]


class NothingToReplay(ValueError):
    """The files hold no minute bars for the session asked for; the text says which sessions they do hold."""


@dataclass(frozen=True)
class _Mapping:
    """SPY bars shown as SPX: `ratio` and where it comes from."""

    ratio: float
    label: str
    text: str


def assemble(sources: Sources, date: str | None = None) -> Script:
    """Events of the session `date` (default: the first that has bars and, if chains are given, a chain before it)."""
    date = date or _default_date(sources)
    session = hours(date)
    if session is None:
        raise NothingToReplay(f"{date} is no trading day; the files hold {_span(sources)}.")
    opening: list[FeedEvent] = []
    events: list[FeedEvent] = []
    for path in sources.lean:
        if path.name[:8] == date.replace("-", ""):
            day = read_lean(path)
            events.extend(day.events)
            if day.bad:
                opening.append(
                    _notice(session, "lean_rows", f"{len(day.bad)} rows of {path.name} dropped ({day.bad[0]}).")
                )
    chain = _chain_for(sources.chains, session)
    if chain is not None:
        opening += [chain.snapshot(session.open_at - NANOS_PER_MINUTE), *chain.notices(session.open_at)]
    mapping = _mapping(sources.bars, chain)
    for bars in sources.bars:
        opening += _context(bars, session, None)
        events += _minutes(bars, session, None)
        if mapping is not None and bars.symbol == "SPY":
            opening += [*_context(bars, session, mapping), _notice(session, "mapped", mapping.text)]
            events += _minutes(bars, session, mapping)
    if not any(isinstance(event, Bar) for event in events):
        raise NothingToReplay(f"no minute bars of {date}; the files hold {_span(sources)}.")
    late = [event for event in events if event.ts_recv >= session.open_at]
    opening += [event for event in events if event.ts_recv < session.open_at]
    return Script(date, session, tuple(opening), tuple(sorted(late, key=_order)))


def _order(event: FeedEvent) -> tuple[int, int]:
    # What a minute's trades and quotes say stands before the bar that closes it.
    return event.ts_recv, 1 if isinstance(event, Bar) else 0


def _default_date(sources: Sources) -> str:
    if sources.chains:
        quoted_at = max(chain.quoted_at for chain in sources.chains)
        day = to_exchange(quoted_at).date().isoformat()
        same = hours(day)
        if same is not None and quoted_at < same.close_at - NANOS_PER_MINUTE:
            return day
        return next_session(day)
    dates = sources.lean_dates() or sorted({date for bars in sources.bars for date in _dates(bars)})
    if not dates:
        raise NothingToReplay("no minute bars and no chain were given; give at least one file of minute bars.")
    return dates[0] if sources.lean else dates[-1]


def _dates(bars: MinuteBars) -> list[str]:
    days = np.unique(bars.start // (86_400 * 10**9)) * (86_400 * 10**9)
    return [to_exchange(int(day) + 16 * 3_600 * 10**9).date().isoformat() for day in days]


def _span(sources: Sources) -> str:
    dates = sorted({*sources.lean_dates(), *(date for bars in sources.bars for date in _dates(bars))})
    return "no bars" if not dates else f"{dates[0]} to {dates[-1]} ({len(dates)} days)"


def _chain_for(chains: Sequence[QuotedChain], session: SessionHours) -> QuotedChain | None:
    before = [chain for chain in chains if chain.quoted_at < session.close_at]
    return max(before, key=lambda chain: chain.quoted_at) if before else None


def _mapping(all_bars: Sequence[MinuteBars], chain: QuotedChain | None) -> _Mapping | None:
    by_symbol = {bars.symbol: bars for bars in all_bars}
    spy = by_symbol.get("SPY")
    if spy is None or "SPX" in by_symbol or chain is None or chain.underlying != "SPX" or not chain.underlying_price:
        return None
    at = int(np.searchsorted(spy.start, _index_close(chain.quoted_at), side="left")) - 1
    if at < 0 or chain.quoted_at - int(spy.start[at]) > 4 * 86_400 * 10**9:
        return None
    close = float(spy.close[at])
    ratio = chain.underlying_price / close
    label = f"SPY × {ratio:.4f}"
    moment = to_exchange(int(spy.start[at]))
    text = (
        f"SPX is mapped from SPY minute bars by {chain.underlying_price:.2f}/{close:.2f} = {ratio:.4f} "
        f"({moment:%Y-%m-%d %H:%M} ET): no index values in these files."
    )
    return _Mapping(ratio, label, text)


def _index_close(quoted_at: UnixNanos) -> UnixNanos:
    """The chain prints the index value of the close when it is quoted after it."""
    session = hours(to_exchange(quoted_at).date().isoformat())
    return quoted_at if session is None else min(quoted_at, session.close_at)


def _slice(bars: MinuteBars, session: SessionHours) -> slice:
    first = int(np.searchsorted(bars.start, session.open_at, side="left"))
    last = int(np.searchsorted(bars.start, session.close_at, side="left"))
    return slice(first, last)


def _bars(bars: MinuteBars, at: Iterable[int], mapping: _Mapping | None) -> Iterable[Bar]:
    factor = 1.0 if mapping is None else mapping.ratio
    symbol = bars.symbol if mapping is None else "SPX"
    label = "" if mapping is None else mapping.label
    for i in at:
        end = int(bars.start[i]) + NANOS_PER_MINUTE
        yield Bar(
            ts_event=end, ts_recv=end, source="file", symbol=symbol, start=int(bars.start[i]), label=label,
            open=round(float(bars.open[i]) * factor, 4), high=round(float(bars.high[i]) * factor, 4),
            low=round(float(bars.low[i]) * factor, 4), close=round(float(bars.close[i]) * factor, 4),
            volume=float(bars.volume[i]) if mapping is None else 0.0,
        )  # fmt: skip


def _minutes(bars: MinuteBars, session: SessionHours, mapping: _Mapping | None) -> list[FeedEvent]:
    cut = _slice(bars, session)
    return list(_bars(bars, range(cut.start, cut.stop), mapping))


def _context(bars: MinuteBars, session: SessionHours, mapping: _Mapping | None) -> list[FeedEvent]:
    """History and previous close of the sessions before, as known before the open."""
    before: list[tuple[SessionHours, list[Bar]]] = []
    date = session.date
    for _ in range(DAILY_SESSIONS):
        date = previous_session(date)
        earlier = hours(date)
        if earlier is None or (bars.start.size and earlier.close_at <= int(bars.start[0])):
            break
        minutes = list(_bars(bars, range(*_slice(bars, earlier).indices(len(bars))), mapping))
        if minutes:
            before.append((earlier, minutes))
    if not before:
        return []
    before.reverse()
    known = session.open_at - NANOS_PER_MINUTE
    minutes = [bar for _, day in before[-HISTORY_SESSIONS:] for bar in day]
    daily = [_daily(day_session, day) for day_session, day in before]
    last_session, last_day = before[-1]
    symbol, closed_at = last_day[-1].symbol, last_session.close_at
    return [
        History(ts_event=closed_at, ts_recv=known, source="file", symbol=symbol, bars=(*daily, *minutes)),
        PreviousClose(
            ts_event=closed_at, ts_recv=known, source="file", symbol=symbol, price=last_day[-1].close,
            date=last_session.date,
        ),
    ]  # fmt: skip


def _daily(session: SessionHours, minutes: Sequence[Bar]) -> Bar:
    return Bar(
        ts_event=session.close_at, ts_recv=session.close_at, source="file", symbol=minutes[0].symbol,
        start=session.open_at, open=minutes[0].open, high=max(bar.high for bar in minutes),
        low=min(bar.low for bar in minutes), close=minutes[-1].close, volume=sum(bar.volume for bar in minutes),
        interval_s=86_400, label=minutes[0].label,
    )  # fmt: skip


def _notice(session: SessionHours, code: str, text: str) -> FeedNotice:
    at: int = session.open_at - NANOS_PER_MINUTE
    return FeedNotice(ts_event=at, ts_recv=at, source="file", level="info", code=code, text=text)
