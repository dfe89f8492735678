"""The day's books: what a settled print or package adds, and how a cancel takes it back."""

from dataclasses import dataclass

import msgspec

from spxcc.engines.flow import params
from spxcc.engines.flow.alerts import identity, of_burst, of_package
from spxcc.engines.flow.largest import merged, of_single
from spxcc.engines.flow.largest import of_package as largest_of_package
from spxcc.engines.flow.moneyness import deep
from spxcc.engines.flow.packages import LONE, Package
from spxcc.engines.flow.prints import Print
from spxcc.engines.flow.result import FlowAlert, LargePrint, Signed
from spxcc.engines.flow.side import Side
from spxcc.engines.flow.sizes import Sizes
from spxcc.engines.flow.windows import Bucket, Column, add, column_of, without_old
from spxcc.market.units import UnixNanos


class Entry(msgspec.Struct, frozen=True):
    """What a print put into the windows; of a package each leg names the whole, as it falls with any of them."""

    at: UnixNanos
    column: Column
    cents: int
    package: str | None = None
    side: Side = "unknown"


class Known(msgspec.Struct, frozen=True):
    """A print of the last minute; `entry` `None` until it is settled."""

    contract: str
    price: float
    size: int
    ts: UnixNanos
    entry: Entry | None = None


PROOFS_KEPT = 200
"""The newest alerts whose prints are remembered."""


class Proof(msgspec.Struct, frozen=True):
    """An alert, and the prints that gave it."""

    alert: FlowAlert
    prints: tuple[Print, ...]


class Books(msgspec.Struct, frozen=True):
    """As remembered between steps. proofs: of the newest alerts, by their id."""

    buckets: dict[int, Bucket] = {}
    sizes: dict[str, Sizes] = {}
    known: dict[str, Known] = {}
    signed: dict[str, Signed] = {}
    packages: int = 0
    financing: int = 0
    unpaired: int = 0
    proofs: dict[str, Proof] = {}
    largest: tuple[LargePrint, ...] = ()


@dataclass(slots=True)
class Day:
    """A working copy of the books for one step."""

    buckets: dict[int, Bucket]
    sizes: dict[str, Sizes]
    known: dict[str, Known]
    signed: dict[str, Signed]
    packages: int
    financing: int
    unpaired: int
    proofs: dict[str, Proof]
    largest: tuple[LargePrint, ...]

    @classmethod
    def opened(cls, books: Books) -> "Day":
        """A copy that may be changed."""
        return cls(
            dict(books.buckets),
            dict(books.sizes),
            dict(books.known),
            dict(books.signed),
            books.packages,
            books.financing,
            books.unpaired,
            books.proofs,
            books.largest,
        )

    def closed(self, end: UnixNanos) -> Books:
        """The books without what no window that ends at `end` and no later cancel can need."""
        while self.known:
            oldest = next(iter(self.known))
            if self.known[oldest].ts >= end - params.REMEMBERED_NS:
                break
            del self.known[oldest]
        buckets = without_old(self.buckets, end)
        return Books(
            buckets,
            self.sizes,
            self.known,
            self.signed,
            self.packages,
            self.financing,
            self.unpaired,
            self.proofs,
            self.largest,
        )

    def meet(self, one: Print) -> None:
        """Know a new print, so that it is not taken twice."""
        self.known[one.key] = Known(one.contract, one.price, one.size, one.ts)

    def settle_package(self, package: Package) -> list[FlowAlert]:
        """Enter the net premium, without a side."""
        self.packages += package.structure != LONE
        self.unpaired += package.structure == LONE
        self.financing += package.financing
        alerts = of_package(package, self.sizes)
        self._prove(alerts, package.prints)
        self.largest = merged(self.largest, largest_of_package(package))
        first = package.prints[0]
        entry = Entry(first.ts, "unknown", package.net_cents, identity(package.prints))
        add(self.buckets, entry.at, entry.column, entry.cents, len(package.prints))
        for each in package.prints:
            self._size(each)
            self._note(each, entry)
        return alerts

    def settle_burst(self, group: tuple[Print, ...]) -> list[FlowAlert]:
        """Enter each print by its side; a deep one counts as financing, without a premium."""
        alerts = of_burst(group, self.sizes)
        self._prove(alerts, group)
        self.largest = merged(self.largest, [of_single(each) for each in group])
        for each in group:
            far = deep(each)
            self.financing += far
            column = column_of(each.parts.right, each.side)
            entry = Entry(each.ts, column, 0 if far else each.cents, side="unknown" if far else each.side)
            add(self.buckets, entry.at, entry.column, entry.cents, 1)
            self._size(each)
            self._note(each, entry)
        return alerts

    def _prove(self, alerts: list[FlowAlert], group: tuple[Print, ...]) -> None:
        """Remember the prints of each alert: of a sweep and a package all, of a single print that one."""
        if not alerts:
            return
        whole = alerts[0].prints == len(group)
        found = {
            one.id: Proof(one, group if whole else tuple(each for each in group if identity((each,)) == one.id))
            for one in alerts
        }
        kept = list(self.proofs.items())[-PROOFS_KEPT + len(found) :]
        self.proofs = {**dict(kept), **found}

    def cancel(self, message: Print) -> str | None:
        """Take back the print that a cancel message speaks of, by trade id or as the last one alike; its key."""
        key = message.key if message.key in self.known else self._alike(message)
        known = None if key is None else self.known.pop(key)
        if known is not None and known.entry is not None:
            entry = known.entry
            add(self.buckets, entry.at, entry.column, -entry.cents, -1)
            self._sign(known.contract, entry.side, -known.size)
            self._void(entry)
            self.largest = tuple(each for each in self.largest if each.key != key)
        return key

    def _alike(self, message: Print) -> str | None:
        wanted = (message.contract, message.price, message.size)
        alike = (
            key for key, known in reversed(self.known.items()) if (known.contract, known.price, known.size) == wanted
        )
        return next(alike, None)

    def _void(self, entry: Entry) -> None:
        if entry.package is None:
            return
        for key, known in self.known.items():
            if known.entry is not None and known.entry.package == entry.package:
                self.known[key] = msgspec.structs.replace(known, entry=msgspec.structs.replace(known.entry, cents=0))

    def _sign(self, contract: str, side: Side, size: int) -> None:
        self.signed[contract] = self.signed.get(contract, Signed()).plus(side, size)

    def _size(self, one: Print) -> None:
        self.sizes[one.contract] = self.sizes.get(one.contract, Sizes()).add(one.size)

    def _note(self, one: Print, entry: Entry) -> None:
        self._sign(one.contract, entry.side, one.size)
        known = self.known.get(one.key)
        if known is not None:
            self.known[one.key] = msgspec.structs.replace(known, entry=entry)
