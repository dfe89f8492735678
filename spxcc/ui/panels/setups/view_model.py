"""What the setups panel shows: observations with their measured conditions, never a bare probability."""

from collections.abc import Iterable
from dataclasses import dataclass

from spxcc.engines.score.result import SCORE_STATE, cell_of
from spxcc.engines.setups.result import CLOSED_STATES, SETUPS_UPDATE, Setup
from spxcc.ui import format as words
from spxcc.ui.frame import Frame
from spxcc.ui.panels.setups.edge import Edge, edge_of
from spxcc.ui.panels.setups.plain import found_words, level_note, level_words, needs_words
from spxcc.ui.panels.setups.size import size_words
from spxcc.ui.why import why_empty


class Kinds(dict[str, str]):
    """Words for a kind; one of the user's own is called by its name."""

    def __missing__(self, kind: str) -> str:
        return kind.replace("_", " ").upper()[:14]


KINDS = Kinds({
    "fade_at_wall": "FADE",
    "breakout_vacuum": "BREAKOUT",
    "mean_reversion": "REVERSION",
    "trend_continuation": "TREND",
    "orb_breakout": "ORB BREAK",
    "orb_failure": "ORB FAILURE",
    "vwap_reclaim": "VWAP RECLAIM",
    "flip_cross": "FLIP CROSS",
    "failed_breakdown": "FAILED BREAK",
    "gap_fill": "GAP FILL",
    "pin_drift": "PIN DRIFT",
    "power_hour_momentum": "POWER HOUR",
})  # fmt: skip
ARROWS = {"long": "↑", "short": "↓"}
ORDER = {"triggered": 0, "ready": 1, "forming": 2, "resolved": 3, "invalidated": 4, "expired": 5}
ROLES = {"triggered": "bright", "ready": "warn", "forming": "text"}


@dataclass(frozen=True, slots=True)
class SetupRow:
    """One setup in words. record: sample beside its null. checks: (name, mark) in order. left: time to expiry.
    edge: that of live and of a backtest, in full.

    prices: the plan with distances from the entry. invalid: what would end it. idea: a contract by its quotes, or why
    none. size: in contracts, or why none. steps: the lifecycle so far. note: what the level is, where another has
    nearly its name. A mark `–` means that the input of a check is missing.
    """

    id: str
    letter: str
    state: str
    role: str
    title: str
    score: str
    plan: str
    record: str
    needs: str
    left: str
    checks: tuple[tuple[str, str], ...]
    values: tuple[str, ...]
    reason: str
    closed: bool
    selected: bool
    prices: str = ""
    invalid: str = ""
    idea: str = ""
    steps: tuple[str, ...] = ()
    edge: tuple[Edge, ...] = ()
    note: str = ""
    size: str = ""


@dataclass(frozen=True, slots=True)
class SetupsView:
    """Open ones first, in the order they were created, so rows do not jump."""

    rows: tuple[SetupRow, ...]
    live: int
    reason: str | None
    hidden: int = 0


def ordered(setups: Iterable[Setup]) -> list[Setup]:
    """Triggered, ready, forming, then closed ones; within a state the oldest first."""
    return sorted(setups, key=lambda one: (ORDER[one.state], one.created, one.id))


def shown_setups(frame: Frame) -> list[Setup]:
    """In their order, without those that the user hid."""
    state, every = frame.state, frame.source.items(SETUPS_UPDATE).values()
    return [one for one in ordered(every) if one.id not in state.hidden and one.kind not in state.hidden_kinds]


def kinds_called(text: str) -> frozenset[str]:
    """Kinds whose name, or word on the screen, holds `text`: `fade` or `fade at wall`."""
    wanted = text.strip().casefold().replace("_", " ")
    named = {kind: (kind.replace("_", " "), word.casefold()) for kind, word in KINDS.items()}
    return frozenset(kind for kind, names in named.items() if wanted and any(wanted in name for name in names))


def build(frame: Frame) -> SetupsView:
    """From `setups:update`."""
    setups = shown_setups(frame)
    rows = tuple(row_of(frame, setup, at) for at, setup in enumerate(setups))
    hidden = len(frame.source.items(SETUPS_UPDATE)) - len(setups)
    reason = None
    if not rows and hidden:
        reason = f"{hidden} hidden: command palette, setup: show hidden ones"
    elif not rows:
        why = why_empty(frame, SETUPS_UPDATE.name)
        reason = "no setup: no rule has its conditions met" if why.startswith("nothing on") else why
    return SetupsView(rows, sum(not row.closed for row in rows), reason, hidden)


