"""The GEX panel over the whole screen: a ladder of up to 60 strikes beside sections that scroll one by one."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from spxcc.ui.panels.gex.grid import STRIP, change_lines, grid_lines, marks_of, strip_head
from spxcc.ui.panels.gex.summary import quality_lines, total_lines
from spxcc.ui.panels.gex.tables import expiry_lines, flow_lines, scope_lines, view_lines
from spxcc.ui.panels.gex.view_model import GexView
from spxcc.ui.renderables.cells import Line, block
from spxcc.ui.renderables.gex_split import Split, draw_split, peak_of, split_head, split_ladder
from spxcc.ui.renderables.heat import draw_heat
from spxcc.ui.renderables.sections import Part, beside, stack

STRIKES = 60
FOLD_WIDTH, FOLD_HEIGHT = 150, 40
"""From this size the ladder is folded in two columns, with totals and expiries below it."""
FOLDED, SINGLE, BARE = 100, 47, 28
"""Columns of the ladder: folded, with numbers, bars alone."""
NUMBERS_FROM = 100
HEAT_ROWS, LEAST_HEAT_ROWS = 15, 7
TOTALS = 46
NO_HEAT = "no map was computed"
Maker = Callable[[GexView, int, int, bool], list[Line]]


@dataclass(frozen=True, slots=True)
class Section:
    """A titled part of the full view; what stands below the title is made for a width and the rows that are left."""

    title: str
    lines: Maker


def _heat(view: GexView, width: int, room: int, plain: bool) -> list[Line]:
    heat = None if view.gex is None else view.gex.heat
    if heat is None:
        return [((f" – {NO_HEAT}", "text"),)]
    rows = min(room, HEAT_ROWS)
    return [] if rows < LEAST_HEAT_ROWS else draw_heat(heat.levels, heat.times, heat.net, view.spot, width, rows, plain)


def _grid(view: GexView, width: int, room: int, plain: bool) -> list[Line]:
    return [] if view.gex is None else grid_lines(view.gex, view.tags, view.spot, width, room)


def _change(view: GexView, width: int, room: int, plain: bool) -> list[Line]:
    return [] if view.gex is None else change_lines(view.gex, width, plain)


def _flows(view: GexView, width: int, room: int, plain: bool) -> list[Line]:
    return flow_lines(() if view.gex is None else view.gex.hedge_flows, width)


def _scopes(view: GexView, width: int, room: int, plain: bool) -> list[Line]:
    return scope_lines({} if view.gex is None else view.gex.scopes)


def _views(view: GexView, width: int, room: int, plain: bool) -> list[Line]:
    return [] if view.gex is None else view_lines(view.gex, width)


def _expiries(view: GexView, width: int, room: int, plain: bool) -> list[Line]:
    return [] if view.gex is None else expiry_lines(view.gex.by_expiry, width)


def _totals(view: GexView, width: int, room: int, plain: bool) -> list[Line]:
    return total_lines(view, width)


def _quality(view: GexView, width: int, room: int, plain: bool) -> list[Line]:
    return quality_lines(view, width)


TOTAL = Section("totals", _totals)
EXPIRIES = Section("by expiry", _expiries)
BESIDE = (
    Section("price × time  █ + damps  ▒ − amplifies  ╌ zero", _heat),
    Section("change", _change),
    Section("strike × expiry", _grid),
    Section("hedge flow  + dealers buy  − sell", _flows),
    Section("scopes", _scopes),
    Section("views", _views),
    Section("quality", _quality),
)
SECTIONS = (TOTAL, *BESIDE[:-1], EXPIRIES, BESIDE[-1])
"""All of them, in the order in which they stand where there is one column of them."""


def draw_full(view: GexView, first: int, width: int, height: int, plain: bool) -> list[Line]:
    """`height` lines of `width` cells; `first`: the section that the scrolling column begins with."""
    if width >= FOLD_WIDTH and height >= FOLD_HEIGHT:
        return _folded(view, first, width, height, plain)
    columns = SINGLE if width >= NUMBERS_FROM else BARE
    left = _ladder(view, columns, height, height - 1, plain)
    right = stack(parts_of(view, SECTIONS, plain), first, width - columns - 1, height, plain)
    return beside(left, right, columns, width)


def parts_of(view: GexView, sections: tuple[Section, ...], plain: bool) -> list[Part]:
    """The sections over one view."""

    def made(lines: Maker, width: int, room: int) -> list[Line]:
        return lines(view, width, room, plain)

    return [Part(one.title, partial(made, one.lines)) for one in sections]


def _folded(view: GexView, first: int, width: int, height: int, plain: bool) -> list[Line]:
    half, rows = FOLDED // 2, STRIKES // 2
    ladder = _ladder(view, half, rows + 1, STRIKES, plain, folds=2)
    below = height - rows - 1
    totals = stack(parts_of(view, (TOTAL,), plain), 0, TOTALS, below, plain)
    expiries = stack(parts_of(view, (EXPIRIES,), plain), 0, FOLDED - TOTALS - 1, below, plain)
    left = [*ladder, *beside(totals, expiries, TOTALS, FOLDED)]
    right = stack(parts_of(view, BESIDE, plain), first, width - FOLDED - 1, height, plain)
    return beside(left, right, FOLDED, width)


def _ladder(view: GexView, width: int, height: int, count: int, plain: bool, folds: int = 1) -> list[Line]:
    """`folds` columns of `width` cells, the higher strikes in the first; each has its own heading."""
    if view.spot is None or view.gex is None:
        return block([], folds * width, height)
    strikes = [(row.strike, row.call, row.put) for row in view.gex.by_strike]
    rows = split_ladder(strikes, min(count, STRIKES), view.tags, view.spot)
    peak, each = peak_of(rows), -(-min(count, STRIKES) // folds)
    marks, room = marks_of(view.gex, [one.strike for one in rows], plain), width - STRIP
    head = (*split_head(room), (strip_head(view.gex.change), "dim"))

    def column(part: list[Split]) -> list[Line]:
        return block(
            [head, *((*draw_split(one, room, peak, plain), *marks[one.strike]) for one in part)], width, height
        )

    columns = [column(rows[at * each : (at + 1) * each]) for at in range(folds)]
    return [sum(lines, ()) for lines in zip(*columns, strict=True)]
