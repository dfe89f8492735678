"""`ChainBook`: the contracts of one underlying as quotes, prints and whole chains arrive."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date as Date
from operator import attrgetter

import numpy as np

from spxcc.market.chain_listing import Admission, Column, Listing, admit, listing_of, read_only
from spxcc.market.contract import parse_contract
from spxcc.market.events import ChainRow, ChainSnapshot, OpenInterest, OptionQuote
from spxcc.market.snapshot import ChainScope, Floats, Ints, OptionChain
from spxcc.market.units import UnixNanos


@dataclass(frozen=True, slots=True)
class StandingQuote:
    """The quote of a contract as it stands; `None` = no bid, no ask. `quoted_at` 0 = never quoted."""

    bid: float | None
    ask: float | None
    bid_size: int
    ask_size: int
    quoted_at: UnixNanos


QUOTE_COLUMNS = ("bid", "ask", "bid_size", "ask_size", "quoted_at")
LAST_COLUMNS = ("last", "last_at")
_FIELDS = ("bid", "ask", "last", "volume", "open_interest", "iv", "delta", "gamma")


class _Marks:
    """Columns that move with the market, one value a contract; NaN or 0 = absent. `interest_day` is a day's ordinal."""

    FLOATS = ("bid", "ask", "last", "volume", "open_interest", "vendor_iv", "vendor_delta", "vendor_gamma")
    INTS = ("quoted_at", "bid_size", "ask_size", "last_at", "interest_day")

    def __init__(self, count: int) -> None:
        self.floats: dict[str, Floats] = {name: np.full(count, np.nan) for name in self.FLOATS}
        self.ints: dict[str, Ints] = {name: np.zeros(count, dtype=np.int64) for name in self.INTS}

    @classmethod
    def of(cls, rows: Sequence[ChainRow], quoted_at: UnixNanos, interest_day: int) -> "_Marks":
        """What the rows of one chain say."""
        marks = cls(len(rows))
        for name, field in zip(cls.FLOATS, _FIELDS, strict=True):
            marks.floats[name] = np.array(list(map(attrgetter(field), rows)), dtype=np.float64)  # None becomes NaN
        quoted = ~(np.isnan(marks.floats["bid"]) & np.isnan(marks.floats["ask"]))
        told = np.array([row.quoted_at or quoted_at for row in rows], dtype=np.int64)
        marks.ints["quoted_at"][quoted] = told[quoted]
        marks.ints["interest_day"][~np.isnan(marks.floats["open_interest"])] = interest_day
        marks.ints["last_at"] = np.array([row.last_at or 0 for row in rows], dtype=np.int64)
        return marks

    def take_over(self, other: "_Marks", mine: Ints, theirs: Ints, names: Iterable[str]) -> None:
        """Copy the columns `names` of `other` at `theirs` to `mine`."""
        for name in names:
            if name in self.floats:
                self.floats[name][mine] = other.floats[name][theirs]
            else:
                self.ints[name][mine] = other.ints[name][theirs]


