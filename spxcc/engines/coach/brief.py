"""The first message of a session: what is known now."""

from spxcc.engines.agenda.result import AGENDA, Event
from spxcc.engines.coach.desk import Desk
from spxcc.engines.coach.draft import Draft
from spxcc.engines.coach.facts import move_fact, price_fact, regime_fact, time_fact
from spxcc.engines.coach.gamma_facts import gamma_fact, gamma_muted, walls_fact
from spxcc.engines.coach.told import clock, joined, quoted, tell
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


def blackout_draft(desk: Desk, event: Event) -> Draft:
    """That the rules ask for no new entry, until when, and around what."""
    told = tell(
        "Blackout around {name} at {at}: quiet until {until}.",
        name=quoted(AGENDA.name, f"{event.id}.name", event.name, 0),
        at=clock(desk.of_now(AGENDA.name, f"{event.id}.at", event.at)),
        until=clock(desk.of_now(AGENDA.name, f"{event.id}.quiet_until", event.quiet_until)),
    )
    return Draft(
        kind="blackout", subject=event.id, type="guidance", priority="low", told=told, free=True,
        expires=event.quiet_until,
    )  # fmt: skip
