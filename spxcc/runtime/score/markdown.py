"""The README's page: what the setups are worth, with the numbers as they are."""

from spxcc.engines.score.result import CellScore, ScoreResult
from spxcc.ledger.outcomes import Audit, Book
from spxcc.runtime.score.table import notes_of, share_words

HEAD = (
    "| setup | outcomes | days | T1 first [95 %] | null | random entries | mean R [95 % by days] | "
    "without best 3 days | worst day | a minute late | walk-forward | against random | q | grade |\n"
    "|---|---|---|---|---|---|---|---|---|---|---|---|---|---|\n"
)


def page(
    result: ScoreResult, book: Book | None, span: tuple[str, str] | None, refused: dict[str, str], audit: Audit
) -> str:
    """Markdown. span: first and last session of the backtest; refused: what could not be decided, and why."""
    shown = [cell for cell in result.cells if cell.key.source == "backtest" and not cell.key.shadow]
    forward = [cell for cell in result.cells if cell.key.source == "forward"]
    lines = ["## What the setups are worth", ""]
    if book is None or span is None or not shown:
        return "\n".join([*lines, "Nothing was measured yet: a walk without drift is all that is known.", ""])
    lines += [
        f"Backtest on {span[0]} to {span[1]}, {book.title}, decided again minute by minute and resolved by rules "
        "R1–R14. These files have no option chain: gates on gamma and flow were left open, and what needs a chain was "
        "not decided. Made by `spxcc score --days FILE --markdown`; book "
        f"`{book.book}`, {audit.rows} rows of the ledger, chain {'intact' if audit.fault is None else audit.fault}.",
        "",
        verdict(shown),
        "",
        HEAD + "\n".join(map(_row, shown)),
        "",
        *(f"- {note}" for note in notes_of(shown)),
        "- Not decided: " + "; ".join(f"`{kind}`, {why}" for kind, why in sorted(refused.items())) + ".",
        f"- Forward outcomes, the only out-of-sample that counts: {sum(cell.n for cell in forward)}.",
        "",
    ]
    return "\n".join(lines)


def verdict(cells: list[CellScore]) -> str:
    """One honest sentence."""
    standing = [cell.key.kind for cell in cells if not cell.exploratory and cell.r > 0]
    worse = [cell.key.kind for cell in cells if cell.r_high is not None and cell.r_high < 0]
    first = (
        "After correction for how many were looked at, none of them earns more than random entries at the same minute "
        "with the same stop and target." if not standing else
        f"After correction for how many were looked at, these earn more than random entries: {', '.join(standing)}."
    )  # fmt: skip
    second = "" if not worse else f" Taken alone, the 95 % interval of these lies below zero: {', '.join(worse)}."
    return f"**{first}{second}** Nothing here is advice."


def _row(cell: CellScore) -> str:
    bounds = "" if cell.r_low is None or cell.r_high is None else f" [{cell.r_low:+.2f}, {cell.r_high:+.2f}]"
    return (
        f"| `{cell.key.kind}` | {cell.n} | {cell.days} |{share_words(cell)} | {100 * cell.null:.0f} % | "
        f"{_percent(cell.control)} | {cell.r:+.3f}{bounds} | {_r(cell.without_best)} | {cell.worst_day:+.1f} | "
        f"{_r(cell.late_r)} | {_r(cell.walk_r)} | {_whole(cell.percentile)} | {_two(cell.q)} | {cell.grade}"
        f"{', exploratory' if cell.exploratory else ''} |"
    )


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.0f} %"


def _r(value: float | None) -> str:
    return "–" if value is None else f"{value:+.2f}"


def _whole(value: float | None) -> str:
    return "–" if value is None else f"{value:.0f}"


def _two(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"
