"""The flow panel over the whole screen: the tape in full beside what it adds up to."""

from functools import partial

from spxcc.ui.panels.flow.stats import (
    FlowStats,
    aggressor_lines,
    count_lines,
    largest_lines,
    minute_lines,
    strike_lines,
)
from spxcc.ui.panels.flow.view_model import FlowView, TapeRow
from spxcc.ui.renderables.cells import Line, block, wrap
from spxcc.ui.renderables.sections import Part, beside, stack

BESIDE_FROM = 96
RIGHT = 50
SHARE = 3
"""Without room beside it what the tape adds up to takes one row in so many."""
LEAST_ROWS = 12
MOST_STRIKES = 24
NUMBERS_FROM, HOW_FROM = 62, 58
"""Columns of the tape from which size and price, and what the engine says of a print, have room."""


def parts_of(stats: FlowStats, plain: bool) -> list[Part]:
    """What the tape adds up to."""
    return [
        Part("aggressor  █ nearer ask  ▒ nearer bid  · none", lambda width, room: aggressor_lines(stats, width, plain)),
        Part("premium by minute", lambda width, room: minute_lines(stats, width, plain)),
        Part(
            "premium by strike  █ bought  ▒ sold  · unknown",
            lambda width, room: strike_lines(stats, width, min(room, MOST_STRIKES), plain),
        ),
        Part("largest of the day", lambda width, room: largest_lines(stats, width)),
        Part("counted", lambda width, room: count_lines(stats, width)),
    ]


def draw_full(view: FlowView, stats: FlowStats, first: int, width: int, height: int, plain: bool) -> list[Line]:
    """`height` lines of `width` cells; the tape begins with row `first`."""
    draw_tape = partial(tape_block, view, first)
    if view.volumes:
        return draw_tape(width, height)
    parts = parts_of(stats, plain)
    if width >= BESIDE_FROM:
        right = stack(parts, 0, RIGHT, height, plain)
        left = width - RIGHT - 1
        return beside(draw_tape(left, height), right, left, width)
    if height < LEAST_ROWS:
        return draw_tape(width, height)
    above = height // SHARE
    return [*stack(parts, 0, width, above, plain), *draw_tape(width, height - above)]


def tape_block(view: FlowView, first: int, width: int, height: int) -> list[Line]:
    """Heading and rows, or minute volume, which says that it knows no side."""
    if view.reason is not None:
        return block([((f" {part}", "text"),) for part in wrap(view.reason, max(width - 2, 1))], width, height)
    if view.volumes:
        rows: list[Line] = [((f" {'contract':<15}{'last min':>9}{'day':>9}  at", "dim"),)]
        rows += [((f" {name:<15}{last:>9}{day:>9}  {at}", "text"),) for name, last, day, at in view.volumes[first:]]
        note: Line = ((" volume a minute from bars: no prints, so no side, no sweep, no block, no premium", "warn"),)
        return block([note, *rows], width, height)
    first = min(first, max(len(view.tape) - 1, 0))
    shown = [full_line(row, width) for row in view.tape[first : first + max(height - 1, 0)]]
    return block([head_line(width), *shown], width, height)


def head_line(width: int) -> Line:
    """Names of the columns."""
    more = f"{'size':>7}{'price':>8}" if width >= NUMBERS_FROM else ""
    how = "how" if width >= HOW_FROM else ""
    return ((f" {'time':<9}{'kind':<5}{'contract':<9}{'expiry':<6}{more}{'premium':>8}  {'side':<7}{how}", "dim"),)


def full_line(row: TapeRow, width: int) -> Line:
    """`►14:32:05 SWP C 6,900  11-19    420    4.10    172K ↑ bought 4 prints in 12 ms`."""
    more: Line = ((f"{row.size:>7}", "text"), (f"{row.price:>8}", "dim")) if width >= NUMBERS_FROM else ()
    return (
        (f"{'►' if row.selected else ' '}{row.time} ", "bright" if row.selected else "dim"),
        (f"{row.kind:<5}", "warn" if row.kind == "SWP" else "text"),
        (f"{row.contract:<9}", "text"),
        (f"{row.expiry:<6}", "dim"),
        *more,
        (f"{row.premium:>8}", "bright"),
        (f" {row.arrow} {row.side:<7}", row.role),
        (row.how if width >= HOW_FROM else "", "dim"),
    )
