"""`ChainBook`: the contracts of one underlying as quotes, prints and whole chains arrive."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from spxcc.market.contract import OptionContract, parse_contract, settles_at
from spxcc.market.events import ChainRow, ChainSnapshot, OpenInterest, OptionQuote
from spxcc.market.snapshot import Bools, Floats, Ints, OptionChain
from spxcc.market.units import UnixNanos


@dataclass(frozen=True, slots=True)
class StandingQuote:
    """The quote of a contract as it stands; `None` = no bid, no ask. `quoted_at` 0 = never quoted."""

    bid: float | None
    ask: float | None
    bid_size: int
    ask_size: int
    quoted_at: UnixNanos


@dataclass(frozen=True, slots=True)
class _Listing:
    """What never changes about the listed contracts, in chain order."""

    contracts: tuple[str, ...]
    roots: tuple[str, ...]
    expiries: tuple[str, ...]
    settles_at: Ints
    strike: Floats
    is_call: Bools


class _Marks:
    """Columns that move with the market, one value a contract; NaN = absent."""

    FLOATS = ("bid", "ask", "last", "volume", "open_interest", "vendor_iv", "vendor_delta", "vendor_gamma")
    INTS = ("quoted_at", "bid_size", "ask_size")

    def __init__(self, count: int) -> None:
        self.floats: dict[str, Floats] = {name: np.full(count, np.nan) for name in self.FLOATS}
        self.ints: dict[str, Ints] = {name: np.zeros(count, dtype=np.int64) for name in self.INTS}

    def take_over(self, other: "_Marks", mine: Sequence[int], theirs: Sequence[int], names: Iterable[str]) -> None:
        """Copy the columns `names` of `other` at `theirs` to `mine`."""
        for name in names:
            if name in self.floats:
                self.floats[name][mine] = other.floats[name][theirs]
            else:
                self.ints[name][mine] = other.ints[name][theirs]


Column = TypeVar("Column", bound=NDArray[Any])
QUOTE_COLUMNS = ("bid", "ask", "bid_size", "ask_size", "quoted_at")


class ChainBook:
    """Sorted by settlement, strike, right; `view` freezes it and leaves out what has settled."""

    def __init__(self, underlying: str) -> None:
        self.underlying = underlying
        self._listing = _listing(())
        self._marks = _Marks(0)
        self._place: dict[str, int] = {}
        self._date: str | None = None
        self._price: float | None = None
        self._ts_event: UnixNanos = 0
        self._source = ""
        self._complete = True
        self._view: OptionChain | None = None
        self._view_until: UnixNanos = 0

    def replace(self, event: ChainSnapshot, *, of_today: bool = True) -> int:
        """Take a whole chain; a quote newer than it stays. Returns how many rows were no contracts or came twice.

        Volumes of a chain that is not `of_today` are those of another session: unknown for this one.
        """
        rows: dict[str, tuple[OptionContract, ChainRow]] = {}
        for row in event.rows:
            contract = _parsed(row.contract)
            if contract is not None:
                rows[contract.symbol] = contract, row
        old_place, old_marks = self._place, self._marks
        self._list([contract for contract, _ in rows.values()])
        self._fill([rows[symbol][1] for symbol in self._listing.contracts], event.ts_event)
        if not of_today:
            self.new_session()
        newer = [
            symbol
            for symbol, at in old_place.items()
            if symbol in self._place and old_marks.ints["quoted_at"][at] > event.ts_event
        ]
        self._marks.take_over(
            old_marks, [self._place[each] for each in newer], [old_place[each] for each in newer], QUOTE_COLUMNS
        )
        self._date, self._price = event.open_interest_date, event.underlying_price
        self._ts_event, self._source, self._complete = event.ts_event, event.source, event.complete
        self._view = None
        return len(event.rows) - len(rows)

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
        floats["volume"][at] = size + (0.0 if np.isnan(floats["volume"][at]) else floats["volume"][at])
        self._heard(ts_event, source)

    def interest(self, event: OpenInterest) -> None:
        """Open interest of one contract."""
        at = self._at(event.contract)
        self._marks.floats["open_interest"][at] = event.open_interest
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
        """Frozen columns of the contracts that settle after `as_of`; the same object until something changes."""
        if self._view is None or as_of >= self._view_until:
            self._view = self._frozen(as_of)
            live = self._view.settles_at
            self._view_until = int(live.min()) if live.size else 2**63 - 1
        return self._view

    def _frozen(self, as_of: UnixNanos) -> OptionChain:
        listing, live = self._listing, self._listing.settles_at > as_of
        everything = bool(live.all())
        keep = np.flatnonzero(live)

        def column(values: Floats) -> Floats:
            return _read_only(values.copy() if everything else values[keep])

        names = listing.contracts if everything else tuple(listing.contracts[at] for at in keep)
        floats = {name: column(values) for name, values in self._marks.floats.items()}
        return OptionChain(
            underlying=self.underlying,
            contracts=names,
            roots=listing.roots if everything else tuple(listing.roots[at] for at in keep),
            expiries=listing.expiries if everything else tuple(listing.expiries[at] for at in keep),
            settles_at=listing.settles_at if everything else listing.settles_at[keep],
            strike=listing.strike if everything else listing.strike[keep],
            is_call=listing.is_call if everything else listing.is_call[keep],
            quoted_at=self._marks.ints["quoted_at"].copy() if everything else self._marks.ints["quoted_at"][keep],
            **floats,
            open_interest_date=self._date,
            underlying_price=self._price,
            ts_event=self._ts_event,
            source=self._source,
            complete=self._complete,
        )

    def _at(self, contract: str) -> int:
        """Place of a contract, listing it if it is new. Raises ValueError for what is no contract."""
        at = self._place.get(contract)
        if at is not None:
            return at
        parsed = parse_contract(contract)
        if parsed.symbol not in self._place:
            known, marks = self._place, self._marks
            self._list([*map(parse_contract, self._listing.contracts), parsed])
            self._marks = _Marks(len(self._listing.contracts))
            mine = [self._place[symbol] for symbol in known]
            self._marks.take_over(marks, mine, list(known.values()), (*_Marks.FLOATS, *_Marks.INTS))
        return self._place[parsed.symbol]

    def _list(self, contracts: Sequence[OptionContract]) -> None:
        self._listing = _listing(contracts)
        self._place = {symbol: at for at, symbol in enumerate(self._listing.contracts)}
        self._view = None

    def _fill(self, rows: Sequence[ChainRow], quoted_at: UnixNanos) -> None:
        self._marks = marks = _Marks(len(rows))
        for column, field in zip(
            _Marks.FLOATS, ("bid", "ask", "last", "volume", "open_interest", "iv", "delta", "gamma"), strict=True
        ):
            values = [getattr(row, field) for row in rows]
            marks.floats[column] = np.array([np.nan if each is None else each for each in values], dtype=np.float64)
        quoted = ~(np.isnan(marks.floats["bid"]) & np.isnan(marks.floats["ask"]))
        marks.ints["quoted_at"][quoted] = quoted_at

    def _heard(self, ts_event: UnixNanos, source: str) -> None:
        # A chain that nobody printed as a whole is as new as its newest piece.
        if self._price is None:
            self._ts_event, self._source = max(self._ts_event, ts_event), source
        self._view = None


def _listing(contracts: Iterable[OptionContract]) -> _Listing:
    order = sorted(contracts, key=lambda each: (settles_at(each.root, each.expiry), each.strike, each.right, each.root))
    return _Listing(
        contracts=tuple(each.symbol for each in order),
        roots=tuple(each.root for each in order),
        expiries=tuple(each.expiry for each in order),
        settles_at=_read_only(np.array([settles_at(each.root, each.expiry) for each in order], dtype=np.int64)),
        strike=_read_only(np.array([each.strike for each in order], dtype=np.float64)),
        is_call=_read_only(np.array([each.is_call for each in order], dtype=np.bool_)),
    )


def _read_only(values: Column) -> Column:
    values.setflags(write=False)
    return values


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _parsed(text: str) -> OptionContract | None:
    try:
        return parse_contract(text)
    except ValueError:
        return None
