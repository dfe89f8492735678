"""Sentences for a screen reader: plain words, no glyphs of boxes, no colour, a sign is a word."""

from collections.abc import Iterable
from typing import Any

from spxcc.client.store import Store
from spxcc.engines.alerts.result import AlertEvent, Fired
from spxcc.engines.basis.result import Basis
from spxcc.engines.coach.result import CoachMessage
from spxcc.engines.flow.result import FlowAlert
from spxcc.engines.gex.result import GexResult, gex_channel
from spxcc.engines.levels.result import LEVELS_UPDATE, Level
from spxcc.engines.price.result import Price
from spxcc.engines.regime.result import Regime
from spxcc.engines.session.result import Status
from spxcc.engines.setups.result import CLOSED_STATES, Setup
from spxcc.runtime.tail.rows import Row
from spxcc.ui.panels.setups.plain import needs_words

MODES = {"live": "live data", "delayed": "delayed data", "replay": "a replay", "sim": "simulated data"}
KINDS = {
    "fade_at_wall": "fade", "breakout_vacuum": "breakout", "mean_reversion": "reversion", "trend_continuation": "trend",
}  # fmt: skip
RIGHTS = {"C": "calls", "P": "puts"}
SIDES = {"buy": "bought", "sell": "sold", "unknown": "side unknown"}
UNITS = ((1e9, "billion"), (1e6, "million"), (1e3, "thousand"))


def sentence(row: Row, store: Store) -> str:
    """What the row says, "" for what is not worth a sentence. With the price goes what stands around it."""
    match row.data:
        case Price() as price:
            return price_sentence(price, store)
        case GexResult() as gex:
            return gex_sentence(gex)
        case Regime() as regime:
            return f"regime {_words(regime.regime)} for {_count(regime.minutes_in_state, 'minute')}"
        case Basis() as basis:
            return "" if basis.basis is None else f"basis {signed(basis.basis)}"
        case Status() as status:
            return f"market {_words(status.status)}, {status.message}; {MODES.get(status.mode, status.mode)}"
        case Setup() as setup:
            gone = row.change == "removed" or (row.snapshot and setup.state in CLOSED_STATES)
            return "" if gone else setup_sentence(setup)
        case Level():
            return ""
        case _:
            return "" if row.snapshot and row.change == "event" else _event(row)


def _event(row: Row) -> str:
    """What happened once; what had happened before one listened is no news."""
    match row.data:
        case CoachMessage() as message:
            return f"{message.type}: {_plain(message.content)}"
        case FlowAlert() as alert:
            return flow_sentence(alert)
        case AlertEvent() as event:
            return "" if event.fired is None or event.event != "fired" else fired_sentence(event.fired)
        case _:
            return _other(row)


def subject(row: Row) -> str:
    """What a newer sentence makes an older one superfluous for; "" where each must be told."""
    if row.change == "event":
        return ""
    return f"{row.channel} {row.data.id}" if isinstance(row.data, Setup) else row.channel


def price_sentence(price: Price, store: Store) -> str:
    """`price 6,885.86 up 12.41; gamma negative; nearest level above CALL WALL 6,905, 19.1 away; below …`."""
    symbol = "" if price.symbol == "SPX" else f"{price.symbol} "
    parts = [f"{symbol}price {price.price:,.2f}{moved(price.change)}"]
    if price.symbol != "SPX":
        return parts[0]
    gex = store.get(gex_channel("SPX"))
    if gex is not None and gex.net_gex is not None:
        parts.append(f"gamma {_gamma(gex.net_gex)}")
    levels = list(store.items(LEVELS_UPDATE).values())
    above = nearest([one for one in levels if one.price > price.price], price.price)
    below = nearest([one for one in levels if one.price <= price.price], price.price)
    parts += [f"nearest level above {above}"] if above else []
    parts += [f"below {below}"] if below else []
    return "; ".join(parts)


