"""Which contracts a chain lists: sorted, each once. What cannot be listed is left out and counted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from spxcc.market.contract import OptionContract, parse_contract, settles_at
from spxcc.market.events import ChainRow
from spxcc.market.session import CalendarRangeError
from spxcc.market.snapshot import Bools, Floats, Ints
from spxcc.market.units import UnixNanos

Column = TypeVar("Column", bound=NDArray[Any])


@dataclass(frozen=True, slots=True, eq=False)
class Listing:
    """What never changes about the listed contracts, by settlement, strike and right."""

    contracts: tuple[str, ...]
    roots: tuple[str, ...]
    expiries: tuple[str, ...]
    settles_at: Ints
    strike: Floats
    is_call: Bools

    def first_alive(self, as_of: UnixNanos) -> int:
        """Place of the first contract that settles after `as_of`; those after it do too."""
        return int(np.searchsorted(self.settles_at, as_of, side="right"))


@dataclass(frozen=True, slots=True, eq=False)
class Admission:
    """How the rows of a chain become its listing.

    names: of all rows, as they came. take: the row of each listed contract. repeats: of contracts that came again, the
    row that counts and the other. strangers: texts that name no contract. beyond: contracts that settle where the
    session calendar does not reach.
    """

    names: tuple[str, ...]
    listing: Listing
    take: tuple[int, ...]
    repeats: tuple[tuple[int, int], ...]
    strangers: tuple[str, ...]
    beyond: tuple[str, ...]

    def contradictions(self, rows: Sequence[ChainRow]) -> tuple[str, ...]:
        """Contracts whose rows do not say the same."""
        return tuple(self.names[used] for used, other in self.repeats if rows[used] != rows[other])

    def remarks(self, rows: Sequence[ChainRow]) -> tuple[str, ...]:
        """What was left out, with the first of each kind."""
        found: list[str] = []
        different = self.contradictions(rows)
        same = len(self.repeats) - len(different)
        if self.strangers:
            found.append(f"rows that are no option contract: {counted(self.strangers)}, left out")
        if self.beyond:
            found.append(f"contracts that settle beyond the session calendar: {counted(self.beyond)}, left out")
        if same:
            found.append(f"rows that repeat a contract word for word: {same:,}, left out")
        if different:
            found.append(f"contracts listed again with other values: {counted(different)}")
        return tuple(found)


def admit(names: tuple[str, ...]) -> Admission:
    """Sort out the rows `names`; of a contract that came again the last row counts."""
    chosen: dict[OptionContract, int] = {}
    repeats: list[tuple[OptionContract, int]] = []
    strangers: list[str] = []
    beyond: list[str] = []
    for at, name in enumerate(names):
        try:
            contract = parse_contract(name)
            settles_at(contract.root, contract.expiry)
        except CalendarRangeError:
            beyond.append(name)
            continue
        except ValueError:
            strangers.append(name[:24])
            continue
        if contract in chosen:
            repeats.append((contract, chosen[contract]))
        chosen[contract] = at
    listing, order = _sorted(tuple(chosen))
    places = tuple(chosen.values())
    return Admission(
        names=names,
        listing=listing,
        take=tuple(places[at] for at in order),
        repeats=tuple((chosen[contract], other) for contract, other in repeats),
        strangers=tuple(strangers),
        beyond=tuple(beyond),
    )


def listing_of(contracts: Iterable[OptionContract]) -> Listing:
    """The listing of different contracts. Raises CalendarRangeError."""
    return _sorted(tuple(contracts))[0]


def read_only(values: Column) -> Column:
    """`values`, closed for writing."""
    values.setflags(write=False)
    return values


def counted(names: Sequence[str]) -> str:
    """`3 (first SPXW450120C05000000)`."""
    return f"{len(names):,} (first {names[0]})"


def _sorted(contracts: tuple[OptionContract, ...]) -> tuple[Listing, list[int]]:
    keys = [(settles_at(each.root, each.expiry), each.strike, each.right, each.root) for each in contracts]
    order = sorted(range(len(contracts)), key=keys.__getitem__)
    chosen = [contracts[at] for at in order]
    listing = Listing(
        contracts=tuple(each.symbol for each in chosen),
        roots=tuple(each.root for each in chosen),
        expiries=tuple(each.expiry for each in chosen),
        settles_at=read_only(np.array([keys[at][0] for at in order], dtype=np.int64)),
        strike=read_only(np.array([each.strike for each in chosen], dtype=np.float64)),
        is_call=read_only(np.array([each.is_call for each in chosen], dtype=np.bool_)),
    )
    return listing, order
