"""Greeks of one option with fifty digits: closed forms to the second order, central differences of those beyond."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from mpmath import mp, mpf

DIGITS = 50
STEP = "1e-16"


@dataclass(frozen=True)
class Option:
    """Each number is the float that the product gets, taken as exact. flag: +1 call, −1 put."""

    spot: mpf
    strike: mpf
    years: mpf
    sigma: mpf
    rate: mpf
    carry: mpf
    flag: int


def _price(o: Option) -> mpf:
    first, second = _normal_arguments(o)
    paid = o.strike * mp.exp(-o.rate * o.years) * mp.ncdf(o.flag * second)
    return o.flag * (o.spot * _held(o) * mp.ncdf(o.flag * first) - paid)


def _delta(o: Option) -> mpf:
    return o.flag * _held(o) * mp.ncdf(o.flag * _normal_arguments(o)[0])


def _gamma(o: Option) -> mpf:
    return _held(o) * mp.npdf(_normal_arguments(o)[0]) / (o.spot * o.sigma * mp.sqrt(o.years))


def _vega(o: Option) -> mpf:
    return o.spot * _held(o) * mp.npdf(_normal_arguments(o)[0]) * mp.sqrt(o.years)


def _normal_arguments(o: Option) -> tuple[mpf, mpf]:
    total = o.sigma * mp.sqrt(o.years)
    first = (mp.log(o.spot / o.strike) + o.carry * o.years) / total + total / 2
    return first, first - total


def _held(o: Option) -> mpf:
    return mp.exp((o.carry - o.rate) * o.years)


def _slope(f: Callable[[Option], mpf], o: Option, by: str) -> mpf:
    at = getattr(o, by)
    h = at * mpf(STEP)
    return (f(replace(o, **{by: at + h})) - f(replace(o, **{by: at - h}))) / (2 * h)


GREEKS: dict[str, Callable[[Option], mpf]] = {
    "price": _price,
    "delta": _delta,
    "gamma": _gamma,
    "vega": _vega,
    "theta": lambda o: -_slope(_price, o, "years"),
    "vanna": lambda o: _slope(_vega, o, "spot"),
    "vomma": lambda o: _slope(_vega, o, "sigma"),
    "charm": lambda o: -_slope(_delta, o, "years"),
    "speed": lambda o: _slope(_gamma, o, "spot"),
    "zomma": lambda o: _slope(_gamma, o, "sigma"),
    "color": lambda o: -_slope(_gamma, o, "years"),
}
"""In the sense of the product's: per year as time passes, per 1.00 of volatility."""


def multiprecise(
    greek: str, spot: float, strike: float, years: float, sigma: float, rate: float, carry: float, is_call: bool
) -> float:
    """One greek of one option."""
    with mp.workdps(DIGITS):
        flag = 1 if is_call else -1
        one = Option(mpf(spot), mpf(strike), mpf(years), mpf(sigma), mpf(rate), mpf(carry), flag)
        return float(GREEKS[greek](one))
