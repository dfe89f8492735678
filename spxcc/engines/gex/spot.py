"""Which price is the spot: index, parity, SPY × ratio, or the one printed beside the chain; each with its name."""

from dataclasses import dataclass

from spxcc.engines.gex import params
from spxcc.engines.gex.params import GexSettings
from spxcc.engines.inputs import mapped_from_spy
from spxcc.engines.sources import DELAY_S
from spxcc.market.snapshot import MarketSnapshot, OptionChain
from spxcc.market.units import NANOS_PER_SECOND, UnixNanos


@dataclass(frozen=True, slots=True)
class Spot:
    """A price of the underlying, its source, and when it was so."""

    value: float
    source: str
    at: UnixNanos


def index_spot(snapshot: MarketSnapshot, symbol: str) -> Spot | None:
    """The symbol's own newest price; one that was mapped from SPY says so."""
    last = snapshot.prices.get(symbol)
    if last is None:
        return None
    mapped = symbol == "SPX" and mapped_from_spy(snapshot)
    return Spot(last.price, "spy_ratio" if mapped else "index", last.ts_event)


def choose_spot(
    snapshot: MarketSnapshot, chain: OptionChain, parity: Spot | None, ratio: float | None, settings: GexSettings
) -> tuple[Spot | None, str | None]:
    """The first fresh one of index, parity, SPY × `ratio`, chain; outside regular hours else the first there is.

    An index older than `settings.index_age_s` stands back behind a newer parity.

    In regular hours without a fresh one: `None` and the reason. `ratio`: of the last pair of SPX and SPY prices.
    """
    if settings.spot is not None:
        return Spot(settings.spot, "given", snapshot.as_of), None
    oldest = snapshot.as_of - int(allowed_age_s(snapshot, settings) * NANOS_PER_SECOND)
    own = index_spot(snapshot, chain.underlying)
    candidates = [own, parity, _by_ratio(snapshot, chain.underlying, ratio), _printed(chain)]
    if own is not None and parity is not None and parity.at >= oldest and _opening_print(snapshot, own, parity):
        candidates.remove(own)
    elif own is not None and parity is not None and _older(snapshot, own, parity, settings):
        candidates[:2] = [parity, own]
    there = [candidate for candidate in candidates if candidate is not None]
    fresh = [candidate for candidate in there if candidate.at >= oldest]
    if fresh:
        return fresh[0], None
    if not there:
        return None, f"no price of {chain.underlying}"
    if snapshot.session.phase == "open":
        return None, f"no price of {chain.underlying} younger than {settings.spot_age_s:.0f} s"
    return (parity or there[0]), None


def _older(snapshot: MarketSnapshot, own: Spot, parity: Spot, settings: GexSettings) -> bool:
    age_s = (snapshot.as_of - own.at) / NANOS_PER_SECOND
    return parity.at > own.at and age_s > allowed_age_s(snapshot, settings) - settings.spot_age_s + settings.index_age_s


def allowed_age_s(snapshot: MarketSnapshot, settings: GexSettings) -> float:
    """How old a price may be and still be fresh; a delayed feed may lag on top."""
    return settings.spot_age_s + (DELAY_S if snapshot.mode == "delayed" else 0.0)


def _opening_print(snapshot: MarketSnapshot, own: Spot, parity: Spot) -> bool:
    since_open = (snapshot.as_of - snapshot.session.open_at) / NANOS_PER_SECOND
    far = abs(own.value / parity.value - 1.0) > params.OPENING_SHARE
    return far and own.source == "index" and 0 <= since_open <= params.OPENING_S


def _by_ratio(snapshot: MarketSnapshot, symbol: str, ratio: float | None) -> Spot | None:
    spy = snapshot.prices.get("SPY")
    if symbol != "SPX" or spy is None or ratio is None:
        return None
    return Spot(spy.price * ratio, "spy_ratio", spy.ts_event)


def _printed(chain: OptionChain) -> Spot | None:
    if chain.underlying_price is None:
        return None
    return Spot(chain.underlying_price, "chain", chain.ts_event)
