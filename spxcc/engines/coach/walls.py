"""Watches the walls: touched, moved."""

from typing import Literal, TypeAlias

import msgspec

from spxcc.engines.coach import params
from spxcc.engines.coach.desk import GEX_CHANNEL, Desk
from spxcc.engines.coach.draft import Draft
from spxcc.engines.coach.gamma import band_of, beyond, claim_beyond
from spxcc.engines.coach.level_facts import cite_of, distance
from spxcc.engines.coach.result import Cite
from spxcc.engines.coach.told import Told, clock, number, percent, strike, tell
from spxcc.market.units import UnixMillis

Name: TypeAlias = Literal["call", "put"]


class WallSeen(msgspec.Struct, frozen=True):
    """strike: where the wall stood when last spoken of. other, since: where it stands instead, from when on (ms).

    touched: SPX is at the wall, or has not left it far enough for another touch.
    """

    strike: float | None = None
    other: float | None = None
    since: UnixMillis = 0
    touched: bool = False


class WallsSeen(msgspec.Struct, frozen=True):
    """Both walls."""

    call: WallSeen = WallSeen()
    put: WallSeen = WallSeen()


def watch_walls(desk: Desk, seen: WallsSeen) -> tuple[list[Draft], WallsSeen]:
    """Drafts of what changed while the gamma inputs are fresh."""
    gex = desk.gex
    if gex is None or desk.gamma != "fresh":
        return [], seen
    called, call = _watch(desk, "call", gex.call_wall, seen.call)
    put_drafts, put = _watch(desk, "put", gex.put_wall, seen.put)
    return [*called, *put_drafts], WallsSeen(call, put)


def _watch(desk: Desk, name: Name, wall: float | None, seen: WallSeen) -> tuple[list[Draft], WallSeen]:
    if wall is None:
        return [], seen
    if seen.strike is None:
        return [], WallSeen(strike=wall, touched=_near(desk, wall, touched=False))
    if wall != seen.strike:
        since = seen.since if wall == seen.other else desk.now
        if desk.now - since < params.WALL_SETTLED_MS:
            return [], msgspec.structs.replace(seen, other=wall, since=since)
        moved = WallSeen(strike=wall, touched=_near(desk, wall, touched=False))
        return [_moved(desk, name, seen.strike, wall)], moved
    touched = _near(desk, wall, seen.touched)
    drafts = [_touched(desk, name, wall)] if touched and not seen.touched else []
    return drafts, WallSeen(strike=wall, touched=touched)


def _near(desk: Desk, wall: float, touched: bool) -> bool:
    spot, e5 = desk.spot(), desk.e(5)
    if spot is None:
        return touched
    retreat = params.REARM_E5 * e5 if touched and e5 is not None else 0.0
    return abs(spot.value - wall) <= band_of(desk) + retreat


def _touched(desk: Desk, name: Name, wall: float) -> Draft:
    spot = desk.spot()
    assert spot is not None, "a touch needs a price"
    told = tell(
        "{strike} {name} wall{share} touched {now}: SPX {spot}, {distance} away.",
        strike=strike(_cite(desk, name, wall)),
        name=name,
        share=_share(desk, name, wall),
        now=clock(desk.of_now("status", "now", desk.now)),
        spot=number(spot),
        distance=distance(desk, GEX_CHANNEL, f"price - {name}Wall", abs(spot.value - wall)),
    )
    return Draft(
        kind="wall",
        subject=name,
        type="alert",
        priority="medium",
        told=told,
        falsifier=beyond(desk, wall, above=name == "call"),
        claim=claim_beyond(desk, wall, above=name == "call"),
    )


def _moved(desk: Desk, name: Name, before: float, wall: float) -> Draft:
    told = tell(
        "{name} wall moved from {before} to {strike}{share}.",
        name=name.capitalize(),
        before=strike(desk.of_gex(f"{name}Wall, before", before)),
        strike=strike(_cite(desk, name, wall)),
        share=_share(desk, name, wall),
    )
    return Draft(kind="walls", subject=name, type="guidance", priority="low", told=told)


def _cite(desk: Desk, name: Name, wall: float) -> Cite:
    """The level of the wall by its id, else the gex result."""
    for level in desk.levels:
        if level.kind == f"{name}_wall" and level.price == wall:
            return cite_of(desk, level)
    return desk.of_gex(f"{name}Wall", wall)


def _share(desk: Desk, name: Name, wall: float) -> Told:
    gex = desk.gex
    walls = () if gex is None else gex.call_walls if name == "call" else gex.put_walls
    share = next((each.share for each in walls if each.strike == wall), None)
    if share is None:
        return Told("")
    return tell(" ({share} of gross gamma)", share=percent(desk.of_gex(f"{name}_walls.share", share)))
