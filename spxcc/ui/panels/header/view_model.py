"""The header: price, basis, gamma, regime, time and mode, each number with its age."""

from dataclasses import dataclass, field

from spxcc.engines.basis.result import BASIS
from spxcc.engines.gex.result import gex_channel
from spxcc.engines.price.result import Price, price_channel
from spxcc.engines.regime.result import REGIME
from spxcc.engines.session.result import STATUS, Status
from spxcc.ui import format as words
from spxcc.ui.day_words import closing
from spxcc.ui.frame import Frame, Freshness
from spxcc.ui.halo import age_run, haloed, is_old
from spxcc.ui.panels.alerts.view_model import muted_until
from spxcc.ui.renderables.cells import Line, Run, width_of
from spxcc.ui.why import freshness

AGE_CELLS = 6
"""Of an age that is not old, with its blank: ` 990ms`."""
REGIME_WORDS = {"undetermined": "REGIME ?"}


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of the header; the highest `rank` goes first when room is short.

    spare: cells that its age may yet take; counted where room is short. width: cells of the line, measured once.
    """

    rank: int
    line: Line
    spare: int = 0
    width: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "width", width_of(self.line))


def build(frame: Frame, flash: str | None = None) -> tuple[tuple[Segment, ...], Line]:
    """Segments from the left, and the mode that stands at the right end whatever the width.

    flash: role of the price for a moment after it changed.
    """
    fresh = freshness(frame)
    return (*price_segments(frame, fresh, flash), *calm_segments(frame)), mode_line(frame, fresh)


def calm_segments(frame: Frame) -> tuple[Segment, ...]:
    """What need not move with every tick: the other prices, gamma, regime, time."""
    parts = (_spy, _basis, gamma, regime, move, vix, clock)
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
    dot = "○" if fresh.stale else "●"
    role = "mode_stale" if fresh.stale else "live" if fresh.word == "LIVE" else "mode"
    frozen: Line = ((" FROZEN ", "alert"), (" ", "text")) if frame.state.frozen else ()
    until = muted_until(frame)
    muted: Line = () if until is None else ((f" MUTED {words.clock(until, seconds=False)} ", "alert"), (" ", "text"))
    return (*muted, *frozen, (f" {dot} {fresh.word} {age} ".replace("  ", " "), role))


def price_segments(frame: Frame, fresh: Freshness, flash: str | None, before: float | None = None) -> list[Segment]:
    """Price, change and its share; grey while stale. Of the price only the digits that differ from `before` flash."""
    symbol = frame.options.symbol
    price = frame.source.get(price_channel(symbol))
    if price is None:
        return [Segment(0, ((f" {symbol} ", "dim"), (words.ABSENT, "text")))]
    role = "stale" if fresh.stale else _side(price)
    shown = _price_runs(words.price(price.price), before, None if fresh.stale else flash)
    shown = tuple((text, "stale") for text, _ in shown) if fresh.stale else shown
    segments = [Segment(0, ((f" {symbol} ", "dim"), *shown, (f" {_arrow(price)}", role)))]
    if price.change is not None:
        segments.append(Segment(1, ((words.signed(price.change), role),)))
    if price.change_pct is not None:
        segments.append(Segment(6, ((f"{words.signed(price.change_pct)}%", role),)))
    return segments


def _price_runs(text: str, before: float | None, flash: str | None) -> Line:
    """The digits from the first that changed on in the colour of the move, those before it as they were."""
    if flash is None:
        return ((text, "bright"),)
    old = "" if before is None else words.price(before)
    same = next((at for at, (one, other) in enumerate(zip(text, old, strict=False)) if one != other), 0)
    same = same if len(old) == len(text) else 0
    return ((text[:same], "bright"), (text[same:], flash)) if same else ((text, flash),)


def _side(price: Price) -> str:
    return "text" if price.change is None or price.change == 0 else "up" if price.change > 0 else "down"


def _aged(rank: int, frame: Frame, channel: str, name: Run, *values: Run) -> Segment:
    """Name, values and their age; once they are old they dim and the age says so."""
    old = is_old(frame, channel)
    age = age_run(frame, channel, old)
    line = (name, *((text, "stale" if old else role) for text, role in values), age)
    return Segment(rank, line, max(AGE_CELLS - len(age[0]), 0))


def _arrow(price: Price) -> str:
    return "·" if price.change is None or price.change == 0 else "▲" if price.change > 0 else "▼"


def _spy(frame: Frame) -> list[Segment]:
    channel = price_channel("SPY")
    spy = frame.source.get(channel)
    if spy is None or frame.options.symbol == "SPY":
        return []
    return [_aged(9, frame, channel.name, ("SPY ", "dim"), (words.price(spy.price), "text"))]


def _basis(frame: Frame) -> list[Segment]:
    basis = frame.source.get(BASIS)
    if basis is None or basis.basis is None:
        return []
    z = "" if basis.z is None else f" z{words.signed(basis.z, 1)}"
    return [_aged(6, frame, BASIS.name, ("basis ", "dim"), (f"{words.signed(basis.basis)}{z}", "text"))]


def gamma(frame: Frame) -> list[Segment]:
    """Sign and size of dealer gamma, and the distance to the flip."""
    channel = gex_channel(frame.options.symbol)
    gex = frame.source.get(channel)
    if gex is None or gex.net_gex is None:
        return [Segment(3, (("│ γ ", "rule"), (words.ABSENT, "dim")))]
    word, role = ("POS", "gex_pos") if gex.net_gex >= 0 else ("NEG", "gex_neg")
    rank = 2 if is_old(frame, channel.name) else 4
    segments = [
        Segment(2, (("│ ", "rule"), (f"γ {word}", haloed(frame, channel.name, role)))),
        _aged(rank, frame, channel.name, ("", "text"), (words.dollars(gex.net_gex, sign=True), role)),
    ]
    price = frame.source.get(price_channel(frame.options.symbol))
    if gex.flip_point is not None:
        near = "" if price is None else f" {words.signed(gex.flip_point - price.price, 1)}"
        text = f"{words.price(gex.flip_point, 0)}{near}"
        segments.append(Segment(3, (("flip ", "dim"), (text, haloed(frame, channel.name, "flip")))))
    else:
        segments.append(Segment(7, (("flip –", "dim"),)))
    return segments


def regime(frame: Frame) -> list[Segment]:
    """The word, and for how long it holds."""
    now = frame.source.get(REGIME)
    if now is None:
        return []
    word = REGIME_WORDS.get(now.regime, now.regime.upper())
    held = f" {now.minutes_in_state}m"
    return [_aged(5, frame, REGIME.name, ("│ ", "rule"), (word, "text"), (held, "dim"))]


def move(frame: Frame) -> list[Segment]:
    """The session's expected absolute move, and how much of that very move was used."""
    regime = frame.source.get(REGIME)
    if regime is None or regime.session_move is None:
        return []
    used = "" if regime.expected_move_used is None else f" {regime.expected_move_used * 100:.0f}%"
    return [Segment(4, (("EM ", "dim"), (f"±{regime.session_move:.0f}{used}", "text")))]


def vix(frame: Frame) -> list[Segment]:
    """The volatility index."""
    channel = price_channel("VIX")
    last = frame.source.get(channel)
    if last is None:
        return []
    return [_aged(8, frame, channel.name, ("VIX ", "dim"), (f"{last.price:.2f}", "text"))]


def clock(frame: Frame) -> list[Segment]:
    """Exchange time and what is left of the session."""
    if frame.session_now is None:
        return []
    segments = [Segment(5, (("│ ", "rule"), (words.clock(frame.session_now), "text")))]
    status = frame.source.get(STATUS)
    if status is None:
        return segments
    target, name = (status.next_close, "T-") if status.status == "open" else (status.next_open, "opens ")
    at = words.iso_millis(target)
    if at is None:
        return segments
    left = at - frame.session_now
    word, role = closing(left) if status.status == "open" else ("", "text")
    told = [Segment(7, ((word.strip(), role),))] if word else []
    return [*segments, Segment(3, ((f"{name}{words.until(left)}", role),)), *told, *_half_day(status)]


def _half_day(status: Status) -> list[Segment]:
    return [Segment(7, (("half day", "warn"),))] if status.half_day else []
