"""Premium by side over the last minutes, in buckets of market time."""

from collections.abc import Mapping, MutableMapping
from typing import Literal, NamedTuple, TypeAlias

from spxcc.engines.flow import params
from spxcc.engines.flow.result import FlowWindow
from spxcc.engines.flow.side import Side
from spxcc.market.contract import Right
from spxcc.market.units import NANOS_PER_MINUTE, UnixNanos

Column: TypeAlias = Literal["call_bought", "call_sold", "put_bought", "put_sold", "unknown"]
COLUMNS: tuple[Column, ...] = ("call_bought", "call_sold", "put_bought", "put_sold", "unknown")


class Bucket(NamedTuple):
    """Premium in cents, and the number of prints, of `BUCKET_NS`."""

    call_bought: int = 0
    call_sold: int = 0
    put_bought: int = 0
    put_sold: int = 0
    unknown: int = 0
    prints: int = 0


def column_of(right: Right, side: Side) -> Column:
    """Where a premium belongs."""
    if side == "unknown":
        return "unknown"
    if right == "C":
        return "call_bought" if side == "buy" else "call_sold"
    return "put_bought" if side == "buy" else "put_sold"


def start_of(instant: UnixNanos) -> UnixNanos:
    """Start of the bucket that holds the instant."""
    return instant - instant % params.BUCKET_NS


def add(buckets: MutableMapping[int, Bucket], instant: UnixNanos, column: Column, cents: int, prints: int) -> None:
    """Enter a premium; negative numbers take one back."""
    at = start_of(instant)
    before = buckets.get(at, Bucket())
    changed = {column: getattr(before, column) + cents, "prints": before.prints + prints}
    buckets[at] = before._replace(**changed)


def without_old(buckets: dict[int, Bucket], end: UnixNanos) -> dict[int, Bucket]:
    """What a window that ends at `end` can still need, and little more; itself while its first bucket is needed."""
    first = start_of(end - params.KEPT_NS)
    if next(iter(buckets), first) >= first:
        return buckets
    return {at: bucket for at, bucket in buckets.items() if at >= first}


def windows(buckets: Mapping[int, Bucket], end: UnixNanos) -> tuple[FlowWindow, ...]:
    """The last 5, 15 and 30 minutes up to `end`; each begins at a bucket, so up to `BUCKET_NS` earlier."""
    return tuple(_window(buckets, end, minutes) for minutes in params.WINDOW_MINUTES)


def _window(buckets: Mapping[int, Bucket], end: UnixNanos, minutes: int) -> FlowWindow:
    first = start_of(end - minutes * NANOS_PER_MINUTE)
    total = Bucket(*map(sum, zip(*(each for at, each in buckets.items() if first <= at <= end), strict=True)))
    return FlowWindow(
        minutes=minutes,
        call_bought=total.call_bought / 100,
        call_sold=total.call_sold / 100,
        put_bought=total.put_bought / 100,
        put_sold=total.put_sold / 100,
        unknown=total.unknown / 100,
        prints=total.prints,
    )
