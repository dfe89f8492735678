"""Last prices as the wire shows them."""

from collections.abc import Iterable

from spxcc.engines.common import SYMBOLS
from spxcc.engines.engine import Engine, Publication, Upstream, later
from spxcc.engines.instants import iso_utc
from spxcc.engines.price.result import PRICES, Price, PriceBoard, price_channel
from spxcc.market.snapshot import LastPrice, MarketSnapshot
from spxcc.market.units import to_millis


def price_of(last: LastPrice, snapshot: MarketSnapshot) -> Price:
    """`last` with its change against the previous close (percent of it) and its age at `as_of`."""
    base = last.previous_close
    change = None if base is None else round(last.price - base, 4)
    return Price(
        symbol=last.symbol,
        price=last.price,
        change=change,
        change_pct=None if base is None or change is None or base <= 0 else round(100.0 * change / base, 4),
        volume=last.volume,
        timestamp=iso_utc(last.ts_event),
        source=last.source,
        ts_event=to_millis(last.ts_event),
        feed_age_ms=max(0, to_millis(snapshot.as_of) - to_millis(last.ts_event)),
        session=snapshot.session.phase,
        previous_close=base,
    )


def compute(snapshot: MarketSnapshot, upstream: Upstream, memory: None) -> tuple[PriceBoard, None]:
    """Every symbol of the snapshot, by name."""
    prices = tuple(price_of(snapshot.prices[symbol], snapshot) for symbol in sorted(snapshot.prices))
    missing = [symbol for symbol in SYMBOLS if symbol not in snapshot.prices]
    reason = f"no price yet for {' and '.join(missing)}" if missing else None
    return PriceBoard(prices=prices, reason=reason), None


def _publish(board: PriceBoard) -> Iterable[Publication]:
    for price in board.prices:
        yield Publication(price_channel(price.symbol), price)


def _initial() -> None:
    return None


ENGINE: Engine[PriceBoard, None] = Engine(
    key=PRICES,
    compute=compute,
    initial=_initial,
    publish=_publish,
    channels=tuple(map(price_channel, SYMBOLS)),
    spare=(price_channel("VIX"),),
    explain=later("spxcc.engines.price.explain:explain"),
    prompt=True,
)
