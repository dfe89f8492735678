"""The size in words."""

import msgspec

from spxcc.engines.plan.result import DayPlan
from spxcc.engines.risk.size import sizings
from spxcc.engines.setups.result import Setup
from spxcc.ui.panels.setups.size import usd
from spxcc.ui.screens.size_lines import floor_words, size_lines
from tests.engines.coach.desks import setup
from tests.engines.risk.test_size import GO, IDEA, sized, with_idea


def day(*setups: Setup) -> DayPlan:
    return DayPlan(session="2026-03-24", risk=GO, sizes=sizings(GO, setups))


def test_it_is_shown_with_its_inputs() -> None:
    lines = size_lines(day(with_idea(IDEA)), with_idea(IDEA), 20_000)
    text = "\n".join(lines)
    assert lines[0].startswith("size       2 contracts for ")
    assert max(map(len, lines)) <= 82
    for part in (
        "floor(500 $ / 200 $) = 2 · by premium floor(1,500 $ / 505 $) = 2",
        "(5.00 at 6,048.50 − 3.10 at 6,056.10 + spread 0.10) × 100 = 200 $",
        "03-24 6,050P 5.30/5.40 · Black 14.0 % · forward 6,047.00 · 330 min · 20s old",
        "worst case, the whole premium: 2 × 505 $ = 1,010 $",
        "500 $ = your limit of a trade",
    ):
        assert part in text


def test_absent_with_its_reason() -> None:
    assert size_lines(day(), None, None) == ["size       – no setup is open"]
    bare = with_idea(None, "no option quotes from this feed")
    (line,) = size_lines(day(bare), bare, None)
    assert line.endswith("CW: no option quotes from this feed")
    assert size_lines(day(), setup(), None)[0].endswith("not told yet")


def test_a_smaller_share_is_told() -> None:
    assert floor_words(sized(msgspec.structs.replace(GO, state="REDUCED", share=0.5))).endswith("· × 50%")


def test_dollars() -> None:
    assert [usd(one) for one in (1234.5, 1230, 0.05, 10.25)] == ["1,234.5", "1,230", "0.05", "10.25"]
