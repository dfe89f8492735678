"""The report on walls as text."""

from spxcc.runtime.score.walls import Reaction, WallReport

HEAD = (
    f"{'hedging':<9}{'touches':>8}{'pushed back within a minute':>31}{'held 15 min':>23}{'at 0':>6}"
    f"{'fade_at_wall: R':>27}{'n':>6}{'T1 first':>17}{'null':>6}"
)


def wall_lines(report: WallReport) -> list[str]:
    """Head, a line a strength, and how to read them."""
    stands = " and ".join(f"{price:,.0f}" for price in (report.above, report.below) if price is not None)
    if not stands:
        return [f"{report.scenario}: the dealers are not long gamma at any strike near the open, so there is no wall"]
    return [
        f"book of the scenario {report.scenario}, {report.days} days at each strength, walls at {stands}",
        HEAD,
        *(_line(row) for row in report.rows),
        "pushed back: in standard deviations of an unhedged minute, [95 %] by days; without hedging 0 but for chance.",
        verdict(report),
    ]


def verdict(report: WallReport) -> str:
    """What the numbers say, in a sentence."""
    reacts = [row.strength for row in report.rows if row.low is not None and row.low > 0]
    earns = [row.strength for row in report.rows if row.fade_low is not None and row.fade_low > 0]
    loses = [row.strength for row in report.rows if row.fade_high is not None and row.fade_high < 0]
    seen = f"a reaction at strength {_named(reacts)}" if reacts else "no reaction at any strength"
    paid = f"fade_at_wall earns at {_named(earns)}" if earns else "fade_at_wall earns at none"
    lost = f" and loses at {_named(loses)}" if loses else ""
    return f"{seen}; {paid}{lost}"


def _line(row: Reaction) -> str:
    pushed = _within(row.reaction, row.low, row.high)
    earned = _within(row.fade_r, row.fade_low, row.fade_high)
    held = _share(row.held, row.held_low, row.held_high)
    won = _share(row.fade_won, row.fade_won_low, row.fade_won_high)
    null = "–" if row.fade_null is None else f"{100 * row.fade_null:.0f} %"
    before = "–" if row.null_held is None else f"{100 * row.null_held:.0f} %"
    return (
        f"{row.strength:<9g}{row.touches:>8}{pushed:>31}{held:>23}{before:>6}{earned:>27}{row.trades:>6}{won:>17}{null:>6}"
    )  # fmt: skip


def _within(value: float | None, low: float | None, high: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:+.2f}" if low is None or high is None else f"{value:+.2f} [{low:+.2f}, {high:+.2f}]"


def _share(value: float | None, low: float | None, high: float | None) -> str:
    if value is None or low is None or high is None:
        return "–"
    return f"{100 * value:.0f} % [{100 * low:.0f}–{100 * high:.0f}]"


def _named(strengths: list[float]) -> str:
    return ", ".join(f"{one:g}" for one in strengths)
