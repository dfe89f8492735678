"""Watches the setups: ready, triggered, and how those ended."""

import msgspec

from spxcc.engines.coach.desk import Desk
from spxcc.engines.coach.draft import Draft
from spxcc.engines.coach.params import MINUTE_MS
from spxcc.engines.coach.result import Claim
from spxcc.engines.coach.told import Told, clock, joined, number, quoted, tell
from spxcc.engines.coach.trade_facts import setup_title
from spxcc.engines.setups.result import CLOSED_STATES, SETUPS_UPDATE, Setup, State
from spxcc.market.units import UnixMillis

OPENED: frozenset[State] = frozenset({"ready", "triggered"})
LATE_MS = 2 * MINUTE_MS


class SetupsSeen(msgspec.Struct, frozen=True):
    """State by id as last seen, at `at`; `None` = nothing seen yet."""

    states: dict[str, State] | None = None
    at: UnixMillis = 0


def watch_setups(desk: Desk, seen: SetupsSeen) -> tuple[list[Draft], SetupsSeen]:
    """A draft for each setup that became ready or triggered, or ended after it had been.

    What was ready and ended between two looks more than two minutes apart, as when a run catches up, is no news.
    """
    if desk.setups is None:
        return [], seen
    states = {setup.id: setup.state for setup in desk.setups.setups}
    now = SetupsSeen(states, desk.now)
    if seen.states is None:
        return [], now
    late = desk.now - seen.at > LATE_MS
    drafts: list[Draft] = []
    for setup in sorted(desk.setups.setups, key=lambda one: (one.created, one.id)):
        before = seen.states.get(setup.id)
        if before == setup.state:
            continue
        if setup.state in OPENED:
            drafts.append(_opened(desk, setup))
        elif setup.state in CLOSED_STATES and before in OPENED and not (late and before == "ready"):
            drafts.append(_ended(desk, setup))
    return drafts, now


def _opened(desk: Desk, setup: Setup) -> Draft:
    prices = [
        tell("{name} {price}", name=name, price=number(desk.of_now(SETUPS_UPDATE.name, f"{setup.id}.{path}", value)))
        for name, path, value in (("entry", "entry", setup.entry), ("stop", "stop", setup.stop), ("T1", "t1", setup.t1))
        if value is not None
    ]
    plan = tell(": {prices}", prices=joined(prices, ", ")) if prices else Told("")
    told = tell(
        "{what} {state} {now}{plan}.",
        what=_capital(setup_title(desk, setup)),
        state=setup.state,
        now=_at(desk, setup),
        plan=plan,
    )
    falsifier, claim = None, None
    if setup.stop is not None:
        claim = Claim(price=setup.stop, above=setup.side == "short", on="trade")
        stop = number(desk.of_now(SETUPS_UPDATE.name, f"{setup.id}.stop", setup.stop))
        falsifier = tell("a trade at the stop {stop}", stop=stop)
    return Draft(
        kind="setup",
        subject=setup.id,
        type="setup",
        priority="high" if setup.state == "triggered" else "medium",
        told=told,
        falsifier=falsifier,
        claim=claim,
        setup_id=setup.id,
        expires=setup.expires,
        call=True,
    )


def _ended(desk: Desk, setup: Setup) -> Draft:
    told = tell(
        "{what} {state} {now}: {reason}.",
        what=_capital(setup_title(desk, setup)),
        state=setup.state,
        now=_at(desk, setup),
        reason=quoted(SETUPS_UPDATE.name, f"{setup.id}.reason", setup.reason, 0),
    )
    return Draft(kind="setup", subject=setup.id, type="setup", priority="low", told=told, setup_id=setup.id)


def _at(desk: Desk, setup: Setup) -> Told:
    return clock(
        desk.of_now(SETUPS_UPDATE.name, f"{setup.id}.updated", setup.history[-1].at if setup.history else setup.updated)
    )


def _capital(told: Told) -> Told:
    return Told(told.text[:1].upper() + told.text[1:], told.cites)
