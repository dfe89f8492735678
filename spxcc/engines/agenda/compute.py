"""What comes next on the calendar, and whether it is a quiet time."""

from collections.abc import Iterable
from datetime import date as Date
from datetime import timedelta
from functools import lru_cache

from spxcc.engines.agenda.days import days_of
from spxcc.engines.agenda.params import HORIZON_DAYS, Rule
from spxcc.engines.agenda.result import AGENDA, AGENDA_KEY, Agenda, Event
from spxcc.engines.engine import Asked, Engine, Publication, Run, Upstream
from spxcc.engines.why.result import Explanation
from spxcc.market.session import at_exchange, hours
from spxcc.market.snapshot import MarketSnapshot
from spxcc.market.units import UnixMillis, to_millis

MINUTE_MS = 60_000


@lru_cache(maxsize=16)
def events_from(rules: tuple[Rule, ...], session: str) -> tuple[Event, ...]:
    """Events of the session `session` (ISO) and the weeks after it, in order of time."""
    last = (Date.fromisoformat(session) + timedelta(days=HORIZON_DAYS)).isoformat()
    events = [_event(rule, day) for rule in rules if not rule.off for day in days_of(rule, session, last)]
    return tuple(sorted(events, key=lambda event: (event.at, event.id)))


def agenda_at(rules: tuple[Rule, ...], now: UnixMillis, session: str, problems: tuple[str, ...] = ()) -> Agenda:
    """The calendar as of `now`; `session` is the one that counts."""
    events = events_from(rules, session)
    ahead = next((event for event in events if event.at >= now), None)
    quiet = [event for event in events if event.quiet_from <= now < event.quiet_until]
    next_day = to_millis(at_exchange(session, "23:59"))
    return Agenda(
        next=ahead,
        minutes=None if ahead is None else -((now - ahead.at) // MINUTE_MS),
        today=tuple(event for event in events if event.at <= next_day),
        blackout=max(quiet, key=lambda event: event.quiet_until, default=None),
        problems=problems,
    )


def agenda_engine(rules: tuple[Rule, ...], problems: tuple[str, ...] = ()) -> Engine[Agenda, None]:
    """The engine of a calendar. problems: what of the user's file was not understood."""

    def compute(snapshot: MarketSnapshot, upstream: Upstream, memory: None) -> tuple[Agenda, None]:
        return agenda_at(rules, to_millis(snapshot.as_of), snapshot.session.date, problems), None

    def explain(run: Run[Agenda, None], asked: Asked) -> Explanation | None:
        # As `later` does: imported when the first question is asked, not at the start.
        from spxcc.engines.agenda.explain import explain as explained

        return explained(rules, run, asked)

    return Engine(
        key=AGENDA_KEY, compute=compute, initial=_initial, publish=_publish, channels=(AGENDA,), every_ms=1_000,
        explain=explain,
    )  # fmt: skip


def _event(rule: Rule, day: str) -> Event:
    session = hours(day)
    assert session is not None, f"{day} was given as a session"
    at = to_millis(at_exchange(day, rule.time) if rule.time else session.close_at)
    return Event(
        id=rule.id,
        name=rule.name or rule.id,
        at=at,
        importance=rule.importance,
        quiet_from=at - rule.before * MINUTE_MS,
        quiet_until=at + rule.after * MINUTE_MS,
        usual=rule.usual and day not in rule.dates,
    )


def _publish(agenda: Agenda) -> Iterable[Publication]:
    yield Publication(AGENDA, agenda)


def _initial() -> None:
    return None
