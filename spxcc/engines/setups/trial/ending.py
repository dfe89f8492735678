"""What becomes of a trade that leaves whole at T1 (R1–R7, R11, R12), on the columns of its session."""

import numpy as np

from spxcc.engines.setups.features.tape import Tape
from spxcc.engines.setups.geometry import Plan
from spxcc.engines.setups.params import Common
from spxcc.engines.setups.trial.play import OPEN, Ending, Resolve
from spxcc.quant.indicators import Floats

NEAR = 1e-9


class Endings:
    """Sessions to resolve trades in."""

    def __init__(self, tape: Tape, common: Common) -> None:
        self._tape, self._common = tape, common
        gaps = np.diff(tape.since_open) > 60.5 if tape.shape[-1] else np.zeros(0, np.bool_)
        self._gaps = np.flatnonzero(gaps) + 1

    def of(self, row: int) -> Resolve:
        """The resolver of one session."""

        def resolve(sign: int, start: int, plan: Plan, last: int) -> Ending:
            return self._ending(row, sign, start, plan, last)

        return resolve

    def _ending(self, row: int, sign: int, start: int, plan: Plan, last: int) -> Ending:
        assert plan.t1 is not None, "a trade without a target is not filled"
        bars = self._tape.shape[-1]
        gap = int(self._gaps[np.searchsorted(self._gaps, start, side="right")]) if self._later(start) else bars
        end = min(last + 1, bars, gap)
        cut = slice(start, end)
        opened, close = self._column("open", row)[cut], self._column("close", row)[cut]
        high, low = self._column("high", row)[cut], self._column("low", row)[cut]
        inner, outer = (low, high) if sign > 0 else (-high, -low)
        stops = inner <= sign * plan.stop
        hits = outer >= sign * plan.t1 + self._common.through - NEAR
        hits[0] = False
        risk = sign * (plan.entry - plan.stop)
        at = int(np.argmax(stops | hits)) if (stops | hits).any() else -1
        if at < 0:
            return self._by_clock(sign, start, end, last, gap, plan, risk, close)
        if not stops[at]:
            return Ending(start + at, "target", sign * (plan.t1 - plan.entry) / risk)
        gapped = sign * (float(opened[at]) - plan.stop) <= 0
        price = (float(opened[at]) if gapped else plan.stop) - sign * self._common.slip
        verdict = "ambiguous" if hits[at] and not gapped else "stop"
        return Ending(start + at, verdict, sign * (price - plan.entry) / risk)

    def _by_clock(
        self, sign: int, start: int, end: int, last: int, gap: int, plan: Plan, risk: float, close: Floats
    ) -> Ending:
        bars = self._tape.shape[-1]
        if end <= last:
            return Ending(gap, "feed_void", float("nan")) if gap < bars else Ending(OPEN, "open", float("nan"))
        out = float(close[-1]) - sign * self._common.slip
        return Ending(end - 1, "time", sign * (out - plan.entry) / risk)

    def _later(self, start: int) -> bool:
        return bool(self._gaps.size and self._gaps[-1] > start)

    def _column(self, name: str, row: int) -> Floats:
        values: Floats = getattr(self._tape, name)
        return values[row] if values.ndim > 1 else values