def row_of(frame: Frame, setup: Setup, at: int) -> SetupRow:
    """The words of one setup."""
    left = "" if frame.session_now is None else words.until(setup.expires - frame.session_now)
    closed = setup.state in CLOSED_STATES
    return SetupRow(
        id=setup.id,
        letter=chr(ord("A") + at % 26),
        state=setup.state.upper(),
        role="gone" if closed else ROLES.get(setup.state, "text"),
        title=title_of(setup),
        score=f"{setup.passed}/{setup.total}",
        plan=plan_words(setup),
        record=record_words(frame, setup),
        needs=needs_words(setup),
        left=left,
        checks=tuple(
            (check.name, words.ABSENT if check.ok is None else "✓" if check.ok else "×") for check in setup.checks
        ),
        values=tuple(found_words(check) for check in setup.checks),
        reason=setup.reason,
        closed=closed,
        selected=setup.id == frame.state.setup_id,
        prices=price_words(setup),
        invalid=invalid_words(setup),
        idea=idea_words(setup, frame.session_now),
        steps=tuple(
            f"{words.clock(one.at)} {one.state} {words.price(one.price)} {one.reason}" for one in setup.history
        ),
        edge=edge_of(frame, setup),
        note=level_note(setup),
        size=size_words(frame.day, setup),
    )


def title_of(setup: Setup) -> str:
    """`FADE ↓ CW 6,905`; a level that the kind names already is not named twice."""
    label = "" if setup.level_label in KINDS[setup.kind].split() else f"{level_words(setup)} "
    return f"{KINDS[setup.kind]} {ARROWS[setup.side]} {label}{words.strike(setup.level_price)}"


def price_words(setup: Setup) -> str:
    """`entry 6,904 · stop 6,909 (+5.0) · T1 6,890 (−14.0)`: distances in points from the entry."""
    if setup.entry is None:
        return plan_words(setup)
    parts = [f"entry {words.strike(setup.entry)}"]
    parts += [
        f"{name} {words.strike(price)} ({words.signed(price - setup.entry, 1)})"
        for name, price in (("stop", setup.stop), ("T1", setup.t1), ("T2", setup.t2))
        if price is not None
    ]
    return " · ".join(parts)


def invalid_words(setup: Setup) -> str:
    """What would end it: before its trigger the falsifiers of the rule, after it the stop."""
    if setup.state in CLOSED_STATES:
        return ""
    if setup.state == "triggered":
        return "" if setup.stop is None else f"a trade at the stop {words.strike(setup.stop)}"
    return " · ".join(setup.invalid) or f"{words.ABSENT} not told"


def idea_words(setup: Setup, now: int | None) -> str:
    """`11-19 6,895P 5.30/5.40 · Δ −0.45 · spread 1.9 % · 12s old`; a wide spread says so; without quotes why."""
    one = setup.idea
    if one is None:
        return f"{words.ABSENT} {setup.idea_reason or 'not told'}"
    wide = "" if one.spread_ok else " (wide: over 8 % or 0.30)"
    age = words.ABSENT if now is None else words.age(now - one.quoted_at)
    return (
        f"{one.expiry[5:]} {words.strike(one.strike)}{one.right} {one.bid:.2f}/{one.ask:.2f} · Δ"
        f" {words.signed(one.delta)} · spread {words.percent(one.spread_share, 1)}{wide} · quoted {age} ago"
    )


def plan_words(setup: Setup) -> str:
    """`entry 6,904 · stop 6,909 · T1 6,890 · T2 6,880 · R 2.4/4.4`, only what is known."""
    parts = [
        f"{name} {words.strike(price)}"
        for name, price in (("entry", setup.entry), ("stop", setup.stop), ("T1", setup.t1), ("T2", setup.t2))
        if price is not None
    ]
    ratios = [f"{ratio:.1f}" for ratio in (setup.r1, setup.r2) if ratio is not None]
    if ratios:
        parts.append(f"R {'/'.join(ratios)}")
    return " · ".join(parts) or "prices not set yet"


def record_words(frame: Frame, setup: Setup) -> str:
    """`n 0 · null 43 %`; a share that came true only with its interval, its sample and its null."""
    result = frame.source.get(SCORE_STATE)
    live = None if result is None else cell_of(result, setup.kind, "forward", setup.rules_version)
    if live is None:
        return f"n 0 · null {words.percent(setup.null_probability)}"
    interval = f"[{100 * live.low:.0f}–{100 * live.high:.0f}]"
    return f"p {words.percent(live.probability)} {interval} · n {live.n} · null {words.percent(live.null)}"
