"""A measured number: samples, their median, their spread, and the budget it is held against."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median, quantiles


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
        """Middle of the samples."""
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
        """Whether the median is within the budget, `None` without one."""
        if self.budget is None:
            return None
        return self.median >= self.budget if self.at_least else self.median <= self.budget

    def as_dict(self) -> dict[str, object]:
        """For `--json`."""
        low, high = self.spread
        return {
            "name": self.name, "unit": self.unit, "median": self.median, "low": low, "high": high,
            "samples": len(self.samples), "budget": self.budget, "ok": self.ok, "note": self.note,
        }  # fmt: skip


def ratio(name: str, above: Figure, below: Figure, note: str, at_least: float | None = None) -> Figure:
    """How many times `below` goes into `above`, by medians of one run."""
    return Figure(name, "×", (above.median / below.median,), note, at_least, at_least=True)


def table(figures: Iterable[Figure]) -> list[str]:
    """Rows for the screen: name, median, middle half, samples, budget, note."""
    rows = [f"{'what':<34}{'median':>10} {'unit':<8}{'middle half':>19}{'n':>5}  {'budget':<12}note"]
    for one in figures:
        low, high = one.spread
        span = f"{digits(low)}–{digits(high)}"
        rows.append(
            f"{one.name:<34}{digits(one.median):>10} {one.unit:<8}{span:>19}{len(one.samples):>5}  "
            f"{_budget(one):<12}{one.note}".rstrip()
        )
    return rows


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
