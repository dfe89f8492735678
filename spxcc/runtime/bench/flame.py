"""Sampled stacks as a flame graph: SVG, the outermost call at the bottom, as wide as its share of the samples."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import escape

from spxcc.runtime.bench.stacks import Stack

WIDTH, ROW, LEAST, LETTER, MARGIN = 1_200.0, 17, 0.8, 6.6, 24
COLOURS = ("#f2c879", "#eeb462", "#f4d59a", "#e9a44f")
OURS = ("#7fb8d8", "#6aa9cf", "#93c6e0", "#5c9cc4")


@dataclass(slots=True)
class Node:
    """A call under the calls above it. count: samples in it and in what it called."""

    count: int = 0
    calls: dict[str, "Node"] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Box:
    """A call as it is drawn: its depth, left edge and width in pixels, and samples."""

    name: str
    depth: int
    left: float
    width: float
    count: int


def tree_of(stacks: Mapping[Stack, int]) -> Node:
    """All stacks with their beginnings shared."""
    root = Node()
    for stack, count in stacks.items():
        root.count += count
        at = root
        for name in stack:
            at = at.calls.setdefault(name, Node())
            at.count += count
    return root


def boxes_of(root: Node, width: float = WIDTH) -> Iterator[Box]:
    """Calls from the bottom up and from left to right by name; those under `LEAST` pixels are left out."""
    scale = width / max(root.count, 1)
    waiting = [(name, node, 0, left) for name, node, left in _placed(root, 0.0, scale)]
    while waiting:
        name, node, depth, left = waiting.pop()
        if node.count * scale < LEAST:
            continue
        yield Box(name, depth, left, node.count * scale, node.count)
        waiting += [(each, under, depth + 1, at) for each, under, at in _placed(node, left, scale)]


def _placed(node: Node, left: float, scale: float) -> Iterator[tuple[str, Node, float]]:
    for name, under in sorted(node.calls.items()):
        yield name, under, left
        left += under.count * scale


def flame_svg(title: str, stacks: Mapping[Stack, int]) -> str:
    """The picture; a box tells its name and share when pointed at."""
    root = tree_of(stacks)
    boxes = list(boxes_of(root))
    height = MARGIN + ROW * (1 + max((one.depth for one in boxes), default=0)) + 4
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:.0f} {height}" font-family="monospace" '
        f'font-size="11"><rect width="{WIDTH:.0f}" height="{height}" fill="#fbfbf8"/>'
        f'<text x="6" y="15">{escape(title)}: {root.count:,} samples of processor time; ours blue</text>'
    )
    return head + "".join(_drawn(one, height, root.count) for one in boxes) + "</svg>\n"


def _drawn(one: Box, height: int, total: int) -> str:
    top = height - ROW * (one.depth + 1) - 2
    colours = OURS if one.name.startswith("spxcc/") else COLOURS
    colour = colours[sum(one.name.encode()) % len(colours)]
    room = int(one.width / LETTER)
    name = one.name.rpartition(":")[2]
    text = escape(name if len(name) <= room else name[: max(room - 1, 0)] + "…") if room >= 3 else ""
    return (
        f"<g><title>{escape(one.name)} {one.count / total:.1%} ({one.count:,})</title>"
        f'<rect x="{one.left:.1f}" y="{top}" width="{one.width:.1f}" height="{ROW - 1}" fill="{colour}"/>'
        f'<text x="{one.left + 3:.1f}" y="{top + 12}">{text}</text></g>'
    )
