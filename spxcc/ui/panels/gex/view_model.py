"""What the GEX panel shows: bars by strike, totals, and what they were made from."""

from collections.abc import Mapping
from dataclasses import dataclass

from spxcc.engines.gex.result import ExpiryGex, GexResult, StrikeGex, gex_channel
from spxcc.engines.price.result import price_channel
from spxcc.engines.setups.result import Setup
from spxcc.ui import format as words
from spxcc.ui.frame import Frame
from spxcc.ui.renderables.cells import Line
from spxcc.ui.selection import selected_setup
from spxcc.ui.why import chain_age_ms, why_empty


@dataclass(frozen=True, slots=True)
class GexView:
    """strikes: (strike, net). tags: what stands at a price. totals: words under the bars. reason: why empty.

    Only where it is asked for: detail: by strike as written on its bar: calls, puts, net, open interest of calls and
    puts; expiries: a line each.
    """

    symbol: str
    strikes: tuple[tuple[float, float], ...]
    tags: Mapping[float, str]
    spot: float | None
    totals: tuple[Line, ...]
    detail: Mapping[str, tuple[str, ...]]
    expiries: tuple[Line, ...]
    reason: str | None


def build(frame: Frame, detailed: bool = False) -> GexView:
    """From `gex:<SYM>`; `detailed` with the numbers of every strike and expiry."""
    symbol = frame.options.symbol
    channel = gex_channel(symbol)
    gex = frame.source.get(channel)
    if gex is None:
        return GexView(symbol, (), {}, None, (), {}, (), why_empty(frame, channel.name))
    price = frame.source.get(price_channel(symbol))
    spot = price.price if price is not None else gex.spot
    reason = gex.reason if gex.net_gex is None else None
    return GexView(
        symbol=symbol,
        strikes=tuple((row.strike, row.net) for row in gex.by_strike),
        tags=tags_of(gex, selected_setup(frame)),
        spot=spot,
        totals=tuple(totals(gex, spot, chain_age_ms(frame))),
        detail={f"{row.strike:g}": detail_of(row) for row in gex.by_strike} if detailed else {},
        expiries=tuple(expiry_line(one) for one in gex.by_expiry) if detailed else (),
        reason=reason,
    )


def detail_of(row: StrikeGex) -> tuple[str, ...]:
    """Calls, puts, net in dollars; open interest of calls and puts."""
    money = (words.dollars(value, sign=True) for value in (row.call, row.put, row.net))
    return (*money, words.count(row.call_oi), words.count(row.put_oi))


def expiry_line(one: ExpiryGex) -> Line:
    """`SPXW 2026-11-19  −0.40B  63 %  IV 14.1 %  pain 6,885`."""
    role = "gex_pos" if one.net >= 0 else "gex_neg"
    pain = "" if one.max_pain is None else f"  pain {words.strike(one.max_pain)}"
    return (
        (f"{one.root} {one.expiry} ", "text"),
        (f"{words.dollars(one.net, sign=True):>7} ", role),
        (f"{words.percent(one.share):>5}  IV {words.percent(one.atm_iv, 1)}{pain}", "dim"),
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


def totals(gex: GexResult, spot: float | None, age_ms: float | None) -> list[Line]:
    """Net, calls, puts; flip or why there is none; walls; sign ensemble; provenance."""
    net_role = "gex_pos" if (gex.net_gex or 0.0) >= 0 else "gex_neg"
    band = ""
    if gex.band is not None:
        band = f" ({words.dollars(gex.band.p10, sign=True)}…{words.dollars(gex.band.p90, sign=True)})"
    lines: list[Line] = [
        (("net ", "dim"), (words.dollars(gex.net_gex, sign=True), net_role), (band, "dim")),
        (
            ("call ", "dim"), (words.dollars(gex.call_gex, sign=True), "gex_pos"),
            (" put ", "dim"), (words.dollars(gex.put_gex, sign=True), "gex_neg"),
        ),
        _flip_line(gex, spot),
        _wall_line(gex, spot),
        ((f"OI {gex.open_interest_date or 'date unknown'} · quotes {words.age(age_ms)}", "dim"),),
    ]  # fmt: skip
    warnings: list[Line] = [((f"! {warning}", "warn"),) for warning in gex.warnings]
    return [*lines, *warnings, ((assumption(gex.definition), "dim"),)]


def assumption(definition: str) -> str:
    """`standard sign (calls +, puts −) · spxcc-gex/1`: what is assumed, then the name that a definition begins with."""
    name, _, rest = definition.partition(": ")
    clause = rest.partition(";")[0]
    return f"{clause} · {name}" if clause else name


def _flip_line(gex: GexResult, spot: float | None) -> Line:
    band: Line = () if gex.band is None else (("P⁺ ", "dim"), (f"{gex.band.p_plus:.2f} ", "text"))
    if gex.flip_point is None:
        return (*band, ("flip – ", "dim"), (gex.flip_reason or "no root found", "text"))
    distance = "" if spot is None else f" {words.signed(gex.flip_point - spot, 1)}"
    return (*band, ("flip ", "dim"), (words.price(gex.flip_point, 1), "flip"), (distance, "text"))


def _wall_line(gex: GexResult, spot: float | None) -> Line:
    parts: list[tuple[str, str]] = []
    for name, wall in (("CW", gex.call_wall), ("PW", gex.put_wall)):
        if wall is None:
            parts += [(f"{name} – ", "dim")]
            continue
        distance = "" if spot is None else f" {words.signed(wall - spot, 0)}"
        parts += [(f"{name} ", "dim"), (words.strike(wall), "wall"), (f"{distance}  ", "text")]
    if gex.call_wall is None and gex.put_wall is None and gex.wall_reason:
        parts.append((gex.wall_reason, "text"))
    return tuple(parts)
