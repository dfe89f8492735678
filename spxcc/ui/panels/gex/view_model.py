"""What the GEX panel shows: bars by strike, totals, and what they were made from."""

from collections.abc import Mapping
from dataclasses import dataclass

from spxcc.engines.gex.result import Coverage, GexResult, gex_channel
from spxcc.engines.price.result import price_channel
from spxcc.engines.setups.result import Setup
from spxcc.ui import format as words
from spxcc.ui.frame import Frame
from spxcc.ui.panels.gex.grid import change_line
from spxcc.ui.renderables.cells import Line, width_of, wrap
from spxcc.ui.selection import selected_setup
from spxcc.ui.why import chain_age_ms, plan_lacks, why_empty

RANGE = "…"
ONE_LINE = 46
"""Columns from which flip and band stand in one line."""
NO_BAND = "under half the draws have one"
SIGNS = "signs"
"""Of what the flip band is: how far the sign models differ. The flip of what dealers hold is often outside."""
LEAST_FILLED = 0.005


@dataclass(frozen=True, slots=True)
class GexView:
    """gex: what was heard last. strikes: (strike, net). tags: what stands at a price. totals: words under the bars.

    age_ms: of the option quotes. reason: why there are no exposures; the totals then say what is known all the same.
    """

    symbol: str
    gex: GexResult | None
    strikes: tuple[tuple[float, float], ...]
    tags: Mapping[float, str]
    spot: float | None
    age_ms: float | None
    totals: tuple[Line, ...]
    reason: str | None


def build(frame: Frame, width: int = 30) -> GexView:
    """From `gex:<SYM>`; the totals for `width` columns."""
    symbol = frame.options.symbol
    channel = gex_channel(symbol)
    gex = frame.source.get(channel)
    if gex is None:
        return GexView(symbol, None, (), {}, None, None, (), why_empty(frame, channel.name))
    price = frame.source.get(price_channel(symbol))
    spot = price.price if price is not None else gex.spot
    age_ms = chain_age_ms(frame)
    reason = None if gex.net_gex is not None else plan_lacks(frame, "chain") or gex.reason
    known = [cover_line(gex, age_ms)]
    return GexView(
        symbol=symbol,
        gex=gex,
        strikes=tuple((row.strike, row.net) for row in gex.by_strike),
        tags=tags_of(gex, selected_setup(frame)),
        spot=spot,
        age_ms=age_ms,
        totals=tuple(
            known if reason is not None else totals(gex, spot, age_ms, width, frame.options.glyphs == "ascii")
        ),
        reason=reason,
    )


def tags_of(gex: GexResult, setup: Setup | None = None) -> dict[float, str]:
    """Walls and flip by price; `◆` is where the selected setup is."""
    tags: dict[float, str] = {}
    for price, tag in ((gex.call_wall, "CW"), (gex.put_wall, "PW"), (gex.flip_point, "ZG")):
        if price is not None:
            tags[price] = f"{tags[price]}+{tag}" if price in tags else tag
    if setup is not None:
        tags[setup.level_price] = f"◆{tags.get(setup.level_price, '')}"
    return tags


def totals(gex: GexResult, spot: float | None, age_ms: float | None, width: int, plain: bool = False) -> list[Line]:
    """Net with its band, flip with its band or why there is none, walls, coverage and age, change; then the rest."""
    return [
        net_line(gex),
        *flip_lines(gex, spot, width),
        wall_line(gex, spot),
        cover_line(gex, age_ms),
        *([] if gex.change is None else [change_line(gex.change, plain)]),
        side_line(gex, width),
        *(((f"! {warning}", "warn"),) for warning in gex.warnings),
        ((assumption(gex.definition), "dim"),),
    ]


def side_line(gex: GexResult, width: int) -> Line:
    """`C +1.93B P −2.62B std sign`: calls and puts, and by which assumption of who holds them."""
    names = ("call ", " put ") if width >= ONE_LINE else ("C ", " P ")
    sign = "" if gex.quality is None else f" {gex.quality.sign_model} sign"
    return (
        (names[0], "dim"), (words.dollars(gex.call_gex, sign=True), side_role(gex.call_gex)),
        (names[1], "dim"), (words.dollars(gex.put_gex, sign=True), side_role(gex.put_gex)),
        (sign if width >= ONE_LINE else sign.replace("standard", "std"), "dim"),
    )  # fmt: skip


def side_role(value: float | None) -> str:
    """Colour of an exposure by its sign."""
    return "gex_neg" if value is not None and value < 0 else "gex_pos"


