"""What is written down each minute that does not follow from the bars: facts, when they were known."""

import msgspec
import numpy as np

from spxcc.engines.common import UnixMillis
from spxcc.engines.setups.features.tape import FACTS, Tape
from spxcc.engines.setups.scene import Scene
from spxcc.engines.setups.vacuum import JOINED_E15, REACH_E30, edges_of, next_gap, vacuum_rank
from spxcc.engines.volatility import over_longer
from spxcc.market.session import SessionInfo, to_exchange
from spxcc.market.snapshot import BarColumns
from spxcc.market.units import NANOS_PER_MINUTE, NANOS_PER_SECOND

NAMES = tuple(FACTS)
LISTED = {"VW": "vwap", "PDH": "pdh", "PDL": "pdl", "PDC": "pdc", "ONH": "onh", "ONL": "onl"}
"""Facts that are levels, by the kind of the levels engine."""
SESSION_MINUTES = 390.0


class Noted(msgspec.Struct, frozen=True):
    """The facts at the close of one bar. at: its end, ms. values: in the order of `FACTS`, `None` = not known."""

    at: UnixMillis
    values: tuple[float | None, ...]


def noted(scene: Scene, before: tuple[Noted, ...]) -> Noted:
    """The facts of a scene. The move of the whole session is that of its first minute, as it was told then."""
    found: dict[str, float | None] = {"E15": scene.e15}
    first = before[0].values[NAMES.index("EM")] if before else None
    found["EM"] = over_longer(scene.e15, 15.0, SESSION_MINUTES) if first is None else first
    for name, kind in LISTED.items():
        level = scene.level(kind)
        found[name] = None if level is None else level.price
    upper, vwap = scene.level("vwap_p2"), found["VW"]
    found["VW_sigma"] = None if upper is None or vwap is None or upper.price <= vwap else (upper.price - vwap) / 2
    prices = [level.price for level in scene.levels.values()]
    close, z = scene.bar.close, scene.z
    above = sorted({price for price in prices if price >= close + z})
    below = sorted({price for price in prices if price <= close - z}, reverse=True)
    found.update(zip(("next_above", "second_above", "third_above"), above, strict=False))
    found.update(zip(("next_below", "second_below", "third_below"), below, strict=False))
    found.update(_gaps(scene))
    found.update(_chain(scene))
    found.update(_flip_sides(scene))
    found["flow_against"] = _against_long(scene)
    return Noted(scene.at, tuple(found.get(name) for name in NAMES))


def _gaps(scene: Scene) -> dict[str, float | None]:
    """The gap behind the next edge on each side, and how little gamma it holds."""
    edges, close, found = edges_of(scene.levels.values()), scene.bar.close, dict[str, float | None]()
    for side, sign in (("above", 1), ("below", -1)):
        gap = next_gap(edges, close, sign, JOINED_E15 * scene.e15)
        if gap is not None:
            found[f"edge_{side}"], found[f"past_edge_{side}"] = gap.edge, gap.far
            if scene.gex is not None:
                rank = vacuum_rank(scene.gex.by_strike, gap, close, REACH_E30 * scene.e30)
                found[f"gap_gamma_{side}"] = rank
    return found


def _chain(scene: Scene) -> dict[str, float | None]:
    gex = scene.gex
    if gex is None:
        return {}
    gross = sum(row.call - row.put for row in gex.by_strike)
    centre = gex.absolute_gamma_strike
    there = next((row.call - row.put for row in gex.by_strike if row.strike == centre), None)
    return {
        "P_plus": scene.p_plus, "CW": gex.call_wall, "PW": gex.put_wall, "max_gamma": centre,
        "gamma_share": None if there is None or gross <= 0 else there / gross,
        "flip_low": None if gex.band is None else gex.band.flip_p10,
        "flip_high": None if gex.band is None else gex.band.flip_p90,
    }  # fmt: skip


def _flip_sides(scene: Scene) -> dict[str, float | None]:
    """On which side of the flip the market is.

    Without any root in range the sign of net gamma says so; without a band nothing does.
    """
    gex, close = scene.gex, scene.bar.close
    if gex is None or gex.band is None:
        return {}
    low, high = gex.band.flip_p10, gex.band.flip_p90
    if low is not None and high is not None:
        return {"above_flip": float(close > high), "below_flip": float(close < low)}
    if gex.flip_point is not None or not gex.net_gex:
        return {}
    return {"above_flip": float(gex.net_gex > 0), "below_flip": float(gex.net_gex < 0)}


def _against_long(scene: Scene) -> float | None:
    """Share of classified premium of five minutes that pushes down."""
    flow = scene.flow
    if flow is None:
        return None
    up, down = flow.call_bought + flow.put_sold, flow.call_sold + flow.put_bought
    return None if up + down <= 0 else down / (up + down)


def tape_of(today: BarColumns, until: int, session: SessionInfo, notes: tuple[Noted, ...]) -> Tape:
    """The session's first `until` bars of regular hours with what was noted beside them, unknown where nothing was."""
    first = int(np.searchsorted(today.start, session.open_at))
    cut = slice(first, until)
    ends = today.start[cut] + NANOS_PER_MINUTE
    since = (ends - session.open_at) / NANOS_PER_SECOND
    opens = to_exchange(session.open_at)
    table = np.full((len(NAMES), ends.size), np.nan)
    places = np.searchsorted(ends, np.array([note.at for note in notes], dtype=np.int64) * 1_000_000)
    for place, note in zip(places.tolist(), notes, strict=True):
        if place < ends.size and int(ends[place]) == note.at * 1_000_000:
            table[:, place] = [np.nan if value is None else value for value in note.values]
    return Tape(
        today.open[cut], today.high[cut], today.low[cut], today.close[cut],
        since + 3600.0 * opens.hour + 60.0 * opens.minute, since, (session.close_at - ends) / NANOS_PER_SECOND,
        {name: table[at] for at, name in enumerate(NAMES)},
    )  # fmt: skip
