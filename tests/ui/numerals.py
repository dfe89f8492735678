"""The numerals that stand in a text of the screen, and what in it is no measurement."""

import functools
import re
from collections.abc import Callable, Iterator, Mapping

from spxcc.engines.gex.result import gex_channel
from spxcc.engines.levels.result import LEVELS_UPDATE
from spxcc.engines.replay.result import REPLAY
from spxcc.ui import format as words
from spxcc.ui.day_words import plan_line
from spxcc.ui.frame import Frame
from spxcc.ui.panels.gex.tables import scenario

NUMERAL = re.compile(r"[+−±]?\$?\d[\d,]*(?:\.\d+)?(?:ms|[KMB](?![A-Za-z])|[smhd](?![a-z])|\s?%)?")
"""With its sign and its unit: `−4.1`, `+1.93B`, `42ms`, `61 %`."""
NAMES: tuple[tuple[str, str], ...] = (
    ("times of day and dates", r"\b\d\d:\d\d(?::\d\d)?\b|\b\d{4}-\d\d-\d\d\b|(?<![\d.,])\d\d-\d\d(?![\d.,])"),
    ("a date that was cut", r"\bSPXW? \d{4}-[\d-]*…"),
    (
        "titles of panels, and their keys",
        r"[─━] [1-6] (?:(?:CHART|SPX|SPY) (?:\d+[mh]|1D)|[A-Z]{3,})|\b1-[46] (?:panel|chart)"
        r"|\[[1-6] (?:CHART (?:\d+[mh]|1D))?|(?<=[─━] )[1-6] (?=[A-Z])",
    ),
    ("timeframes", r"\[?\b1m\]? \[?5m\]?(?: \[?(?:15m|30m|1h|4h|1D|D)\]?)*|\b(?:SPX|SPY|CHART) (?:\d+[mh]|1D)\b"),
    ("horizons", r"\b1 sd (?:15m|close)|\b1m (?=close|trade)"),
    (
        "units and definitions",
        r"\bE(?:5|10|15|30|60)\b|\b\dDTE\b|\b0dte\b|spxcc-gex/\d+|\b[12] sd\b|\bT[12]\b|VW[+−][12]|\bp(?:50|95)\b",
    ),
    ("names of levels", r"\b(?:CW|PW)[23]\b|\b[RS][123]\b|\bF\d\d\.\d\b"),
    ("how many more names a line of the chart has", r"(?<=\s)\+\d+(?= [─┈╌\-])"),
    ("what was cut off", r"[+−±]?[\d,.]+[a-zA-Z]?…|… \d+ more lines"),
    ("addresses", r"\b\d+\.\d+\.\d+\.\d+:\d+\b"),
    ("numbers of alerts", r"\[\d+\](?= )"),
    ("how many more entries a row has", r"\+\d+ more\b|\+\d+(?= [+−][\d.]+ )"),
    ("dollars of a point of an index option", r"(?<=\) )× 100\b"),
    ("digests", r"(?<= · )[0-9a-f]{12}\b"),
    ("the least size of a terminal", r"\(60×16 or more\)"),
)
"""What of it, and the pattern."""


def _levels(frame: Frame, part: str) -> Iterator[str]:
    yield from (level.label for level in frame.source.items(LEVELS_UPDATE).values())


def _scenarios(frame: Frame, part: str) -> Iterator[str]:
    gex = frame.source.get(gex_channel(frame.options.symbol))
    if part == "gex" and gex is not None:
        yield from (scenario(flow) for flow in gex.hedge_flows)


def _strikes(frame: Frame, part: str) -> Iterator[str]:
    gex = frame.source.get(gex_channel(frame.options.symbol))
    if part in ("gex", "chart") and gex is not None:
        yield from (text for row in gex.by_strike for text in (f"{row.strike:g}", words.strike(row.strike)))


def _typed(frame: Frame, part: str) -> Iterator[str]:
    """Words of alerts, lines of the card, labels and reasons."""
    if frame.alerts is not None:
        yield from (row.alert.words for row in frame.alerts.rows)
        yield from (one.words for one in frame.alerts.fired)
    day = frame.day
    if day is not None:
        yield from (one.label for one in day.trades)
        yield from (one.reason for one in day.risk.overrides)
        yield from (one.reason for one in day.amendments)
        yield from (one.planned for one in day.differences)
        yield from plan_line(day.stands).split(" · ") if day.stands is not None else ()


def _titles(frame: Frame, part: str) -> Iterator[str]:
    state = frame.source.get(REPLAY)
    if state is not None:
        yield state.title


TEXTS: Mapping[str, Callable[[Frame, str], Iterator[str]]] = {
    "names of levels": _levels,
    "scenarios of the hedge flows": _scenarios,
    "strikes that name a row or a bar": _strikes,
    "what the user typed": _typed,
    "titles of sessions": _titles,
}
"""What else is no measurement: texts that a frame gives a part, by what they are."""


def names_of(frame: Frame, part: str) -> set[str]:
    """All of these."""
    return {text for rule in TEXTS.values() for text in rule(frame, part) if text}


@functools.cache
def numerals(text: str) -> frozenset[str]:
    """As written, without spaces inside."""
    return frozenset(each[0].replace(" ", "").replace("$", "") for each in NUMERAL.finditer(measured(text)))


def measured(text: str) -> str:
    """The text with all that is no measurement left out."""
    for _, pattern in NAMES:
        text = re.sub(pattern, " ", text)
    return text


STRIPS: Mapping[str, str] = {
    "GexPanel": "gex", "ChartPanel": "chart", "SetupsPanel": "setups", "LevelsPanel": "levels", "FlowPanel": "flow",
    "CoachPanel": "coach", "Header": "header", "NowLine": "now_line", "StatusLine": "status_line", "Brief": "brief",
    "Tabs": "tabs", "Smallest": "smallest", "AlertStrip": "alerts", "ReplayBar": "replay_bar", "WatchStrip": "watch",
}  # fmt: skip
"""Every widget that draws lines, and the part whose numbers it shows."""
SCREENS: Mapping[str, str] = {
    "Desk": "", "ChartsScreen": "", "AlertsScreen": "alert_manager", "PlanScreen": "plan_card",
    "RiskScreen": "risk_card", "StreamLogScreen": "stream_log",
}  # fmt: skip
"""Every screen that shows numbers, and their part; "" = it consists of such widgets."""
SILENT: Mapping[str, str] = {
    "WhyScreen": "the answers themselves",
    "HelpScreen": "names of keys and values that a choice may have",
    "SettingsScreen": "settings, as the user wrote them",
    "FindScreen": "examples of what may be typed",
    "LineScreen": "examples of what may be typed",
    "DoctorScreen": "a report of the program about itself, each line with what it was found by",
    "SessionsScreen": "what files of earlier days hold, as each file says of itself",
    "LogScreen": "lines of a log, as they were written",
    "AskScreen": "an answer of the coach, whose every numeral names its channel in the text itself",
}
"""Every screen that shows no measurement of its own, and what its numerals are."""
