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
    kept = _nearest(session, to)
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
        # Prints are handed out once: those of a step are no news in the next one.
        state.snapshot(event.ts_event)
        waiting.clear()
    return state


def _nearest(session: SessionFile, to: UnixNanos) -> Kept | None:
    found = [each for kind in (ENGINES, MARKET) if (each := session.checkpoint(kind, to, code())) is not None]
    if not found:
        return None
    try:
        return thaw(max(found, key=lambda each: each.at).body)
    except NotACheckpoint:
        return None
