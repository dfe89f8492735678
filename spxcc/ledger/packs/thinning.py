"""What a long day must leave out to stay a small file: some minutes of its widest values."""

from collections.abc import Iterator, Sequence

import msgspec

from spxcc.ledger.packs.layout import Minute
from spxcc.market.units import NANOS_PER_MINUTE

WIDE = 16_384
"""Bytes of a full value from which on it is a table of strikes; such are nine tenths of a pack."""
STEPS = (1, 2, 5, 10, 30)
"""Minutes between two wide values, tried in this order."""


def thinned(minutes: Sequence[Minute], every: int) -> Iterator[Minute]:
    """Wide values only in the minutes that `every` divides, when a channel has its first, and at the end.

    A value that is left out is one that stands longer: its `as_of` says so.
    """
    seen: set[str] = set()
    for at, minute in enumerate(minutes):
        full = minute.at // NANOS_PER_MINUTE % every == 0 or at == len(minutes) - 1
        out = {name for name, raw in minute.state.items() if name in seen and not full and len(bytes(raw)) >= WIDE}
        seen |= set(minute.state)
        if out:
            state = {name: raw for name, raw in minute.state.items() if name not in out}
            minute = msgspec.structs.replace(minute, state=state)
        yield minute
