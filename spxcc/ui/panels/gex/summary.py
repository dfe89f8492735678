"""Words of the full view: the numbers of the book as a whole, and what they stand on."""

from collections.abc import Sequence

from spxcc.engines.gex.result import GexRank, GexResult, Wall, WallShare
from spxcc.ui import format as words
from spxcc.ui.panels.gex.view_model import GexView, cover, cover_line, filled, flip_lines, net_line, side_line
from spxcc.ui.renderables.cells import Line, wrap, wrap_items

NO_QUALITY = "what the numbers stand on was not told"


def total_lines(view: GexView, width: int) -> list[Line]:
    """Net, flip, walls, expected move, then the other exposures."""
    gex = view.gex
    if gex is None:
        return []
    others = [root.level for root in gex.flips if root.level != gex.flip_point]
    calls, puts = (None, None) if gex.band is None else (gex.band.call_walls, gex.band.put_walls)
    lines = (
        net_line(gex),
        *([] if gex.rank is None else [_rank(gex.rank)]),
        (*side_line(gex, width)[:4], (f" gross {words.dollars(gex.gross_gex)}", "dim")),
        *flip_lines(gex, view.spot, width),
        *([(("other roots ", "dim"), (_prices(others), "text"))] if others else []),
        _walls(gex, gex.call_walls, gex.call_wall, "CW", calls),
        _walls(gex, gex.put_walls, gex.put_wall, "PW", puts),
        cover_line(gex, view.age_ms, in_full=True),
        _move(gex),
        _pairs(("charm ", gex.charm, " a day"), ("", gex.charm_to_close, " to the close")),
        _pairs(("vanna ", gex.vanna, " per σ point"), ("speed ", gex.speed, "")),
        _pairs(("DEX ", gex.dex, " of customers")),
        _peak(gex),
    )
    return [((" ", "text"), *line) for line in lines]


def quality_lines(view: GexView, width: int) -> list[Line]:
    """Warnings first; coverage, sources, ages; sign model and definition."""
    gex = view.gex
    if gex is None:
        return []
    room = max(width - 2, 8)
    lines: list[Line] = []
    for warning in gex.warnings:
        parts = wrap(warning, room - 2)
        lines += [((f" {'!' if at == 0 else ' '} {part}", "warn"),) for at, part in enumerate(parts)]
    for text in (_coverage(gex), _sources(gex, view.age_ms), _forwards(gex), gex.definition.replace("; ", " · ")):
        lines += [((f" {part}", "dim"),) for part in wrap_items(text, room)]
    return lines


def _coverage(gex: GexResult) -> str:
    one = gex.coverage
    if one is None:
        return f"cov {words.ABSENT}"
    crossed = f" · {one.crossed} quotes crossed" if one.crossed else ""
    return (
        f"cov {cover(one)}{filled(one)} of OI · {one.contracts_used:,} of {one.contracts_total:,} contracts · σ own "
        f"{one.iv_from_mid:,}, last trades {one.iv_from_last:,}, vendor {one.iv_from_vendor:,}, "
        f"unbid {one.iv_unbid:,}, filled {one.iv_filled:,}{crossed}"
    )


def _sources(gex: GexResult, age_ms: float | None) -> str:
    spot = f"spot {gex.spot_source}"
    quotes = f"quotes {words.age(age_ms)}"
    day = f"OI {gex.open_interest_date or 'date unknown'}"
    one = gex.quality
    if one is None:
        return f"{spot} · {quotes} · {day} · {NO_QUALITY}"
    spot_age = words.age(None if one.spot_age_s is None else 1000.0 * one.spot_age_s)
    delay = f" delayed {words.age(1000.0 * one.delay_s)}" if one.delay_s else ""
    return f"{one.source}{delay} · {spot} {spot_age} · {quotes} · {day} · sign {one.sign_model}"


def _forwards(gex: GexResult) -> str:
    one = gex.quality
    if one is None or not one.forwards:
        return f"forwards {words.ABSENT}"
    counts = ", ".join(f"{count} by {name}" for name, count in one.forwards.items())
    worst = "" if one.worst_forward_sd is None else f" · residual sd ≤ {one.worst_forward_sd:.2f} pt"
    return f"forwards {counts}{worst}"


def _walls(
    gex: GexResult, walls: Sequence[Wall], wall: float | None, tag: str, drawn: Sequence[WallShare] | None
) -> Line:
    """`CW 6,905 62 % then 6,925 6,950 · gross 6,900`: which share of the draws agree, the next, the largest.

    drawn: the walls of the draws, `None` without draws; a wall that is not among them has 0 %.
    """
    if wall is None:
        return ((f"{tag} – ", "dim"), (gex.wall_reason or "no strike stands out", "text"))
    net = [one.strike for one in walls if one.definition == "net" and one.strike != wall]
    gross = [one.strike for one in walls if one.definition == "gross"][:1]
    agree = "" if drawn is None else f" {words.percent(sum(one.share for one in drawn if one.strike == wall))}"
    parts = [f"then {_strikes(net)}"] if net else []
    parts += [f"gross {_strikes(gross)}"] if gross else []
    return ((f"{tag} ", "dim"), (words.strike(wall), "wall"), (agree, "text"), (f" {' · '.join(parts)}", "dim"))


def _rank(one: GexRank) -> Line:
    """`net above 62 % of 13 earlier days at 10:42`, or why nothing can be said."""
    if one.percentile is None:
        return (("rank – ", "dim"), (one.reason or "", "text"))
    share = (words.percent(one.percentile), "text")
    return (("net above ", "dim"), share, (f" of {one.days} earlier days at {one.minute}", "dim"))


def _peak(gex: GexResult) -> Line:
    strike = words.ABSENT if gex.absolute_gamma_strike is None else words.strike(gex.absolute_gamma_strike)
    return (("most gamma ", "dim"), (strike, "wall"))


def _move(gex: GexResult) -> Line:
    one = gex.expected_move
    if one is None or one.straddle is None or one.one_sd is None:
        return (("EM ", "dim"), ("– no at-the-money volatility", "text"))
    return (("EM ", "dim"), (f"±{one.straddle:.1f} straddle, ±{one.one_sd:.1f} 1 sd to {one.expiry[5:]}", "text"))


def _pairs(*pairs: tuple[str, float | None, str]) -> Line:
    """`charm −15.18B a day · −2.31B to the close`."""
    line: list[tuple[str, str]] = []
    for name, value, unit in pairs:
        joint = " · " if line else ""
        line += [(f"{joint}{name}", "dim"), (words.dollars(value, sign=True), "text"), (unit, "dim")]
    return tuple(line)


def _prices(values: Sequence[float]) -> str:
    return " ".join(words.price(value, 1) for value in values)


def _strikes(values: Sequence[float]) -> str:
    return " ".join(map(words.strike, values))
