"""Prints as columns: what an order book gives before prices are known."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from spxcc.market.snapshot import Bools, Floats, Ints


@dataclass(frozen=True, slots=True)
class Prints:
    """Columns of equal length.

    at_ms: milliseconds after the open at which it is reported. late_ms: how long before that it happened. contract:
    number in the listing. touch: −1 at the bid … +1 at the ask. steps: ticks that quote and price have moved by. size:
    contracts. condition, venue: ids. cancels: takes back an earlier print. order: number within the block of the sweep,
    block or package that it is part of, 0 = none.
    """

    at_ms: Ints
    late_ms: Ints
    contract: Ints
    touch: Floats
    steps: Ints
    size: Ints
    condition: Ints
    venue: Ints
    cancels: Bools
    order: Ints

    def __len__(self) -> int:
        return int(self.at_ms.size)

    def take(self, which: Ints | Bools | slice) -> "Prints":
        """Some of them."""
        return Prints(*(getattr(self, field.name)[which] for field in fields(self)))


def prints(at_ms: Ints, contract: Ints, touch: Floats, size: Ints, condition: Ints, venue: Ints | int) -> Prints:
    """Prints reported when they happen, at the market."""
    count = at_ms.size
    return Prints(
        at_ms=at_ms,
        late_ms=np.zeros(count, dtype=np.int64),
        contract=contract,
        touch=touch,
        steps=np.zeros(count, dtype=np.int64),
        size=size,
        condition=condition,
        venue=np.broadcast_to(np.asarray(venue, dtype=np.int64), (count,)).copy(),
        cancels=np.zeros(count, dtype=np.bool_),
        order=np.zeros(count, dtype=np.int64),
    )


def together(parts: Sequence[Prints]) -> Prints:
    """All parts in order of report; of one moment in the order given."""
    joined = Prints(*(np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(Prints)))
    return joined.take(np.argsort(joined.at_ms, kind="stable"))


def numbered(orders: Sequence[Prints]) -> Prints:
    """Orders as one, each with its number from 1 on; one that is several already keeps its parts apart."""
    before = 0
    for order in orders:
        if len(order):
            order.order[:] = before + np.maximum(order.order, 1)
            before = int(order.order[-1])
    return together(orders)
