"""A chain read from a file, with the time it stands for."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from spxcc.feeds.files.errors import DataFileError
from spxcc.market.contract import parse_contract, underlying_of
from spxcc.market.events import ChainRow, ChainSnapshot, FeedNotice
from spxcc.market.session import at_exchange, previous_session, to_exchange
from spxcc.market.units import NANOS_PER_SECOND, UnixNanos

DELAY = timedelta(minutes=15)
"""Delay of Cboe's public quotes."""


def valuation_time(header: UnixNanos) -> UnixNanos:
    """Instant that delayed quotes stand for: header time less the delay, no later than 16:15 exchange time."""
    delayed = header - int(DELAY.total_seconds()) * NANOS_PER_SECOND
    day = to_exchange(delayed).date().isoformat()
    return min(delayed, at_exchange(day, "16:15"))


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
        """Check and freeze what a reader found. Raises `DataFileError` for mixed underlyings."""
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
            underlying_price=underlying_price,
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
        found = [
            FeedNotice(
                ts_event=ts,
                ts_recv=ts,
                source="cboe",
                level="info",
                code="chain_date",
                text=(
                    f"{self.underlying} chain of {len(self.rows):,} contracts quoted "
                    f"{to_exchange(self.quoted_at):%Y-%m-%d %H:%M} ET, open interest of {self.open_interest_date}."
                ),
            )
        ]
        if self.bad:
            text = f"{len(self.bad)} rows of {Path(self.path).name} could not be read ({self.bad[0]}); the chain is partial."
            found.append(
                FeedNotice(ts_event=ts, ts_recv=ts, source="cboe", level="warning", code="chain_partial", text=text)
            )
        return tuple(found)
