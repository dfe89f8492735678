"""Keys and the plans that they stand for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

Product: TypeAlias = Literal["stocks", "options", "indices"]
PRODUCTS: tuple[Product, ...] = ("stocks", "options", "indices")
DELAY_MS = 15 * 60_000


@dataclass(frozen=True, slots=True)
class Plan:
    """What a key may see.

    products: asset classes. delay_ms: how old the newest data are. trades, quotes: single prints and quotes. snapshots:
    chain and snapshots, bars of today and the websocket. fair_value: the stream of fair values. per_minute: REST
    requests a minute, `None` = no limit.
    """

    name: str
    products: frozenset[Product]
    delay_ms: int = 0
    trades: bool = True
    quotes: bool = True
    snapshots: bool = True
    per_minute: int | None = None
    fair_value: bool = False

    @property
    def status(self) -> str:
        """The envelope's word for a good answer."""
        return "DELAYED" if self.delay_ms else "OK"

    @property
    def timeframe(self) -> str:
        """How snapshots call the age of their data."""
        return "DELAYED" if self.delay_ms else "REAL-TIME"


_ALL: frozenset[Product] = frozenset(PRODUCTS)
_PLANS = (
    Plan("sim", _ALL),
    Plan("sim-business", _ALL, fair_value=True),
    Plan("sim-delayed", _ALL, delay_ms=DELAY_MS, quotes=False),
    Plan("sim-options", frozenset({"options"})),
    Plan("sim-indices", frozenset({"indices"})),
    Plan("sim-basic", _ALL, trades=False, quotes=False, snapshots=False, per_minute=5),
    Plan("sim-throttled", _ALL, per_minute=5),
)
PLANS: Mapping[str, Plan] = {plan.name: plan for plan in _PLANS}


def product_of(ticker: str) -> Product:
    """Asset class of a ticker: `I:` index, `O:` option, bare stock."""
    return "indices" if ticker.startswith("I:") else "options" if ticker.startswith("O:") else "stocks"
