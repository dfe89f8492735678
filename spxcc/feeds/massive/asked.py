"""A first price on demand: one question for one symbol."""

from spxcc.feeds.massive import endpoints
from spxcc.feeds.massive.client import MassiveClient
from spxcc.feeds.massive.desk import Desk
from spxcc.feeds.massive.params import SOURCE
from spxcc.feeds.massive.rows import Maybe, SnapshotRow
from spxcc.feeds.massive.tickers import vendor_ticker
from spxcc.feeds.massive.times import from_nanos
from spxcc.feeds.massive.trouble import Trouble
from spxcc.market.feed import AskedPrice, NoPrice


class PriceDesk:
    """Prices of any symbol, by the universal snapshot."""

    def __init__(self, client: MassiveClient, desk: Desk) -> None:
        self._client = client
        self._desk = desk

    async def price_of(self, symbol: str) -> AskedPrice:
        """The newest price of `symbol`. Raises NoPrice."""
        ticker = vendor_ticker(symbol)
        try:
            page = await self._client.page(endpoints.universal([ticker]), SnapshotRow)
        except ValueError:
            raise NoPrice(unknown=True, why=f"{symbol[:24]!r} is no symbol") from None
        except Trouble as trouble:
            raise NoPrice(unknown=trouble.kind == "unknown", why=f"Massive: {trouble.found}") from None
        row = next((row for row in page.rows if row.ticker == ticker), None)
        if row is None or row.error == "NOT_FOUND":
            raise NoPrice(unknown=True, why=f"Massive knows no {symbol}")
        if row.error:
            raise NoPrice(unknown=False, why=f"Massive gives no price of {symbol} ({row.error[:40]})")
        return self._read(symbol, row)

    def _read(self, symbol: str, row: SnapshotRow) -> AskedPrice:
        candidates = (
            (row.value, row.last_updated),
            (row.last_trade.price, row.last_trade.sip_timestamp),
            (row.session.close, row.last_updated or _int(row.session.last_updated)),
        )
        for price, at in candidates:
            instant = from_nanos(at)
            if isinstance(price, float) and price > 0 and instant is not None:
                self._desk.time.heard(instant)
                previous = _positive(row.session.previous_close)
                volume = row.session.volume if isinstance(row.session.volume, float) else 0.0
                return AskedPrice(symbol, price, instant, SOURCE, previous, volume)
        raise NoPrice(unknown=False, why=f"Massive gives no price of {symbol} with its time")


def _positive(value: Maybe) -> float | None:
    return value if isinstance(value, float) and value > 0 else None


def _int(value: object) -> int:
    return value if isinstance(value, int) else 0
