"""One session's events from the files of a replay."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np

from spxcc.feeds.files.bars import MinuteBars, merged_bars
from spxcc.feeds.files.context import SymbolTrack
from spxcc.feeds.files.lean import read_lean
from spxcc.feeds.files.mapping import find_mapping, latest
from spxcc.feeds.files.quoted import QuotedChain
from spxcc.feeds.files.sources import Sources
from spxcc.market.events import Bar, FeedEvent, FeedNotice, OptionTrade
from spxcc.market.session import CalendarRangeError, SessionHours, hours, next_session, to_exchange
from spxcc.market.units import NANOS_PER_DAY, NANOS_PER_MINUTE, UnixNanos

LISTED = 6
"""So many days are named, more are counted."""


@dataclass(frozen=True)
class Script:
    """Events of one session in order of `ts_recv`. `opening` is known when it opens."""

    date: str
    session: SessionHours
    opening: tuple[FeedEvent, ...]
    events: tuple[FeedEvent, ...]


class NothingToReplay(ValueError):
    """The files hold no minute bars for the session asked for; the text says which sessions they do hold."""


def assemble(sources: Sources, date: str | None = None) -> Script:
    """Events of the session `date`.

    Without a date: the first session after the newest chain (its own if quoted while it was open, or if its prints are
    all there is), else the first of the LEAN archives, else the last of the bars. A chain is told when it was quoted,
    never earlier; a print at the end of its minute.
    Raises NothingToReplay, DataFileError, CalendarRangeError, or ValueError for what is no date.
    """
    all_bars = merged_bars(sources.bars)
    date = date or _default_date(sources, all_bars)
    session = hours(date)
    if session is None:
        raise NothingToReplay(f"{date} is no trading day; the files hold {_span(sources, all_bars)}.")
    told = [*_lean(sources, session), *_chains(sources.chains, session), *_bars(all_bars, sources.chains, session)]
    told += _prints(sources.chains, session)
    told += _mapped(told, all_bars, sources.chains, session)
    if not any(isinstance(event, Bar | OptionTrade) for event in told):
        raise NothingToReplay(f"no minute bars of {date}; the files hold {_span(sources, all_bars)}.")
    ordered = sorted(told, key=_order)
    opening = tuple(event for event in ordered if event.ts_recv <= session.open_at)
    return Script(date, session, opening, tuple(ordered[len(opening) :]))


def _order(event: FeedEvent) -> tuple[int, int]:
    # What a minute's trades and quotes say stands before the bar that closes it.
    return event.ts_recv, 1 if isinstance(event, Bar) else 0


def _before_open(session: SessionHours) -> UnixNanos:
    """When everything that is known before the open is told."""
    return session.open_at - NANOS_PER_MINUTE


def _lean(sources: Sources, session: SessionHours) -> Iterable[FeedEvent]:
    """Events of the session's archives; those of other days are not opened."""
    for path in sources.lean_of(session.date):
        day = read_lean(path)
        yield from day.events
        if day.bad:
            text = f"{len(day.bad):,} rows of {path.name} could not be read ({day.bad[0]})."
            yield _notice(session, f"rows_dropped:{path.name}", text)


def _chains(chains: Sequence[QuotedChain], session: SessionHours) -> Iterable[FeedEvent]:
    used = latest(chains, session)
    for chain in used.values():
        known_at = max(chain.quoted_at, _before_open(session))
        yield chain.snapshot(known_at)
        yield from chain.notices(known_at)
    for chain in chains:
        if chain is not used.get(chain.underlying):
            quoted = f"{to_exchange(chain.quoted_at):%Y-%m-%d %H:%M} ET"
            text = f"the {chain.underlying} chain quoted {quoted} is not the newest before the close of {session.date}"
            yield _notice(session, f"chain_unused:{Path(chain.path).name}", f"{text}: not used.")


