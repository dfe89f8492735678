"""The numbers of a panel, by the paths that `why` is asked with."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from spxcc.engines.coach.result import COACH_MESSAGE
from spxcc.engines.flow.result import FLOW_ALERT
from spxcc.engines.gex.result import Combined, GexResult, HedgeFlow, View, gex_channel
from spxcc.engines.levels.result import LEVELS_UPDATE
from spxcc.engines.price.result import price_channel
from spxcc.engines.setups.result import SETUPS_UPDATE
from spxcc.ui import format as words
from spxcc.ui.frame import Frame
from spxcc.ui.panels.gex.tables import scenario
from spxcc.ui.state import PanelName

ALERTS = 40
"""The newest prints and messages whose numbers are offered."""


@dataclass(frozen=True, slots=True)
class Number:
    """path: what `why` is asked. label, text: how it stands in the list."""

    path: str
    label: str
    text: str


def channel_of(frame: Frame, panel: PanelName) -> str:
    """The channel that a panel mainly shows."""
    names: dict[PanelName, str] = {
        "gex": gex_channel(frame.options.symbol).name,
        "chart": price_channel(frame.options.symbol).name,
        "setups": SETUPS_UPDATE.name,
        "levels": LEVELS_UPDATE.name,
        "flow": FLOW_ALERT.name,
        "coach": COACH_MESSAGE.name,
    }
    return names[panel]


def numbers_of(frame: Frame, panel: PanelName) -> tuple[Number, ...]:
    """Of what the panel shows now; empty where it shows nothing."""
    makers: dict[PanelName, Callable[[Frame], Iterator[Number]]] = {
        "gex": _gex,
        "chart": _chart,
        "setups": _setups,
        "levels": _levels,
        "flow": _flow,
        "coach": _coach,
    }
    channel = channel_of(frame, panel)
    return tuple(Number(f"{channel}.{one.path}", one.label, one.text) for one in makers[panel](frame))


def _gex(frame: Frame) -> Iterator[Number]:
    gex = frame.source.get(gex_channel(frame.options.symbol))
    if gex is None:
        return
    yield from _head(gex)
    yield from _exposures(gex)
    for name, scope in gex.scopes.items():
        yield from _money(f"scopes.{name}", name, scope, ("net", "call", "put", "gross"))
        yield _price(f"scopes.{name}.flip", f"{name} flip", scope.flip)
    for path, view in (("volume_view", gex.volume_view), ("flow_view", gex.flow_view)):
        yield from _view(path, view)
    yield from _combined(gex.combined)
    for at, flow in enumerate(gex.hedge_flows):
        yield from _hedge(at, flow)
    yield from _tables(gex)


def _head(gex: GexResult) -> Iterator[Number]:
    yield _dollars("net_gex", "net", gex.net_gex)
    if gex.band is not None:
        yield Number("band.p_plus", "P⁺", f"{gex.band.p_plus:.2f}")
        for name in ("p10", "p50", "p90"):
            yield _dollars(f"band.{name}", f"net {name}", getattr(gex.band, name))
    yield _price("flip_point", "flip", gex.flip_point)
    if gex.band is not None:
        yield _price("band.flip_p10", "flip p10", gex.band.flip_p10)
        yield _price("band.flip_p90", "flip p90", gex.band.flip_p90)
    others = (at for at, root in enumerate(gex.flips) if root.level != gex.flip_point)
    yield from (_price(f"flips.{at}.level", "other root", gex.flips[at].level) for at in others)
    yield _price("call_wall", "call wall", gex.call_wall)
    yield _price("put_wall", "put wall", gex.put_wall)
    for side, walls in (("call", gex.call_walls), ("put", gex.put_walls)):
        for at, wall in enumerate(walls):
            yield _price(f"{side}_walls.{at}.strike", f"{side[0].upper()}W {wall.definition} {at % 3 + 1}", wall.strike)
    yield _price("absolute_gamma_strike", "most gamma", gex.absolute_gamma_strike)
    if gex.coverage is not None:
        yield Number("coverage.oi_valid_share", "coverage", words.percent(gex.coverage.oi_valid_share, 1))
    yield _price("spot", "spot", gex.spot)


def _exposures(gex: GexResult) -> Iterator[Number]:
    yield _dollars("call_gex", "calls", gex.call_gex)
    yield _dollars("put_gex", "puts", gex.put_gex)
    yield _dollars("gross_gex", "gross", gex.gross_gex)
    if gex.expected_move is not None:
        yield _price("expected_move.straddle", "EM straddle", gex.expected_move.straddle)
        yield _price("expected_move.one_sd", "EM 1 sd", gex.expected_move.one_sd)
    yield Number("atm_iv", "ATM IV", words.percent(gex.atm_iv, 1))
    for name, label in (
        ("charm", "charm a day"),
        ("charm_to_close", "charm to close"),
        ("vanna", "vanna"),
        ("speed", "speed"),
        ("dex", "DEX customers"),
        ("dealer_dex", "DEX dealers"),
    ):
        yield _dollars(name, label, getattr(gex, name))


def _tables(gex: GexResult) -> Iterator[Number]:
    for row in gex.by_expiry:
        key, name = f"by_expiry.{row.root}.{row.expiry}", f"{row.root} {row.expiry[2:]}"
        yield from _money(key, name, row, ("net", "call", "put"))
        yield Number(f"{key}.share", f"{name} share", words.percent(row.share, 1))
        yield Number(f"{key}.atm_iv", f"{name} IV", words.percent(row.atm_iv, 1))
        yield _price(f"{key}.forward", f"{name} fwd", row.forward)
        yield _price(f"{key}.max_pain", f"{name} pain", row.max_pain)
    for strike in reversed(gex.by_strike):
        yield from _money(f"by_strike.{strike.strike:g}", words.strike(strike.strike), strike, ("net", "call", "put"))


def _view(path: str, view: View | None) -> Iterator[Number]:
    if view is None:
        return
    yield from _money(path, view.name, view, ("net", "call", "put"))
    yield _price(f"{path}.flip", f"{view.name} flip", view.flip)
    yield Number(f"{path}.contracts", f"{view.name} count", words.count(view.contracts))


def _combined(one: Combined | None) -> Iterator[Number]:
    if one is None:
        return
    name = "+".join(one.symbols)
    yield from _money("combined", name, one, ("net", "call", "put", "gross"))
    yield _price("combined.flip", f"{name} flip", one.flip)
    yield _price("combined.call_wall", f"{name} CW", one.call_wall)
    yield _price("combined.put_wall", f"{name} PW", one.put_wall)


def _hedge(at: int, flow: HedgeFlow) -> Iterator[Number]:
    name = scenario(flow)
    for cause in ("flow", "gamma", "charm", "vanna", "residual"):
        label = name if cause == "flow" else f"{name} {'rest' if cause == 'residual' else cause}"
        yield _dollars(f"hedge_flows.{at}.{cause}", label, getattr(flow, cause))


def _chart(frame: Frame) -> Iterator[Number]:
    price = frame.source.get(price_channel(frame.options.symbol))
    if price is None:
        return
    yield _price("price", frame.options.symbol, price.price)
    yield Number("change", "change", words.signed(price.change))
    yield Number("change_pct", "change %", words.signed(price.change_pct))
    yield _price("previous_close", "previous close", price.previous_close)


def _setups(frame: Frame) -> Iterator[Number]:
    found = frame.source.items(SETUPS_UPDATE)
    chosen = frame.state.setup_id
    for key in sorted(found, key=lambda one: one != chosen):
        setup = found[key]
        name = setup.level_label
        for field in ("entry", "stop", "t1", "t2"):
            yield _price(f"{key}.{field}", f"{name} {field}", getattr(setup, field))
        for field in ("r1", "r2"):
            yield Number(f"{key}.{field}", f"{name} {field}", words.price(getattr(setup, field)))
        yield Number(f"{key}.probability", f"{name} measured", words.percent(setup.probability))
        yield Number(f"{key}.null_probability", f"{name} by chance", words.percent(setup.null_probability))


def _levels(frame: Frame) -> Iterator[Number]:
    found = frame.source.items(LEVELS_UPDATE)
    for key, level in sorted(found.items(), key=lambda pair: -pair[1].price):
        yield _price(f"{key}.price", level.label, level.price)


def _flow(frame: Frame) -> Iterator[Number]:
    for alert in reversed(frame.source.events(FLOW_ALERT)[-ALERTS:]):
        name = f"{words.clock(alert.ts_event)} {alert.right}{words.strike(alert.strike)}"
        yield _dollars(f"{alert.id}.premium", name, alert.premium)


def _coach(frame: Frame) -> Iterator[Number]:
    for message in reversed(frame.source.events(COACH_MESSAGE)[-ALERTS:]):
        yield Number(f"{message.id}.content", f"{words.clock(message.ts)} {message.type}", message.priority)


def _money(path: str, name: str, holder: object, fields: Sequence[str]) -> Iterator[Number]:
    for field in fields:
        yield _dollars(f"{path}.{field}", name if field == "net" else f"{name} {field}", getattr(holder, field))


def _dollars(path: str, label: str, value: float | None) -> Number:
    return Number(path, label, words.dollars(value, sign=True))


def _price(path: str, label: str, value: float | None) -> Number:
    return Number(path, label, words.price(value))