class ChainBook:
    """Sorted by settlement, strike, right; `view` freezes it and leaves out what has settled."""

    def __init__(self, underlying: str) -> None:
        self.underlying = underlying
        self._admissions: dict[str, Admission] = {}
        self._scopes: dict[str, tuple[ChainScope, tuple[str, ...]]] = {}
        self._listing = listing_of(())
        self._marks = _Marks(0)
        self._place: dict[str, int] = {}
        self._date: str | None = None
        self._price: float | None = None
        self._ts_event: UnixNanos = 0
        self._source = ""
        self._view: OptionChain | None = None
        self._view_until: UnixNanos = 0
        self._shown: tuple[Listing, OptionChain] | None = None

    def replace(self, event: ChainSnapshot, *, of_today: bool = True) -> int:
        """Take a whole chain; a quote or a print newer than it stays.

        Returns how many rows were left out: no contracts, settling beyond the session calendar, or coming again; the
        remarks of the view say so. Where a contract comes again with other values the chain is not complete. Volumes of
        a chain that is not `of_today` are those of another session: unknown for this one.
        """
        admission = self._admit(event)
        old, old_marks = self._listing, self._marks
        self._list(admission.listing)
        self._marks = self._marks_of(event, admission)
        if not of_today:
            self.new_session()
        mine, theirs = self._common(old)
        self._keep_newer(old_marks, mine, theirs, event.ts_event)
        self._scopes.clear()
        self._told(event, admission)
        return len(event.rows) - len(admission.take)

    def update(self, event: ChainSnapshot, *, of_today: bool = True) -> int:
        """Take a part of the chain, as `replace` takes a whole one; contracts that are not in it stay as they are."""
        admission = self._admit(event)
        self._add(admission.listing)
        part = self._marks_of(event, admission)
        if not of_today:
            part.floats["volume"][:] = np.nan
        places = np.array([self._place[name] for name in admission.listing.contracts], dtype=np.int64)
        self._take_part(part, places)
        self._told(event, admission)
        return len(event.rows) - len(admission.take)

    def quote(self, event: OptionQuote) -> bool:
        """The newest quote of a contract; false for one that is older than what stands."""
        at = self._at(event.contract)
        ints, floats = self._marks.ints, self._marks.floats
        if event.ts_event < ints["quoted_at"][at]:
            return False
        floats["bid"][at] = np.nan if event.bid is None else event.bid
        floats["ask"][at] = np.nan if event.ask is None else event.ask
        ints["bid_size"][at], ints["ask_size"][at] = event.bid_size, event.ask_size
        ints["quoted_at"][at] = event.ts_event
        self._heard(event.ts_event, event.source)
        return True

    def traded(self, contract: str, price: float, size: int, ts_event: UnixNanos, source: str) -> None:
        """A print, or the volume and close of a trade bar."""
        at = self._at(contract)
        floats = self._marks.floats
        floats["last"][at] = price
        self._marks.ints["last_at"][at] = ts_event
        floats["volume"][at] = size + (0.0 if np.isnan(floats["volume"][at]) else floats["volume"][at])
        self._heard(ts_event, source)

    def interest(self, event: OpenInterest) -> None:
        """Open interest of one contract. Raises ValueError for a date that is none."""
        day = Date.fromisoformat(event.date).toordinal()
        at = self._at(event.contract)
        self._marks.floats["open_interest"][at] = event.open_interest
        self._marks.ints["interest_day"][at] = day
        self._date = event.date
        self._heard(event.ts_event, event.source)

    def standing(self, contract: str) -> StandingQuote | None:
        """The quote of a listed contract, `None` for one that is not listed."""
        at = self._place.get(contract)
        if at is None:
            return None
        ints, floats = self._marks.ints, self._marks.floats
        return StandingQuote(
            _known(floats["bid"][at]),
            _known(floats["ask"][at]),
            int(ints["bid_size"][at]),
            int(ints["ask_size"][at]),
            int(ints["quoted_at"][at]),
        )

    def new_session(self) -> None:
        """Volumes begin anew."""
        self._marks.floats["volume"][:] = np.nan
        self._view = None

    def view(self, as_of: UnixNanos) -> OptionChain:
        """Frozen columns of the contracts that settle after `as_of`; the same object until something changes.

        A column that did not change is the same array as before.
        """
        if self._view is None or as_of >= self._view_until:
            self._view = self._frozen(as_of)
            live = self._view.settles_at
            self._view_until = int(live.min()) if live.size else 2**63 - 1
            self._shown = self._listing, self._view
        return self._view

    def _frozen(self, as_of: UnixNanos) -> OptionChain:
        listing = self._listing
        first = listing.first_alive(as_of)
        before = None
        if self._shown is not None and self._shown[0] is listing and len(self._shown[1]) == listing.strike.size - first:
            before = self._shown[1]
        marks = self._marks
        columns = {
            name: _column(values[first:], None if before is None else getattr(before, name))
            for name, values in marks.floats.items()
        }
        times = {
            name: _column(marks.ints[name][first:], None if before is None else getattr(before, name))
            for name in ("quoted_at", "last_at")
        }
        days = _days(marks.ints["interest_day"][first:])
        parts = [scope for scope, _ in self._scopes.values()]
        remarks = [remark for _, each in self._scopes.values() for remark in each]
        mixed = (f"open interest of different dates: {', '.join(days)}",) if len(days) > 1 else ()
        return OptionChain(
            underlying=self.underlying,
            contracts=listing.contracts[first:] if before is None else before.contracts,
            roots=listing.roots[first:] if before is None else before.roots,
            expiries=listing.expiries[first:] if before is None else before.expiries,
            settles_at=listing.settles_at[first:] if before is None else before.settles_at,
            strike=listing.strike[first:] if before is None else before.strike,
            is_call=listing.is_call[first:] if before is None else before.is_call,
            **columns,
            **times,
            open_interest_date=days[0] if days else self._date,
            underlying_price=self._price,
            ts_event=self._ts_event,
            source=self._source,
            complete=all(scope.complete for scope in parts) and (not parts or "" in self._scopes),
            interest_dates=days,
            remarks=(*dict.fromkeys(remarks), *mixed),
            scopes=tuple(parts),
        )

    def _admit(self, event: ChainSnapshot) -> Admission:
        names = tuple(row.contract for row in event.rows)
        known = self._admissions.get(event.scope)
        if known is None or known.names != names:
            known = self._admissions[event.scope] = admit(names)
        return known

    def _marks_of(self, event: ChainSnapshot, admission: Admission) -> _Marks:
        day = 0 if event.open_interest_date is None else Date.fromisoformat(event.open_interest_date).toordinal()
        return _Marks.of([event.rows[at] for at in admission.take], event.ts_event, day)

    def _told(self, event: ChainSnapshot, admission: Admission) -> None:
        """Remember what the chain or its part says beside its rows."""
        complete = event.complete and not admission.contradictions(event.rows)
        remarks = (*event.remarks, *admission.remarks(event.rows))
        self._scopes[event.scope] = ChainScope(event.scope, len(admission.take), event.ts_event, complete), remarks
        self._date, self._price = event.open_interest_date, event.underlying_price
        self._ts_event, self._source = event.ts_event, event.source
        self._view = None

    def _add(self, listing: Listing) -> None:
        """List what is new in `listing` beside what stands."""
        missing = [name for name in listing.contracts if name not in self._place]
        if not missing:
            return
        old, marks = self._listing, self._marks
        self._list(listing_of(map(parse_contract, (*old.contracts, *missing))))
        self._marks = _Marks(len(self._listing.contracts))
        mine, theirs = self._common(old)
        self._marks.take_over(marks, mine, theirs, (*_Marks.FLOATS, *_Marks.INTS))

    def _take_part(self, part: _Marks, places: Ints) -> None:
        """Values of `part` at `places`; a quote or a print newer than it stays."""
        at = np.arange(places.size)
        rest = [name for name in (*_Marks.FLOATS, *_Marks.INTS) if name not in (*QUOTE_COLUMNS, *LAST_COLUMNS)]
        self._marks.take_over(part, places, at, rest)
        for names, clock in ((QUOTE_COLUMNS, "quoted_at"), (LAST_COLUMNS, "last_at")):
            news = part.ints[clock] >= self._marks.ints[clock][places]
            self._marks.take_over(part, places[news], at[news], names)

    def _at(self, contract: str) -> int:
        """Place of a contract, listing it if it is new. Raises ValueError for what is no contract."""
        at = self._place.get(contract)
        if at is not None:
            return at
        parsed = parse_contract(contract)
        if parsed.symbol not in self._place:
            self._add(listing_of((parsed,)))
        return self._place[parsed.symbol]

    def _list(self, listing: Listing) -> None:
        if listing is not self._listing:
            self._listing = listing
            self._place = {symbol: at for at, symbol in enumerate(listing.contracts)}
        self._view = None

    def _common(self, old: Listing) -> tuple[Ints, Ints]:
        """Places here and in `old` of the contracts that both list."""
        if old is self._listing:
            everywhere = np.arange(old.strike.size)
            return everywhere, everywhere
        both = [(self._place[name], at) for at, name in enumerate(old.contracts) if name in self._place]
        pairs = np.array(both, dtype=np.int64).reshape(-1, 2)
        return pairs[:, 0], pairs[:, 1]

    def _keep_newer(self, old: _Marks, mine: Ints, theirs: Ints, since: UnixNanos) -> None:
        """Quotes that are newer than the chain of `since`, and prints that are newer than its own."""
        told = self._marks.ints["quoted_at"][mine]
        newer = old.ints["quoted_at"][theirs] > np.where(told > 0, told, since)
        self._marks.take_over(old, mine[newer], theirs[newer], QUOTE_COLUMNS)
        told = self._marks.ints["last_at"][mine]
        newer = old.ints["last_at"][theirs] > np.where(told > 0, told, since)
        self._marks.take_over(old, mine[newer], theirs[newer], LAST_COLUMNS)

    def _heard(self, ts_event: UnixNanos, source: str) -> None:
        # A chain that nobody printed as a whole is as new as its newest piece.
        if self._price is None:
            self._ts_event, self._source = max(self._ts_event, ts_event), source
        self._view = None


def _column(values: Column, before: Column | None) -> Column:
    """A copy of `values`, or `before` if it holds the same to the bit."""
    if before is not None and np.array_equal(values.view(np.int64), before.view(np.int64)):
        return before
    return read_only(values.copy())


def _days(ordinals: Ints) -> tuple[str, ...]:
    """The different days of open interest that is known, ISO, oldest first."""
    known = ordinals[ordinals > 0]
    if not known.size:
        return ()
    different = [known[0]] if known.min() == known.max() else np.unique(known).tolist()
    return tuple(Date.fromordinal(int(day)).isoformat() for day in different)


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
