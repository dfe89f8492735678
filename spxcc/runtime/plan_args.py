"""What the commands of the day were told, checked: a card, an override, a number. All raise RequestError."""

from collections.abc import Mapping
from typing import Any

import msgspec

from spxcc.engines.plan.card import check
from spxcc.engines.plan.result import PlanCard
from spxcc.engines.risk.result import Override, Risk
from spxcc.gateway.interfaces import RequestError
from spxcc.market.units import UnixMillis

REASON = 240
"""Characters of a reason."""


def card_of(value: object) -> PlanCard:
    """A card from the wire. Raises RequestError."""
    try:
        return check(msgspec.convert(value, PlanCard))
    except (msgspec.ValidationError, ValueError) as error:
        raise RequestError("bad_request", f"the card is not understood: {error}") from None


def override_of(risk: Risk, args: Mapping[str, Any], now: UnixMillis) -> Override:
    """What `args` (reason, and the key of the rule that was shown) say. Raises RequestError."""
    reason = args.get("reason", "")
    if risk.key is None:
        raise RequestError("bad_request", f"nothing to override: {risk.state}, {risk.rule}")
    if args.get("key", risk.key) != risk.key:
        raise RequestError("bad_request", f"another rule decides by now: {risk.rule}; look again")
    if not isinstance(reason, str) or not 0 < len(reason.strip()) <= REASON:
        raise RequestError("bad_request", f"an override needs a reason of at most {REASON} characters; it is kept")
    return Override(at=now, key=risk.key, state=risk.state, rule=risk.rule, reason=reason.strip())


def number(args: Mapping[str, Any], name: str, most: float) -> float | None:
    """A finite number of at most that size. Raises RequestError."""
    value = args.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= most:
        raise RequestError("bad_request", f"expected {name} as a number up to {most:g}, found {str(value)[:16]!r}")
    return float(value)
