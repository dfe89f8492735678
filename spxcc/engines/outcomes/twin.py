"""R10 and R13: the same trade in an option, in at the ask and out at the bid, from quotes that stood."""

from collections.abc import Sequence
from dataclasses import dataclass

from spxcc.engines.common import UnixMillis
from spxcc.engines.outcomes.params import TERMS, Terms
from spxcc.engines.outcomes.result import OutcomeRow, TwinLeg


@dataclass(frozen=True, slots=True)
class Quote:
    """A two-sided quote as of `at` (ms)."""

    at: UnixMillis
    bid: float
    ask: float


@dataclass(frozen=True, slots=True)
class Leg:
    """The contract that was chosen at the trigger; settles_at ms."""

    contract: str
    strike: float
    is_call: bool
    settles_at: UnixMillis


def twin(
    row: OutcomeRow, leg: Leg, quotes: Sequence[Quote], official_close: float | None = None, terms: Terms = TERMS
) -> TwinLeg | None:
    """What the leg made, points a contract; void with its reason where a quote is missing. `None` for a row not filled.

    quotes: of that contract, oldest first. Half leaves at T1 as in the underlying. A leg that is held to its settlement
    is worth what the official close says, which is known only then.
    """
    if row.filled_at is None or row.exit_at is None or not row.counted:
        return None
    bought = usable(quotes, row.filled_at, terms)
    if isinstance(bought, str):
        return TwinLeg(contract=leg.contract, void=f"entry: {bought}")
    received = 0.0
    for share, at in _exits(row, terms):
        price = _out(leg, quotes, at, official_close, terms)
        if isinstance(price, str):
            return TwinLeg(contract=leg.contract, paid=bought.ask, void=f"exit: {price}")
        received += share * price
    received = round(received, 6)
    return TwinLeg(contract=leg.contract, paid=bought.ask, received=received, pnl=round(received - bought.ask, 6))


def usable(quotes: Sequence[Quote], at: UnixMillis, terms: Terms = TERMS) -> Quote | str:
    """The newest quote at `at`, or why it may not be used: absent, too old, crossed or too wide."""
    known = [quote for quote in quotes if quote.at <= at]
    if not known:
        return "no quote before it"
    quote = known[-1]
    age_s = (at - quote.at) / 1000
    if age_s > terms.quote_age_s:
        return f"the quote was {age_s:.1f} s old"
    if not 0 < quote.bid <= quote.ask:
        return "no two-sided quote"
    spread, middle = quote.ask - quote.bid, (quote.ask + quote.bid) / 2
    if spread > terms.spread_pts + 1e-9 or spread > terms.spread_share * middle + 1e-9:
        return f"the spread was {spread:.2f}"
    return quote


def _exits(row: OutcomeRow, terms: Terms) -> list[tuple[float, UnixMillis]]:
    """Share and time of each part that left."""
    assert row.exit_at is not None
    if row.t1_at is None:
        return [(1.0, row.exit_at)]
    return [(terms.partial, row.t1_at), (1 - terms.partial, row.exit_at)]


def _out(leg: Leg, quotes: Sequence[Quote], at: UnixMillis, official_close: float | None, terms: Terms) -> float | str:
    if at >= leg.settles_at:
        if official_close is None:
            return "held to settlement, and no official close"
        return max(0.0, official_close - leg.strike if leg.is_call else leg.strike - official_close)
    quote = usable(quotes, at, terms)
    return quote if isinstance(quote, str) else quote.bid


def break_even(rows: Sequence[OutcomeRow]) -> float | None:
    """The share of wins at which the option twins of these rows would earn nothing: loss / (gain + loss), on average.

    `None` unless both wins and losses have a twin that is not void, and wins earn and losses lose.
    """
    made = [(row.won, row.twin.pnl) for row in rows if row.twin is not None and row.twin.pnl is not None]
    gains, losses = [pnl for won, pnl in made if won], [-pnl for won, pnl in made if not won]
    if not gains or not losses:
        return None
    gain, loss = sum(gains) / len(gains), sum(losses) / len(losses)
    return loss / (gain + loss) if gain > 0 and loss > 0 else None
