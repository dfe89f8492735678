"""`spxcc gex` for people: tables on standard output, plain where it is no terminal."""

import sys

from rich.console import Console
from rich.table import Table
from rich.text import Text

from spxcc.engines.gex.methods.convention import MethodResult
from spxcc.engines.gex.methods.walk import Step
from spxcc.engines.gex.result import Band, GexResult, Wall
from spxcc.market.session import to_exchange
from spxcc.market.units import UnixNanos
from spxcc.runtime.cli.gex_answer import Answer
from spxcc.ui.format import ABSENT, dollars, percent, price, signed, strike

WIDTH = 120
EXPIRIES = 12
PROFILE_ROWS = 41
BAR = 24


def print_answer(answer: Answer, with_profile: bool) -> None:
    """Everything that was found; colours only on a terminal and without NO_COLOR."""
    console = Console(file=sys.stdout, highlight=False, width=None if sys.stdout.isatty() else WIDTH)
    console.print(_head(answer), soft_wrap=True)
    if answer.published is not None:
        _print_published(console, answer.published)
    elif answer.reason is not None:
        console.print(Text.assemble(("no exposures: ", "bold red"), answer.reason), soft_wrap=True)
        console.print(_known(answer.result))
    else:
        _print_ours(console, answer.result)
    if with_profile:
        console.print(_profile(answer))
    for name, steps in (answer.walks or {}).items():
        console.print(_walk(name, steps))
    for text in answer.warnings:
        console.print(Text.assemble(("! ", "yellow"), text), soft_wrap=True)


def _head(answer: Answer) -> Text:
    published, result = answer.published, answer.result
    spot = result.spot if published is None else published.spot
    parts = [
        f"as of {_clock(answer.as_of)}",
        f"quotes {_clock(answer.quoted_at)}",
        f"spot {price(spot)} ({answer.spot_source})",
        f"r {(answer.rate if published is None else published.rate) * 100:.3f} %",
        f"scope {answer.scope}",
    ]
    definition = result.definition if published is None else published.definition
    return Text.assemble((result.symbol, "bold"), "  ", " · ".join(parts), "\n", (definition, "dim"))


def _print_published(console: Console, found: MethodResult) -> None:
    table = _plain()
    table.add_row("net GEX", dollars(found.net, sign=True), "USD per +1 %")
    table.add_row("calls, puts", f"{dollars(found.call, sign=True)}  {dollars(found.put, sign=True)}", "")
    table.add_row("flip", price(found.flip), "" if found.reason is None else found.reason)
    table.add_row("used", f"{found.contracts:,}", f"contracts with open interest {found.interest:,}")
    console.print(table)


def _print_ours(console: Console, result: GexResult) -> None:
    console.print(_totals(result))
    for table in (_walls(result), _scopes(result), _expiries(result)):
        console.print(table)
    console.print(_known(result))


def _totals(result: GexResult) -> Table:
    table = _plain()
    sides = f"calls {dollars(result.call_gex, sign=True)}  puts {dollars(result.put_gex, sign=True)}"
    table.add_row(
        "net GEX", dollars(result.net_gex, sign=True), f"USD per +1 %; {sides}  gross {dollars(result.gross_gex)}"
    )
    band = result.band
    if band is not None:
        spread = f"{dollars(band.p10, sign=True)} … {dollars(band.p90, sign=True)}"
        table.add_row("band", spread, f"p10 … p90 of {band.draws} sign draws, P(net > 0) {percent(band.p_plus)}")
    table.add_row("flip", price(result.flip_point), _flip_note(result, band))
    table.add_row("DEX", dollars(result.dex, sign=True), "USD of delta, customers' sign")
    table.add_row("vanna", dollars(result.vanna, sign=True), "USD of delta per +1 vol point")
    close = "" if result.charm_to_close is None else f"; until the close {dollars(result.charm_to_close, sign=True)}"
    table.add_row("charm", dollars(result.charm, sign=True), f"USD of delta per calendar day{close}")
    if result.speed is not None:
        table.add_row("speed", dollars(result.speed, sign=True), "change of net for a further +1 %")
    if result.absolute_gamma_strike is not None:
        table.add_row("absolute gamma", strike(result.absolute_gamma_strike), "strike with the most gross exposure")
    for view in (result.volume_view, result.flow_view):
        if view is not None and view.net is not None:
            table.add_row(
                f"by {view.name}", dollars(view.net, sign=True), f"net by another count; flip {price(view.flip)}"
            )
    return table


def _flip_note(result: GexResult, band: Band | None) -> str:
    if result.flip_point is None:
        return result.flip_reason or ""
    parts: list[str] = []
    if result.spot is not None:
        parts.append(f"{signed(result.flip_point - result.spot)} from spot")
    if band is not None and band.flip_p10 is not None:
        parts.append(f"band {price(band.flip_p10)} … {price(band.flip_p90)}")
    others = [price(root.level) for root in result.flips if root.level != result.flip_point]
    return "; ".join([*parts, *([f"other roots {', '.join(others)}"] if others else [])])


def _walls(result: GexResult) -> Table:
    table = _titled("walls", "side", "definition", "strike", "GEX", "share", "strike 2", "strike 3")
    for side, walls, chosen in (
        ("call", result.call_walls, result.call_wall),
        ("put", result.put_walls, result.put_wall),
    ):
        for definition in ("net", "gross"):
            ranked = [wall for wall in walls if wall.definition == definition]
            if ranked:
                table.add_row(side, _definition(definition, side), *_ranked(ranked))
        if chosen is None:
            table.add_row(side, "net", ABSENT, *[""] * 4)
    table.caption = result.wall_reason
    return table


