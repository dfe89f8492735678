"""The event calendar on `events:update`."""

import msgspec

from spxcc.engines.common import UnixMillis
from spxcc.engines.engine import ResultKey
from spxcc.protocol.channel import StateChannel


class Event(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One event. quiet_from, quiet_until: when the rules ask for no new entry; equal without such a time.

    usual: the day is a habit of its publisher and was not announced, so it has to be checked.
    """

    id: str
    name: str
    at: UnixMillis
    importance: str
    quiet_from: UnixMillis
    quiet_until: UnixMillis
    usual: bool = False


class Agenda(msgspec.Struct, frozen=True, kw_only=True):
    """next: the first event from now on, `minutes` away (rounded up). today: those of the session that counts.

    blackout: the event whose quiet time it is. problems: sentences on what of the user's file was not understood.
    """

    next: Event | None
    minutes: int | None
    today: tuple[Event, ...]
    blackout: Event | None
    problems: tuple[str, ...] = ()


AGENDA_KEY: ResultKey[Agenda] = ResultKey("agenda")
AGENDA: StateChannel[Agenda] = StateChannel("events:update", "spx_events", Agenda)
