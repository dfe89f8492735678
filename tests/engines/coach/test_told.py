"""Texts that carry their cites."""

import pytest

from spxcc.engines.coach.lint import says
from spxcc.engines.coach.numerals import numerals
from spxcc.engines.coach.result import Cite
from spxcc.engines.coach.told import (
    Told,
    billions,
    clock,
    clock_of,
    joined,
    number,
    percent,
    quoted,
    strike,
    tell,
    thousands,
)
from spxcc.market.units import to_millis
from tests.fakes.snapshots import at


def cite(value: float) -> Cite:
    return Cite(channel="gex:SPX", id="x", value=value, age_ms=0)


@pytest.mark.parametrize(
    ("told", "text"),
    [
        (number(cite(6013.249)), "6,013.2"),
        (number(cite(-4.06), 1), "−4.1"),
        (number(cite(-0.01), 1, signed=True), "+0.0"),
        (number(cite(12.4), 1, signed=True), "+12.4"),
        (strike(cite(6050.0)), "6,050"),
        (strike(cite(6052.5)), "6,052.5"),
        (percent(cite(0.684)), "68 %"),
        (billions(cite(-2.306e9)), "−2.31 bn"),
        (thousands(cite(172_400.0)), "172K"),
        (thousands(cite(4_120_000.0)), "4.1M"),
        (thousands(cite(999_600.0)), "1.0M"),
        (clock(cite(to_millis(at("10:42")))), "10:42"),
    ],
)
def test_f48_each_form_is_covered_by_its_own_cite(told: Told, text: str) -> None:
    assert told.text == text
    (found,) = numerals(text)
    assert says(told.cites[0], found)


def test_templates_collect_cites() -> None:
    told = tell("{a} {word} {b}", a=number(cite(1.0)), word="of", b=number(cite(2.0)))
    assert (told.text, [each.value for each in told.cites]) == ("1.0 of 2.0", [1.0, 2.0])
    assert joined((told, None, Told("x")), " · ").text == "1.0 of 2.0 · x"


def test_a_quotation_cites_its_numerals() -> None:
    told = quoted("regime:update", "reason", "needs 31 minutes by 10:42, found 0", 7)
    assert [(each.value, each.id, each.age_ms) for each in told.cites] == [
        (31.0, "reason", 7), (642.0, "reason", 7), (0.0, "reason", 7),
    ]  # fmt: skip
    assert all(any(says(cite, each) for cite in told.cites) for each in numerals(told.text))


def test_exchange_time() -> None:
    assert clock_of(to_millis(at("09:31"))) == "09:31"
