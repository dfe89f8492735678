"""The card: what may stand on it, its digest, and what was planned against what was done."""

from collections.abc import Sequence
from hashlib import sha256

import msgspec

from spxcc.engines.common import UnixMillis
from spxcc.engines.plan.result import Difference, PlanCard, Trade
from spxcc.market.session import at_exchange
from spxcc.market.units import to_millis

LONGEST, MOST = 120, 12
DIGEST = 64


def digest_of(card: PlanCard) -> str:
    """SHA-256 of the canonical JSON of the card, in hexadecimal."""
    return sha256(msgspec.json.encode(card, order="sorted")).hexdigest()


def check(card: PlanCard) -> PlanCard:
    """The card itself. Raises ValueError for what cannot be meant."""
    if len(card.levels) > 2:
        raise ValueError(f"expected at most two levels, found {len(card.levels)}; two are what one acts at")
    for price in (*card.levels, *(() if card.line is None else (card.line,))):
        if not 0 < price < 1e6:
            raise ValueError(f"expected a price such as 6905, found {price:g}")
    if card.max_loss_usd is not None and not 0 < card.max_loss_usd < 1e9:
        raise ValueError(f"expected a loss above 0 dollars, found {card.max_loss_usd:g}")
    if card.max_trades is not None and not 0 <= card.max_trades <= 1_000:
        raise ValueError(f"expected a number of trades from 0 on, found {card.max_trades}")
    if max(len(card.windows), len(card.setups)) > MOST or len(card.not_today) > LONGEST:
        raise ValueError(f"expected at most {MOST} names and windows and {LONGEST} characters a line")
    if any(len(name) > LONGEST for name in card.setups):
        raise ValueError(f"expected names of at most {LONGEST} characters")
    for text in card.windows:
        span_of(text, "2026-01-05")
    return card


def span_of(window: str, session: str) -> tuple[UnixMillis, UnixMillis]:
    """`12:00-13:30` of the ISO date `session` as instants. Raises ValueError."""
    first, dash, last = window.replace("–", "-").partition("-")
    try:
        if not dash:
            raise ValueError
        start, end = (to_millis(at_exchange(session, part.strip())) for part in (first, last))
    except ValueError:
        raise ValueError(f"expected a window such as 12:00-13:30, found {window[:24]!r}") from None
    if start >= end:
        raise ValueError(f"expected a window that ends after it begins, found {window[:24]!r}")
    return start, end


def window_at(card: PlanCard, session: str, now: UnixMillis) -> tuple[str, UnixMillis] | None:
    """The no-trade window of `now` and when it ends."""
    for window in card.windows:
        start, end = span_of(window, session)
        if start <= now < end:
            return window, end
    return None


def differences(card: PlanCard, trades: Sequence[Trade], session: str) -> tuple[Difference, ...]:
    """Planned against done, line by line; what was not planned has no line."""
    lines: list[Difference] = []
    if card.max_trades is not None:
        lines.append(Difference("trades", f"≤ {card.max_trades}", str(len(trades)), len(trades) <= card.max_trades))
    if card.max_loss_usd is not None:
        lines.append(_money(card.max_loss_usd, trades))
    if card.bias != "none":
        against = sum(trade.side not in ("", card.bias) for trade in trades)
        lines.append(Difference("bias", card.bias, f"{against} against it", not against))
    if card.setups:
        strange = [trade.label for trade in trades if not _allowed(trade.label, card.setups)]
        done = f"{len(strange)} others" + (f": {', '.join(strange[:3])}" if strange else "")
        lines.append(Difference("setups", ", ".join(card.setups), done, not strange))
    if card.windows:
        inside = sum(window_at(card, session, trade.opened) is not None for trade in trades)
        lines.append(Difference("no-trade windows", ", ".join(card.windows), f"{inside} inside", not inside))
    if card.not_today:
        lines.append(Difference("today I will not", card.not_today, "yours to judge", None))
    return tuple(lines)


def _money(limit: float, trades: Sequence[Trade]) -> Difference:
    told = [trade.usd for trade in trades if trade.usd is not None]
    closed = sum(trade.closed is not None for trade in trades)
    total = sum(told)
    if len(told) < closed:
        return Difference("loss $", f"≤ {limit:,.0f}", f"{total:+,.0f}, {closed - len(told)} unknown", None)
    return Difference("loss $", f"≤ {limit:,.0f}", f"{total:+,.0f}", total >= -limit)


def _allowed(label: str, setups: Sequence[str]) -> bool:
    words = label.casefold().replace("_", " ")
    return any(name.casefold().replace("_", " ").strip() in words for name in setups)
