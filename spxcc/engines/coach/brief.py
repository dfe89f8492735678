"""The first message of a session: what is known now."""

from spxcc.engines.coach.desk import Desk
from spxcc.engines.coach.draft import Draft
from spxcc.engines.coach.facts import (
    gamma_fact,
    gamma_muted,
    move_fact,
    price_fact,
    regime_fact,
    time_fact,
    walls_fact,
)
from spxcc.engines.coach.told import clock, joined, tell
from spxcc.engines.session.result import STATUS


def brief(desk: Desk) -> Draft | None:
    """Price, gamma (or why nothing is said of it), walls, expected move, regime, time; `None` without a price."""
    price = price_fact(desk)
    if price is None:
        return None
    facts = joined(
        (
            price,
            gamma_muted(desk) or gamma_fact(desk),
            walls_fact(desk),
            move_fact(desk),
            regime_fact(desk),
            time_fact(desk),
        )
    )
    now = clock(desk.of_now(STATUS.name, "now", desk.now))
    told = tell("Session brief {now}: {facts}.", now=now, facts=facts)
    return Draft(kind="brief", subject="session", type="guidance", priority="low", told=told, free=True)
