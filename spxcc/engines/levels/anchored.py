"""VWAPs from an anchor before today on: high and low of the session before, and the first minute of the week."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from spxcc.engines.levels import params
from spxcc.engines.levels.candidate import Candidate, Found, lacking
from spxcc.engines.levels.intraday import regular_hours
from spxcc.engines.levels.periods import MIDDLE_NS, trading_date
from spxcc.engines.levels.swings import last_session
from spxcc.market.session import SessionInfo, previous_session
from spxcc.market.snapshot import Floats, Ints, MarketSnapshot, SymbolBars
from spxcc.market.units import NANOS_PER_DAY
from spxcc.quant.indicators import vwap_bands

NAMES = {
    "avwap_high": ("AVW PDH", "the high of the session before"),
    "avwap_low": ("AVW PDL", "the low of the session before"),
    "avwap_week": ("AVW WK", "the first minute of the week"),
}


@dataclass(frozen=True, slots=True)
class Volumes:
    """Minutes of earlier sessions and of today that have volume; `scale` index points a unit of their price."""

    bars: SymbolBars
    scale: float
    name: str


def anchored_levels(snapshot: MarketSnapshot, ratio: float | None) -> Found:
    """Mean of (H + L + C) / 3 by volume over all minutes from each anchor on (ENGINES.md 12).

    By the volume of the index, else by that of SPY times `ratio`, as VWAP itself. On the first session of a week its
    anchor is today's open, so that VWAP says it already.
    """
    found = volumes_of(snapshot, ratio)
    if found is None:
        return lacking(
            "anchored vwap", "no volume of the index, and no SPY with a ratio, in earlier sessions and today"
        )
    begins = anchors(found.bars, snapshot.session)
    made: list[Candidate] = []
    missing: list[tuple[str, str]] = []
    for kind, (label, words) in NAMES.items():
        begin = begins.get(kind)
        prices, volumes = since(found, begin, snapshot.session) if begin is not None else (np.zeros(0), np.zeros(0))
        if begin is None or not volumes.sum() > 0:
            missing.append((label, f"no minutes with volume from {words} on"))
            continue
        price, source = float(vwap_bands(prices, volumes)[0][-1]), f"volume of {found.name} since {words}"
        weight = params.WEIGHTS["vwap_band"]
        made.append(Candidate(kind, label, "intraday", "intraday", round(price, 2), weight, source))
    return Found(made, tuple(missing))


def volumes_of(snapshot: MarketSnapshot, ratio: float | None) -> Volumes | None:
    """Of the index if it has volume today and before, else of SPY by the ratio."""
    for symbol, scale in (("SPX", 1.0), ("SPY", ratio)):
        bars = snapshot.bars.get(symbol)
        whole = bars is not None and float(bars.today.volume.sum()) > 0 and float(bars.earlier.volume.sum()) > 0
        if bars is not None and whole and scale is not None:
            return Volumes(bars, scale, "SPX" if symbol == "SPX" else f"SPY × {scale:.4f}")
    return None


def anchors(bars: SymbolBars, session: SessionInfo) -> dict[str, int]:
    """Start (ns) of the minute of each anchor; those that the minutes do not reach back to are left out."""
    before = last_session(bars.earlier)
    if not len(before) or trading_date(int(before.start[0])).isoformat() != previous_session(session.date):
        return {}
    found = {
        "avwap_high": int(before.start[int(before.high.argmax())]),
        "avwap_low": int(before.start[int(before.low.argmin())]),
    }
    week = _week(date.fromisoformat(session.date))
    starts = [int(bars.earlier.start[at]) for at in _turns(bars.earlier.start)]
    own = [start for start in starts if _week(trading_date(start)) == week]
    if own and _week(date.fromisoformat(previous_session(trading_date(own[0]).isoformat()))) != week:
        found["avwap_week"] = own[0]
    return found


def since(found: Volumes, begin: int, session: SessionInfo) -> tuple[Floats, Floats]:
    """Typical prices in index points and volumes of the minutes from `begin` on, today's within regular hours."""
    chosen, today = found.bars.earlier.start >= begin, regular_hours(found.bars.today, session)
    parts = [
        (columns.high[rows] + columns.low[rows] + columns.close[rows], columns.volume[rows])
        for columns, rows in ((found.bars.earlier, chosen), (today, np.ones(len(today), dtype=np.bool_)))
    ]
    prices, volumes = (np.concatenate(each) for each in zip(*parts, strict=True))
    return found.scale * prices / 3.0, volumes


def _turns(starts: Ints) -> list[int]:
    """Places of the first minutes of sessions: where the calendar day, with the night before it, changes."""
    days = (starts + MIDDLE_NS) // NANOS_PER_DAY
    return np.flatnonzero(np.diff(days, prepend=-1)).tolist()


def _week(day: date) -> tuple[int, int]:
    return day.isocalendar()[:2]
