"""The rows of a chain as a reader finds them: each contract once, what is wrong left out, named and counted."""

import math
from collections.abc import Mapping
from pathlib import Path
from typing import TypeAlias

from spxcc.feeds.files.errors import one_line
from spxcc.feeds.files.quoted import QuotedChain
from spxcc.market.contract import parse_contract, settles_at
from spxcc.market.events import ChainRow
from spxcc.market.session import CalendarRangeError
from spxcc.market.units import UnixNanos

Value: TypeAlias = float | str | None
"""What a source says in one place: a number, nothing, or a text that is none."""

PRICES = frozenset({"bid", "ask", "last", "iv"})
"""Never negative; with 0 sources say that there is none."""
COUNTS = frozenset({"volume", "open_interest"})
MAX_SPOILED = 0.02
"""With a value left out of more rows than this share, the file is not what it should be and the chain not complete."""

BAD_VALUES = "values that are negative or no number, left out"
BEYOND = "contracts that settle beyond the session calendar, left out"
REPEATED = "contracts that come again word for word, counted once"
CROSSED = "quotes with the bid above the ask"
NO_VOLATILITY = "contracts with open interest whose volatility is 0, taken as missing"
LOST = "rows that could not be read, so the chain is partial"


class RowsFound:
    """Filled row by row, then `chain`. `where` is the place of a row in its file, such as `line 12`."""

    def __init__(self) -> None:
        self.rows: dict[str, ChainRow] = {}
        self.lost: list[str] = []
        self._excluded: dict[str, list[str]] = {}
        self._where: dict[str, str] = {}
        self._spoiled: set[str] = set()

    def add(self, where: str, contract: str, values: Mapping[str, Value], last_at: UnixNanos | None = None) -> None:
        """One contract with its values by field of `ChainRow`.

        A value that cannot be is left out and counted; so is a contract beyond the session calendar, and one that says
        the same again. One that says something else is lost. Raises ValueError for what is no contract.
        """
        parsed = parse_contract(contract)
        try:
            settles_at(parsed.root, parsed.expiry)
        except CalendarRangeError:
            self.exclude(BEYOND, f"{where}: {parsed.symbol}")
            return
        row = self._row(where, parsed.symbol, values, last_at)
        known = self.rows.get(row.contract)
        if known is None:
            self.rows[row.contract] = row
            self._where[row.contract] = where
            self._look_at(where, row, values)
        elif known == row:
            self.exclude(REPEATED, f"{where}: {row.contract}")
        else:
            self.lose(where, f"{row.contract} again, with other values than {self._where[row.contract]}")

    def lose(self, where: str, why: str) -> None:
        """Something at `where` could not be read."""
        self.lost.append(f"{where}: {one_line(why)}")

    def exclude(self, kind: str, what: str) -> None:
        """Count something that is left out while the chain stands."""
        self._excluded.setdefault(kind, []).append(what)

    @property
    def remarks(self) -> tuple[str, ...]:
        """What was left out, kind by kind, each with its first case."""
        kinds = {LOST: self.lost, **self._excluded} if self.lost else self._excluded
        return tuple(f"{kind}: {len(cases):,} (first {cases[0]})" for kind, cases in kinds.items())

    def chain(
        self, path: Path, quoted_at: UnixNanos, underlying_price: Value, source: str, *remarks: str
    ) -> QuotedChain:
        """The chain of all that was found. Raises `DataFileError` as `QuotedChain.build` does."""
        complete = not self.lost and len(self._spoiled) <= MAX_SPOILED * len(self.rows)
        return QuotedChain.build(
            path,
            tuple(self.rows.values()),
            quoted_at,
            underlying_price,
            bad=tuple(self.lost),
            remarks=(*self.remarks, *remarks),
            complete=complete,
            source=source,
        )

    def _row(self, where: str, symbol: str, values: Mapping[str, Value], last_at: UnixNanos | None) -> ChainRow:
        good: dict[str, float | None] = {}
        for name, value in values.items():
            try:
                good[name] = _sane(name, value)
            except ValueError as error:
                good[name] = None
                self.exclude(BAD_VALUES, f"{where}: {error}")
                self._spoiled.add(symbol)
        volume, interest = good.get("volume"), good.get("open_interest")
        return ChainRow(
            contract=symbol,
            bid=good.get("bid"),
            ask=good.get("ask"),
            last=good.get("last"),
            volume=None if volume is None else int(volume),
            open_interest=None if interest is None else int(interest),
            iv=good.get("iv"),
            delta=good.get("delta"),
            gamma=good.get("gamma"),
            last_at=last_at if good.get("last") is not None else None,
        )

    def _look_at(self, where: str, row: ChainRow, values: Mapping[str, Value]) -> None:
        if row.bid is not None and row.ask is not None and row.bid > row.ask:
            self.exclude(CROSSED, f"{where}: {row.contract} {row.bid:g} above {row.ask:g}")
        if row.open_interest and values.get("iv") == 0:
            self.exclude(NO_VOLATILITY, f"{where}: {row.contract}")


def _sane(name: str, value: Value) -> float | None:
    """`value` if it can be that of the field `name`; of a price 0 is `None`. Raises ValueError."""
    if value is None:
        return None
    said = name.replace("_", " ")
    if isinstance(value, str) or not math.isfinite(value):
        raise ValueError(f"{said} {one_line(str(value), 24)!r} is not a number")
    if name in PRICES:
        if value < 0:
            raise ValueError(f"{said} {value:g} is negative")
        return value or None
    if name in COUNTS and not (0 <= value < 2**53 and float(value).is_integer()):
        raise ValueError(f"{said} {value:g} is no count")
    return value
