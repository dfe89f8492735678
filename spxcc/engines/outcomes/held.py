"""The option of an open order, quote by quote as they are seen: R10 while the session goes on."""

import msgspec

from spxcc.engines.outcomes.params import TERMS
from spxcc.engines.outcomes.path import Path
from spxcc.engines.outcomes.result import Order, OutcomeRow, TwinLeg
from spxcc.engines.outcomes.twin import Quote, usable
from spxcc.engines.setups.result import Setup
from spxcc.market.snapshot import MarketSnapshot
from spxcc.market.units import to_millis


class Held(msgspec.Struct, frozen=True):
    """A contract that was bought at `paid`, or is void. settles_at ms; t1_bid: what it brought when T1 was seen."""

    contract: str
    settles_at: int
    paid: float | None
    void: str | None = None
    t1_bid: float | None = None


def entered(setup: Setup, snapshot: MarketSnapshot) -> Held | None:
    """The contract of a setup at its fill, bought at the ask; `None` where no contract had been found."""
    if setup.idea is None:
        return None
    quote, settles = _quote(setup.idea.contract, snapshot)
    if isinstance(quote, str):
        return Held(setup.idea.contract, settles, None, f"entry: {quote}")
    return Held(setup.idea.contract, settles, quote.ask)


def seen(held: Held | None, order: Order, path: Path, snapshot: MarketSnapshot) -> Held | None:
    """While the order goes on: a part is sold at the bid when the bar that reached T1 has closed."""
    if held is None or held.paid is None or held.t1_bid is not None or held.void is not None or not len(path):
        return held
    outer = path.high[-1] if order.side > 0 else path.low[-1]
    reached = order.side * (float(outer) - order.t1) >= TERMS.through - 1e-9
    if not reached or int(path.start[-1]) <= order.decided_at:
        return held
    quote, _ = _quote(held.contract, snapshot)
    if isinstance(quote, str):
        return msgspec.structs.replace(held, void=f"T1: {quote}")
    return msgspec.structs.replace(held, t1_bid=quote.bid)


def left(held: Held | None, row: OutcomeRow, snapshot: MarketSnapshot) -> TwinLeg | None:
    """The leg of an order that has ended, the rest sold at the bid; one held to its settlement is void (R13)."""
    if held is None or not row.counted or row.exit_at is None:
        return None
    if held.paid is None or held.void is not None:
        return TwinLeg(contract=held.contract, paid=held.paid, void=held.void)
    if row.exit_at >= held.settles_at:
        return TwinLeg(contract=held.contract, paid=held.paid, void="held to settlement, and no official close yet")
    quote, _ = _quote(held.contract, snapshot)
    if isinstance(quote, str):
        return TwinLeg(contract=held.contract, paid=held.paid, void=f"exit: {quote}")
    share = 0.0 if row.t1_at is None else TERMS.partial
    first = quote.bid if held.t1_bid is None else held.t1_bid
    received = round(share * first + (1 - share) * quote.bid, 6)
    pnl = round(received - held.paid, 6)
    return TwinLeg(contract=held.contract, paid=held.paid, received=received, pnl=pnl)


def _quote(contract: str, snapshot: MarketSnapshot) -> tuple[Quote | str, int]:
    """The quote that stands now with when the contract settles, or why it may not be used."""
    chain = snapshot.chains.get("SPX")
    if chain is None or contract not in chain.contracts:
        return "the contract is not listed any more", 0
    at = chain.contracts.index(contract)
    quote = Quote(to_millis(int(chain.quoted_at[at])), float(chain.bid[at]), float(chain.ask[at]))
    return usable([quote], to_millis(snapshot.as_of), TERMS), to_millis(int(chain.settles_at[at]))
