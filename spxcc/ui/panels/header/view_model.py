"""The header: price, basis, gamma, regime, time and mode, each number with its age."""

from dataclasses import dataclass

from spxcc.engines.basis.result import BASIS
from spxcc.engines.gex.result import gex_channel
from spxcc.engines.price.result import Price, price_channel
from spxcc.engines.regime.result import REGIME
from spxcc.engines.session.result import STATUS
from spxcc.ui import format as words
from spxcc.ui.frame import Frame
from spxcc.ui.renderables.cells import Line
from spxcc.ui.why import Freshness, chain_age_ms, data_age_ms, freshness

T_WARN_MS, T_LATE_MS = 60 * 60_000, 15 * 60_000
REGIME_WORDS = {"undetermined": "REGIME ?"}


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of the header; the highest `rank` goes first when room is short."""

    rank: int
    line: Line


def build(frame: Frame, flash: str | None = None) -> tuple[tuple[Segment, ...], Line]:
    """Segments from the left, and the mode that stands at the right end whatever the width.

    flash: role of the price for a moment after it changed.
    """
    fresh = freshness(frame)
    return (*price_segments(frame, fresh, flash), *calm_segments(frame)), mode_line(frame, fresh)


def calm_segments(frame: Frame) -> tuple[Segment, ...]:
    """What need not move with every tick: the other prices, gamma, regime, time."""
    parts = (_spy, _basis, _gamma, _regime, _move, _vix, _clock)
    return tuple(segment for part in parts for segment in part(frame))


def calm_values(frame: Frame) -> tuple[object, ...]:
    """What these were made from, their ages aside."""
    get, symbol = frame.source.get, frame.options.symbol
    prices = (get(price_channel("SPY")), get(price_channel("VIX")))
    return (*prices, get(BASIS), get(gex_channel(symbol)), get(REGIME), get(STATUS))


def mode_line(frame: Frame, fresh: Freshness) -> Line:
    """` ● LIVE 42ms `: the word of the mode and the age of the price; LIVE never on stale data."""
    known = fresh.age_ms if fresh.age_ms is not None else fresh.silence_ms
    age = "" if known is None else words.age(known)
    dot = "◌" if fresh.stale else "●"
    role = "mode_stale" if fresh.stale else "live" if fresh.word == "LIVE" else "mode"
    frozen: Line = ((" FROZEN ", "alert"), (" ", "text")) if frame.state.frozen else ()
    return (*frozen, (f" {dot} {fresh.word} {age} ".replace("  ", " "), role))


def age_run(frame: Frame, channel: str) -> tuple[str, str]:
    """` 3s`, dim."""
    return (f" {words.age(data_age_ms(frame, channel))}", "dim")


def price_segments(frame: Frame, fresh: Freshness, flash: str | None) -> list[Segment]:
    """Price, change and its share; grey while stale."""
    symbol = frame.options.symbol
    price = frame.source.get(price_channel(symbol))
    if price is None:
        return [Segment(0, ((f" {symbol} ", "dim"), (words.ABSENT, "text")))]
    role = "stale" if fresh.stale else _side(price)
    shown = (f" {words.price(price.price)} ", "stale" if fresh.stale else flash or "bright")
    segments = [Segment(0, ((f" {symbol}", "dim"), shown, (_arrow(price), role)))]
    if price.change is not None:
        segments.append(Segment(1, ((words.signed(price.change), role),)))
    if price.change_pct is not None:
        segments.append(Segment(4, ((f"{words.signed(price.change_pct)}%", role),)))
    return segments


def _side(price: Price) -> str:
    return "text" if price.change is None or price.change == 0 else "up" if price.change > 0 else "down"


def _arrow(price: Price) -> str:
    return "·" if price.change is None or price.change == 0 else "▲" if price.change > 0 else "▼"


def _spy(frame: Frame) -> list[Segment]:
    channel = price_channel("SPY")
    spy = frame.source.get(channel)
    if spy is None or frame.options.symbol == "SPY":
        return []
    line: Line = (("SPY ", "dim"), (words.price(spy.price), "text"))
    return [Segment(9, (*line, age_run(frame, channel.name)))]


def _basis(frame: Frame) -> list[Segment]:
    basis = frame.source.get(BASIS)
    if basis is None or basis.basis is None:
        return []
    z = "" if basis.z is None else f" z{words.signed(basis.z, 1)}"
    return [Segment(6, (("basis ", "dim"), (f"{words.signed(basis.basis)}{z}", "text"), age_run(frame, BASIS.name)))]


def _gamma(frame: Frame) -> list[Segment]:
    channel = gex_channel(frame.options.symbol)
    gex = frame.source.get(channel)
    if gex is None or gex.net_gex is None:
        return [Segment(3, (("│ γ ", "rule"), (words.ABSENT, "dim")))]
    age = (f" {words.age(chain_age_ms(frame))}", "dim")
    word, role = ("POS", "gex_pos") if gex.net_gex >= 0 else ("NEG", "gex_neg")
    segments = [
        Segment(2, (("│ ", "rule"), (f"γ {word} {words.dollars(gex.net_gex, sign=True)}", role), age)),
    ]
    price = frame.source.get(price_channel(frame.options.symbol))
    if gex.flip_point is not None:
        near = "" if price is None else f" {words.signed(gex.flip_point - price.price, 1)}"
        text = f"{words.price(gex.flip_point, 0)}{near}"
        segments.append(Segment(3, (("flip ", "dim"), (text, "flip"))))
    else:
        segments.append(Segment(7, (("flip –", "dim"),)))
    return segments


def _regime(frame: Frame) -> list[Segment]:
    regime = frame.source.get(REGIME)
    if regime is None:
        return []
    word = REGIME_WORDS.get(regime.regime, regime.regime.upper())
    held = f" {regime.minutes_in_state}m"
    return [Segment(5, (("│ ", "rule"), (word, "text"), (held, "dim"), age_run(frame, REGIME.name)))]


def _move(frame: Frame) -> list[Segment]:
    """The session's expected absolute move, and how much of that very move was used."""
    regime = frame.source.get(REGIME)
    if regime is None or regime.session_move is None:
        return []
    used = "" if regime.expected_move_used is None else f" {regime.expected_move_used * 100:.0f}%"
    return [Segment(7, (("EM ", "dim"), (f"±{regime.session_move:.0f}{used}", "text")))]


def _vix(frame: Frame) -> list[Segment]:
    channel = price_channel("VIX")
    vix = frame.source.get(channel)
    if vix is None:
        return []
    return [Segment(8, (("VIX ", "dim"), (f"{vix.price:.2f}", "text"), age_run(frame, channel.name)))]


def _clock(frame: Frame) -> list[Segment]:
    if frame.session_now is None:
        return []
    segments = [Segment(4, (("│ ", "rule"), (words.clock(frame.session_now), "text")))]
    status = frame.source.get(STATUS)
    if status is None:
        return segments
    target, name = (status.next_close, "T-") if status.status == "open" else (status.next_open, "opens ")
    at = words.iso_millis(target)
    if at is None:
        return segments
    left = at - frame.session_now
    role = "text" if status.status != "open" or left > T_WARN_MS else "error" if left < T_LATE_MS else "warn"
    return [*segments, Segment(5, ((f"{name}{words.until(left)}", role),))]
