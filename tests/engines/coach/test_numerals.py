"""Numerals of a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spxcc.engines.coach.numerals import numerals


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("6,850.5 call wall", [6850.5]),
        ("6850, then 6,855.", [6850.0, 6855.0]),
        ("by −4.1 points, by -4.1, by +4.1", [-4.1, -4.1, 4.1]),
        ("[35–61] and 10-57", [35.0, 61.0, 10.0, 57.0]),
        ("4/9 and 30-minute", [4.0, 9.0, 30.0]),
        ("net +2.31 bn, 4.1M, 172K, $150K", [2.31e9, 4.1e6, 172e3, 150e3]),
        ("5m and 4 MB", [5.0, 4.0]),
        ("6855C", [6855.0]),
        ("no number", []),
    ],
)
def test_values(text: str, values: list[float]) -> None:
    assert [each.value for each in numerals(text)] == pytest.approx(values)


def test_names_are_no_quantities() -> None:
    assert numerals("S1 at T1, 0.5 of it in 0DTE by E15: a 1m close, r2, spxcc-gex/1")[0].value == 0.5
    assert len(numerals("S1 at T1, 0.5 of it in 0DTE by E15: a 1m close, r2, spxcc-gex/1")) == 1


def test_a_name_is_a_whole_word() -> None:
    assert [each.value for each in numerals("XS1 S13 1m E151")] == [1.0, 13.0, 1.0, 151.0]


def test_percent_and_clock() -> None:
    share, clock = numerals("68 % at 9:31")
    assert (share.percent, share.value, share.half) == (True, 68.0, 0.5)
    assert (clock.clock, clock.value, clock.text) == (True, 571.0, "9:31")


@given(st.integers(-(10**9), 10**9), st.integers(0, 4))
def test_a_formatted_number_reads_back(number: int, decimals: int) -> None:
    value = round(number / 10**decimals, decimals)
    (found,) = numerals(f"at {value:,.{decimals}f} points")
    assert found.value == pytest.approx(value, abs=1e-9)
    assert found.half == pytest.approx(0.5 * 10**-decimals)


@given(st.text(max_size=60))
def test_every_ascii_digit_outside_names_is_in_a_numeral(text: str) -> None:
    digits = sum(character in "0123456789" for character in text)
    read = sum(character in "0123456789" for each in numerals(text) for character in each.text)
    assert read <= digits
    if "_" not in text and not any(character.isalpha() for character in text):
        assert read == digits
