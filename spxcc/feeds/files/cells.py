"""Cells of a quote table, as the site writes them and as spreadsheets of several countries save them again."""

import csv
import math
import re
from collections.abc import Iterable, Sequence
from typing import Literal, TypeAlias

DecimalMark: TypeAlias = Literal[".", ","]

DELIMITERS = ",;\t"
_GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d*)?", re.ASCII)
_PLAIN = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)
_SPACES = re.compile(r"\s")
_SWAPPED = str.maketrans(",.", ".,")


class MixedMarksError(ValueError):
    """Numbers of one table with a point and with a comma as decimal mark."""


def split_cells(line: str, delimiter: str = ",") -> list[str]:
    """The cells of one line. Raises ValueError for quotation marks that do not fit."""
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error as error:
        raise ValueError(str(error)) from None


def decimal_mark(numbers: Iterable[Sequence[str]]) -> DecimalMark:
    """The decimal mark that the cells of a table share: a comma only if some cell can mean nothing else.

    Raises MixedMarksError if one cell needs a comma and another a point.
    """
    comma, point = "", ""
    for cells in numbers:
        for cell in cells:
            text = _SPACES.sub("", cell)
            if "," in text and not comma and _only_swapped(text):
                comma = text
            elif "." in text and not point and _only_swapped(text.translate(_SWAPPED)):
                point = text
        if comma and point:
            raise MixedMarksError(f"{comma[:12]!r} and {point[:12]!r}")
    return "," if comma else "."


def number(cell: str, mark: DecimalMark = ".") -> float | None:
    """The number in a cell, `None` for an empty one; thousands may be set apart. Raises ValueError for all else."""
    text = _SPACES.sub("", cell)
    if not text:
        return None
    plain = text.translate(_SWAPPED) if mark == "," else text
    if _GROUPED.fullmatch(plain):
        plain = plain.replace(",", "")
    if not _PLAIN.fullmatch(plain) or not math.isfinite(float(plain)):
        raise ValueError(f"{text[:12]!r} is not a number")
    return float(plain)


def _only_swapped(text: str) -> bool:
    """Whether `text` is a number with a comma as decimal mark, and none with a point."""
    as_comma, as_point = text.translate(_SWAPPED), text
    return _is_number(as_comma) and not _is_number(as_point)


def _is_number(plain: str) -> bool:
    return _GROUPED.fullmatch(plain) is not None or _PLAIN.fullmatch(plain) is not None
