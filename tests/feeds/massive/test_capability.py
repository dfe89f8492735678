"""What a plan may lack."""

import pytest

from spxcc.feeds.massive.capability import LACKS, Capability, Lack, capability_of


@pytest.mark.parametrize(
    ("topic", "capability"),
    [
        ("V.I:SPX", "indices"),
        ("AM.I:SPX", "indices"),
        ("T.SPY", "stocks"),
        ("T.O:SPXW260114C06000000", "option_trades"),
        ("Q.O:SPXW260114C06000000", "option_quotes"),
        ("AM.O:SPXW260114C06000000", None),
    ],
)
def test_each_topic_needs_its_part_of_the_plan(topic: str, capability: Capability | None) -> None:
    assert capability_of(topic) == capability


@pytest.mark.parametrize("lack", LACKS.values(), ids=list(LACKS))
def test_f32_what_is_missing_is_said_with_numbers_and_the_price_of_having_it(lack: Lack) -> None:
    text = lack.text("HTTP status 403")
    assert text.startswith("Your Massive plan gives no ")
    assert "(HTTP status 403)" in text
    assert "$" in text
    assert any(digit in text.split("): ")[1].split(". ")[0] for digit in "0123456789")
