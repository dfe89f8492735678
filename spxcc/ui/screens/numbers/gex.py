"""Numbers of the GEX panel and of its full view."""

from collections.abc import Iterator
from dataclasses import replace

from spxcc.engines.gex.result import Combined, GexResult, HedgeFlow, View, gex_channel
from spxcc.engines.price.result import price_channel
from spxcc.engines.why.result import EPOCH_MS, Input
from spxcc.ui import format as words
from spxcc.ui.frame import Frame
from spxcc.ui.panels.gex.grid import minutes_of
from spxcc.ui.panels.gex.tables import amount, left, scenario
from spxcc.ui.panels.gex.view_model import cover, filled
from spxcc.ui.screens.numbers.number import Number, age, counted, distance, dollars, made, money, price
from spxcc.ui.why import chain_age_ms


def gex_numbers(frame: Frame) -> Iterator[Number]:
    """Of `gex:<SYM>`, by paths in its value; then what the panel makes of them."""
    channel = gex_channel(frame.options.symbol)
    gex = frame.source.get(channel)
    if gex is None:
        return
    for one in _published(gex):
        yield replace(one, path=f"{channel.name}.{one.path}")
    yield from _made(frame, gex, channel.name)


def _published(gex: GexResult) -> Iterator[Number]:
    yield from _head(gex)
    yield from _exposures(gex)
    for name, scope in gex.scopes.items():
        yield from money(f"scopes.{name}", name, scope, ("net", "call", "put", "gross"))
        yield price(f"scopes.{name}.flip", f"{name} flip", scope.flip)
    for path, view in (("volume_view", gex.volume_view), ("flow_view", gex.flow_view)):
        yield from _view(path, view)
    yield from _combined(gex.combined)
    for at, flow in enumerate(gex.hedge_flows):
        yield from _hedge(at, flow)
    yield from _quality(gex)
    yield from _tables(gex)
    yield from _change(gex)


def _head(gex: GexResult) -> Iterator[Number]:
    yield dollars("net_gex", "net", gex.net_gex)
    if gex.band is not None:
        yield Number("band.p_plus", "P⁺", f"{gex.band.p_plus:.2f}")
        for name in ("p10", "p50", "p90"):
            yield dollars(f"band.{name}", f"net {name}", getattr(gex.band, name))
    if gex.rank is not None:
        yield Number("rank.percentile", "net among days", words.percent(gex.rank.percentile))
        yield Number("rank.days", "earlier days", f"{gex.rank.days}")
    yield price("flip_point", "flip", gex.flip_point)
    if gex.band is not None:
        yield price("band.flip_p10", "flip p10", gex.band.flip_p10)
        yield price("band.flip_p90", "flip p90", gex.band.flip_p90)
    others = (at for at, root in enumerate(gex.flips) if root.level != gex.flip_point)
    yield from (price(f"flips.{at}.level", "other root", gex.flips[at].level) for at in others)
    yield price("call_wall", "call wall", gex.call_wall)
    yield price("put_wall", "put wall", gex.put_wall)
    for side, walls in (("call", gex.call_walls), ("put", gex.put_walls)):
        for at, wall in enumerate(walls):
            yield price(f"{side}_walls.{at}.strike", f"{side[0].upper()}W {wall.definition} {at % 3 + 1}", wall.strike)
    yield price("absolute_gamma_strike", "most gamma", gex.absolute_gamma_strike)
    if gex.coverage is not None:
        own = gex.coverage.oi_valid_share
        yield Number("coverage.oi_valid_share", "coverage", words.percent(own, 1), (cover(gex.coverage),))
        yield Number(
            "coverage.oi_filled_share",
            "filled",
            words.percent(gex.coverage.oi_filled_share, 1),
            (filled(gex.coverage),),
        )
    yield price("spot", "spot", gex.spot)


def _exposures(gex: GexResult) -> Iterator[Number]:
    yield dollars("call_gex", "calls", gex.call_gex)
    yield dollars("put_gex", "puts", gex.put_gex)
    yield dollars("gross_gex", "gross", gex.gross_gex)
    if gex.expected_move is not None:
        for field, label in (("straddle", "EM straddle"), ("one_sd", "EM 1 sd")):
            size = getattr(gex.expected_move, field)
            yield price(f"expected_move.{field}", label, size, *(() if size is None else (f"±{size:.1f}",)))
    yield Number("atm_iv", "ATM IV", words.percent(gex.atm_iv, 1))
    for name, label in (
        ("charm", "charm a day"),
        ("charm_to_close", "charm to close"),
        ("vanna", "vanna"),
        ("speed", "speed"),
        ("dex", "DEX customers"),
        ("dealer_dex", "DEX dealers"),
    ):
        yield dollars(name, label, getattr(gex, name))


def _tables(gex: GexResult) -> Iterator[Number]:
    for row in gex.by_expiry:
        key, name = f"by_expiry.{row.root}.{row.expiry}", f"{row.root} {row.expiry[2:]}"
        yield from money(key, name, row, ("net", "call", "put"))
        yield Number(f"{key}.share", f"{name} share", words.percent(row.share, 1), (words.percent(row.share),))
        yield Number(f"{key}.minutes", f"{name} left", left(row.minutes))
        yield Number(f"{key}.atm_iv", f"{name} IV", words.percent(row.atm_iv, 1))
        yield price(f"{key}.forward", f"{name} fwd", row.forward)
        yield price(f"{key}.max_pain", f"{name} pain", row.max_pain)
    for strike in reversed(gex.by_strike):
        yield from money(f"by_strike.{strike.strike:g}", words.strike(strike.strike), strike, ("net", "call", "put"))