def _prints(chains: Sequence[QuotedChain], session: SessionHours) -> Iterable[FeedEvent]:
    """Of a chain that was read after the close: its open interest, published before the open, and the day's prints.

    A print is told at the end of its minute.
    """
    for chain in chains:
        own = [one for one in chain.prints if to_exchange(one.ts_event).date().isoformat() == session.date]
        if not own:
            continue
        if chain.quoted_at >= session.close_at:
            yield chain.interest(_before_open(session))
        for one in own:
            ends = one.ts_event - one.ts_event % NANOS_PER_MINUTE + NANOS_PER_MINUTE
            yield msgspec.structs.replace(one, ts_recv=max(ends, _before_open(session)))
        text = (
            f"{len(own):,} prints of {session.date}, of each contract the last one alone: what was printed before it "
            f"is not in the file, and {len(chain.prints) - len(own):,} prints of other days are left out."
        )
        yield _notice(session, f"last_prints:{chain.underlying}", text)


def _bars(all_bars: Sequence[MinuteBars], chains: Sequence[QuotedChain], session: SessionHours) -> Iterable[FeedEvent]:
    for bars in all_bars:
        yield from SymbolTrack(bars, session, _before_open(session)).events()
        if bars.dropped:
            text = f"{bars.dropped:,} rows of {bars.symbol} minute bars could not be used ({bars.example})."
            yield _notice(session, f"rows_dropped:{bars.symbol}", text)


def _mapped(
    told: Iterable[FeedEvent], all_bars: Sequence[MinuteBars], chains: Sequence[QuotedChain], session: SessionHours
) -> Iterable[FeedEvent]:
    """SPY's minutes as SPX where nobody told SPX's."""
    symbols = {event.symbol for event in told if isinstance(event, Bar)}
    spy = next((bars for bars in all_bars if bars.symbol == "SPY"), None)
    if spy is None or "SPX" in symbols or "SPY" not in symbols:
        return
    mapping = find_mapping(spy, latest(chains, session).get("SPX"), session)
    if isinstance(mapping, str):
        yield _notice(session, "not_mapped", f"SPX cannot be mapped from SPY: {mapping}.")
        return
    known_at = max(mapping.known_at, _before_open(session))
    yield from SymbolTrack(spy, session, known_at, mapping).events()
    yield FeedNotice(ts_event=known_at, ts_recv=known_at, source="file", level="info", code="mapped", text=mapping.text)


def _default_date(sources: Sources, all_bars: Sequence[MinuteBars]) -> str:
    if sources.chains:
        quoted_at = max(chain.quoted_at for chain in sources.chains)
        day = to_exchange(quoted_at).date().isoformat()
        same = hours(day)
        if same is not None and not all_bars and not sources.lean and any(chain.prints for chain in sources.chains):
            return day
        return day if same is not None and quoted_at < same.close_at - NANOS_PER_MINUTE else next_session(day)
    archives, dates = sources.lean_bar_dates(), _dates(all_bars)
    if not archives and not dates:
        raise NothingToReplay("no minute bars and no chain were given; give at least one file of minute bars.")
    return archives[0] if archives else dates[-1]


def _dates(all_bars: Iterable[MinuteBars]) -> list[str]:
    """Sessions that have bars, sorted."""
    found: set[str] = set()
    for bars in all_bars:
        for day in np.unique(bars.start // NANOS_PER_DAY).tolist():
            date = to_exchange(day * NANOS_PER_DAY + NANOS_PER_DAY * 2 // 3).date().isoformat()
            try:
                session = hours(date)
            except CalendarRangeError:
                continue
            if session is not None and bars.between(session.open_at, session.close_at):
                found.add(date)
    return sorted(found)


def _span(sources: Sources, all_bars: Sequence[MinuteBars]) -> str:
    dates = sorted({*sources.lean_bar_dates(), *_dates(all_bars)})
    if len(dates) <= LISTED:
        return f"minute bars of {', '.join(dates) or 'no day'}"
    return f"minute bars of {len(dates)} days from {dates[0]} to {dates[-1]}"


def _notice(session: SessionHours, code: str, text: str) -> FeedNotice:
    at = _before_open(session)
    return FeedNotice(ts_event=at, ts_recv=at, source="file", level="warning", code=code, text=text)
