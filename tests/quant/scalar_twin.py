"""Greeks of one option in plain Python, each written out on its own as a textbook has it."""

import math
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Terms:
    """flag: +1 call, −1 put."""

    spot: float
    strike: float
    years: float
    sigma: float
    rate: float
    carry: float
    flag: int

    @property
    def root(self) -> float:
        return math.sqrt(self.years)

    @property
    def d1(self) -> float:
        drift = (self.carry + self.sigma**2 / 2) * self.years
        return (math.log(self.spot / self.strike) + drift) / (self.sigma * self.root)

    @property
    def d2(self) -> float:
        return self.d1 - self.sigma * self.root

    @property
    def held(self) -> float:
        """Value today of one unit of the index delivered at expiry, in units of the index."""
        return math.exp((self.carry - self.rate) * self.years)

    @property
    def paid(self) -> float:
        """Value today of the strike."""
        return self.strike * math.exp(-self.rate * self.years)


def cdf(x: float) -> float:
    """Of the standard normal."""
    return math.erfc(-x / math.sqrt(2)) / 2


def pdf(x: float) -> float:
    """Of the standard normal."""
    return math.exp(-x * x / 2) / math.sqrt(2 * math.pi)


def _price(o: Terms) -> float:
    if o.flag > 0:
        return o.spot * o.held * cdf(o.d1) - o.paid * cdf(o.d2)
    return o.paid * cdf(-o.d2) - o.spot * o.held * cdf(-o.d1)


def _delta(o: Terms) -> float:
    return o.held * cdf(o.d1) if o.flag > 0 else o.held * (cdf(o.d1) - 1)


def _gamma(o: Terms) -> float:
    return o.held * pdf(o.d1) / (o.spot * o.sigma * o.root)


def _vega(o: Terms) -> float:
    return o.spot * o.held * pdf(o.d1) * o.root


def _theta(o: Terms) -> float:
    decay = -o.spot * o.held * pdf(o.d1) * o.sigma / (2 * o.root)
    dividend = o.rate - o.carry
    if o.flag > 0:
        return decay - o.rate * o.paid * cdf(o.d2) + dividend * o.spot * o.held * cdf(o.d1)
    return decay + o.rate * o.paid * cdf(-o.d2) - dividend * o.spot * o.held * cdf(-o.d1)


def _vanna(o: Terms) -> float:
    return -o.held * pdf(o.d1) * o.d2 / o.sigma


def _charm(o: Terms) -> float:
    ageing = o.held * pdf(o.d1) * (o.carry / (o.sigma * o.root) - o.d2 / (2 * o.years))
    dividend = o.rate - o.carry
    return dividend * o.held * cdf(o.d1) - ageing if o.flag > 0 else -dividend * o.held * cdf(-o.d1) - ageing


def _vomma(o: Terms) -> float:
    return _vega(o) * o.d1 * o.d2 / o.sigma


def _speed(o: Terms) -> float:
    return -_gamma(o) * (1 + o.d1 / (o.sigma * o.root)) / o.spot


def _zomma(o: Terms) -> float:
    return _gamma(o) * (o.d1 * o.d2 - 1) / o.sigma


def _color(o: Terms) -> float:
    """As time passes: −∂Γ/∂T."""
    steepening = o.carry * o.d1 / (o.sigma * o.root) + (1 - o.d1 * o.d2) / (2 * o.years)
    return _gamma(o) * (o.rate - o.carry + steepening)


GREEKS: dict[str, Callable[[Terms], float]] = {
    "price": _price,
    "delta": _delta,
    "gamma": _gamma,
    "vega": _vega,
    "theta": _theta,
    "vanna": _vanna,
    "charm": _charm,
    "vomma": _vomma,
    "speed": _speed,
    "zomma": _zomma,
    "color": _color,
}


def scalar(
    greek: str, spot: float, strike: float, years: float, sigma: float, rate: float, carry: float, is_call: bool
) -> float:
    """One greek of one option: per year as time passes, per 1.00 of volatility."""
    return GREEKS[greek](Terms(spot, strike, years, sigma, rate, carry, 1 if is_call else -1))
