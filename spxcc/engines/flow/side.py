"""The customer's side by the quote rule, and how certain that is."""

from typing import Literal, TypeAlias

import msgspec

from spxcc.engines.flow import params
from spxcc.engines.flow.conditions import MULTI_LEG, has
from spxcc.market.snapshot import SeenTrade

Side: TypeAlias = Literal["buy", "sell", "unknown"]


class Judged(msgspec.Struct, frozen=True):
    """A side and its certainty 0–1; `why` it is unknown, "" where it is known."""

    side: Side
    confidence: float
    why: str = ""


def judge(seen: SeenTrade) -> Judged:
    """Above the middle of the standing quote bought, below it sold; no side of a leg, nor by a quote that is unfit."""
    if has(seen.trade.conditions, MULTI_LEG):
        return Judged("unknown", 0.0, "leg of a package")
    bid, ask = seen.bid, seen.ask
    unfit = _unfit(bid, ask, seen.quote_age_ns)
    if bid is None or ask is None or unfit:
        return Judged("unknown", 0.0, unfit)
    return by_quote(seen.trade.price, bid, ask)


def by_quote(price: float, bid: float, ask: float) -> Judged:
    """Quote rule for bid < ask. Certainty grows from the middle to the quote; beyond the quote it is lower."""
    off = (price - (bid + ask) / 2) / ((ask - bid) / 2)
    if abs(off) < 1e-9:
        return Judged("unknown", 0.0, "at the middle of the quote")
    if abs(off) > 1 + 1e-9:
        confidence = params.BEYOND_QUOTE
    else:
        confidence = params.AT_MID + (params.AT_QUOTE - params.AT_MID) * abs(off)
    return Judged("buy" if off > 0 else "sell", round(confidence, 3))


def _unfit(bid: float | None, ask: float | None, age_ns: int | None) -> str:
    if bid is None or ask is None or bid <= 0 or age_ns is None:
        return "no quote"
    if bid >= ask:
        return "locked quote" if bid == ask else "crossed quote"
    if age_ns < 0:
        return "quote newer than the print"
    return "quote too old" if age_ns > params.QUOTE_AGE_NS else ""
