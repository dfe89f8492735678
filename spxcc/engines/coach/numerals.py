"""The numerals of a text, as far as they claim something: all digits but those in names."""

import re

import msgspec

NAMES = re.compile(
    r"\b(?:S(?:[1-9]|1[0-2])|[Tr][12]|E(?:5|10|15|30|60)|[01]DTE|[15]m(?= close)|spxcc-gex/\d+)\b", re.ASCII
)
"""Setups, targets, units, bars, definitions: digits in these are no quantities."""
_CLOCK = r"(?P<clock>(?<!\d)\d{1,2}:\d{2}(?!\d))"
_NUMBER = r"(?P<sign>(?<![\w.)])[+\-−])?\$?(?P<number>\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?)"
_UNIT = r"(?P<unit>\s?%|\s?bn(?!\w)|[KM](?!\w))?"
NUMERAL = re.compile(f"{_CLOCK}|{_NUMBER}{_UNIT}", re.ASCII)
_FACTORS = {"bn": 1e9, "M": 1e6, "K": 1e3}


class Numeral(msgspec.Struct, frozen=True):
    """A number as written. value: in units (`4.1M` is 4,100,000; percent as written). half: half of its last digit.

    clock: hours and minutes of the day, in `text` alone.
    """

    text: str
    value: float
    half: float
    percent: bool = False
    clock: bool = False


def numerals(text: str) -> list[Numeral]:
    """In order; none that is part of a name. Times of day have the minutes since midnight as value."""
    return [_numeral(match) for match in NUMERAL.finditer(NAMES.sub(_blank, text))]


def _blank(match: re.Match[str]) -> str:
    return "_" * len(match[0])


def _numeral(match: re.Match[str]) -> Numeral:
    if match["clock"] is not None:
        hours, minutes = match["clock"].split(":")
        return Numeral(match["clock"], 60.0 * int(hours) + int(minutes), 0.0, clock=True)
    digits = match["number"].replace(",", "")
    unit = (match["unit"] or "").strip()
    factor = _FACTORS.get(unit, 1.0)
    negative = match["sign"] is not None and match["sign"] != "+"
    value = float(digits) * factor * (-1.0 if negative else 1.0)
    half = 0.5 * 10.0 ** -len(digits.partition(".")[2]) * factor
    return Numeral(match[0].strip(), value, half, percent=unit == "%")
