"""Black–Scholes–Merton to a hundred digits, greeks by central differences: slow, obvious, apart from the product."""

from decimal import Decimal, localcontext

DIGITS = 110
STEP = Decimal("1e-14")
PI = Decimal(
    "3.14159265358979323846264338327950288419716939937510582097494459230781640628620899862803482534211706798214808651"
)


def _normal(x: Decimal) -> Decimal:
    """N(x) by the Taylor series of the error function."""
    term, total, n = x, x, 0
    while abs(term) > Decimal(10) ** -DIGITS:
        n += 1
        term *= -x * x / (2 * n)
        total += term / (2 * n + 1)
    return Decimal("0.5") + total / (2 * PI).sqrt()


def _price(at: dict[str, Decimal], is_call: bool) -> Decimal:
    spot, strike, years, sigma = at["spot"], at["strike"], at["years"], at["sigma"]
    total = sigma * years.sqrt()
    d1 = ((spot / strike).ln() + at["carry"] * years) / total + total / 2
    flag = 1 if is_call else -1
    grown = spot * ((at["carry"] - at["rate"]) * years).exp()
    paid = strike * (-at["rate"] * years).exp()
    return flag * (grown * _normal(flag * d1) - paid * _normal(flag * (d1 - total)))


def _derivative(at: dict[str, Decimal], is_call: bool, by: str) -> Decimal:
    """Mixed derivative of the price; `by` names the variables in turn: "ss" = ∂²/∂S², s spot, v sigma, t years."""
    if not by:
        return _price(at, is_call)
    name = {"s": "spot", "v": "sigma", "t": "years"}[by[0]]
    h = STEP * at[name]
    up = _derivative(at | {name: at[name] + h}, is_call, by[1:])
    down = _derivative(at | {name: at[name] - h}, is_call, by[1:])
    return (up - down) / (2 * h)


GREEKS = {
    "price": ("", 1),
    "delta": ("s", 1),
    "gamma": ("ss", 1),
    "vega": ("v", 1),
    "theta": ("t", -1),
    "vanna": ("sv", 1),
    "charm": ("st", -1),
    "vomma": ("vv", 1),
    "speed": ("sss", 1),
    "zomma": ("ssv", 1),
    "color": ("sst", -1),
}
"""Name of each greek: the derivatives it is, and its sign (time passes as years shrink)."""


def precise(
    greek: str, spot: float, strike: float, years: float, sigma: float, rate: float, carry: float, is_call: bool
) -> float:
    """One greek of one option; each float is taken as the exact binary number it is."""
    by, sign = GREEKS[greek]
    with localcontext() as context:
        context.prec = DIGITS
        named = {"spot": spot, "strike": strike, "years": years, "sigma": sigma, "rate": rate, "carry": carry}
        return float(sign * _derivative({name: Decimal(value) for name, value in named.items()}, is_call, by))