def _view(path: str, view: View | None) -> Iterator[Number]:
    if view is None:
        return
    yield from money(path, view.name, view, ("net", "call", "put"))
    yield price(f"{path}.flip", f"{view.name} flip", view.flip)
    yield Number(f"{path}.contracts", f"{view.name} count", words.count(view.contracts))


def _combined(one: Combined | None) -> Iterator[Number]:
    if one is None:
        return
    name = "+".join(one.symbols)
    yield from money("combined", name, one, ("net", "call", "put", "gross"))
    yield price("combined.flip", f"{name} flip", one.flip)
    yield price("combined.call_wall", f"{name} CW", one.call_wall)
    yield price("combined.put_wall", f"{name} PW", one.put_wall)


def _hedge(at: int, flow: HedgeFlow) -> Iterator[Number]:
    name = scenario(flow)
    for cause in ("flow", "gamma", "charm", "vanna", "residual"):
        label = name if cause == "flow" else f"{name} {'rest' if cause == 'residual' else cause}"
        yield dollars(f"hedge_flows.{at}.{cause}", label, getattr(flow, cause), amount(getattr(flow, cause)))


def _quality(gex: GexResult) -> Iterator[Number]:
    coverage, quality = gex.coverage, gex.quality
    if coverage is not None:
        for field, name in COUNTS:
            yield Number(f"coverage.{field}", name, f"{getattr(coverage, field):,}")
    if gex.band is not None:
        for side, walls in (("call", gex.band.call_walls), ("put", gex.band.put_walls)):
            for at, wall in enumerate(walls):
                label = f"draws with {side} wall {words.strike(wall.strike)}"
                yield Number(f"band.{side}_walls.{at}.share", label, words.percent(wall.share))
    if quality is None:
        return
    if quality.spot_age_s is not None:
        yield Number("quality.spot_age_s", "spot age", words.age(1000.0 * quality.spot_age_s))
    if quality.delay_s:
        yield Number("quality.delay_s", "delay", words.age(1000.0 * quality.delay_s))
    for name, count in quality.forwards.items():
        yield Number(f"quality.forwards.{name}", f"forwards by {name}", f"{count}")
    if quality.worst_forward_sd is not None:
        yield Number("quality.worst_forward_sd", "worst residual sd", f"{quality.worst_forward_sd:.2f}")


COUNTS = (
    ("contracts_used", "contracts used"),
    ("contracts_total", "contracts"),
    ("iv_from_mid", "σ of mids"),
    ("iv_from_last", "σ of trades"),
    ("iv_from_vendor", "σ of the vendor"),
    ("iv_unbid", "σ unbid"),
    ("iv_filled", "σ filled"),
    ("crossed", "quotes crossed"),
)


def _change(gex: GexResult) -> Iterator[Number]:
    change, grid = gex.change, gex.grid
    if change is not None:
        yield dollars("change.net", "change of net", change.net)
        for at, strike in reversed(list(enumerate(change.strikes))):
            yield dollars(f"change.by_strike.{at}", f"change {words.strike(strike)}", change.by_strike[at])
    if grid is None:
        return
    for at, strike in reversed(list(enumerate(grid.strikes))):
        for column, day in enumerate(grid.dates):
            value = grid.net[at][column]
            yield dollars(f"grid.net.{at}.{column}", f"{words.strike(strike)} {day[5:]}", value, amount(value))
        yield dollars(f"grid.later.{at}", f"{words.strike(strike)} later", grid.later[at], amount(grid.later[at]))


def _made(frame: Frame, gex: GexResult, channel: str) -> Iterator[Number]:
    """Distances from the last price, the age of the quotes, the number of warnings."""
    last = frame.source.get(price_channel(frame.options.symbol))
    yield from age(frame, "gex.quotes", "quotes", chain_age_ms(frame), gex.quotes_at, f"{channel}.quotes_at")
    if gex.change is not None:
        since, until = float(gex.change.since), float(gex.change.until)
        ends = (Input("until", until, EPOCH_MS, channel), Input("since", since, EPOCH_MS, f"{channel}.change.since"))
        yield made(
            frame,
            "gex.change.window",
            "window of the change",
            minutes_of(gex.change),
            until - since,
            "ms",
            "Time that the change reaches back.",
            "until - since",
            ends,
        )
    yield counted(frame, "gex.warnings", "warnings", gex.warnings, "Remarks on this result.")
    spot = gex.spot if last is None else last.price
    if spot is None:
        return
    source = f"{channel}.spot" if last is None else f"price:{gex.symbol}.price"
    places = (
        ("flip_point", "flip", gex.flip_point),
        ("call_wall", "call wall", gex.call_wall),
        ("put_wall", "put wall", gex.put_wall),
    )
    for field, label, value in places:
        if value is not None:
            to = Input("level", value, "index points", f"{channel}.{field}")
            yield distance(frame, f"gex.{field}", label, to, Input("last", spot, "index points", source), 1, 0)
