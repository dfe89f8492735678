"""The cone's coverage as text."""

import re

from spxcc.runtime.score.cone import BandCoverage, ConeCell, ConeReport
from spxcc.runtime.score.cone_text import EXPLAINED, cone_lines, cone_page, share_words


def band(nominal: float, inside: int) -> BandCoverage:
    return BandCoverage(nominal=nominal, n=200, inside=inside, share=inside / 200, low=0.3, high=0.9)


def cell(horizon: str, hour: str) -> ConeCell:
    ends = (0.61, 0.79) if hour == "all" else (None, None)
    bands = (band(0.5, 110), band(0.682689, 140), band(0.95, 180))
    return ConeCell(horizon=horizon, hour=hour, n=200, days=25, bands=bands, days_low=ends[0], days_high=ends[1])


REPORT = ConeReport(
    title="SPY minutes × 10", first="2024-07-01", last="2024-08-05", days=25, sigma="of the sessions before", void=2,
    cells=(cell("15m", "all"), cell("15m", "09"), cell("close", "all")),
)  # fmt: skip


def test_f46_each_share_stands_with_n_interval_and_what_a_normal_gives() -> None:
    assert share_words(band(0.5, 110)) == "55 % [30–90] of 200"
    lines = list(cone_lines(REPORT))
    assert "BACKTEST" in lines[0]
    assert "2 without their last minute" in lines[0]
    assert all(f"inside {share} %" in lines[2] for share in (50, 68, 95))
    assert [line.split()[:2] for line in lines[3:6]] == [["15m", "all"], ["close", "all"], ["15m", "09"]]
    assert "70 % [30–90] of 200" in lines[3]
    assert lines[3].endswith("[61–79]")
    assert lines[6:] == list(EXPLAINED)


def test_f46_the_page_has_both_tables_and_no_share_alone() -> None:
    page = cone_page(REPORT)
    assert "| 15m | 200 | 25 | 55 % [30–90] of 200 | 70 % [30–90] of 200 | 90 % [30–90] of 200 | [61–79] |" in page
    assert "| horizon | 09h |" in page
    assert "| close | – |" in page
    rows = [line for line in page.splitlines() if line.startswith(("| 15m", "| close"))]
    for row in rows:
        assert len(re.findall(r"\d+ %", row)) == len(re.findall(r"\d+ % \[\d+–\d+\] of \d+", row))
