"""The first message of a session: what is known now."""

from spxcc.engines.coach.desk import Desk
from spxcc.engines.coach.draft import Draft
from spxcc.engines.coach.facts import move_fact, price_fact, regime_fact, time_fact
from spxcc.engines.coach.gamma_facts import gamma_fact, gamma_muted, walls_fact
from spxcc.engines.coach.told import clock, joined, tell
from spxcc.engines.session.result import STATUS


def briefs(desk: Desk) -> tuple[Draft, ...]:
    """The whole brief and, should the linter refuse something quoted in it, price and time alone; none without a price.

    Whole: price, gamma (or why nothing is said of it), walls, expected move, regime, time.
    """
    price = price_fact(desk)
    if price is None:
        return ()
    gamma = gamma_muted(desk) or gamma_fact(desk)
    whole = (price, gamma, walls_fact(desk), move_fact(desk), regime_fact(desk), time_fact(desk))
    now = clock(desk.of_now(STATUS.name, "now", desk.now))
    texts = (
        tell("Session brief {now}: {facts}.", now=now, facts=joined(facts))
        for facts in (whole, (price, time_fact(desk)))
    )
    return tuple(
        Draft(kind="brief", subject="session", type="guidance", priority="low", told=told, free=True) for told in texts
    )
