"""The board: a container that seats its children by the desk's plan."""

from collections.abc import Callable, Iterable

from textual.geometry import NULL_OFFSET, Region, Size, Spacing
from textual.layout import ArrangeResult, Layout, WidgetPlacement
from textual.widget import Widget

from spxcc.ui.direct import Piece, write
from spxcc.ui.panels.base import Panel
from spxcc.ui.safe import SafeStrip, forget
from spxcc.ui.screens.layout import Box, Plan, plan
from spxcc.ui.state import ViewState

NO_MARGIN = Spacing()


Planner = Callable[[int, int, ViewState], Plan]


class DeskLayout(Layout):
    """Arranges by `planner(width, height, state)`; what has no box is not shown."""

    name = "desk"

    def __init__(self, planner: Planner = plan) -> None:
        self.planner = planner
        self.state = ViewState()
        self.plan = Plan("smallest", {})

    def arrange(self, parent: Widget, children: list[Widget], size: Size, greedy: bool = True) -> ArrangeResult:
        """Placements of the children whose id is a part of the plan."""
        self.plan = self.planner(size.width, size.height, self.state)
        placements = []
        for child in children:
            name = (child.id or "").replace("-", "_")
            box = self.plan.boxes.get(name)
            if box is None or box.width <= 0 or box.height <= 0:
                continue
            if isinstance(child, Panel):
                child.border = name in self.plan.borders
            placements.append(WidgetPlacement(Region(*box), NULL_OFFSET, NO_MARGIN, child))
        return placements


def _piece(child: SafeStrip, region: Region, box: Box) -> Piece:
    strip = child.render_lines(child.size.region)[region.y]
    return box.x + region.x, box.y + region.y, strip.crop(region.x, region.right)


class Board(Widget):
    """Fills the screen."""

    BLANK = True
    DEFAULT_CSS = "Board { width: 100%; height: 100%; }"

    def __init__(self, *children: Widget, planner: Planner = plan) -> None:
        super().__init__(*children, id="board")
        self.seats = DeskLayout(planner)

    @property
    def layout(self) -> Layout:
        """The desk's own."""
        return self.seats

    def repaint(self, drawn: Iterable[SafeStrip]) -> None:
        """Show what changed in all of them at once: rows without a detour, whole widgets by Textual."""
        boxes = self.seats.plan.boxes
        changed = [(child, region) for child in drawn if child.part in boxes for region in child.regions]
        if not changed:
            return
        rows_only = all(region.height == 1 for _, region in changed)
        if rows_only and write(self.screen, [_piece(child, region, boxes[child.part]) for child, region in changed]):
            return
        self.refresh(*(region.translate(boxes[child.part][:2]) for child, region in changed))
        forget(self)

    def rearrange(self) -> None:
        """Arrange again because the plan changed. A child asks: its request also drops the cached arrangement."""
        for child in self.children[:1]:
            child.refresh(repaint=False, layout=True)
