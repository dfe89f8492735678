"""What to subscribe: which contracts are near enough, and when to choose anew."""

from collections.abc import Iterable, Mapping, Sequence

from spxcc.feeds.massive.tickers import OPTION, vendor_ticker
from spxcc.market.contract import parse_contract, underlying_of

INDEX_TOPICS = ("V.I:SPX", "AM.I:SPX", "V.I:VIX")
STOCK_TOPICS = ("T.SPY", "AM.SPY")
LATER = 0.01
"""A contract of a later expiration counts as that much farther from the spot, for each expiration between."""


class Centre:
    """The spots around which contracts were chosen; they are chosen anew when one moved by `share` of itself."""

    def __init__(self, share: float) -> None:
        self._share = share
        self._chosen: dict[str, float] = {}
        self._dates: tuple[str, ...] = ()

    def moved(self, spots: Mapping[str, float], dates: tuple[str, ...]) -> bool:
        """Whether to choose anew; if so, these spots and dates are the centre from now on."""
        same = self._dates == dates and spots.keys() == self._chosen.keys()
        if same and all(abs(spot - self._chosen[name]) <= self._share * spot for name, spot in spots.items()):
            return False
        self._chosen, self._dates = dict(spots), dates
        return True


def option_topics(
    contracts: Iterable[str], spots: Mapping[str, float], quotes: int, *, with_quotes: bool = True
) -> frozenset[str]:
    """Trades of all `contracts` (compact OCC symbols), and quotes of the `quotes` nearest ones."""
    known = [name for name in contracts if underlying_of(parse_contract(name).root) in spots]
    trades = {f"T.{OPTION}{name}" for name in known}
    if not with_quotes:
        return frozenset(trades)
    return frozenset(trades | {f"Q.{vendor_ticker(name)}" for name in nearest(known, spots, quotes)})


def nearest(contracts: Sequence[str], spots: Mapping[str, float], most: int) -> list[str]:
    """The `most` contracts that lie nearest to their spots, those of earlier expirations first among equals."""
    parsed = [(name, parse_contract(name)) for name in contracts]
    ranks = {expiry: rank for rank, expiry in enumerate(sorted({each.expiry for _, each in parsed}))}

    def distance(name: str) -> tuple[float, str]:
        contract = parse_contract(name)
        spot = spots[underlying_of(contract.root)]
        return abs(contract.strike - spot) / spot + LATER * ranks[contract.expiry], name

    return sorted(contracts, key=distance)[:most]
