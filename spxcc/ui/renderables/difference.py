"""Which cells of a row differ from those before: as spans, so that a repaint sends little more than these."""

from collections.abc import Sequence

from spxcc.ui.renderables.cells import Run

Span = tuple[int, int]
NEAR = 24
"""Spans closer than this are sent as one: a span of its own costs as much as the cells between."""


def changed_spans(before: Sequence[Run], after: Sequence[Run], width: int) -> list[Span]:
    """[first, last) columns that differ, ascending; the whole row where widths are not one cell a character."""
    if sum([len(text) for text, _ in before]) != width or sum([len(text) for text, _ in after]) != width:
        return [(0, width)]
    x, head, tail = _shared(before, after)
    before, after = before[head : len(before) - tail], after[head : len(after) - tail]
    before, after = [run for run in before if run[0]], [run for run in after if run[0]]
    end = x + sum([len(text) for text, _ in after])
    spans: list[Span] = []
    old_at = new_at = old_cell = new_cell = 0
    while x < end:
        old, new = before[old_at], after[new_at]
        size = min(len(old[0]) - old_cell, len(new[0]) - new_cell)
        one, other = old[0][old_cell : old_cell + size], new[0][new_cell : new_cell + size]
        if old[1] != new[1]:
            _add(spans, x, x + size)
        elif one != other:
            first, last = _trimmed(one, other)
            _add(spans, x + first, x + last)
        x, old_cell, new_cell = x + size, old_cell + size, new_cell + size
        if old_cell == len(old[0]):
            old_at, old_cell = old_at + 1, 0
        if new_cell == len(new[0]):
            new_at, new_cell = new_at + 1, 0
    return spans


def _shared(before: Sequence[Run], after: Sequence[Run]) -> tuple[int, int, int]:
    """Columns and number of the runs that both begin with, and the number of those that both end with after these."""
    least = min(len(before), len(after))
    x = head = tail = 0
    while head < least and before[head] == after[head]:
        x += len(after[head][0])
        head += 1
    while tail < least - head and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    return x, head, tail


def _trimmed(one: str, other: str) -> Span:
    """First and one past the last position where two different texts of one length differ."""
    first, last = 0, len(one)
    while one[first] == other[first]:
        first += 1
    while one[last - 1] == other[last - 1]:
        last -= 1
    return first, last


def _add(spans: list[Span], first: int, last: int) -> None:
    """Append, or widen the last one that is near; nothing where nothing is."""
    if first == last:
        return
    if spans and first - spans[-1][1] < NEAR:
        spans[-1] = (spans[-1][0], last)
    else:
        spans.append((first, last))
