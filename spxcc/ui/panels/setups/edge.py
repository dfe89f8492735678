"""The edge strip of a setup: what was measured live, what a backtest says, each with its sample, interval and null."""

from dataclasses import dataclass

from spxcc.engines.score.result import SCORE_STATE, CellScore, Source, cell_of
from spxcc.engines.setups.result import Setup
from spxcc.ui import format as words
from spxcc.ui.frame import Frame

ROLES: dict[Source, str] = {"forward": "bright", "backtest": "dyn"}
"""A backtest is never in the colour of what came true."""
OPEN_GATES = "+open"
"""Ends the version of rules whose gates on the option chain were left open."""


@dataclass(frozen=True, slots=True)
class Edge:
    """One line. `words` never holds a share without n, interval and null."""

    source: Source
    words: str
    role: str


def edge_of(frame: Frame, setup: Setup) -> tuple[Edge, ...]:
    """Forward first, before anything came true the null alone; then the backtest, if there is one."""
    result = frame.source.get(SCORE_STATE)
    live = None if result is None else cell_of(result, setup.kind, "forward", setup.rules_version)
    tested = None if result is None else cell_of(result, setup.kind, "backtest")
    lines = [Edge("forward", f"forward {forward_words(live, setup)}", ROLES["forward"])]
    if tested is not None:
        lines.append(Edge("backtest", f"backtest {cell_words(tested)}{rules_words(tested, setup)}", ROLES["backtest"]))
    return tuple(lines)


def forward_words(cell: CellScore | None, setup: Setup) -> str:
    """Without an outcome only the sample and the null."""
    if cell is None:
        return f"n 0 · null {words.percent(setup.null_probability)}"
    return cell_words(cell)


def cell_words(cell: CellScore) -> str:
    """`p 48 % [44–52] · n 638 on 236 days · null 47 % · random 45 % · R −0.01 [−0.11, 0.09] · indicative`."""
    parts = [
        f"p {words.percent(cell.probability)} [{100 * cell.low:.0f}–{100 * cell.high:.0f}]",
        f"n {cell.n} on {cell.days} days",
        f"null {words.percent(cell.null)}",
    ]
    if cell.control is not None:
        parts.append(f"random {words.percent(cell.control)}")
    if cell.break_even is not None:
        parts.append(f"twin breaks even at {words.percent(cell.break_even)}")
    interval = (
        ""
        if cell.r_low is None or cell.r_high is None
        else f" [{words.signed(cell.r_low)}, {words.signed(cell.r_high)}]"
    )
    parts.append(f"R {words.signed(cell.r)}{interval}")
    return " · ".join([*parts, cell.grade + (", exploratory" if cell.exploratory else "")])


def rules_words(cell: CellScore, setup: Setup) -> str:
    """Where the backtest was made by other rules than those of the setup."""
    if cell.key.rules_version == setup.rules_version:
        return ""
    return " · chain gates open" if cell.key.rules_version.endswith(OPEN_GATES) else " · other rules"
