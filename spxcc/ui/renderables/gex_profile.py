"""Gamma exposure as bars: positive `█` right of the spine, negative `▒` left of it, so the side says the sign."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from spxcc.ui.renderables.cells import Line, fit
from spxcc.ui.renderables.scale import PriceScale

POSITIVE, NEGATIVE = "█", "▒"
PARTIAL = " ▏▎▍▌▋▊▉"


@dataclass(frozen=True, slots=True)
class Bar:
    """Net exposure of one row; `label` names the strike it stands for, `tag` what it is (`CW`, `PW`, `ZG`)."""

    net: float
    label: str
    tag: str = ""
    spot: bool = False


def locked_bars(
    strikes: Sequence[tuple[float, float]], scale: PriceScale, tags: Mapping[float, str], spot: float | None
) -> list[Bar]:
    """One bar a row of `scale`: the exposures (strike, net) that fall into it, summed. No strike gives net 0."""
    sums: dict[int, float] = {}
    names: dict[int, float] = {}
    for strike, net in strikes:
        row = scale.row(strike)
        if row is None or not scale.low <= strike <= scale.high:
            continue
        sums[row] = sums.get(row, 0.0) + net
        if row not in names or _roundness(strike) > _roundness(names[row]):
            names[row] = strike
    tag_rows: dict[int, str] = {}
    for price, tag in tags.items():
        row = scale.row(price)
        if row is not None:
            tag_rows[row] = f"{tag_rows[row]}+{tag}" if row in tag_rows else tag
    spot_row = None if spot is None else scale.row(spot)
    return [
        Bar(sums.get(row, 0.0), f"{names[row]:g}" if row in names else "", tag_rows.get(row, ""), row == spot_row)
        for row in range(scale.rows)
    ]


def ladder_bars(strikes: Sequence[tuple[float, float]], rows: int, tags: Mapping[float, str], spot: float) -> list[Bar]:
    """One bar a strike, highest first, the strike nearest to `spot` in the middle row."""
    ordered = sorted(strikes, reverse=True)
    if not ordered or rows <= 0:
        return []
    centre = min(range(len(ordered)), key=lambda at: abs(ordered[at][0] - spot))
    first = centre - rows // 2
    names = tag_rows([strike for strike, _ in ordered], tags)
    bars: list[Bar] = []
    for at in range(first, first + rows):
        if not 0 <= at < len(ordered):
            bars.append(Bar(0.0, ""))
            continue
        strike, net = ordered[at]
        bars.append(Bar(net, f"{strike:g}", names.get(at, ""), at == centre))
    return bars


def tag_rows(strikes: Sequence[float], tags: Mapping[float, str]) -> dict[int, str]:
    """Tags by the index of the strike that their price is nearest to."""
    found: dict[int, str] = {}
    for price, tag in tags.items():
        at = min(range(len(strikes)), key=lambda index: abs(strikes[index] - price))
        found[at] = f"{found[at]}+{tag}" if at in found else tag
    return found


def _roundness(strike: float) -> int:
    return sum(strike % step == 0 for step in (5, 10, 25, 50, 100))


def draw_bar(bar: Bar, width: int, peak: float, plain: bool = False) -> Line:
    """`label tag   ▒▒▒│███`: `width` cells; `peak` is the |net| that fills a side; the label stands left."""
    label_width = 9 if width >= 24 else 5 if width >= 14 else 0
    room = max(width - label_width - 1, 2)
    left, right = room // 2, room - room // 2
    size = abs(bar.net) / peak if peak > 0 else 0.0
    cells = min(size, 1.0) * (right if bar.net >= 0 else left)
    whole = max(int(cells), 1) if bar.net else 0
    part = "" if plain or bar.net <= 0 or whole >= right else PARTIAL[int((cells - int(cells)) * 8)].strip()
    if bar.net and cells < 1:
        part = ""
    positive = ("#" if plain else POSITIVE) * whole + part if bar.net > 0 else ""
    negative = ("=" if plain else NEGATIVE) * whole if bar.net < 0 else ""
    label_role = "bright" if bar.spot else "wall" if bar.tag else "dim"
    label = f"{bar.label} {bar.tag}".rstrip() if bar.tag else bar.label
    spine = "┼" if bar.spot else "│"
    return (
        *((*fit(((label, label_role),), label_width - 1), (" ", "text")) if label_width else ()),
        (" " * (left - len(negative)), "text"),
        (negative, "gex_neg"),
        ("|" if plain else spine, "bright" if bar.spot else "rule"),
        (positive, "gex_pos"),
        (" " * (right - len(positive)), "text"),
    )


def peak_of(bars: Sequence[Bar]) -> float:
    """The largest |net|."""
    return max((abs(bar.net) for bar in bars), default=0.0)
