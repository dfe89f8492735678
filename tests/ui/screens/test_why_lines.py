"""An explanation as lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spxcc.engines.why.result import EPOCH_MS, Fact
from spxcc.ui.renderables.cells import Line, text_of
from spxcc.ui.screens.why_lines import (
    Sheet,
    fact_text,
    footer,
    head_lines,
    row_line,
    shown_share,
    table_head,
    value_text,
)
from tests.fakes.desk_data import NOW
from tests.fakes.explanations import contribution, explanation
from tests.fakes.screens import roles_known, texts


def flat(lines: list[Line]) -> str:
    return " ".join(" ".join(texts(lines)).split())


def test_the_head_says_what_the_number_is_and_stands_on() -> None:
    text = flat(head_lines(explanation(), 80))
    assert text.startswith(
        "net_gex +3.0M USD per +1 % Summed up. sign model standard · grade D: rests on the sign model"
    )
    assert "gex:SPX as of 14:32:07 · spot 200ms old · quotes 4.0s old · cov 99.6 % of OI" in text
    assert "spot 6,885.86 by index · open interest of –" in text
    assert "! two forwards are interpolated" in text


def test_without_a_value_the_reason_stands_in_its_place() -> None:
    assert "– no chain" in flat(head_lines(explanation(0, value=None, reason="no chain"), 80))
    assert "– no value" in flat(head_lines(explanation(0, value=None), 80))


@given(st.integers(1, 200), st.integers(0, 30))
def test_a_sheet_is_a_list_of_lines_at_every_width(width: int, rows: int) -> None:
    one = explanation(rows)
    sheet = Sheet(one, width)
    lines = list(sheet)
    assert len(lines) == len(sheet)
    assert sheet[-1] == lines[-1]
    assert list(sheet[2:5]) == lines[2:5]
    assert roles_known(lines)
    assert sum("SPXW261119C" in text for text in texts(lines)) == rows


def test_columns_stand_under_their_names() -> None:
    one = explanation()
    for width in (40, 60, 100):
        head, row = text_of(table_head(one, width)), text_of(row_line(contribution(), width))
        assert len(head) == len(row)
        assert head.endswith("value")
        assert row.endswith("+1.0M")


def test_a_row_without_open_interest_and_a_small_amount() -> None:
    text = text_of(row_line(contribution(value=-0.25, open_interest=None), 100))
    assert "–" in text
    assert text.endswith("−0.25")


def test_the_foot_is_the_sum() -> None:
    assert text_of(footer(explanation(3), 100)) == " sum of 3 contracts = +2,999,997.00 USD per +1 % = net_gex"
    assert text_of(footer(explanation(1), 100)).startswith(" sum of 1 contract =")
    assert " ≠ net_gex" in text_of(footer(explanation(3, target=1.0), 100))
    share = explanation(2, total=0.9962001, target=0.9962, rounding=1e-6, total_unit="share", total_is="covered")
    assert "+0.996200 share = covered" in text_of(footer(share, 100))
    assert "no contracts" in text_of(footer(explanation(0, total=None), 100))


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        ("long", "", "long"),
        (-1.5e9, "USD per +1 %", "−1.50B"),
        (6890.0, "index points", "6,890.00"),
        (0.25, "share", "25.00 %"),
        (0.141, "per year", "14.10 %"),
        (-1234.5, "minutes", "−1,234.5"),
    ],
)
def test_values_read_as_on_the_panels(value: float | str, unit: str, text: str) -> None:
    assert value_text(value, unit) == text


@pytest.mark.parametrize(
    ("fact", "text"),
    [
        (Fact("spot", 6885.86, "by index"), "spot 6,885.86 by index"),
        (Fact("as_of", float(NOW // 1_000_000), EPOCH_MS), "as_of 2026-11-19 14:32:07"),
        (Fact("gross", 8.8e10, "USD per +1 %"), "gross +88.00B USD per +1 %"),
        (Fact("source", "parity"), "source parity"),
        (Fact("age", None, "s"), "age –"),
    ],
)
def test_facts_read_as_words(fact: Fact, text: str) -> None:
    assert fact_text(fact) == text


def test_coverage_is_never_rounded_up_to_all() -> None:
    assert shown_share(0.99999) == 0.999
    assert shown_share(1.0) == 1.0
