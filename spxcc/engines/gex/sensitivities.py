"""Gamma, vanna and charm of the whole book as functions of spot, by full repricing."""

from dataclasses import dataclass

import numpy as np

from spxcc.engines.gex import params
from spxcc.engines.gex.positions import Positions, Weights
from spxcc.market.snapshot import Floats
from spxcc.quant.normal import ndtr_of_bell

_CHUNK = 16


@dataclass(frozen=True, slots=True)
class SensitivityCurves:
    """Per level, USD: delta to trade per +1 % (gamma), per +1 volatility point (vanna), per calendar day (charm)."""

    levels: Floats
    gamma: Floats
    vanna: Floats
    charm: Floats


def sensitivity_curves(positions: Positions, weights: Weights, levels: Floats, rate: float) -> SensitivityCurves:
    """At fixed volatilities (sticky strike) and carries. levels (n) → curves (n).

    With x = d1 and E = e^{−x²/2} every exposure is linear in E, x·E and N(x), so that one exponential and one N per
    level and position serve all three.
    """
    total = positions.sigma * np.sqrt(positions.years)
    slope = 1.0 / total
    shift = (positions.carry * positions.years - np.log(positions.strike)) / total + 0.5 * total
    of_bell, of_sloped, of_share, constant = _columns(positions, weights, total, rate)
    answer = np.empty((levels.size, 3))
    for begin in range(0, levels.size, _CHUNK):
        part = levels[begin : begin + _CHUNK]
        x = np.multiply.outer(np.log(part), slope) + shift
        bell = np.exp(-0.5 * x * x)
        sums = bell @ of_bell
        sums[:, 1:] += (x * bell) @ of_sloped
        sums[:, 2] += ndtr_of_bell(x, bell) @ of_share - constant
        answer[begin : begin + _CHUNK] = sums * part[:, None]
    return SensitivityCurves(levels, *answer.T)


def _columns(
    positions: Positions, weights: Weights, total: Floats, rate: float
) -> tuple[Floats, Floats, Floats, float]:
    """Factors of E (gamma, vanna, charm), of x·E (vanna, charm), of N(x) in charm, and the constant of its puts."""
    years, sigma, carry = positions.years, positions.sigma, positions.carry
    dividend = rate - carry
    e_q = np.exp(-dividend * years)
    density = params.CONTRACT_SIZE * weights.net * e_q / np.sqrt(2.0 * np.pi)
    day = 1.0 / 365.0
    of_bell = np.stack(
        (
            0.01 * density / total,
            0.01 * density * total / sigma,
            -day * density * (carry / total + 0.5 * total / years),
        ),
        axis=1,
    )
    of_sloped = np.stack((-0.01 * density / sigma, 0.5 * day * density / years), axis=1)
    held = day * params.CONTRACT_SIZE * dividend * e_q
    return of_bell, of_sloped, held * weights.net, float(np.sum(held * weights.put))
