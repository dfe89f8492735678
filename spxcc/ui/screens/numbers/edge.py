"""Numbers of the edge strip: those of the cells that the card of a setup shows."""

from collections.abc import Iterator

from spxcc.engines.score.result import SCORE_STATE, CellScore, Source, cell_of
from spxcc.engines.setups.result import Setup
from spxcc.ui import format as words
from spxcc.ui.frame import Frame
from spxcc.ui.screens.numbers.number import Number

SHARES = ("probability", "low", "high", "null", "control", "break_even")
RESULTS = ("r", "r_low", "r_high")
COUNTS = ("n", "days")


def edge_numbers(frame: Frame, setup: Setup) -> Iterator[Number]:
    """Of the forward cell of the setup's own rules, then of the backtest's."""
    result = frame.source.get(SCORE_STATE)
    if result is None:
        return
    wanted: tuple[tuple[Source, str | None], ...] = (("forward", setup.rules_version), ("backtest", None))
    for source, rules in wanted:
        cell = cell_of(result, setup.kind, source, rules)
        if cell is not None:
            yield from cell_numbers(cell, result.cells.index(cell), f"{setup.level_label} {source}")


def cell_numbers(cell: CellScore, at: int, name: str) -> Iterator[Number]:
    """Shares, results in R and counts, as the card writes them."""
    path = f"{SCORE_STATE.name}.cells.{at}"
    for field in SHARES:
        share: float | None = getattr(cell, field)
        bare = () if share is None else (f"{100 * share:.0f}",)
        yield Number(f"{path}.{field}", f"{name} {field}", words.percent(share), bare)
    for field in RESULTS:
        yield Number(f"{path}.{field}", f"{name} {field}", words.signed(getattr(cell, field)))
    for field in COUNTS:
        yield Number(f"{path}.{field}", f"{name} {field}", f"{getattr(cell, field)}")
