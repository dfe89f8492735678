"""The resolution rules R1–R9, R11, R12 and R14 of SETUPS.md 3 on one order and one path."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from spxcc.engines.common import UnixMillis
from spxcc.engines.outcomes.params import TERMS, Terms, terms_version
from spxcc.engines.outcomes.path import Path, Span
from spxcc.engines.outcomes.result import FINENESS, Order, OutcomeRow, Verdict
from spxcc.quant.barriers import ruin, ruin_within

Halts: TypeAlias = Sequence[tuple[UnixMillis, UnixMillis]]
MINUTE_MS = 60_000
NEAR = 1e-9


@dataclass(frozen=True, slots=True)
class Trade:
    """An order that was filled: at `at` at the price `entry`, from an open of `opened`. risk: points, > 0.

    stop: where it stands now. banked: R taken at T1, at `t1_at`. low, high: worst and best price seen, in R.
    """

    at: UnixMillis
    opened: float
    entry: float
    risk: float
    stop: float
    banked: float = 0.0
    t1_at: UnixMillis | None = None
    low: float = 0.0
    high: float = 0.0


@dataclass(frozen=True, slots=True)
class End:
    """How it ended. price: of the last part, with slip. best: R had the target come first, where that is not known."""

    verdict: Verdict
    at: UnixMillis
    price: float
    reason: str
    best: float | None = None


def resolve(order: Order, path: Path, terms: Terms = TERMS, halts: Halts = ()) -> OutcomeRow | None:
    """What became of `order` on `path`; `None` while the path ends before it does.

    halts: intervals in ms in which trading was halted, so that silence in them is no gap of the feed.
    """
    wanted = order.decided_at + terms.lag * MINUTE_MS
    first = path.first_from(wanted)
    if first >= len(path):
        return None
    opening = next(path.spans(first))
    if opening.start >= order.closes:
        return uncounted(order, path, terms, "no_fill", "the market closed before the next minute opened")
    if opening.start > wanted and _halted(wanted, opening.start, halts):
        return uncounted(order, path, terms, "no_fill", "trading was halted before the next minute opened")
    if _silent(wanted, opening.start, terms, halts):
        return uncounted(order, path, terms, "feed_void", "no data at the time of the entry")
    entry = round(opening.open + order.side * terms.slip, 2)
    risk = order.side * (entry - order.stop)
    if risk <= NEAR:
        return uncounted(order, path, terms, "no_fill", "the open was at the stop or beyond")
    if order.side * (order.t1 - entry) <= NEAR:
        return uncounted(order, path, terms, "no_fill", "the open was at T1 or beyond")
    trade = Trade(opening.start, opening.open, entry, risk, order.stop)
    return _walk(order, trade, path, first, terms, halts)


def resolve_finest(order: Order, paths: Sequence[Path], terms: Terms = TERMS, halts: Halts = ()) -> OutcomeRow | None:
    """R3: by the finest data that hold the whole of it; coarser ones only where finer ones have a gap or end."""
    found: OutcomeRow | None = None
    for path in sorted(paths, key=lambda one: FINENESS[one.resolution]):
        made = resolve(order, path, terms, halts)
        if made is not None and made.verdict != "feed_void":
            return made
        found = made or found
    return found


def uncounted(order: Order, path: Path, terms: Terms, verdict: Verdict, reason: str) -> OutcomeRow:
    """An order that enters no statistic but the count of such (R12)."""
    return OutcomeRow(
        order=order, verdict=verdict, terms=terms_version(terms), resolution=path.resolution, reason=reason,
        lag=terms.lag,
    )  # fmt: skip


def _walk(order: Order, trade: Trade, path: Path, first: int, terms: Terms, halts: Halts) -> OutcomeRow | None:
    """Piece by piece until it ends."""
    before = trade.at
    for span in path.spans(first):
        if _silent(before, span.start, terms, halts):
            return uncounted(order, path, terms, "feed_void", "no data for too long while open")
        before = span.end
        if span.start == trade.at and span.end == trade.at:
            continue
        trade, end = _piece(order, trade, span, terms)
        if end is not None:
            return _row(order, trade, end, path, terms)
    return None


def _piece(order: Order, trade: Trade, span: Span, terms: Terms) -> tuple[Trade, End | None]:
    """One piece: the stop before the targets, then the clock."""
    side = order.side
    inner, outer = (span.low, span.high) if side > 0 else (span.high, span.low)
    target = order.t1 if trade.t1_at is None else order.t2
    hit = target is not None and _traded_through(side, outer, target, terms) and span.start != trade.at
    if side * (inner - trade.stop) <= 0:
        return trade, _stopped(order, trade, span, hit, terms)
    if hit and trade.t1_at is None:
        trade = _first_target(order, trade, span, terms)
        target = order.t2
        hit = target is not None and _traded_through(side, outer, target, terms)
    if hit and trade.t1_at is not None and target is not None:
        return trade, End("t2_hit", span.end, target, "T2 traded through")
    until, verdict, word = _deadline(order)
    if span.end >= until:
        return trade, End(verdict, span.end, span.close - side * terms.slip, word)
    if trade.t1_at is not None and trade.stop != trade.entry:
        trade = replace(trade, stop=trade.entry)
    return _seen(side, trade, inner, outer), None


def _deadline(order: Order) -> tuple[UnixMillis, Verdict, str]:
    """R11: an exit by the clock is resolved like any other."""
    if order.until < order.closes:
        return order.until, "time_exit", "time stop"
    return order.closes, "market_closed", "market closed"


def _traded_through(side: int, outer: float, target: float, terms: Terms) -> bool:
    """R5."""
    return side * (outer - target) >= terms.through - NEAR


def _stopped(order: Order, trade: Trade, span: Span, hit: bool, terms: Terms) -> End:
    """R4 and R6: a touch fills at the stop, at the open if that is beyond; with a target in the same bar, ambiguous."""
    side = order.side
    gapped = side * (span.open - trade.stop) <= 0
    price = (span.open if gapped else trade.stop) - side * terms.slip
    if hit and not gapped:
        return End("ambiguous", span.end, price, "stop and target in one bar", _best(order, trade, price, terms))
    if trade.t1_at is None:
        return End("stopped", span.end, price, "stop at the open" if gapped else "stop touched")
    return End("be_stop", span.end, price, "stop at the entry touched")


def _best(order: Order, trade: Trade, stopped: float, terms: Terms) -> float:
    """R of the kinder order of events: the target came first, then the stop took what was left."""
    side, risk = order.side, trade.risk
    if trade.t1_at is not None and order.t2 is not None:
        return trade.banked + (1 - terms.partial) * side * (order.t2 - trade.entry) / risk
    rest = 1 - terms.partial
    return (terms.partial * side * (order.t1 - trade.entry) + rest * side * (stopped - trade.entry)) / risk


def _first_target(order: Order, trade: Trade, span: Span, terms: Terms) -> Trade:
    """R8: a part leaves at T1; the stop moves to the entry with the next piece."""
    banked = terms.partial * order.side * (order.t1 - trade.entry) / trade.risk
    return replace(trade, banked=banked, t1_at=span.end)


def _seen(side: int, trade: Trade, inner: float, outer: float) -> Trade:
    low, high = side * (inner - trade.entry) / trade.risk, side * (outer - trade.entry) / trade.risk
    return replace(trade, low=min(trade.low, low), high=max(trade.high, high))


def _row(order: Order, trade: Trade, end: End, path: Path, terms: Terms) -> OutcomeRow:
    """R9: everything in units of the risk, net of slip."""
    share = 1.0 if trade.t1_at is None else 1 - terms.partial
    r = trade.banked + share * order.side * (end.price - trade.entry) / trade.risk
    won = trade.t1_at is not None
    reach = order.side * (end.price - trade.entry) / trade.risk
    peak = r if trade.t1_at is None else order.side * (order.t1 - trade.entry) / trade.risk
    geometric, null = _nulls(order, trade, terms)
    return OutcomeRow(
        order=order,
        verdict=end.verdict,
        terms=terms_version(terms),
        resolution=path.resolution,
        reason=end.reason,
        lag=terms.lag,
        filled_at=trade.at,
        entry=trade.entry,
        exit_at=end.at,
        exit=round(end.price, 4),
        won=won,
        won_best=won or end.best is not None,
        r=round(r, 6),
        r_best=round(r if end.best is None else end.best, 6),
        t1_at=trade.t1_at,
        mae=round(min(trade.low, reach, 0.0), 4),
        mfe=round(max(trade.high, reach, peak, 0.0), 4),
        geometric=geometric,
        null=null,
    )


def _nulls(order: Order, trade: Trade, terms: Terms) -> tuple[float, float]:
    """P(T1 first) without drift: between the levels as set; and from the open to what counts, within the time."""
    reward = order.side * (order.t1 - trade.entry)
    geometric = ruin(reward, trade.risk)
    up = order.side * (order.t1 - trade.opened) + terms.through
    down = order.side * (trade.opened - order.stop)
    if order.sigma is None or down <= NEAR:
        return round(geometric, 6), round(geometric if down <= NEAR else ruin(up, down), 6)
    minutes = max(min(order.until, order.closes) - trade.at, 0) / MINUTE_MS
    return round(geometric, 6), round(ruin_within(up, down, order.sigma, minutes)[0], 6)


def _silent(before: UnixMillis, after: UnixMillis, terms: Terms, halts: Halts) -> bool:
    """R12: longer without data than is allowed, but for halts."""
    return after - before - _halted(before, after, halts) > round(1000 * terms.gap_s)


def _halted(before: UnixMillis, after: UnixMillis, halts: Halts) -> int:
    """Milliseconds of a halt between two instants."""
    return sum(max(0, min(after, end) - max(before, start)) for start, end in halts)
