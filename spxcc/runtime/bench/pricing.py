"""Greeks and implied volatilities of the same contracts by py_vollib, by QuantLib and by ours, equal before timed."""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import QuantLib as ql
from numpy.typing import NDArray
from vollib.black.implied_volatility import implied_volatility
from vollib.black_scholes_merton.greeks import analytical

from spxcc.quant import bsm
from spxcc.quant.implied import implied_vol
from spxcc.runtime.bench.chain import SPOT
from spxcc.runtime.bench.figure import Figure, ratio
from spxcc.runtime.bench.timing import alternating

CONTRACTS, QUICK_CONTRACTS = 13_144, 3_000
"""Those of a whole chain, as the engine prices them; a quick run takes fewer, which favours the others."""
RATE, DIVIDEND = 0.0425, 0.013
TOLERANCE = 1e-8
VOLLIB_FASTER, QUANTLIB_FASTER = 20.0, 2.0
Floats: TypeAlias = NDArray[np.float64]
Act: TypeAlias = Callable[[], Floats]


@dataclass(frozen=True, slots=True)
class Book:
    """Contracts as columns: calls and puts of a year of expiries within ±10 % of spot. price: present value."""

    strike: Floats
    years: Floats
    sigma: Floats
    is_call: NDArray[np.bool_]
    price: Floats

    @property
    def forward(self) -> Floats:
        """F = S·e^{(r−q)T}."""
        return SPOT * np.exp((RATE - DIVIDEND) * self.years)

    @property
    def discount(self) -> Floats:
        """e^{−rT}."""
        return np.exp(-RATE * self.years)


def book(contracts: int) -> Book:
    """Out of the money, where a price still knows its volatility."""
    at = np.arange(contracts)
    years = (1 + at % 31) / 100
    reach = np.minimum(0.1, 0.25 * np.sqrt(years))
    strike = np.round(SPOT * (1 + reach * (2 * (at * 0.6180339887 % 1.0) - 1)), 2)
    sigma = 0.14 + 0.25 * np.abs(np.log(strike / SPOT))
    is_call = strike >= SPOT
    price = bsm.price(SPOT, strike, years, sigma, RATE, RATE - DIVIDEND, is_call)
    return Book(strike, years, sigma, is_call, np.asarray(price))


def pricing_figures(quick: bool) -> Iterable[Figure]:
    """Each task by three houses, in turns: microseconds of processor time a contract. Raises AssertionError where the
    three differ by more than `TOLERANCE`.
    """
    count, rounds = QUICK_CONTRACTS if quick else CONTRACTS, 7
    for what, task in (("greeks", greeks), ("volatility", volatilities)):
        acts = task(book(count))
        agree(what, acts)
        found = alternating({name: (act, 1) for name, act in acts.items()}, rounds, 1e6 / count)
        made = {
            name: Figure(f"pricing: {what}, {name}", "µs", samples, f"a contract, {count:,} {how}")
            for (name, samples), how in zip(found.items(), ("at once", "one by one", "one by one"), strict=True)
        }
        yield from made.values()
        note = f"same run, alternating; equal to {TOLERANCE:g} before"
        for name, budget in (("py_vollib", VOLLIB_FASTER), ("QuantLib", QUANTLIB_FASTER)):
            yield ratio(f"pricing: {what}, {name} / ours", made[name], made["ours"], note, budget)


def agree(what: str, acts: dict[str, Act]) -> None:
    """Raises AssertionError unless all answers are the same."""
    ours = acts["ours"]()
    for name, act in acts.items():
        apart = float(np.max(np.abs(act() - ours) / np.maximum(np.abs(ours), 1e-4)))
        if not apart <= TOLERANCE:
            raise AssertionError(f"{what} of {name} and ours differ by {apart:g}, expected {TOLERANCE:g} at most")


def greeks(of: Book) -> dict[str, Act]:
    """Delta, gamma and vega (per 1.00 of volatility): (3, contracts)."""
    rows = _rows(of, of.sigma)

    def ours() -> Floats:
        given = (SPOT, of.strike, of.years, of.sigma, RATE, RATE - DIVIDEND, of.is_call)
        return np.stack([bsm.delta(*given), bsm.gamma(*given), bsm.vega(*given)])

    def py_vollib() -> Floats:
        found = []
        for call, strike, years, sigma in rows:
            given = ("c" if call else "p", SPOT, strike, years, RATE, sigma, DIVIDEND)
            found.append((analytical.delta(*given), analytical.gamma(*given), 100.0 * analytical.vega(*given)))
        return np.array(found).T

    def quantlib() -> Floats:
        found = []
        for call, strike, years, sigma in rows:
            side = ql.Option.Call if call else ql.Option.Put
            forward, deviation = SPOT * math.exp((RATE - DIVIDEND) * years), sigma * math.sqrt(years)
            made = ql.BlackCalculator(ql.PlainVanillaPayoff(side, strike), forward, deviation, math.exp(-RATE * years))
            found.append((made.delta(SPOT), made.gamma(SPOT), made.vega(years)))
        return np.array(found).T

    return {"ours": ours, "py_vollib": py_vollib, "QuantLib": quantlib}


def volatilities(of: Book) -> dict[str, Act]:
    """Annual volatility from the price by Black-76."""
    rows = list(zip(*(one.tolist() for one in (of.price, of.forward, of.strike, of.years, of.discount, of.is_call)),
                    strict=True))  # fmt: skip

    def ours() -> Floats:
        return implied_vol(of.price, of.forward, of.strike, of.years, of.discount, of.is_call)

    def py_vollib() -> Floats:
        return np.array([
            implied_volatility(price, forward, strike, RATE, years, "c" if call else "p")
            for price, forward, strike, years, _, call in rows
        ])  # fmt: skip

    def quantlib() -> Floats:
        return np.array([
            ql.blackFormulaImpliedStdDev(
                ql.Option.Call if call else ql.Option.Put, strike, forward, price, discount, 0.0, ql.nullDouble(), 1e-12
            ) / math.sqrt(years)
            for price, forward, strike, years, discount, call in rows
        ])  # fmt: skip

    return {"ours": ours, "py_vollib": py_vollib, "QuantLib": quantlib}


def _rows(of: Book, sigma: Floats) -> list[tuple[bool, float, float, float]]:
    return list(zip(of.is_call.tolist(), of.strike.tolist(), of.years.tolist(), sigma.tolist(), strict=True))
