"""The numerals that stand in a text of the screen, and what in it is no measurement."""

import re

NUMERAL = re.compile(r"[+−±]?\$?\d[\d,]*(?:\.\d+)?(?:ms|[KMB](?![A-Za-z])|[smhd](?![a-z])|\s?%)?")
"""With its sign and its unit: `−4.1`, `+1.93B`, `42ms`, `61 %`."""
NAMES: tuple[tuple[str, str], ...] = (
    ("times of day and dates", r"\b\d\d:\d\d(?::\d\d)?\b|\b\d{4}-\d\d-\d\d\b|(?<![\d.,])\d\d-\d\d(?![\d.,])"),
    ("a date that was cut", r"\bSPXW? \d{4}-[\d-]*…"),
    ("timeframes", r"\[?\b1m\]? \[?5m\]?(?: \[?(?:15m|30m|1h|4h|1D|D)\]?)*|\b(?:SPX|SPY|CHART) (?:\d+[mh]|1D)\b"),
    ("titles of panels, and their keys", r"[─━] [1-6] [A-Z]{3,}|\b1-6 panel|\[[1-6] |(?<=[─━] )[1-6] (?=[A-Z])"),
    ("horizons", r"\b1 sd (?:15m|close)|\b1m (?=close|trade)"),
    (
        "units and definitions",
        r"\bE(?:5|10|15|30|60)\b|\b\dDTE\b|\b0dte\b|spxcc-gex/\d+|\b[12] sd\b|\bT[12]\b|VW[+−][12]",
    ),
    ("names of levels", r"\b(?:CW|PW)[23]\b|\b[RS][123]\b|\bF\d\d\.\d\b"),
    ("how many more names a line of the chart has", r"(?<=\s)\+\d+(?= [─┈╌\-])"),
    ("what was cut off", r"[+−±]?[\d,.]+…"),
    ("addresses", r"\b\d+\.\d+\.\d+\.\d+:\d+\b"),
)
"""What of it, and the pattern."""


def numerals(text: str) -> set[str]:
    """As written, without spaces inside."""
    return {each[0].replace(" ", "").replace("$", "") for each in NUMERAL.finditer(measured(text))}


def measured(text: str) -> str:
    """The text with all that is no measurement left out."""
    for _, pattern in NAMES:
        text = re.sub(pattern, " ", text)
    return text
