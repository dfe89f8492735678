"""How often the bands of earlier cones held what came: counted forward, one cone at a time for each horizon."""

from collections.abc import Mapping, Sequence

import msgspec

from spxcc.engines.prediction import params
from spxcc.engines.prediction.result import ConeCount, Horizon
from spxcc.market.snapshot import LastPrice
from spxcc.market.units import UnixMillis, to_millis
from spxcc.quant.statistics import wilson_interval


class ConeMemory(msgspec.Struct, frozen=True):
    """Of one session. open: cones whose end is not reached, by horizon; counts: those that were met."""

    session: str = ""
    open: dict[str, Horizon] = {}
    counts: dict[str, ConeCount] = {}
    closed: bool = False

    def met(self, last: LastPrice | None, now: UnixMillis) -> "ConeMemory":
        """Cones whose end is over meet the first price from then on; one that has none in time is not counted."""
        over = [one for one in self.open.values() if one.at <= now]
        if not over:
            return self
        left, counts = {**self.open}, {**self.counts}
        for one in over:
            if (
                last is not None
                and to_millis(last.ts_event) >= one.at - params.LAG_MS
                and now - one.at <= params.LATE_MS
            ):
                before = counts.get(one.label, ConeCount(label=one.label))
                counts[one.label] = _with(before, one, last.price)
            elif now - one.at <= params.LATE_MS:
                continue
            del left[one.label]
        return msgspec.structs.replace(self, open=left, counts=counts)

    def issued(self, horizons: Sequence[Horizon]) -> "ConeMemory":
        """With a new cone for each horizon that has none open; that to the close is drawn once a session."""
        fresh = {
            one.label: one
            for one in horizons
            if one.label not in self.open and not (one.label == "close" and self.closed)
        }
        if not fresh:
            return self
        return msgspec.structs.replace(self, open={**self.open, **fresh}, closed=self.closed or "close" in fresh)


def _with(before: ConeCount, one: Horizon, price: float) -> ConeCount:
    return ConeCount(
        label=one.label,
        n=before.n + 1,
        inside=before.inside + (one.low1 <= price <= one.high1),
        inside2=before.inside2 + (one.low2 <= price <= one.high2),
    )


def added(*parts: Mapping[str, ConeCount]) -> dict[str, ConeCount]:
    """Sums by horizon."""
    sums: dict[str, ConeCount] = {}
    for part in parts:
        for label, one in part.items():
            so_far = sums.get(label, ConeCount(label=label))
            sums[label] = ConeCount(
                label=label,
                n=so_far.n + one.n,
                inside=so_far.inside + one.inside,
                inside2=so_far.inside2 + one.inside2,
            )
    return sums


def with_coverage(one: Horizon, count: ConeCount | None) -> Horizon:
    """The horizon with its measured coverage; the share is absent until a cone was met."""
    if count is None or count.n == 0:
        return one
    interval = wilson_interval(count.inside, count.n)
    assert interval is not None, "n is not 0"
    return msgspec.structs.replace(
        one,
        n=count.n,
        inside=count.inside,
        inside2=count.inside2,
        coverage=round(count.inside / count.n, 4),
        coverage_low=round(interval[0], 4),
        coverage_high=round(interval[1], 4),
    )
