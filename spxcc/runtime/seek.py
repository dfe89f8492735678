"""The market of a recorded session at any instant, without playing what was before."""

from spxcc.ledger.recording.reader import SessionFile
from spxcc.market.events import FeedEvent, Watermark
from spxcc.market.state import MarketState
from spxcc.market.units import UnixNanos
from spxcc.runtime.checkpoint import ENGINES, MARKET, Kept, NotACheckpoint, code, thaw


def market_at(session: SessionFile, to: UnixNanos) -> MarketState:
    """The fold of every event up to the last step at or before `to`; later ones never enter.

    From the nearest checkpoint that this program can read, else from the beginning. Raises SessionFileError.
    """
    return stood_at(session, to)[0]


def stood_at(session: SessionFile, to: UnixNanos) -> tuple[MarketState, UnixNanos | None]:
    """The same, and the instant of that step, `None` where there was none."""
    kept = _nearest(session, to)
    as_of = None if kept is None else kept.as_of
    state, first = (MarketState(session.info.mode), 0) if kept is None else (kept.market, kept.events)
    waiting: list[FeedEvent] = []
    for event in session.events(first):
        waiting.append(event)
        if not isinstance(event, Watermark):
            continue
        if event.ts_event > to:
            break
        for each in waiting:
            state.fold(each)
        as_of = event.ts_event
        waiting.clear()
    if as_of is not None:
        # Prints are handed out once: those up to this step are no news in the next one.
        state.snapshot(as_of)
    return state, as_of


def _nearest(session: SessionFile, to: UnixNanos) -> Kept | None:
    found = [each for kind in (ENGINES, MARKET) if (each := session.checkpoint(kind, to, code())) is not None]
    if not found:
        return None
    try:
        return thaw(max(found, key=lambda each: each.at).body)
    except NotACheckpoint:
        return None
