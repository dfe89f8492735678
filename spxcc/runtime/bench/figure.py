"""A measured number: samples, their median, their spread, and the budget it is held against."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median, quantiles

WIDE = 40
"""Cells of a name in the tables."""
TOO_SHORT = "too short to be measured; while stacks are sampled the clock of processor time ticks slowly"


@dataclass(frozen=True, slots=True)
class Figure:
    """`samples` in `unit`. budget: the most (or least, if `at_least`) the median may be; `None` = none.

    spread: the middle half of the samples. note: how it was measured.
    """

    name: str
    unit: str
    samples: tuple[float, ...]
    note: str = ""
    budget: float | None = None
    at_least: bool = False

    @property
    def median(self) -> float:
        """Middle of the samples. Raises ValueError without any."""
        return median(self.samples)

    @property
    def spread(self) -> tuple[float, float]:
        """First and third quartile; with fewer than four samples lowest and highest."""
        if len(self.samples) < 4:
            return min(self.samples), max(self.samples)
        low, _, high = quantiles(self.samples, n=4, method="inclusive")
        return low, high

    @property
    def ok(self) -> bool | None:
        """Whether the median is within the budget, `None` without one or without samples."""
        if self.budget is None or not self.samples:
            return None
        return self.median >= self.budget if self.at_least else self.median <= self.budget

    def as_dict(self) -> dict[str, object]:
        """For `--json`; without samples, no numbers."""
        if not self.samples:
            return {"name": self.name, "unit": self.unit, "median": None, "samples": 0, "note": self.note}
        low, high = self.spread
        return {
            "name": self.name, "unit": self.unit, "median": self.median, "low": low, "high": high,
            "samples": len(self.samples), "budget": self.budget, "at_least": self.at_least, "ok": self.ok,
            "note": self.note,
        }  # fmt: skip


def absent(name: str, unit: str, reason: str) -> Figure:
    """What could not be measured here, and why: no samples, no verdict."""
    return Figure(name, unit, (), reason)


def ratio(name: str, above: Figure, below: Figure, note: str, at_least: float | None = None) -> Figure:
    """How many times `below` goes into `above`, by medians of one run; absent where `below` took no time that shows."""
    if below.median == 0.0:
        return absent(name, "×", TOO_SHORT)
    return Figure(name, "×", (above.median / below.median,), note, at_least, at_least=True)


def over(name: str, samples: Sequence[float], bound: float, note: str) -> Figure:
    """How many times each of `samples` takes `bound`; absent as `ratio`."""
    return (
        Figure(name, "×", tuple(one / bound for one in samples), note) if bound > 0.0 else absent(name, "×", TOO_SHORT)
    )


def heading() -> str:
    """Names of the columns of `row`."""
    return f"{'what':<{WIDE}}{'median':>9} {'unit':<8}{'middle half':>17}{'n':>4}  {'budget':<13}how"


def row(one: Figure) -> str:
    """Name, median, middle half, samples, budget, how it was measured."""
    if not one.samples:
        return f"{one.name:<{WIDE}}{'–':>9} {one.unit:<8}{'':>17}{0:>4}  {'':<13}{one.note}".rstrip()
    low, high = one.spread
    span = f"{digits(low)}–{digits(high)}" if len(one.samples) > 1 else ""
    return (
        f"{one.name:<{WIDE}}{digits(one.median):>9} {one.unit:<8}{span:>17}{len(one.samples):>4}  {_budget(one):<13}"
        f"{one.note}"
    ).rstrip()


def digits(value: float) -> str:
    """Three figures, whole numbers from a hundred up."""
    size = abs(value)
    return f"{value:,.0f}" if size >= 100 else f"{value:.1f}" if size >= 10 else f"{value:.2f}"


def quantile(values: Sequence[float], share: float) -> float:
    """The value that `share` of `values` do not exceed; 0 without values."""
    ordered = sorted(values)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)] if ordered else 0.0


def _budget(one: Figure) -> str:
    if one.budget is None:
        return ""
    return f"{'≥' if one.at_least else '≤'} {digits(one.budget)} {'ok' if one.ok else 'OVER'}"
