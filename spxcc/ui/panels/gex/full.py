"""The GEX panel over the whole screen: a ladder of up to 60 strikes beside sections that scroll one by one."""

from collections.abc import Callable
from dataclasses import dataclass

from spxcc.ui.panels.gex.summary import quality_lines, total_lines
from spxcc.ui.panels.gex.tables import expiry_lines, flow_lines, scope_lines, view_lines
from spxcc.ui.panels.gex.view_model import GexView
from spxcc.ui.renderables.cells import Line, block, fit, width_of
from spxcc.ui.renderables.gex_split import Split, draw_split, peak_of, split_head, split_ladder
from spxcc.ui.renderables.heat import draw_heat

STRIKES = 60
FOLD_WIDTH, FOLD_HEIGHT = 150, 40
"""From this size the ladder is folded in two columns, with totals and expiries below it."""
FOLDED, SINGLE, BARE = 100, 47, 28
"""Columns of the ladder: folded, with numbers, bars alone."""
NUMBERS_FROM = 100
HEAT_ROWS, LEAST_HEAT_ROWS = 15, 7
LEAST_PART = 3
"""Rows below its title from which a section that does not fit is begun."""
TOTALS = 46
NO_HEAT = "no map was computed"
PLAIN_SHAPES = str.maketrans("█▒╌", "#=0")
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
    right = stack(view, SECTIONS, first, width - columns - 1, height, plain)
    return beside(left, right, columns, width)


def _folded(view: GexView, first: int, width: int, height: int, plain: bool) -> list[Line]:
    half, rows = FOLDED // 2, STRIKES // 2
    ladder = _ladder(view, half, rows + 1, STRIKES, plain, folds=2)
    below = height - rows - 1
    totals = stack(view, (TOTAL,), 0, TOTALS, below, plain)
    expiries = stack(view, (EXPIRIES,), 0, FOLDED - TOTALS - 1, below, plain)
    left = [*ladder, *beside(totals, expiries, TOTALS, FOLDED)]
    right = stack(view, BESIDE, first, width - FOLDED - 1, height, plain)
    return beside(left, right, FOLDED, width)


def _ladder(view: GexView, width: int, height: int, count: int, plain: bool, folds: int = 1) -> list[Line]:
    """`folds` columns of `width` cells, the higher strikes in the first; each has its own heading."""
    if view.spot is None or view.gex is None:
        return block([], folds * width, height)
    strikes = [(row.strike, row.call, row.put) for row in view.gex.by_strike]
    rows = split_ladder(strikes, min(count, STRIKES), view.tags, view.spot)
    peak, each = peak_of(rows), -(-min(count, STRIKES) // folds)

    def column(part: list[Split]) -> list[Line]:
        lines = [split_head(width - 1), *(draw_split(one, width - 1, peak, plain) for one in part)]
        return block(lines, width, height)

    columns = [column(rows[at * each : (at + 1) * each]) for at in range(folds)]
    return [sum(lines, ()) for lines in zip(*columns, strict=True)]


def stack(view: GexView, sections: tuple[Section, ...], first: int, width: int, height: int, plain: bool) -> list[Line]:
    """Sections from `first` on below each other; where they do not all fit the last line names the ones to come."""
    first = min(max(first, 0), len(sections) - 1)
    lines: list[Line] = []
    for at in range(first, len(sections)):
        room = height - len(lines) - 1
        made = sections[at].lines(view, width, room - (at + 1 < len(sections)), plain)
        if len(made) > room or not made:
            kept = made[: room - 1] if room > LEAST_PART else []
            part = [_heading(sections[at], width, plain), *kept] if kept else []
            names = ", ".join(one.title.partition("  ")[0] for one in sections[at:])
            return [*block([*lines, *part], width, height - 1), *block([((f" j more: {names}", "dim"),)], width, 1)]
        lines += [_heading(sections[at], width, plain), *made]
    return block(lines, width, height)


def _heading(section: Section, width: int, plain: bool) -> Line:
    """`─ scopes ─────`."""
    name = section.title.translate(PLAIN_SHAPES) if plain else section.title
    start: Line = (("─ ", "rule"), (name, "title"), (" ", "rule"))
    return (*start, ("─" * max(width - width_of(start), 0), "rule"))


def beside(left: list[Line], right: list[Line], columns: int, width: int) -> list[Line]:
    """Two blocks with a rule between them."""
    edge = ("│", "rule")
    pairs = zip(left, right, strict=True)
    return [fit((*fit(one, columns), edge, *other), width) for one, other in pairs]
