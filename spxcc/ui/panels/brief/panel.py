"""Widgets of the small layouts."""

from collections.abc import Mapping

from rich.style import Style

from spxcc.engines.coach.result import COACH_MESSAGE
from spxcc.engines.flow.result import FLOW_ALERT, FLOW_SUMMARY
from spxcc.engines.levels.result import LEVELS_UPDATE
from spxcc.engines.price.result import price_channel
from spxcc.engines.session.result import STATUS
from spxcc.engines.setups.result import SETUPS_UPDATE
from spxcc.ui.frame import Frame
from spxcc.ui.panels.brief.view_model import message, nearest, setup_and_print, smallest, tabs
from spxcc.ui.panels.header.panel import compose
from spxcc.ui.panels.header.view_model import build as header
from spxcc.ui.renderables.cells import Line
from spxcc.ui.safe import CONNECTION, SafeStrip


class Brief(SafeStrip):
    """Nearest levels; setup or print; message."""

    def __init__(self, inks: Mapping[str, Style], symbol: str) -> None:
        names = {one.name for one in (LEVELS_UPDATE, SETUPS_UPDATE, FLOW_ALERT, COACH_MESSAGE)}
        super().__init__("brief", inks, frozenset({*names, price_channel(symbol).name, CONNECTION}))

    def paint(self, frame: Frame, width: int, height: int) -> list[Line]:
        """Three lines."""
        return [nearest(frame), setup_and_print(frame), message(frame)]


class Tabs(SafeStrip):
    """Which panel the one big place shows, and what of the others needs an eye."""

    def __init__(self, inks: Mapping[str, Style]) -> None:
        names = {one.name for one in (SETUPS_UPDATE, FLOW_SUMMARY, COACH_MESSAGE)}
        super().__init__("tabs", inks, frozenset(names))

    def paint(self, frame: Frame, width: int, height: int) -> list[Line]:
        """One line."""
        return [tabs(frame, width)]


class Smallest(SafeStrip):
    """The whole screen below 60×16."""

    def __init__(self, inks: Mapping[str, Style], symbol: str) -> None:
        names = {LEVELS_UPDATE.name, SETUPS_UPDATE.name, STATUS.name, price_channel(symbol).name, CONNECTION}
        super().__init__("smallest", inks, frozenset(names))

    def paint(self, frame: Frame, width: int, height: int) -> list[Line]:
        """Price, NOW line, levels, advice to enlarge."""
        segments, mode = header(frame)
        return smallest(frame, compose(segments, mode, width), height)
