"""Which numbers each part of the screen shows."""

from collections.abc import Callable, Iterator, Mapping

from spxcc.engines.coach.result import COACH_MESSAGE
from spxcc.engines.flow.result import FLOW_ALERT
from spxcc.engines.gex.result import gex_channel
from spxcc.engines.levels.result import LEVELS_UPDATE
from spxcc.engines.price.result import price_channel
from spxcc.engines.replay.result import REPLAY
from spxcc.engines.setups.result import SETUPS_UPDATE
from spxcc.ui.frame import Frame
from spxcc.ui.panels.levels.view_model import build as nearest_levels
from spxcc.ui.screens.numbers.alerts import alert_numbers
from spxcc.ui.screens.numbers.chart import chart_numbers
from spxcc.ui.screens.numbers.day import plan_numbers, risk_numbers
from spxcc.ui.screens.numbers.flow import flow_numbers
from spxcc.ui.screens.numbers.gex import gex_numbers
from spxcc.ui.screens.numbers.latency import latency_numbers
from spxcc.ui.screens.numbers.lines import (
    brief_numbers,
    header_numbers,
    now_numbers,
    smallest_numbers,
    status_numbers,
    tab_numbers,
    watch_numbers,
)
from spxcc.ui.screens.numbers.lists import coach_numbers, level_numbers
from spxcc.ui.screens.numbers.number import Number
from spxcc.ui.screens.numbers.replay import replay_numbers
from spxcc.ui.screens.numbers.size import card_numbers
from spxcc.ui.state import PanelName

PARTS: Mapping[str, Callable[[Frame], Iterator[Number]]] = {
    "gex": gex_numbers,
    "chart": chart_numbers,
    "setups": card_numbers,
    "levels": level_numbers,
    "flow": flow_numbers,
    "coach": coach_numbers,
    "header": header_numbers,
    "now_line": now_numbers,
    "status_line": status_numbers,
    "brief": brief_numbers,
    "tabs": tab_numbers,
    "alerts": alert_numbers,
    "replay_bar": replay_numbers,
    "smallest": smallest_numbers,
    "watch": watch_numbers,
    "alert_manager": alert_numbers,
    "plan_card": plan_numbers,
    "risk_card": risk_numbers,
    "stream_log": latency_numbers,
}
LINES = ("header", "now_line", "status_line", "alerts", "tabs", "brief")
"""What stands around the panels, at one size or another."""
MADE_HERE = frozenset({"tabs", "alerts", "replay_bar", "alert_manager", "plan_card", "risk_card", "stream_log"})
"""Parts whose numbers are all of this screen or of this user, so that they say something without the market."""
SAID_BY: Mapping[str, str] = {
    "alert_manager": "alerts", "plan_card": "plan", "risk_card": "plan", "replay_bar": REPLAY.name,
    "stream_log": "connection",
}  # fmt: skip


def channel_of(frame: Frame, panel: str) -> str:
    """The channel that a panel, or what opens over it, mainly shows."""
    names: dict[str, str] = {
        **SAID_BY,
        "gex": gex_channel(frame.options.symbol).name,
        "chart": price_channel(frame.options.symbol).name,
        "setups": SETUPS_UPDATE.name,
        "levels": LEVELS_UPDATE.name,
        "flow": FLOW_ALERT.name,
        "coach": COACH_MESSAGE.name,
    }
    return names[panel]


def numbers_of(frame: Frame, part: str) -> tuple[Number, ...]:
    """Of what a part of the screen shows now, each path once; empty where it shows no value of the server."""
    found = list(PARTS[part](frame))
    if part not in MADE_HERE and all(one.own is not None for one in found):
        return ()
    return tuple({one.path: one for one in reversed(found)}.values())[::-1]


def numbers_from(frame: Frame, panel: PanelName) -> tuple[Number, ...]:
    """Of the panel from the selected row on, the rest of it, then of the lines around it; of an empty panel none."""
    own = list(numbers_of(frame, panel))
    if not own:
        return ()
    at = first_of(frame, panel, own)
    known = {one.path for one in own}
    lines = (*LINES, "replay_bar") if frame.state.replay else LINES
    around = [one for line in lines for one in numbers_of(frame, line) if one.path not in known]
    return (*own[at:], *own[:at], *{one.path: one for one in around}.values())


def first_of(frame: Frame, panel: PanelName, numbers: list[Number]) -> int:
    """Where the numbers of the selected row begin: the setup that is selected, else the first row in view."""
    wanted = _selected(frame, panel)
    return next((at for at, one in enumerate(numbers) if wanted and wanted in one.path), 0)


def _selected(frame: Frame, panel: PanelName) -> str | None:
    row, source = frame.state.row(panel), frame.source
    if panel == "setups" and frame.state.setup_id is not None:
        return f"{SETUPS_UPDATE.name}.{frame.state.setup_id}."
    if panel == "levels":
        rows = nearest_levels(frame, row + 1).rows
        return f"{LEVELS_UPDATE.name}.{rows[row].id}." if row < len(rows) else None
    if panel == "flow":
        alerts = source.events(FLOW_ALERT)
        return f"{FLOW_ALERT.name}.{alerts[-1 - row].id}." if row < len(alerts) else None
    if panel == "coach":
        messages = source.events(COACH_MESSAGE)
        return f"{COACH_MESSAGE.name}.{messages[-1 - row].id}." if row < len(messages) else None
    return None
