"""What the flow panel shows: a tape of prints, or minute volume where there are no prints."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from spxcc.engines.flow.result import FLOW_ALERT, FLOW_SUMMARY, ContractMinuteVolume, FlowAlert, FlowSummary, FlowWindow
from spxcc.engines.stances.result import FLOW_STANCE, Stance
from spxcc.ui import format as words
from spxcc.ui.frame import Frame
from spxcc.ui.selection import concerns_strike, selected_setup
from spxcc.ui.state import FlowFilter
from spxcc.ui.why import plan_lacks, why_empty

TYPES = {"sweep": "SWP", "block": "BLK", "print": "PRT"}
SIDES = {"buy": ("bought", "↑", "up"), "sell": ("sold", "↓", "down"), "unknown": ("side ?", "·", "dim")}


@dataclass(frozen=True, slots=True)
class TapeRow:
    """One print. `side` is the customer's by the quote rule; no view of direction is taken from it.

    how: what the engine says of it: the structure of a package and its legs, conditions, why it has no side.
    """

    time: str
    kind: str
    contract: str
    size: str
    price: str
    premium: str
    side: str
    arrow: str
    role: str
    note: str
    selected: bool = False
    expiry: str = ""
    how: str = ""


@dataclass(frozen=True, slots=True)
class FlowView:
    """label: what the rows are. windows: premium totals, in words and short. volumes: rows of the minute-bar kind.

    filtered: the filter in words. balance: minutes, bought and sold premium of the window that the bar shows.
    """

    label: str
    filtered: str
    windows: tuple[tuple[str, str], ...]
    tape: tuple[TapeRow, ...]
    volumes: tuple[tuple[str, str, str, str], ...]
    reason: str | None
    balance: tuple[int, float, float] | None = None


def build(frame: Frame, limit: int | None = None) -> FlowView:
    """From `flow:alert` and `flow:summary`; newest first, at most `limit` prints."""
    wanted, least = frame.state.flow_filter, frame.state.flow_premium
    summary, setup = frame.source.get(FLOW_SUMMARY), selected_setup(frame)
    alerts = frame.source.events(FLOW_ALERT)
    passing = (alert for alert in reversed(alerts) if passes(alert, wanted, least))
    said = stances_of(frame.source.events(FLOW_STANCE))
    tape = tuple(
        tape_row(alert, concerns_strike(setup, alert.strike), said.get(alert.id, ""))
        for alert in islice(passing, limit)
    )
    minute = summary is not None and summary.kind == "minute_bars"
    volumes = (
        tuple(volume_row(one) for one in summary.volumes if _right(one.right, wanted)) if minute and summary else ()
    )
    return FlowView(
        label=summary.label if summary is not None else "",
        filtered=filter_words(wanted, least),
        windows=() if summary is None or minute else tuple(map(window_texts, summary.windows)),
        tape=() if minute else tape,
        volumes=volumes,
        reason=None if tape or volumes else _reason(frame, summary, bool(alerts)),
        balance=None if summary is None or minute else balance_of(summary.windows),
    )


def filter_words(wanted: FlowFilter, least: int) -> str:
    """`sweeps ≥ 250K`."""
    return f"{wanted} ≥ {words.dollars(least)}" if least else wanted


def balance_of(windows: Sequence[FlowWindow]) -> tuple[int, float, float] | None:
    """Minutes, bought and sold premium of the middle window, calls and puts together; `None` without a known side."""
    if not windows:
        return None
    one = windows[len(windows) // 2]
    bought, sold = one.call_bought + one.put_bought, one.call_sold + one.put_sold
    return (one.minutes, bought, sold) if bought + sold > 0 else None


def passes(alert: FlowAlert, wanted: FlowFilter, least: int = 0) -> bool:
    """Whether the filter lets it through. least: premium, USD."""
    if alert.premium < least:
        return False
    if wanted in ("sweeps", "blocks"):
        return alert.type == wanted[:-1]
    return _right(alert.right, wanted)


def _right(right: str, wanted: FlowFilter) -> bool:
    return {"calls": right == "C", "puts": right == "P"}.get(wanted, True)


def stances_of(stances: Sequence[Stance]) -> dict[str, str]:
    """By alert, what it confirms or opposes."""
    found: dict[str, str] = {}
    for one in stances:
        before = found.get(one.alert_id)
        told = one.words.replace("_", " ")
        found[one.alert_id] = told if before is None else f"{before}; {told}"
    return found


def tape_row(alert: FlowAlert, selected: bool = False, stance: str = "") -> TapeRow:
    """The words of one print; `selected`: its strike is where the selected setup is. stance: toward open setups."""
    word, arrow, role = SIDES[alert.side]
    return TapeRow(
        time=words.clock(alert.ts_event),
        kind=TYPES[alert.type],
        contract=contract_words(alert),
        size=words.count(alert.size),
        price=f"{alert.price:.2f}",
        premium=words.dollars(alert.premium),
        side=word,
        arrow=arrow,
        role=role,
        note=f"{alert.expiry[5:]}{' pkg' if alert.package else ''}",
        selected=selected,
        expiry=alert.expiry[5:],
        how=", ".join(part for part in (stance, alert.condition) if part),
    )


def contract_words(alert: FlowAlert) -> str:
    """`C 6,905`; of another underlying than SPX with its name: `SPY P605`."""
    if alert.symbol == "SPX":
        return f"{alert.right} {words.strike(alert.strike)}"
    return f"{alert.symbol} {alert.right}{words.strike(alert.strike)}"


def window_texts(window: FlowWindow) -> tuple[str, str]:
    """`15m C bought 4.1M sold 2.9M · P bought 1.2M sold 800K · ? 500K`; short with the arrows of the tape."""
    sums = (window.call_bought, window.call_sold, window.put_bought, window.put_sold, window.unknown)
    calls_bought, calls_sold, puts_bought, puts_sold, unknown = map(words.dollars, sums)
    return (
        f"{window.minutes}m C bought {calls_bought} sold {calls_sold} · P bought {puts_bought} sold {puts_sold}"
        f" · ? {unknown}",
        f"{window.minutes}m C ↑{calls_bought} ↓{calls_sold} P ↑{puts_bought} ↓{puts_sold} ?{unknown}",
    )


def volume_row(one: ContractMinuteVolume) -> tuple[str, str, str, str]:
    """Contract, last minute, day, start of that minute."""
    return (
        f"{one.right} {words.strike(one.strike)} {one.expiry[5:]}",
        words.count(one.last_minute_volume),
        words.count(one.day_volume),
        words.clock(one.last_start, seconds=False),
    )


def _reason(frame: Frame, summary: FlowSummary | None, any_alert: bool) -> str:
    if any_alert:
        return f"no print passes the filter {filter_words(frame.state.flow_filter, frame.state.flow_premium)}"
    if (lacking := plan_lacks(frame, "option_trades")) is not None:
        return lacking
    if summary is not None and summary.reason:
        return summary.reason
    if summary is not None and summary.kind == "prints":
        return "no print above the threshold yet"
    return why_empty(frame, FLOW_ALERT.name)
