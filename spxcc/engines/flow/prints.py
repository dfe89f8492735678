"""`Print`: one trade that counts, and the intake that decides which do."""

from collections.abc import Iterable
from datetime import date as calendar_date
from datetime import timedelta
from functools import lru_cache

import msgspec

from spxcc.engines.flow import params
from spxcc.engines.flow.conditions import CANCELS, COMPRESSION, LATE, MULTI_LEG, has
from spxcc.engines.flow.side import Side, judge
from spxcc.engines.sources import DELAY_S
from spxcc.market.contract import OptionContract, parse_contract, underlying_of
from spxcc.market.session import at_exchange
from spxcc.market.snapshot import MarketSnapshot, SeenTrade
from spxcc.market.units import NANOS_PER_SECOND, UnixNanos


class Print(msgspec.Struct, frozen=True, kw_only=True):
    """A trade that counts. `key` is unique in a session. `spot` of its underlying, `None` if unknown.

    `side`, `confidence`, `why`: as in `Judged`.
    """

    key: str
    contract: str
    ts: UnixNanos
    price: float
    size: int
    side: Side
    confidence: float
    why: str
    conditions: tuple[int, ...] = ()
    exchange: int = 0
    trade_id: str = ""
    spot: float | None = None

    @property
    def parts(self) -> OptionContract:
        """Root, expiry, right and strike."""
        return parse_contract(self.contract)

    @property
    def underlying(self) -> str:
        """`SPX` for both of its roots."""
        return underlying_of(self.parts.root)

    @property
    def cents(self) -> int:
        """Premium in US cents."""
        return round(self.price * self.size * params.CONTRACT_SIZE * 100)

    @property
    def multi_leg(self) -> bool:
        """Whether the exchange says that it is a leg of an order."""
        return has(self.conditions, MULTI_LEG)


class Counted(msgspec.Struct, frozen=True):
    """What did not count today, by reason; `prints`: how many did."""

    prints: int = 0
    cancelled: int = 0
    late: int = 0
    compression: int = 0
    duplicates: int = 0
    other_day: int = 0


class Taken(msgspec.Struct, frozen=True):
    """New prints in order of arrival, the cancel messages among them, and the counts."""

    prints: tuple[Print, ...]
    cancels: tuple[Print, ...]
    counted: Counted


def take(snapshot: MarketSnapshot, known: Iterable[str], counted: Counted) -> Taken:
    """Sort the snapshot's trades. `known`: keys of the prints that were taken a short while ago."""
    seen = set(known)
    allowed = params.LATE_NS + (DELAY_S * NANOS_PER_SECOND if snapshot.mode == "delayed" else 0)
    prints: list[Print] = []
    cancels: list[Print] = []
    tally = msgspec.structs.asdict(counted)
    begin, end = _day(snapshot.session.date)
    for each in snapshot.trades:
        if not begin <= each.trade.ts_event < end:
            tally["other_day"] += 1
            continue
        made = _print(each, snapshot, tally["prints"])
        conditions = each.trade.conditions
        if has(conditions, CANCELS):
            tally["cancelled"] += 1
            cancels.append(made)
        elif has(conditions, LATE) or each.trade.ts_recv - each.trade.ts_event > allowed:
            tally["late"] += 1
        elif has(conditions, COMPRESSION):
            tally["compression"] += 1
        elif made.key in seen:
            tally["duplicates"] += 1
        else:
            seen.add(made.key)
            tally["prints"] += 1
            prints.append(made)
    return Taken(tuple(prints), tuple(cancels), Counted(**tally))


@lru_cache(maxsize=4)
def _day(date: str) -> tuple[UnixNanos, UnixNanos]:
    """Midnight to midnight, exchange time: a chain's last prints may be weeks old."""
    tomorrow = (calendar_date.fromisoformat(date) + timedelta(days=1)).isoformat()
    return at_exchange(date, "00:00"), at_exchange(tomorrow, "00:00")


def _print(seen: SeenTrade, snapshot: MarketSnapshot, number: int) -> Print:
    trade, judged = seen.trade, judge(seen)
    contract = parse_contract(trade.contract)
    last = snapshot.prices.get(underlying_of(contract.root))
    # Without an id of its own a print cannot come twice, so its number keeps the key unique.
    own = trade.trade_id or f"#{number}"
    return Print(
        key=f"{contract.symbol}|{own}",
        contract=contract.symbol,
        ts=trade.ts_event,
        price=trade.price,
        size=trade.size,
        side=judged.side,
        confidence=judged.confidence,
        why=judged.why,
        conditions=trade.conditions,
        exchange=trade.exchange,
        trade_id=trade.trade_id,
        spot=None if last is None else last.price,
    )
