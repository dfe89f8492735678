"""The same gammas over other counts than open interest: what traded today, and what the classified trades left."""

from dataclasses import dataclass

import numpy as np

from spxcc.engines.gex.book import Book
from spxcc.engines.gex.positions import Positions, Weights, exposures
from spxcc.engines.gex.result import View
from spxcc.engines.gex.signs import NO_FLOW
from spxcc.engines.gex.tables import usd
from spxcc.quant.bsm import Sensitivities

VOLUME, FLOW = "volume", "flow-adjusted"
NO_VOLUME = "no volume of today from this feed"


@dataclass(frozen=True, slots=True)
class Counted:
    """A view's weights and how many contracts were counted; `reason` and no weights where there is nothing to count."""

    name: str
    weights: Weights | None
    contracts: int
    reason: str | None = None


def by_volume(book: Book, positions: Positions) -> Counted:
    """Contracts traded today, calls +, puts −: where the activity is, not what anybody holds."""
    calls, puts = positions.of_calls(book.call.volume), positions.of_puts(book.put.volume)
    contracts = round(float(calls.sum() + puts.sum()))
    if not contracts:
        return Counted(VOLUME, None, 0, NO_VOLUME)
    return Counted(VOLUME, Weights(calls, -puts), contracts)


def by_flow(book: Book, positions: Positions, held: Weights) -> Counted:
    """What dealers hold by the sign model, less what customers bought of them today on balance."""
    calls, puts = positions.of_calls(book.call.bought), positions.of_puts(book.put.bought)
    contracts = round(float(np.abs(calls).sum() + np.abs(puts).sum()))
    if not contracts:
        return Counted(FLOW, None, 0, NO_FLOW)
    return Counted(FLOW, Weights(held.call - calls, held.put - puts), contracts)


def absent(counted: Counted) -> View:
    """The view of nothing counted, and why."""
    return View(name=counted.name, net=None, call=None, put=None, flip=None, contracts=0, reason=counted.reason)


def view_of(
    counted: Counted, positions: Positions, spot: float, rate: float, flip: float | None,
    known: Sensitivities | None = None,
) -> View:  # fmt: skip
    """Net, calls and puts of one count at `spot`; `flip`: the root of its own profile. `counted` has weights."""
    exposed = exposures(positions, spot, rate, counted.weights, known)
    calls, puts = float(exposed.call.sum()), float(exposed.put.sum())
    return View(
        name=counted.name,
        net=usd(calls + puts),
        call=usd(calls),
        put=usd(puts),
        flip=flip,
        contracts=counted.contracts,
    )
