"""A chain read from a file, with the time it stands for."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from spxcc.feeds.files.errors import DataFileError
from spxcc.market.contract import OptionContract, parse_contract, settles_at, underlying_of
from spxcc.market.events import ChainRow, ChainSnapshot, FeedNotice
from spxcc.market.session import CalendarRangeError, hours, previous_session, to_exchange
from spxcc.market.units import NANOS_PER_MINUTE, UnixNanos

DELAY = 15 * NANOS_PER_MINUTE
"""Delay of Cboe's public quotes."""
AFTER_CLOSE = 15 * NANOS_PER_MINUTE
"""Index options are quoted this long after the index closes."""


def valuation_time(header: UnixNanos) -> UnixNanos:
    """Instant that delayed quotes stand for: `header` less the delay, at the latest when the session's quoting ended.

    That is 16:15 exchange time, 13:15 on a half day; on a day without a session, of the session before.
    Raises CalendarRangeError.
    """
    delayed = header - DELAY
    day = to_exchange(delayed).date().isoformat()
    session = hours(day) or hours(previous_session(day))
    assert session is not None, "previous_session gives sessions only"
    return min(delayed, session.close_at + AFTER_CLOSE)


def listed_contract(text: str) -> OptionContract:
    """A contract whose settlement the calendar knows. Raises ValueError."""
    contract = parse_contract(text)
    settles_at(contract.root, contract.expiry)
    return contract


@dataclass(frozen=True)
class QuotedChain:
    """`rows` of one underlying as of `quoted_at`; `bad` names dropped rows, `duplicates` contracts that came twice."""

    path: str
    underlying: str
    rows: tuple[ChainRow, ...]
    quoted_at: UnixNanos
    underlying_price: float | None
    bad: tuple[str, ...]
    duplicates: int

    @classmethod
    def build(
        cls,
        path: Path,
        rows: Sequence[ChainRow],
        quoted_at: UnixNanos,
        underlying_price: float | None,
        bad: tuple[str, ...],
    ) -> "QuotedChain":
        """Check and freeze what a reader found; of a contract that came twice the last row counts.

        Raises `DataFileError` without a row, for mixed underlyings, or for a time beyond the calendar.
        """
        if not rows:
            found = f"none that could be read ({bad[0]})" if bad else "none"
            raise DataFileError(path, "no_rows", "option rows", found, "download the chain again")
        _check_time(path, quoted_at)
        unique = {row.contract: row for row in rows}
        owners = Counter(underlying_of(parse_contract(contract).root) for contract in unique)
        if len(owners) != 1:
            raise DataFileError(
                path, "mixed_underlyings", "one underlying", ", ".join(sorted(owners)), "split the file by underlying"
            )
        return cls(
            path=str(path),
            underlying=next(iter(owners)),
            rows=tuple(unique.values()),
            quoted_at=quoted_at,
            underlying_price=underlying_price if underlying_price and underlying_price > 0 else None,
            bad=bad,
            duplicates=len(rows) - len(unique),
        )

    @property
    def complete(self) -> bool:
        """Whether every row of the file was read."""
        return not self.bad

    @property
    def open_interest_date(self) -> str:
        """Open interest is published before the open: it is as of the close of the session before the quotes' day."""
        return previous_session(to_exchange(self.quoted_at).date().isoformat())

    def snapshot(self, ts_recv: UnixNanos) -> ChainSnapshot:
        """The event that hands this chain to the market at `ts_recv`."""
        return ChainSnapshot(
            ts_event=self.quoted_at,
            ts_recv=ts_recv,
            source="cboe",
            underlying=self.underlying,
            rows=self.rows,
            open_interest_date=self.open_interest_date,
            underlying_price=self.underlying_price,
            complete=self.complete,
        )

    def notices(self, ts: UnixNanos) -> tuple[FeedNotice, ...]:
        """What the user should know about this chain."""
        name = Path(self.path).name
        about = (
            f"{self.underlying} chain of {len(self.rows):,} contracts quoted "
            f"{to_exchange(self.quoted_at):%Y-%m-%d %H:%M} ET, open interest of {self.open_interest_date}."
        )
        found = [_notice(ts, "info", f"chain_date:{self.underlying}", about)]
        if self.duplicates:
            text = f"{self.duplicates:,} contracts of {name} came twice; the last row of each counts."
            found.append(_notice(ts, "warning", f"chain_duplicates:{self.underlying}", text))
        if self.bad:
            text = f"{len(self.bad):,} rows of {name} could not be read ({self.bad[0]}); the chain is partial."
            found.append(_notice(ts, "warning", f"chain_partial:{self.underlying}", text))
        return tuple(found)


def _notice(ts: UnixNanos, level: Literal["info", "warning"], code: str, text: str) -> FeedNotice:
    return FeedNotice(ts_event=ts, ts_recv=ts, source="cboe", level=level, code=code, text=text)


def _check_time(path: Path, quoted_at: UnixNanos) -> None:
    try:
        day = to_exchange(quoted_at).date().isoformat()
        hours(day)
        previous_session(day)
    except CalendarRangeError as error:
        raise DataFileError(
            path, "out_of_calendar", "a time within the session calendar", str(error), "give the time with --as-of"
        ) from None
