"""Watches the gamma inputs, the sign of net gamma, and on which side of zero gamma the index stands."""

from typing import Literal, TypeAlias

import msgspec

from spxcc.engines.coach import params
from spxcc.engines.coach.desk import GEX_CHANNEL, Desk, Gamma
from spxcc.engines.coach.draft import Draft
from spxcc.engines.coach.gamma_facts import gamma_fact, gamma_muted, walls_fact
from spxcc.engines.coach.level_facts import distance
from spxcc.engines.coach.result import Claim
from spxcc.engines.coach.told import Told, joined, number, percent, tell

Side: TypeAlias = Literal["above", "below"]


class GammaSeen(msgspec.Struct, frozen=True):
    """State of the inputs, side of zero gamma, sign of net gamma, as last seen; `None` = not yet."""

    inputs: Gamma | None = None
    side: Side | None = None
    sign: Side | None = None


def watch_gamma(desk: Desk, seen: GammaSeen) -> tuple[list[Draft], GammaSeen]:
    """Drafts of what changed. What is seen for the first time is no change."""
    drafts: list[Draft] = []
    if seen.inputs is not None and seen.inputs != desk.gamma:
        drafts.append(_inputs_changed(desk))
    side = side_of(desk, seen.side) if desk.gamma == "fresh" else seen.side
    sign = sign_of(desk, seen.sign) if desk.gamma == "fresh" else seen.sign
    if seen.side is not None and side != seen.side:
        drafts.append(_crossed(desk, side or seen.side))
    elif seen.sign is not None and sign != seen.sign:
        drafts.append(_sign_changed(desk, sign or seen.sign))
    return drafts, GammaSeen(desk.gamma, side, sign)


def side_of(desk: Desk, before: Side | None) -> Side | None:
    """Side of zero gamma, with a band around it in which the side stays what it was."""
    spot = desk.spot()
    if desk.gex is None or desk.gex.flip_point is None or spot is None:
        return before
    away = spot.value - desk.gex.flip_point
    if abs(away) <= band_of(desk):
        return before
    return "above" if away > 0 else "below"


def sign_of(desk: Desk, before: Side | None) -> Side | None:
    """Sign of net gamma by the sign models, entered at 60 % and left under 40 %."""
    if desk.gex is None or desk.gex.band is None:
        return before
    share = desk.gex.band.p_plus
    if share >= params.SIGN_ENTER:
        return "above"
    return "below" if share <= params.SIGN_LEAVE else before


def band_of(desk: Desk) -> float:
    """Half width of a level: clamp(0.10·E15, 0.75, 3) points; the most without E15."""
    e15 = desk.e(15)
    if e15 is None:
        return params.TOUCH_MOST
    return min(params.TOUCH_MOST, max(params.TOUCH_LEAST, params.TOUCH_E15 * e15))


def beyond(desk: Desk, level: float, above: bool) -> Told | None:
    """`a 1m close above 6,052.3`: where a statement about a level is wrong; `None` without E15."""
    claim = claim_beyond(desk, level, above)
    if claim is None:
        return None
    cite = desk.of_gex("level, a quarter of E15 beyond", claim.price)
    return tell("a 1m close {where} {price}", where="above" if above else "below", price=number(cite))


def claim_beyond(desk: Desk, level: float, above: bool) -> Claim | None:
    """The same as minutes decide it."""
    e15 = desk.e(15)
    if e15 is None:
        return None
    off = params.BEYOND_E15 * e15 * (1 if above else -1)
    return Claim(price=round(level + off, 1), above=above, on="close")


def _inputs_changed(desk: Desk) -> Draft:
    muted = gamma_muted(desk)
    if muted is None:
        told = tell("GEX inputs are fresh: {facts}", facts=joined((gamma_fact(desk), walls_fact(desk))))
        return Draft(kind="data", subject="fresh", type="guidance", priority="low", told=told, free=True)
    told = tell("{why}: nothing is said of gamma until they are fresh.", why=muted)
    return Draft(kind="data", subject=desk.gamma, type="alert", priority="high", told=told, free=True)


def _crossed(desk: Desk, side: Side) -> Draft:
    spot, gex = desk.spot(), desk.gex
    assert spot is not None, "a side needs a price"
    assert gex is not None, "a side needs a flip"
    assert gex.flip_point is not None, "a side needs a flip"
    told = tell(
        "SPX {spot} is now {side} zero gamma {flip}, by {distance}.",
        spot=number(spot),
        side=side,
        flip=number(desk.of_gex("flipPoint", gex.flip_point)),
        distance=distance(desk, GEX_CHANNEL, "price - flipPoint", abs(spot.value - gex.flip_point)),
    )
    above = side == "below"
    return Draft(
        kind="gamma",
        subject="flip",
        type="alert",
        priority="high",
        told=told,
        falsifier=beyond(desk, gex.flip_point, above),
        claim=claim_beyond(desk, gex.flip_point, above),
    )


def _sign_changed(desk: Desk, sign: Side) -> Draft:
    assert desk.gex is not None, "a sign needs a band"
    assert desk.gex.band is not None, "a sign needs a band"
    other = "above" if sign == "below" else "below"
    told = tell(
        "Net GEX is above zero in {share} of sign models: now {sign}, before {other}.",
        share=percent(desk.of_gex("band.p_plus", desk.gex.band.p_plus)),
        sign=sign,
        other=other,
    )
    return Draft(kind="gamma", subject="sign", type="alert", priority="medium", told=told)
