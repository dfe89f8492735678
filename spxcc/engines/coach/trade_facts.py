"""Sentences about setups and flow; `None` where nothing is known."""

from spxcc.engines.coach.desk import Desk
from spxcc.engines.coach.told import Told, joined, number, quoted, strike, tell, thousands
from spxcc.engines.flow.result import FLOW_SUMMARY, FlowWindow
from spxcc.engines.setups.result import CLOSED_STATES, SETUPS_UPDATE, Setup

KINDS = {
    "fade_at_wall": "fade at wall",
    "breakout_vacuum": "vacuum breakout",
    "mean_reversion": "mean reversion",
    "trend_continuation": "trend continuation",
    "orb_breakout": "opening range breakout",
    "orb_failure": "opening range failure",
    "vwap_reclaim": "VWAP reclaim",
}
ORDER = {"triggered": 0, "ready": 1, "forming": 2}
SHOWN = 3


def setups_fact(desk: Desk) -> Told | None:
    """How many setups are open and the furthest of them."""
    if desk.setups is None:
        return None
    there = [setup for setup in desk.setups.setups if setup.state not in CLOSED_STATES]
    if not there:
        reason = desk.setups.reason
        because = Told("no setup has its conditions met")
        return (
            because if reason is None else tell("no setups: {why}", why=quoted(SETUPS_UPDATE.name, "reason", reason, 0))
        )
    there.sort(key=lambda setup: (ORDER[setup.state], setup.created, setup.id))
    count = number(desk.of_now(SETUPS_UPDATE.name, "count", len(there)), 0)
    said = joined(setup_words(desk, setup) for setup in there[:SHOWN])
    return tell("setups open: {count}; {said}", count=count, said=said)


def setup_words(desk: Desk, setup: Setup) -> Told:
    """`fade at wall short at CW 6,050, ready, 6 of 6 conditions`."""
    path = f"{setup.id}."
    return tell(
        "{what}, {state}, {passed} of {total} conditions",
        what=setup_title(desk, setup),
        state=setup.state,
        passed=number(desk.of_now(SETUPS_UPDATE.name, path + "passed", setup.passed), 0),
        total=number(desk.of_now(SETUPS_UPDATE.name, path + "total", setup.total), 0),
    )


def setup_title(desk: Desk, setup: Setup) -> Told:
    """`fade at wall short at CW 6,050`."""
    path = f"{setup.id}."
    return tell(
        "{kind} {side} at {label} {price}",
        kind=KINDS.get(setup.kind, setup.kind.replace("_", " ")),
        side=setup.side,
        label=quoted(SETUPS_UPDATE.name, path + "level_label", setup.level_label, 0),
        price=strike(desk.of_now(SETUPS_UPDATE.name, path + "level_price", setup.level_price)),
    )


def flow_fact(desk: Desk) -> Told | None:
    """Premium by side over the windows, or what there is instead."""
    flow = desk.flow
    if flow is None:
        return None
    if flow.kind == "none":
        return tell("no flow: {reason}", reason=quoted(FLOW_SUMMARY.name, "reason", flow.reason or "no prints", 0))
    if flow.kind == "minute_bars":
        return Told("flow is minute volume per contract: no prints, so no side, sweep or block")
    return tell("premium by side (quote rule): {said}", said=joined(_window(desk, each) for each in flow.windows))


def _window(desk: Desk, window: FlowWindow) -> Told:
    path = f"windows.{window.minutes}."

    def dollars(name: str) -> Told:
        return thousands(desk.of_now(FLOW_SUMMARY.name, path + name, getattr(window, name)))

    return tell(
        "last {minutes} min calls bought {cb}, sold {cs}, puts bought {pb}, sold {ps}, side unknown {un}",
        minutes=number(desk.of_now(FLOW_SUMMARY.name, path + "minutes", window.minutes), 0),
        cb=dollars("call_bought"),
        cs=dollars("call_sold"),
        pb=dollars("put_bought"),
        ps=dollars("put_sold"),
        un=dollars("unknown"),
    )
