"""Sentences about gamma, or why nothing is said of it; `None` where nothing is known."""

from spxcc.engines.coach.desk import GEX_CHANNEL, Desk
from spxcc.engines.coach.result import COACH_MESSAGE
from spxcc.engines.coach.told import Told, billions, joined, number, percent, quoted, strike, tell

SPANS = ((7200.0, 3600.0, "h"), (120.0, 60.0, "min"), (float("-inf"), 1.0, "s"))
"""From so many seconds on: divided by, name of the unit."""


def gamma_muted(desk: Desk) -> Told | None:
    """Why nothing is said of gamma; `None` while its inputs are fresh."""
    if desk.gamma == "fresh":
        return None
    if desk.gamma == "stale":
        return tell(
            "GEX inputs {age} old (limit {limit})",
            age=_span(desk, GEX_CHANNEL, "as_of - quotes_at", desk.gex_age_ms),
            limit=_span(desk, COACH_MESSAGE.name, "age limit", desk.limit_ms(GEX_CHANNEL)),
        )
    reason = None if desk.gex is None else desk.gex.reason or "its quotes have no date"
    if reason is None:
        return Told("GEX gives no result")
    return tell("GEX refused: {reason}", reason=quoted(GEX_CHANNEL, "reason", reason, 0))


def _span(desk: Desk, channel: str, path: str, span_ms: int) -> Told:
    """`97 s`, `20 min`, `17 h`."""
    seconds = span_ms / 1000
    unit, name = next((unit, name) for least, unit, name in SPANS if seconds >= least)
    return tell("{span} " + name, span=number(desk.of_now(channel, f"{path}, {name}", seconds / unit), 0))


def gamma_fact(desk: Desk) -> Told | None:
    """Net gamma with the share of sign models that agree, and zero gamma."""
    if desk.gamma != "fresh" or desk.gex is None:
        return None
    return joined((_net(desk), flip_fact(desk)), ", ") if desk.gex.net_gex is not None else flip_fact(desk)


def _net(desk: Desk) -> Told | None:
    gex = desk.gex
    if gex is None or gex.net_gex is None:
        return None
    net = billions(desk.of_gex("netGex", gex.net_gex))
    if gex.band is None:
        return tell("net GEX {net} USD per percent", net=net)
    share = percent(desk.of_gex("band.p_plus", gex.band.p_plus))
    return tell("net GEX {net} USD per percent, above zero in {share} of sign models", net=net, share=share)


def flip_fact(desk: Desk) -> Told | None:
    """`zero gamma 5,950.0 (63.2 points below SPX)`, or why there is none."""
    gex, spot = desk.gex, desk.spot()
    if desk.gamma != "fresh" or gex is None:
        return None
    if gex.flip_point is None:
        reason = gex.flip_reason or "no root in range"
        return tell("no zero gamma: {reason}", reason=quoted(GEX_CHANNEL, "flip_reason", reason, desk.gex_age_ms))
    flip = number(desk.of_gex("flipPoint", gex.flip_point))
    if spot is None:
        return tell("zero gamma {flip}", flip=flip)
    away = abs(spot.value - gex.flip_point)
    distance = number(desk.of_gex("price - flipPoint", away))
    where = "below" if gex.flip_point <= spot.value else "above"
    return tell("zero gamma {flip} ({distance} points {where} SPX)", flip=flip, distance=distance, where=where)


def walls_fact(desk: Desk) -> Told | None:
    """`call wall 6,050, put wall 5,940`."""
    gex = desk.gex
    if desk.gamma != "fresh" or gex is None:
        return None
    walls = (("call", "callWall", gex.call_wall), ("put", "putWall", gex.put_wall))
    said = [
        tell("{name} wall {strike}", name=name, strike=strike(desk.of_gex(path, value)))
        for name, path, value in walls
        if value is not None
    ]
    if said:
        return joined(said, ", ")
    reason = gex.wall_reason or "none found"
    return tell("no walls: {reason}", reason=quoted(GEX_CHANNEL, "wall_reason", reason, desk.gex_age_ms))
