"""Alerts in words: the strip's line, what waits to be acknowledged, and what `a` would make here."""

from dataclasses import dataclass

from spxcc.engines.alerts.result import Fired, Row
from spxcc.engines.price.result import price_channel
from spxcc.ui import format as words
from spxcc.ui.frame import Frame
from spxcc.ui.panels.coach.view_model import pending_alerts
from spxcc.ui.panels.levels.view_model import build as levels
from spxcc.ui.renderables.cells import Line, width_of
from spxcc.ui.selection import selected_setup

NONE = "none yet · a makes one at the cursor · A lists them"
STATES = {"new": "armed", "armed": "armed", "waiting": "waits for a retreat", "fired": "fired", "expired": "expired"}
ROLES = {"new": "text", "armed": "text", "waiting": "dim", "fired": "alert", "expired": "dim"}


@dataclass(frozen=True, slots=True)
class Here:
    """An alert that one key makes: its words, and what it is at."""

    words: str
    what: str


def unseen(frame: Frame) -> tuple[Fired, ...]:
    """Alerts that fired and that nobody acknowledged, newest first."""
    book, seen = frame.alerts, frame.state.seen
    return () if book is None else tuple(
        one for one in reversed(book.fired) if not one.acknowledged and one.id not in seen
    )  # fmt: skip


def waiting_ids(frame: Frame) -> list[str]:
    """Ids of what waits to be acknowledged, alerts and messages of the coach together, newest first."""
    told = [(one.at, one.id) for one in unseen(frame)] + [(one.ts, one.id) for one in pending_alerts(frame)]
    return [identity for _, identity in sorted(told, key=lambda one: one[0], reverse=True)]


def strip(frame: Frame, width: int | None = None) -> tuple[Line, Line]:
    """Left: every alert with its number and state, or in `width` as many as fit and how many more there are.

    Right: whether bell and desktop speak.
    """
    head, right, book = (" ALERTS  ", "title"), voice(frame), frame.alerts
    if book is None:
        return (head, ("not heard from the server yet", "dim")), right
    if not book.rows:
        return (head, (NONE, "dim")), right
    fresh = {one.alert for one in unseen(frame)}
    # What needs an eye stands first, where room is short.
    rows = sorted(book.rows, key=lambda one: (one.alert.id not in fresh, one.alert.id))
    entries = [_entry(row, row.alert.id in fresh) for row in rows]
    room = None if width is None else width - width_of(right) - 1
    for count in range(len(entries), 0, -1):
        more: Line = ((f"+{len(entries) - count} more", "dim"),) if count < len(entries) else ()
        left = (head, *(run for entry in entries[:count] for run in entry), *more)
        if room is None or width_of(left) <= room:
            return left, right
    return (head, (f"{len(entries)} set", "text")), right


def _entry(row: Row, fresh: bool) -> Line:
    alert, latch = row.alert, row.latch
    role = "alert" if fresh else "dim" if latch.fired is not None else ROLES[row.status]
    state = f" {STATES[row.status]}" if row.status in ("expired", "waiting") else ""
    if latch.fired is not None:
        state = f" fired {words.clock(latch.fired, seconds=False)}" + (f" ×{latch.count}" if latch.count > 1 else "")
    often = "" if alert.once or latch.fired is not None else " each"
    return ((f"[{alert.id}] ", "key"), (f"{alert.words}{often}{state}", role), ("  ", "text"))


def voice(frame: Frame) -> Line:
    """` bell on  desktop off `, or until when they are mute."""
    until = muted_until(frame)
    if until is not None:
        return ((f" MUTED {words.clock(until, seconds=False)} ", "alert"),)
    options = frame.options
    bell = "off" if options.mute or not options.alerts.bell else "on"
    desktop = "off" if options.mute or options.notices == "off" else "on"
    return ((f" bell {bell}  desktop {desktop} ", "dim"),)


def muted_until(frame: Frame) -> int | None:
    """Ms of the machine's clock until which the user wants quiet, `None` where there is no such time ahead."""
    until = None if frame.alerts is None else frame.alerts.muted_until
    return until if until is not None and until > frame.now // 1_000_000 else None


def fired_line(one: Fired) -> Line:
    """` 14:31:52 touched 6,905.00 · at 6,905.10, 40ms old · told after 120ms`."""
    price = "" if one.price is None else f" · SPX {words.price(one.price)}"
    age = "" if one.age_ms is None else f", {words.age(one.age_ms)} old"
    late = "" if one.latency_ms is None else f" · told after {words.age(one.latency_ms)}"
    mark = " " if one.acknowledged else "!"
    role = "dim" if one.acknowledged else "text"
    return (
        (f" {mark} ", "alert" if mark == "!" else "dim"),
        (f"{words.clock(one.at)} ", "dim"),
        (one.words, role),
        (f"{price}{age}{late}", "dim"),
    )


def here(frame: Frame) -> Here | None:
    """What `a` makes: at the crosshair, else the selected setup's entry, else, while the list of levels has the
    focus, the level pointed at or its top one, else the last price; `None` where there is no price at all."""
    state = frame.state
    if state.crosshair is not None and (price := crosshair_price(frame)) is not None:
        return _at(price, "the crosshair")
    setup = selected_setup(frame)
    if setup is not None and (state.card or state.focus != "levels"):
        price = setup.entry if setup.entry is not None else setup.level_price
        return _at(price, f"{'entry' if setup.entry is not None else 'level'} of {setup.level_label}")
    if state.focus == "levels":
        chosen = next((row for row in levels(frame).rows if row.id == state.level_id), None)
        if chosen is not None:
            return _at(chosen.price, chosen.label)
        rows = levels(frame, state.row("levels") + 1).rows
        if rows:
            return _at(rows[-1].price, rows[-1].label)
    last = frame.source.get(price_channel(frame.options.symbol))
    return None if last is None else _at(last.price, "the last price")


def crosshair_price(frame: Frame) -> float | None:
    """Where the crosshair points: its price, else the close of its bar."""
    state = frame.state
    if state.cross_price is not None:
        return state.cross_price
    bars = frame.source.book(frame.options.symbol).candles(state.timeframe)
    bar = next((one for one in reversed(bars) if state.crosshair is not None and one.start <= state.crosshair), None)
    return None if bar is None else bar.close


def _at(price: float, what: str) -> Here:
    return Here(f"touch {price:.2f}".rstrip("0").rstrip("."), what)
