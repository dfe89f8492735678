"""A chain read from a file, with the time it stands for."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from spxcc.feeds.files.errors import DataFileError, one_line
from spxcc.market.contract import OptionContract, parse_contract, settles_at, underlying_of
from spxcc.market.events import ChainRow, ChainSnapshot, FeedNotice, OptionTrade
from spxcc.market.session import CalendarRangeError, hours, previous_session, to_exchange
from spxcc.market.units import NANOS_PER_MINUTE, UnixNanos

DELAY = 15 * NANOS_PER_MINUTE
"""Delay of Cboe's public quotes."""
AFTER_CLOSE = 15 * NANOS_PER_MINUTE
"""Index options are quoted this long after the index closes."""
PRICE_BOUND = 1e6
"""No underlying costs as much."""
INTEREST_DATE_ASSUMED = "date of the open interest assumed: the close before these quotes"
"""Remark of a reader whose source gives no such date."""


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


def sane_price(name: str, value: float | str | None) -> tuple[float | None, tuple[str, ...]]:
    """The price `value`, and a remark about what cannot be one; `None` and 0 say that there is none."""
    if value is None or value == 0:
        return None, ()
    if isinstance(value, str) or not (math.isfinite(value) and 0 < value < PRICE_BOUND):
        said = repr(one_line(value, 24)) if isinstance(value, str) else f"{value:g}"
        return None, (f"{name} {said} is no price, left out",)
    return value, ()


@dataclass(frozen=True)
class QuotedChain:
    """`rows` of one underlying, each contract once, as of `quoted_at`.

    bad: what could not be read. remarks: what was left out, counted, and what else a reader of numbers from this chain
    should know. complete: whether the chain may stand for the whole. source: who says so. prints: the last of each
    contract, where the file has their sizes and times, oldest first.
    """

    path: str
    underlying: str
    rows: tuple[ChainRow, ...]
    quoted_at: UnixNanos
    underlying_price: float | None
    bad: tuple[str, ...]
    remarks: tuple[str, ...] = ()
    complete: bool = True
    source: str = "cboe"
    prints: tuple[OptionTrade, ...] = ()

    @classmethod
    def build(
        cls,
        path: Path,
        rows: Sequence[ChainRow],
        quoted_at: UnixNanos,
        underlying_price: float | str | None,
        *,
        bad: tuple[str, ...] = (),
        remarks: tuple[str, ...] = (),
        complete: bool = True,
        source: str = "cboe",
    ) -> "QuotedChain":
        """Check and freeze what a reader found.

        An `underlying_price` that cannot be one is left out with a remark. Raises `DataFileError` without a row, with
        calls or puts alone, for mixed underlyings, or for a time beyond the calendar.
        """
        if not rows:
            found = next(iter((*bad, *remarks)), None)
            said = "none" if found is None else f"none that could be read ({found})"
            raise DataFileError(path, "no_rows", "option rows", said, "download the chain again")
        _check_time(path, quoted_at)
        contracts = [parse_contract(row.contract) for row in rows]
        owners = Counter(underlying_of(contract.root) for contract in contracts)
        if len(owners) != 1:
            raise DataFileError(
                path, "mixed_underlyings", "one underlying", ", ".join(sorted(owners)), "split the file by underlying"
            )
        rights = {contract.right for contract in contracts}
        if len(rights) == 1:
            found = "calls" if rights == {"C"} else "puts"
            raise DataFileError(path, "one_sided", "calls and puts", f"{found} alone", "download the whole chain")
        price, told = sane_price("price of the underlying", underlying_price)
        return cls(
            path=str(path),
            underlying=next(iter(owners)),
            rows=tuple(rows),
            quoted_at=quoted_at,
            underlying_price=price,
            bad=bad,
            remarks=(*told, *remarks),
            complete=complete and not bad,
            source=source,
        )

    @property
    def open_interest_date(self) -> str:
        """Open interest is published before the open: it is as of the close of the session before the quotes' day."""
        return previous_session(to_exchange(self.quoted_at).date().isoformat())

    def snapshot(self, ts_recv: UnixNanos) -> ChainSnapshot:
        """The event that hands this chain to the market at `ts_recv`."""
        return ChainSnapshot(
            ts_event=self.quoted_at,
            ts_recv=ts_recv,
            source=self.source,
            underlying=self.underlying,
            rows=self.rows,
            open_interest_date=self.open_interest_date,
            underlying_price=self.underlying_price,
            complete=self.complete,
            remarks=self.remarks,
        )

    def interest(self, ts: UnixNanos) -> ChainSnapshot:
        """What was known of this chain before its day's open: contracts and open interest, and no price."""
        return ChainSnapshot(
            ts_event=ts,
            ts_recv=ts,
            source=self.source,
            underlying=self.underlying,
            rows=tuple(ChainRow(contract=row.contract, open_interest=row.open_interest) for row in self.rows),
            open_interest_date=self.open_interest_date,
            complete=self.complete,
        )

    def notices(self, ts: UnixNanos) -> tuple[FeedNotice, ...]:
        """What the user should know about this chain."""
        about = (
            f"{self.underlying} chain of {len(self.rows):,} contracts quoted "
            f"{to_exchange(self.quoted_at):%Y-%m-%d %H:%M} ET, open interest of {self.open_interest_date}."
        )
        told = [self._notice(ts, "info", "chain_date", about)]
        for at, remark in enumerate(self.remarks):
            text = f"{Path(self.path).name}: {remark}."
            told.append(self._notice(ts, "warning", f"chain_remark_{at + 1}", text))
        return tuple(told)

    def _notice(self, ts: UnixNanos, level: Literal["info", "warning"], code: str, text: str) -> FeedNotice:
        name = f"{code}:{self.underlying}"
        return FeedNotice(ts_event=ts, ts_recv=ts, source=self.source, level=level, code=name, text=text)


def _check_time(path: Path, quoted_at: UnixNanos) -> None:
    try:
        day = to_exchange(quoted_at).date().isoformat()
        hours(day)
        previous_session(day)
    except CalendarRangeError as error:
        raise DataFileError(
            path, "out_of_calendar", "a time within the session calendar", str(error), "give the time with --as-of"
        ) from None
