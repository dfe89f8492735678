"""The transport of a replay or simulation on `replay:update`."""

import msgspec

from spxcc.engines.common import UnixMillis
from spxcc.protocol.channel import StateChannel


class Bookmark(msgspec.Struct, frozen=True):
    """An instant (market ms) that the user wants to find again."""

    at: UnixMillis
    note: str = ""


class ReplayState(msgspec.Struct, frozen=True, kw_only=True):
    """start: from where on it is paced; end: the session's close; at: how far it has come (market ms).

    speed: market seconds a second, `None` = as fast as it goes. going_to: instant it hurries to. progress: share 0–1 of
    the way from start to end. title: which session. finished: the feed has no more.
    cadence_ms: of the machine's time between two steps at this speed. replayed: it was before, recorded or in files,
    whatever the engines are told of its market; a simulation is not.
    """

    playing: bool
    speed: float | None
    at: UnixMillis
    start: UnixMillis
    end: UnixMillis
    progress: float
    title: str
    going_to: UnixMillis | None = None
    finished: bool = False
    cadence_ms: int = 0
    bookmarks: tuple[Bookmark, ...] = ()
    replayed: bool = False


REPLAY: StateChannel[ReplayState] = StateChannel("replay:update", "spx_replay", ReplayState)