def _definition(name: str, side: str) -> str:
    where = "at or above spot" if side == "call" else "at or below spot"
    return f"largest {'net' if name == 'net' else side + 's alone'} {where}"


def _ranked(walls: list[Wall]) -> list[str]:
    first = walls[0]
    others = [strike(wall.strike) for wall in walls[1:3]]
    return [strike(first.strike), dollars(first.gex, sign=True), percent(first.share, 1), *others]


def _scopes(result: GexResult) -> Table:
    table = _titled("scopes", "scope", "net", "calls", "puts", "gross", "flip")
    for name, scope in result.scopes.items():
        totals = [dollars(value, sign=True) for value in (scope.net, scope.call, scope.put)]
        table.add_row(name, *totals, dollars(scope.gross), price(scope.flip))
    return table


def _expiries(result: GexResult) -> Table:
    columns = ("expiry", "root", "left", "net", "calls", "puts", "share", "forward", "sd", "ATM σ", "max pain")
    table = _titled("by expiry", *columns)
    for row in result.by_expiry[:EXPIRIES]:
        table.add_row(
            row.expiry,
            row.root,
            _left(row.minutes),
            *(dollars(value, sign=True) for value in (row.net, row.call, row.put)),
            percent(row.share, 1),
            price(row.forward),
            price(row.forward_sd),
            percent(row.atm_iv, 1),
            ABSENT if row.max_pain is None else strike(row.max_pain),
        )
    more = len(result.by_expiry) - EXPIRIES
    table.caption = f"{more} more expirations with --json" if more > 0 else None
    return table


def _known(result: GexResult) -> Table:
    """What stands without exposures too."""
    table = _plain()
    move = result.expected_move
    if move is not None and move.straddle is not None:
        sides = f"straddle ±{price(move.straddle)}, one sd ±{price(move.one_sd)} points"
        table.add_row("expected move", "", f"{sides} to {move.expiry}, {_left(move.minutes)} left")
    coverage = result.coverage
    if coverage is not None:
        own = coverage.contracts_used - coverage.iv_filled
        used = f"of open interest has a volatility of its own: {own:,} of {coverage.contracts_total:,} contracts"
        if coverage.iv_filled:
            used += f"; {percent(coverage.oi_filled_share, 1)} more that of neighbouring strikes"
        table.add_row("coverage", percent(coverage.oi_valid_share, 1), used)
        others = (
            f"of last trades {coverage.iv_from_last:,}, vendor's {coverage.iv_from_vendor:,}, "
            f"without a bid {coverage.iv_unbid:,}, of neighbours {coverage.iv_filled:,}"
        )
        table.add_row(
            "volatilities", "", f"own of mids {coverage.iv_from_mid:,}, {others}; crossed quotes {coverage.crossed}"
        )
    table.add_row("open interest", "", f"of the close of {result.open_interest_date or ABSENT}")
    return table


def _profile(answer: Answer) -> Table:
    if answer.published is None:
        points = list(answer.result.profile)
    else:
        points = list(zip(answer.published.levels.tolist(), answer.published.profile.tolist(), strict=True))
    curves = answer.curves
    others = () if curves is None else ("vanna", "charm a day")
    table = _titled("profile: net GEX by price", "price", "net", "", *others)
    table.columns[2].justify = "left"
    every = max(1, -(-len(points) // PROFILE_ROWS))
    peak = max((abs(net) for _, net in points), default=0.0)
    for at, (level, net) in list(enumerate(points))[::every]:
        size = 0 if peak == 0 else round(abs(net) / peak * BAR)
        left, right = ("█" * size, "") if net < 0 else ("", "█" * size)
        here = () if curves is None else (curves.vanna[at], curves.charm[at])
        told = (dollars(float(value), sign=True) for value in here)
        table.add_row(price(level), dollars(net, sign=True), f"{left:>{BAR}}│{right}", *told)
    return table


def _walk(name: str, steps: tuple[Step, ...]) -> Table:
    table = _titled(f"from {name} to spxcc", "convention", "net", "change", "flip", "change")
    table.columns[0].justify = "left"
    for step in steps:
        moved = "" if step.net_change is None else _billions(step.net_change)
        shifted = "" if step.flip_change is None else signed(step.flip_change)
        table.add_row(step.label, _billions(step.net), moved, price(step.flip), shifted)
    table.caption = "net in USD bn per +1 %; what a step changes depends on the steps before it"
    return table


def _billions(value: float | None) -> str:
    return ABSENT if value is None else signed(value / 1e9, 4)


def _left(minutes: float) -> str:
    hours = minutes / 60
    return f"{minutes:.0f} min" if hours < 2 else f"{hours:.1f} h" if hours < 48 else f"{hours / 24:.1f} d"


def _clock(instant: UnixNanos) -> str:
    return f"{to_exchange(instant):%Y-%m-%d %H:%M} ET"


def _plain() -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(style="bold")
    table.add_column(justify="right")
    table.add_column(style="dim")
    return table


def _titled(title: str, *columns: str) -> Table:
    table = Table(
        title=title, title_justify="left", title_style="bold", caption_justify="left", box=None, pad_edge=False
    )
    for at, name in enumerate(columns):
        table.add_column(
            name, justify="left" if at < 2 and name in ("side", "definition", "scope", "expiry", "root") else "right"
        )
    return table
