"""What the tape adds up to: who was hit, premium by strike and by minute, and what was left out."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from spxcc.engines.flow.result import FLOW_ALERT, FLOW_SUMMARY, FlowAlert, FlowSummary, FlowWindow
from spxcc.ui import format as words
from spxcc.ui.frame import Frame
from spxcc.ui.panels.flow.view_model import SIDES, passes
from spxcc.ui.renderables.cells import Line, crop, wrap_items
from spxcc.ui.renderables.mini import spark

MINUTE_MS = 60_000
MINUTES = 30
UNKNOWN_SIDE = "side unknown: "
OF_INTEREST = ", volume "
PACKAGE = "package, no side of its own"
SHAPES = ("█", "▒", "·")
PLAIN_SHAPES = ("#", "=", ".")
LEAST_BAR = 6
STRIKE = 9
AMOUNT = 7


@dataclass(frozen=True, slots=True)
class StrikePremium:
    """Premium in USD at one strike of one right: bought, sold, of no known side."""

    strike: float
    right: str
    bought: float
    sold: float
    unknown: float

    @property
    def total(self) -> float:
        return self.bought + self.sold + self.unknown


@dataclass(frozen=True, slots=True)
class FlowStats:
    """Of the prints that pass the filter: how many, since when (ms), by strike, by minute (the last is the newest).

    unknown: number of prints without a side by reason. windows, summary: of all prints, from the server.
    """

    prints: int
    since: int | None
    strikes: tuple[StrikePremium, ...]
    minutes: tuple[float, ...]
    unknown: tuple[tuple[str, int], ...]
    windows: tuple[FlowWindow, ...]
    summary: FlowSummary | None


def stats_of(frame: Frame) -> FlowStats:
    """From what the client keeps of `flow:alert`, and `flow:summary`."""
    state, summary = frame.state, frame.source.get(FLOW_SUMMARY)
    shown = [one for one in frame.source.events(FLOW_ALERT) if passes(one, state.flow_filter, state.flow_premium)]
    return FlowStats(
        prints=len(shown),
        since=min((one.ts_event for one in shown), default=None),
        strikes=by_strike(one for one in shown if one.symbol == frame.options.symbol),
        minutes=by_minute(shown),
        unknown=tuple(Counter(unknown_why(one) for one in shown if one.side == "unknown").most_common()),
        windows=() if summary is None else summary.windows,
        summary=summary,
    )


def by_strike(alerts: Iterable[FlowAlert]) -> tuple[StrikePremium, ...]:
    """Highest strike first, calls before puts. A package stands at its dearest leg with its net."""
    sums: dict[tuple[float, str], dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for one in alerts:
        sums[one.strike, one.right][one.side] += one.premium
    keys = sorted(sums, key=lambda key: (-key[0], key[1]))
    return tuple(StrikePremium(*key, sums[key]["buy"], sums[key]["sell"], sums[key]["unknown"]) for key in keys)


def by_minute(alerts: Sequence[FlowAlert]) -> tuple[float, ...]:
    """Premium of each of the `MINUTES` up to the newest print; empty without prints."""
    if not alerts:
        return ()
    last = max(one.ts_event for one in alerts) // MINUTE_MS
    sums = [0.0] * MINUTES
    for one in alerts:
        ago = last - one.ts_event // MINUTE_MS
        if ago < MINUTES:
            sums[MINUTES - 1 - ago] += one.premium
    return tuple(sums)


def unknown_why(alert: FlowAlert) -> str:
    """Why a print has no side, without what is told of its contract's volume: that differs from print to print."""
    if alert.package is not None:
        return PACKAGE
    return alert.condition.partition(UNKNOWN_SIDE)[2].partition(OF_INTEREST)[0] or "not told"


def bar_of(parts: Sequence[float], peak: float, room: int, plain: bool) -> Line:
    """Parts one after another as `█` `▒` `·`; `peak` fills the room."""
    runs: list[tuple[str, str]] = []
    total, used = 0.0, 0
    for part, shape, role in zip(parts, PLAIN_SHAPES if plain else SHAPES, ("up", "down", "dim"), strict=True):
        total += part
        end = round(min(total / peak, 1.0) * room) if peak > 0 else 0
        runs.append((shape * (end - used), role))
        used = end
    return tuple(runs)


