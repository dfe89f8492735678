"""The quote rule and its certainty."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spxcc.engines.flow.side import Judged, by_quote, judge
from tests.engines.flow.trades import seen


@pytest.mark.parametrize(
    ("price", "side", "confidence"),
    [
        (10.0, "buy", 0.85), (9.8, "sell", 0.85), (9.95, "buy", 0.675), (9.85, "sell", 0.675),
        (10.1, "buy", 0.7), (9.7, "sell", 0.7), (9.9, "unknown", 0.0),
    ],
)  # fmt: skip
def test_the_side_by_the_middle_of_the_quote(price: float, side: str, confidence: float) -> None:
    found = judge(seen(price=price))
    assert (found.side, found.confidence) == (side, confidence)


@pytest.mark.parametrize(
    ("bid", "ask", "age_ms", "why"),
    [
        (None, 10.0, 20.0, "no quote"),
        (9.8, None, 20.0, "no quote"),
        (0.0, 10.0, 20.0, "no quote"),
        (9.8, 10.0, None, "no quote"),
        (10.0, 10.0, 20.0, "locked quote"),
        (10.2, 10.0, 20.0, "crossed quote"),
        (9.8, 10.0, 1001.0, "quote too old"),
        (9.8, 10.0, -1.0, "quote newer than the print"),
    ],
)
def test_f47_an_unfit_quote_gives_no_side(bid: float | None, ask: float | None, age_ms: float | None, why: str) -> None:
    assert judge(seen(bid=bid, ask=ask, age_ms=age_ms)) == Judged("unknown", 0.0, why)


def test_a_quote_of_exactly_a_second_still_counts() -> None:
    assert judge(seen(age_ms=1000.0)).side == "buy"


@pytest.mark.parametrize("condition", [232, 236, 238, 246, 242])
def test_f47_a_leg_has_no_side(condition: int) -> None:
    assert judge(seen(conditions=(209, condition))) == Judged("unknown", 0.0, "leg of a package")


@given(st.integers(1, 20_000), st.integers(1, 400), st.integers(-400, 800))
def test_mirrored_quotes_give_mirrored_sides(bid: int, width: int, above: int) -> None:
    price = bid + above
    here = by_quote(price / 100, bid / 100, (bid + width) / 100)
    there = by_quote((2 * bid + width - price) / 100, bid / 100, (bid + width) / 100)
    assert {here.side, there.side} in ({"buy", "sell"}, {"unknown"})
    assert here.confidence == pytest.approx(there.confidence, abs=1.5e-3)
    assert here.confidence == 0 if here.side == "unknown" else 0.5 <= here.confidence <= 0.85