def gex_sentence(gex: GexResult) -> str:
    """`SPX gamma negative, minus 0.60 billion dollars a percent; flip 6,890; call wall 6,905; put wall 6,870`."""
    if gex.net_gex is None:
        return f"{gex.symbol} gamma unknown" + (f", {gex.reason}" if gex.reason else "")
    parts = [f"{gex.symbol} gamma {_gamma(gex.net_gex)}, {dollars(gex.net_gex)} a percent"]
    named = (("flip", gex.flip_point), ("call wall", gex.call_wall), ("put wall", gex.put_wall))
    parts += [f"{name} {number(value)}" for name, value in named if value is not None]
    return "; ".join(parts)


def setup_sentence(setup: Setup) -> str:
    """`setup fade at call wall 6,905 short is ready, 5 of 6 conditions, needs a rejection; observation, no advice`."""
    what = f"{KINDS.get(setup.kind, _words(setup.kind))} at {setup.level_label.lower()} {number(setup.level_price)}"
    needs = f", needs {_plain(needs_words(setup))}" if setup.needs else ""
    return f"setup {what} {setup.side} is {setup.state}, {setup.passed} of {setup.total} conditions{needs}"


def flow_sentence(alert: FlowAlert) -> str:
    """`sweep 420 calls at 6,900, 172 thousand dollars, bought`."""
    contracts = f"{alert.size:,} {RIGHTS[alert.right]} at {number(alert.strike)}"
    return f"{alert.type} {alert.symbol} {contracts}, {dollars(alert.premium)}, {SIDES[alert.side]}"


def fired_sentence(fired: Fired) -> str:
    """`alert touch 6,905, price 6,904.80`."""
    at = "" if fired.price is None else f", price {fired.price:,.2f}"
    return f"alert {_plain(fired.words)}{at}"


def nearest(levels: Iterable[Level], price: float) -> str:
    """`CALL WALL 6,905, 19.1 away` of the nearest one, "" without any."""
    found = min(levels, key=lambda one: abs(one.price - price), default=None)
    return "" if found is None else f"{found.label} {number(found.price)}, {abs(found.price - price):.1f} away"


def moved(change: float | None) -> str:
    """` up 12.41`, ` down 3.20`, ` unchanged`; "" where it is unknown."""
    if change is None:
        return ""
    return f" {'up' if change > 0 else 'down'} {abs(change):,.2f}" if round(change, 2) else " unchanged"


def signed(value: float) -> str:
    """`plus 1.20`, `minus 0.60`."""
    return f"{'minus' if value < 0 else 'plus'} {abs(value):,.2f}"


def number(value: float) -> str:
    """`6,905`, `6,902.5`."""
    return f"{value:,.0f}" if value == round(value) else f"{value:,.1f}"


def dollars(value: float) -> str:
    """`172 thousand dollars`, `minus 0.60 billion dollars`."""
    sign, size = ("minus " if value < 0 else ""), abs(value)
    for limit, unit in UNITS:
        if size >= limit:
            amount = size / limit
            return f"{sign}{amount:.0f} {unit} dollars" if amount >= 100 else f"{sign}{amount:.2f} {unit} dollars"
    return f"{sign}{size:.0f} dollars"


def age(seconds: float) -> str:
    """`12 seconds`, `3 minutes`, `15 hours`."""
    for limit, unit in ((3_600, "hour"), (60, "minute")):
        if seconds >= limit:
            return _count(int(seconds // limit), unit)
    return _count(int(seconds), "second")


def _gamma(net: float) -> str:
    return "positive" if net >= 0 else "negative"


def _count(count: int, unit: str) -> str:
    return f"{count} {unit}{'' if count == 1 else 's'}"


def _words(text: str) -> str:
    return text.replace("_", " ")


def _plain(text: str) -> str:
    """Signs that a reader skips become words."""
    for glyph, word in (
        ("−", "minus "),
        ("↑", "up"),
        ("↓", "down"),
        ("·", ","),
        ("▲", "up"),
        ("▼", "down"),
        ("≥", "at least"),
        ("≤", "at most"),
    ):
        text = text.replace(glyph, word)
    return text


def _other(row: Row) -> str:
    """A channel without words of its own: its name and what happened."""
    text: Any = getattr(row.data, "text", None) or getattr(row.data, "message", None)
    if isinstance(text, str):
        return f"{_words(row.channel.partition(':')[0])}: {_plain(text)}"
    return f"{row.channel.replace(':', ' ')} changed" if row.change == "event" else ""