def aggressor_lines(stats: FlowStats, width: int, plain: bool) -> list[Line]:
    """`15m ███████▒▒▒▒·· 58 % ask, 34 % bid, 92 % known`: shares of premium, then why prints have no side."""
    lines: list[Line] = []
    for one in stats.windows:
        bought, sold = one.call_bought + one.put_bought, one.call_sold + one.put_sold
        total = bought + sold + one.unknown
        if total <= 0:
            lines.append(((f" {one.minutes:>2}m {words.ABSENT} no premium", "dim"),))
            continue
        known = words.percent((bought + sold) / total)
        text = f" {words.percent(bought / total)} ask, {words.percent(sold / total)} bid, {known} known"
        room = max(min(width - len(text) - 6, 24), 0)
        bar = bar_of((bought, sold, one.unknown), total, room, plain) if room >= LEAST_BAR else ()
        lines.append(((f" {one.minutes:>2}m ", "dim"), *bar, (text, "text")))
    if not stats.windows:
        lines.append(((f" {words.ABSENT} no prints, so nobody is known to have been hit", "text"),))
    if stats.unknown:
        why = " · ".join(f"{count} {reason}" for reason, count in stats.unknown)
        lines += [((f" {part}", "dim"),) for part in wrap_items(f"? of the tape: {why}", max(width - 2, 8))]
    return lines


def minute_lines(stats: FlowStats, width: int, plain: bool) -> list[Line]:
    """`▁▁▂▁▅█▂ 30m to 14:31, most 4.1M a minute`."""
    if not stats.minutes or stats.since is None:
        return [((f" {words.ABSENT} no print passes the filter", "text"),)]
    shape = spark(stats.minutes, min(MINUTES, max(width - 2, 1)), plain, low=0.0)
    most = f"{MINUTES} min, most {words.dollars(max(stats.minutes))} in one"
    lines: list[Line] = [((f" {shape}", "text"),), ((f" {most}", "dim"),)]
    return lines if width < len(shape) + len(most) + 3 else [((f" {shape} ", "text"), (most, "dim"))]


def strike_lines(stats: FlowStats, width: int, room: int, plain: bool) -> list[Line]:
    """One bar a strike and right: the largest that there is room for, highest strike first."""
    if not stats.strikes:
        return [((f" {words.ABSENT} no print passes the filter", "text"),)]
    largest = sorted(stats.strikes, key=lambda one: -one.total)[: max(room, 0)]
    kept = [one for one in stats.strikes if one in largest]
    peak = max((one.total for one in kept), default=0.0)
    cells = max(width - STRIKE - AMOUNT - 2, 0)
    lines: list[Line] = []
    for one in kept:
        bar = bar_of((one.bought, one.sold, one.unknown), peak, cells, plain)
        used = sum(len(text) for text, _ in bar)
        name = f" {one.right} {words.strike(one.strike)}"
        amount = f" {words.dollars(one.total):>{AMOUNT}}"
        lines.append(((f"{name:<{STRIKE}}", "text"), *bar, (" " * (cells - used), "text"), (amount, "bright")))
    return lines


def largest_lines(stats: FlowStats, width: int) -> list[Line]:
    """`C 6,000 04-10 4,900 × 110.80 54M ↓ sold`, a print a line; a leg of a package has no side of its own."""
    found = () if stats.summary is None else stats.summary.largest
    if not found:
        return [((f" {words.ABSENT} none told yet", "text"),)]
    lines: list[Line] = []
    for one in found:
        side, arrow, role = ("package", "·", "dim") if one.package is not None else SIDES[one.side]
        line: Line = (
            (f" {one.right} {words.strike(one.strike):<6}{one.expiry[5:]}", "text"),
            (f" {words.count(one.size):>6} × {one.price:<7.2f}", "dim"),
            (f"{words.dollars(one.premium):>6} ", "bright"),
            (f"{arrow} {side}", role),
        )
        lines.append(crop(line, width))
    return lines


def count_lines(stats: FlowStats, width: int) -> list[Line]:
    """How many prints the tape holds since when, and what was left out of the sums today."""
    one = stats.summary
    since = "" if stats.since is None else f" since {words.clock(stats.since)}"
    text = f"tape {stats.prints}{since}"
    if one is not None and one.kind == "prints":
        text += (
            f" · {one.packages} packages netted · {one.unpaired_legs} lone legs · {one.financing} financing"
            f" · {one.cancelled} cancelled · {one.late} late · {one.duplicates} double"
        )
    return [((f" {part}", "dim"),) for part in wrap_items(text, max(width - 2, 8))]
