"""The score as text: forward and backtest in columns and colours of their own, no share without its company."""

from collections.abc import Sequence

from spxcc.engines.score.result import CellScore, ScoreResult
from spxcc.quant.resampling import sample_size

HEAD = (
    f"{'setup':<24}{'FORWARD  n  p̂ [95 %]':<26}{'BACKTEST  n  p̂ [95 %]':<27}{'null':>5}{'random':>8}"
    f"{'R [95 % by days]':>24}{'pct':>5}{'q':>6}{'late R':>8}{'walk R':>8}  grade"
)
COLOURS = {"forward": "green", "backtest": "blue"}
POWER = "To tell 55 % from 50 % takes about {0} outcomes, 60 % {1}, 65 % {2} (one-sided 5 %, power 80 %)."


def rows_of(result: ScoreResult, lag: int = 0) -> list[tuple[str, str]]:
    """(line, source) of each cell."""
    return [(line_of(cell, lag), cell.key.source) for cell in result.cells]


def line_of(cell: CellScore, lag: int = 0) -> str:
    """One cell. lag: shows what is left of R a minute late as the result itself."""
    measured = f"{cell.n:>5}/{cell.days:<4}{share_words(cell)}"
    forward = measured if cell.key.source == "forward" else ""
    backtest = measured if cell.key.source == "backtest" else ""
    name = cell.key.kind + (" ·shadow" if cell.key.shadow else "")
    own = cell.late_r if lag else cell.r
    interval = "" if lag or cell.r_low is None or cell.r_high is None else f" [{cell.r_low:+.2f}–{cell.r_high:+.2f}]"
    note = " exploratory" if cell.exploratory else ""
    return (
        f"{name[:28]:<24}{forward:<26}{backtest:<27}{_percent(cell.null):>5}{_percent(cell.control):>8}"
        f"{_r(own) + interval:>24}{_whole(cell.percentile):>5}{_two(cell.q):>6}{_r(cell.late_r):>8}{_r(cell.walk_r):>8}"
        f"  {cell.grade}{note}"
    )  # fmt: skip


def share_words(cell: CellScore) -> str:
    """` 48 % [44–52]`; never printed without the sample before it and the null behind it."""
    return f" {_percent(cell.probability)} [{100 * cell.low:.0f}–{100 * cell.high:.0f}]"


def notes_of(cells: Sequence[CellScore]) -> list[str]:
    """What a reader must know beside the table."""
    sizes = [sample_size(share) for share in (0.55, 0.60, 0.65)]
    count, ambiguous = sum(cell.n for cell in cells), sum(cell.ambiguous for cell in cells)
    void, unfilled = sum(cell.void for cell in cells), sum(cell.no_fill for cell in cells)
    return [
        "n/days: outcomes and sessions; p̂: T1 before the stop and in time, pulled to its null by twenty outcomes; "
        "[95 %]: Wilson, of the wins themselves.",
        "null: the same distances and time without drift; random: entries at the same minute of other sessions, "
        "forward at other minutes of the same one; pct: of mean R among those.",
        f"{count} outcomes, {ambiguous} ambiguous and counted as losses, {void} void by gaps, {unfilled} not filled.",
        POWER.format(*sizes),
    ]


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.0f} %"


def _r(value: float | None) -> str:
    return "–" if value is None else f"{value:+.2f}"


def _whole(value: float | None) -> str:
    return "–" if value is None else f"{value:.0f}"


def _two(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"