def net_line(gex: GexResult) -> Line:
    """`net −688M (−1.90B…+400M)`: the band is p10 to p90 of the sign ensemble."""
    band = ""
    if gex.band is not None:
        band = f" ({words.dollars(gex.band.p10, sign=True)}{RANGE}{words.dollars(gex.band.p90, sign=True)})"
    return (("net ", "dim"), (words.dollars(gex.net_gex, sign=True), side_role(gex.net_gex)), (band, "dim"))


def flip_lines(gex: GexResult, spot: float | None, width: int) -> list[Line]:
    """`flip 6,890.0 +4.1 P⁺ 0.31` and its band, or the reason why there is none, in as many lines as it takes."""
    damping: Line = () if gex.band is None else ((" P⁺ ", "dim"), (f"{gex.band.p_plus:.2f}", "text"))
    if gex.flip_point is None:
        reason = wrap(f"– {gex.flip_reason or 'no root found'}", max(width - len("flip "), 1))
        first: Line = (("flip ", "dim"), (reason[0], "text"))
        rest: list[Line] = [((f"  {part}", "text"),) for part in reason[1:]]
        return [first, *rest, *([(damping[0], damping[1])] if damping else [])]
    distance = "" if spot is None else f" {words.signed(gex.flip_point - spot, 1)}"
    line: Line = (("flip ", "dim"), (words.price(gex.flip_point, 1), "flip"), (distance, "text"), *damping)
    if gex.band is None:
        return [line]
    band = flip_band(gex)
    if gex.band.flip_p10 is None:
        return [line, (("flip band ", "dim"), (band, "text"))]
    if width >= ONE_LINE:
        whole: Line = (*line[:3], (f" ({SIGNS} {band})", "dim"), *damping)
        return [whole if width_of(whole) < width else (*line[:3], (f" ({band})", "dim"), *damping)]
    named: Line = ((f"flip band ({SIGNS}) ", "dim"), (band, "text"))
    return [line, named if width_of(named) < width else (("flip band ", "dim"), (band, "text"))]


def flip_band(gex: GexResult) -> str:
    """`6,884.0…6,893.0`, or why there is none."""
    band = gex.band
    if band is None or band.flip_p10 is None or band.flip_p90 is None:
        return f"{words.ABSENT} {NO_BAND}"
    return f"{words.price(band.flip_p10, 1)}{RANGE}{words.price(band.flip_p90, 1)}"


def wall_line(gex: GexResult, spot: float | None) -> Line:
    """`CW 6,905 +19  PW 6,870 −16`; without any wall the reason."""
    if gex.call_wall is None and gex.put_wall is None:
        return (("walls – ", "dim"), (gex.wall_reason or "no strike stands out", "text"))
    parts: list[tuple[str, str]] = []
    for name, wall in (("CW", gex.call_wall), ("PW", gex.put_wall)):
        if wall is None:
            parts.append((f"{name} – ", "dim"))
            continue
        distance = "" if spot is None else f" {words.signed(wall - spot, 0)}"
        parts += [(f"{name} ", "dim"), (words.strike(wall), "wall"), (f"{distance}  ", "text")]
    return tuple(parts)


def cover_line(gex: GexResult, age_ms: float | None, in_full: bool = False) -> Line:
    """`cov 98 %  4.2s  OI 11-18 2!`: open interest with a volatility of its own, age of the quotes, warnings.

    in_full: with the share whose volatility is of neighbours, `cov 95 % +3 % filled`.
    """
    day = f"OI {gex.open_interest_date[5:]}" if gex.open_interest_date else "OI date ?"
    more = filled(gex.coverage) if in_full else ""
    line: Line = ((f"cov {cover(gex.coverage)}{more}  {words.age(age_ms)}  {day}", "dim"),)
    return (*line, (f" {len(gex.warnings)}!", "warn")) if gex.warnings else line


def cover(coverage: Coverage | None) -> str:
    """Share of the open interest that has a volatility of its own; never rounded up to all of it."""
    if coverage is None:
        return words.ABSENT
    share = coverage.oi_valid_share
    return words.percent(min(share, 0.99) if share < 1.0 else 1.0)


def filled(coverage: Coverage | None) -> str:
    """` +3 % filled`: share of the open interest whose volatility is of neighbours, where it is half a percent."""
    if coverage is None or coverage.oi_filled_share < LEAST_FILLED:
        return ""
    return f" +{words.percent(max(coverage.oi_filled_share, 0.01))} filled"


def assumption(definition: str) -> str:
    """`standard sign (calls +, puts −) · spxcc-gex/1`: what is assumed, then the name that a definition begins with."""
    name, _, rest = definition.partition(": ")
    clause = rest.partition(";")[0]
    return f"{clause} · {name}" if clause else name
