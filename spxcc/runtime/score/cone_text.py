"""The cone's coverage as text: every share with its n, interval and what a normal gives."""

from collections.abc import Iterator

from spxcc.runtime.score.cone import ALL_HOURS, DESK, BandCoverage, ConeCell, ConeReport

TITLE = "What the cone held"
EXPLAINED = (
    "Cones of one horizon do not overlap; that to the close is drawn once a session, by hour once as it begins.",
    "[95 %]: Wilson, as if cones were independent; by days: whole days drawn again, for cones of one day share its "
    "volatility.",
    "An even σ√t knows no hour: the day's first hours move more and its middle less. The desk's σ is implied and the "
    "one of the at-the-money options of the moment; its coverage is counted forward, and stands beside its cone.",
)


def cone_lines(report: ConeReport) -> Iterator[str]:
    """Head, one line a horizon over all hours, then by hour, then the notes."""
    yield (
        f"BACKTEST of the cone: {report.days} days {report.first}…{report.last}, {report.title}; {report.void} without "
        "their last minute left out"
    )
    yield f"σ: {report.sigma}"
    heads = (f"{f'inside {percent(band.nominal)} [95 %]':<26}" for band in report.cells[0].bands)
    yield f"{'horizon':<9}{'hour':<6}{'n':>6}/{'days':<6}{''.join(heads)}68 % by days"
    for cell in (*_all(report), *(one for one in report.cells if one.hour != ALL_HOURS)):
        shares = "".join(f"{share_words(band):<26}" for band in cell.bands)
        yield f"{cell.horizon:<9}{cell.hour:<6}{cell.n:>6}/{cell.days:<6}{shares}{_by_days(cell)}".rstrip()
    yield from EXPLAINED


def cone_page(report: ConeReport) -> str:
    """The README's section, Markdown."""
    bands = report.cells[0].bands
    head = "".join(f" inside {percent(band.nominal)} [95 %] |" for band in bands)
    lines = [
        f"### {TITLE} (`spxcc score --cone FILE --markdown`)", "",
        f"Backtest on {report.first} to {report.last}, {report.title}, {report.days} days: the share of cones whose "
        "outcome lay inside. Each cone was drawn from the price of its minute and the sessions before "
        f"(σ: {report.sigma}); {report.void} cones without their last minute are left out.", "",
        f"| horizon | cones | days |{head} 68 % by days |", f"|---|---|---|{'---|' * len(bands)}---|",
        *(f"| {cell.horizon} | {cell.n} | {cell.days} |{''.join(f' {share_words(band)} |' for band in cell.bands)} "
          f"{_by_days(cell)} |" for cell in _all(report)),
        "", f"The {percent(DESK)} band by the hour in which the cone was drawn, exchange time, share [95 %] of n:", "",
        *_hours(report), "", *(f"- {note}" for note in EXPLAINED), "",
    ]  # fmt: skip
    return "\n".join(lines)


def _hours(report: ConeReport) -> Iterator[str]:
    hours = sorted({cell.hour for cell in report.cells} - {ALL_HOURS})
    yield f"| horizon |{''.join(f' {hour}h |' for hour in hours)}"
    yield f"|---|{'---|' * len(hours)}"
    found = {(cell.horizon, cell.hour): cell for cell in report.cells}
    for row in _all(report):
        cells = (found.get((row.horizon, hour)) for hour in hours)
        yield f"| {row.horizon} |{''.join(f' {_desk(cell)} |' for cell in cells)}"


def _desk(cell: ConeCell | None) -> str:
    return "–" if cell is None else next(share_words(band) for band in cell.bands if band.nominal == DESK)


def _all(report: ConeReport) -> tuple[ConeCell, ...]:
    return tuple(cell for cell in report.cells if cell.hour == ALL_HOURS)


def percent(share: float) -> str:
    """`68 %`."""
    return f"{100 * share:.0f} %"


def share_words(band: BandCoverage) -> str:
    """`76 % [75–76] of 19212`."""
    return f"{percent(band.share)} [{100 * band.low:.0f}–{100 * band.high:.0f}] of {band.n}"


def _by_days(cell: ConeCell) -> str:
    low, high = cell.days_low, cell.days_high
    return "" if low is None or high is None else f"[{100 * low:.0f}–{100 * high:.0f}]"
