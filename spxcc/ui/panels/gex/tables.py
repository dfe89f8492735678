"""Tables of the full view: hedge flows, scopes, views, expiries. Lines fit into `width` cells."""

from collections.abc import Sequence

from spxcc.engines.gex.result import ExpiryGex, GexResult, HedgeFlow, Scope, View
from spxcc.ui import format as words
from spxcc.ui.renderables.cells import Line, wrap

NAME = 14
AMOUNT = 7
NO_ROOT = "no root"
MINUTES_PER_DAY = 1440.0
FLOW_HEAD = ("flow", "gamma", "charm", "vanna", "rest")
VIEW_HEAD = ("net", "call", "put", "flip")
EXPIRY_WIDE = 78
NO_FLOWS = "no scenario was computed"
NO_COMBINED = "needs both chains and a live ratio"


def said(name: str, reason: str, width: int) -> list[Line]:
    """`name – reason`, in as many lines as it takes."""
    parts = wrap(f"– {reason}", max(width - NAME - 1, 8)) or ["–"]
    return [((f" {name if at == 0 else '':<{NAME}}", "dim"), (part, "text")) for at, part in enumerate(parts)]


def head(name: str, columns: Sequence[str], size: int = 8) -> Line:
    """Names of columns, right-aligned over their numbers."""
    return ((f" {name:<{NAME}}" + "".join(f"{one:>{size}}" for one in columns), "dim"),)


def money(value: float | None, size: int = 8) -> tuple[str, str]:
    """A signed amount in its colour."""
    role = "dim" if value is None or value == 0 else "gex_pos" if value > 0 else "gex_neg"
    return (f"{amount(value):>{size}}", role)


def amount(value: float | None) -> str:
    """In at most seven cells, so that columns do not touch: from a hundred billion on without decimals."""
    text = words.dollars(value, sign=True)
    return text if value is None or len(text) <= AMOUNT else f"{value / 1e9:+,.0f}B".replace("-", "−")


def level(value: float | None, size: int = 9) -> tuple[str, str]:
    """A flip, or that the profile has none."""
    return (f"{NO_ROOT:>{size}}", "dim") if value is None else (f"{words.price(value, 1):>{size}}", "flip")


def flow_lines(flows: Sequence[HedgeFlow], width: int) -> list[Line]:
    """One row a scenario: the whole flow, and what explains it."""
    if not flows:
        return said("", NO_FLOWS, width)
    size = 8 if width >= 1 + NAME + 8 * len(FLOW_HEAD) else 7
    lines = [head("if", FLOW_HEAD, size)]
    for one in flows:
        parts = (one.gamma, one.charm, one.vanna, one.residual)
        plain = [(f"{amount(part):>{size}}", "dim") for part in parts]
        lines.append(((f" {scenario(one):<{NAME}}", "text"), money(one.flow, size), *plain))
    return lines


def scenario(one: HedgeFlow) -> str:
    """`+0.5 %`, `in 1h28`, `σ +1`, `−1 % 60m σ +1`."""
    parts: list[str] = []
    if one.spot_share:
        parts.append(f"{words.signed(100 * one.spot_share, 1).removesuffix('.0')} %")
    if one.minutes:
        parts.append(left(one.minutes) if parts or one.vol_points else f"in {left(one.minutes)}")
    if one.vol_points:
        parts.append(f"σ {words.signed(one.vol_points, 1).removesuffix('.0')}")
    return " ".join(parts) or "nothing"


def left(minutes: float) -> str:
    """`42m`, `4h10`, `29d`: time to something."""
    if minutes < 100:
        return f"{minutes:.0f}m"
    if minutes < 2 * MINUTES_PER_DAY:
        return f"{int(minutes) // 60}h{int(minutes) % 60:02d}"
    return f"{minutes / MINUTES_PER_DAY:.0f}d"


def scope_lines(scopes: dict[str, Scope]) -> list[Line]:
    """Net, calls, puts and flip of each subset of expiries."""
    lines = [head("scope", (*VIEW_HEAD[:3], " flip"))]
    for name, one in scopes.items():
        lines.append(((f" {name:<{NAME}}", "text"), money(one.net), money(one.call), money(one.put), level(one.flip)))
    return lines


def view_lines(gex: GexResult, width: int) -> list[Line]:
    """By open interest, by volume and flow-adjusted, three names that are never added; then the combined products."""
    interest = View(
        name="open interest", net=gex.net_gex, call=gex.call_gex, put=gex.put_gex, flip=gex.flip_point, contracts=0
    )
    lines = [head("counted by", (*VIEW_HEAD[:3], " flip"))]
    lines += _view("open interest", interest, width)
    lines += _view("volume", gex.volume_view, width)
    lines += _view("flow-adjusted", gex.flow_view, width)
    return [*lines, *combined_lines(gex, width)]


def _view(name: str, view: View | None, width: int) -> list[Line]:
    if view is None or view.net is None:
        return said(name, (view.reason if view is not None else None) or "not in this result", width)
    counted = (f"{words.count(view.contracts):>7}", "dim") if view.contracts else ("", "dim")
    return [
        ((f" {name:<{NAME}}", "text"), money(view.net), money(view.call), money(view.put), level(view.flip), counted)
    ]


def combined_lines(gex: GexResult, width: int) -> list[Line]:
    """`SPX+SPY` in dollars: totals and flip, walls and the ratios that map strikes; then what is lacking, and why."""
    one, lacking = gex.combined, gex.combined_reason
    if one is None:
        return said("combined", lacking or NO_COMBINED, width)
    name = "+".join(one.symbols)
    ratios = " · ".join(f"{symbol} × {ratio:.4f}" for symbol, ratio in one.ratios.items() if ratio != 1.0)
    walls = " ".join(
        f"{tag} {words.ABSENT if wall is None else words.strike(wall)}"
        for tag, wall in (("CW", one.call_wall), ("PW", one.put_wall))
    )
    lines: list[Line] = [
        ((f" {name:<{NAME}}", "text"), money(one.net), money(one.call), money(one.put), level(one.flip)),
        ((f" {'':<{NAME}}{walls} · {ratios}", "dim"),),
    ]
    if one.flip is None:
        lines += said("", one.flip_reason or NO_ROOT, width)
    return [*lines, *said("", f"without {lacking}", width)] if lacking else lines


def expiry_lines(expiries: Sequence[ExpiryGex], width: int) -> list[Line]:
    """One row an expiry, by settlement; with calls, puts and the forward where there is room."""
    wide = width >= EXPIRY_WIDE
    more = f"{'call':>8}{'put':>8}{'forward':>11} " if wide else ""
    lines: list[Line] = [((f" {'expiry':<16}{'left':>6}{'net':>8}{more}{'share':>6}{'IV':>7}{'pain':>8}", "dim"),)]
    for one in expiries:
        between = (money(one.call), money(one.put), (f"{_forward(one):>11} ", "dim")) if wide else ()
        iv = "–" if one.atm_iv is None else f"{100 * one.atm_iv:.1f} %"
        pain = "–" if one.max_pain is None else words.strike(one.max_pain)
        lines.append(
            (
                (f" {one.root:<5}{one.expiry:<11}{left(one.minutes):>6}", "text"), money(one.net), *between,
                (f"{words.percent(one.share):>6}{iv:>7}{pain:>8}", "dim"),
            )
        )  # fmt: skip
    return lines


def _forward(one: ExpiryGex) -> str:
    return words.price(one.forward, 1)
