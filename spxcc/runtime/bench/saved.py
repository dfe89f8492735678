"""A run of benchmarks kept in a file, and another run compared with it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Literal

import msgspec

from spxcc.market.units import NANOS_PER_SECOND, UnixNanos
from spxcc.runtime.bench.figure import WIDE, Figure, digits
from spxcc.runtime.errors import UserError

LEAST_SAMPLES, MARGIN = 7, 1.25
MORE_IS_BETTER = ("1/s", "events/s")

Verdict = Literal["better", "worse", "same", "few samples", "not in the saved run", "other unit", "no ratio to zero"]


class SavedFigure(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All samples of a figure, in `unit`."""

    name: str
    unit: str
    samples: tuple[float, ...]


class SavedRun(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="spxcc-bench-1"):
    """A run: when (UTC, ISO 8601), on what, and its figures."""

    taken: str
    platform: str
    python: str
    figures: tuple[SavedFigure, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A figure beside the saved one. before: its median then; ratio: now over then; both `None` where there is none."""

    name: str
    unit: str
    now: float
    before: float | None
    ratio: float | None
    verdict: Verdict


def save(file: Path, figures: Sequence[Figure], now: UnixNanos, platform: str, python: str) -> None:
    """Write a run. Raises UserError where the file cannot be written."""
    taken = datetime.fromtimestamp(now // NANOS_PER_SECOND, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    kept = tuple(SavedFigure(one.name, one.unit, one.samples) for one in figures if one.samples)
    try:
        file.write_bytes(msgspec.json.format(msgspec.json.encode(SavedRun(taken, platform, python, kept))))
    except OSError as error:
        raise UserError(f"expected to write the run to {file}: {error.strerror}; name another file") from None


def load(file: Path) -> SavedRun:
    """Read a run. Raises UserError where it cannot be read or is none."""
    try:
        run = msgspec.json.decode(file.read_bytes(), type=SavedRun)
    except OSError as error:
        raise UserError(f"expected a saved run in {file}: {error.strerror}; make one with --save {file}") from None
    except msgspec.DecodeError as error:
        raise UserError(f"expected a run made by --save in {file}, found {error}; make it again") from None
    empty = [one.name for one in run.figures if not one.samples]
    if empty:
        raise UserError(f"expected samples of every figure in {file}, found none of {empty[0]}; make it again")
    return run


def compare(run: SavedRun, figures: Sequence[Figure]) -> Iterator[Change]:
    """Every figure that was measured beside the saved one of its name."""
    kept = {one.name: one for one in run.figures}
    for figure in figures:
        if figure.samples:
            yield _change(kept.get(figure.name), figure)


def _change(before: SavedFigure | None, figure: Figure) -> Change:
    if before is None:
        return Change(figure.name, figure.unit, figure.median, None, None, "not in the saved run")
    if before.unit != figure.unit:
        return Change(figure.name, figure.unit, figure.median, None, None, "other unit")
    then = median(before.samples)
    if then <= 0.0 or figure.median <= 0.0:
        return Change(figure.name, figure.unit, figure.median, then, None, "no ratio to zero")
    verdict = _verdict(before.samples, figure)
    return Change(figure.name, figure.unit, figure.median, then, figure.median / then, verdict)


def _verdict(before: Sequence[float], figure: Figure) -> Verdict:
    """Flagged only where the medians lie more than a quarter apart and no sample of one run lies among the other's."""
    after = figure.samples
    if min(len(before), len(after)) < LEAST_SAMPLES:
        return "few samples"
    ratio = figure.median / median(before)
    apart = min(after) > max(before) or max(after) < min(before)
    if not apart or 1.0 / MARGIN <= ratio <= MARGIN:
        return "same"
    more = figure.at_least or figure.unit in MORE_IS_BETTER
    return "better" if (ratio > 1.0) == more else "worse"


def change_heading(run: SavedRun) -> str:
    """When the saved run was taken, and names of the columns of `change_row`."""
    return f"against {run.taken}, {run.platform}, Python {run.python}\n{change_columns()}"


def change_columns() -> str:
    """Names of the columns of `change_row`."""
    return f"{'what':<{WIDE}}{'then':>9}{'now':>9} {'unit':<8}{'ratio':>7}  verdict"


def change_row(one: Change) -> str:
    """Name, median then and now, their ratio, verdict."""
    then = "" if one.before is None else digits(one.before)
    ratio = "" if one.ratio is None else f"{one.ratio:.2f}×"
    return f"{one.name:<{WIDE}}{then:>9}{digits(one.now):>9} {one.unit:<8}{ratio:>7}  {one.verdict}"
