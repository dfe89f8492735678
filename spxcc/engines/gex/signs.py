"""Sign models: which contracts dealers are assumed to hold, and on which side. Open interest alone does not say."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from spxcc.engines.gex.positions import Positions, Weights, standard_weights
from spxcc.market.snapshot import Bools, Floats

STANDARD, ALL_SHORT, FLOW_SIGNED, MONEYNESS = "standard", "all-short", "flow-signed", "moneyness"
NO_FLOW = "no print of today with a known side"
FLOW_ALPHA = 0.4
"""Share of a day's traded contracts that is still open the next morning: one public measurement on one day."""


@dataclass(frozen=True, slots=True)
class SignInput:
    """What a model may look at.

    expiries: date of each group of the positions. call_bought, put_bought: contracts that customers bought today less
    those that they sold, of known side, per position; `None` = no classified trade.
    """

    positions: Positions
    spot: float
    expiries: tuple[str, ...]
    call_bought: Floats | None = None
    put_bought: Floats | None = None


@dataclass(frozen=True, slots=True)
class Signs:
    """Dealers' contracts by a model, or `None` and the `reason`; `notes` are to be shown beside the numbers."""

    weights: Weights | None
    reason: str | None = None
    notes: tuple[str, ...] = ()


class SignModel(Protocol):
    """name: for the screen and the settings. assumption: one sentence that says what is taken for granted."""

    @property
    def name(self) -> str: ...

    @property
    def assumption(self) -> str: ...

    def signs(self, given: SignInput) -> Signs:
        """Weights per position, long > 0."""
        ...


@dataclass(frozen=True, slots=True)
class Standard:
    """Calls +, puts −."""

    name: str = STANDARD
    assumption: str = "assumed: customers sold every call and bought every put; dealers are long calls, short puts"

    def signs(self, given: SignInput) -> Signs:
        return Signs(standard_weights(given.positions))


@dataclass(frozen=True, slots=True)
class AllShort:
    """Calls −, puts −."""

    name: str = ALL_SHORT
    assumption: str = "assumed: customers bought everything; dealers are short every contract"

    def signs(self, given: SignInput) -> Signs:
        return Signs(Weights(-given.positions.call_interest, -given.positions.put_interest))


@dataclass(frozen=True, slots=True)
class Moneyness:
    """+ at strikes at or above spot, − below: an in-the-money contract counts as its twin of the same strike."""

    name: str = MONEYNESS
    assumption: str = (
        "assumed: customers sell what is struck at or above spot and buy what is struck below; "
        "dealers are long above, short below"
    )

    def signs(self, given: SignInput) -> Signs:
        side = np.where(given.positions.strike >= given.spot, 1.0, -1.0)
        return Signs(Weights(side * given.positions.call_interest, side * given.positions.put_interest))


@dataclass(frozen=True, slots=True)
class FlowSigned:
    """The standard sides, open interest moved by what customers bought today: max(0, OI ∓ alpha · bought).

    A call that customers buy leaves dealers with fewer calls, a put that they buy with more short puts; an estimate
    never changes side. alpha: share of the classified volume that opens or closes a position.
    """

    alpha: float = FLOW_ALPHA
    name: str = FLOW_SIGNED

    @property
    def assumption(self) -> str:
        return (
            f"assumed: dealers long calls, short puts at the last count of open interest; "
            f"{100 * self.alpha:.0f} % of today's classified volume changed that"
        )

    def signs(self, given: SignInput) -> Signs:
        calls, puts = given.call_bought, given.put_bought
        if calls is None or puts is None or not (np.any(calls) or np.any(puts)):
            return Signs(None, NO_FLOW)
        call = np.maximum(given.positions.call_interest - self.alpha * calls, 0.0)
        return Signs(Weights(call, -np.maximum(given.positions.put_interest + self.alpha * puts, 0.0)))


@dataclass(frozen=True, slots=True)
class ByExpiry:
    """`overrides` for the expiries they name, `base` for all others; not available where one of them is not."""

    base: SignModel
    overrides: Mapping[str, SignModel] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return ", ".join([self.base.name, *(f"{day} {model.name}" for day, model in sorted(self.overrides.items()))])

    @property
    def assumption(self) -> str:
        others = (f"expiry {day}, {model.assumption}" for day, model in sorted(self.overrides.items()))
        return "; ".join([self.base.assumption, *others])

    def signs(self, given: SignInput) -> Signs:
        found = self.base.signs(given)
        notes = list(found.notes)
        for day, model in sorted(self.overrides.items()):
            if day not in given.expiries:
                notes.append(f"sign model of {day}: no such expiry in the chain")
                continue
            chosen = model.signs(given)
            if chosen.weights is None:
                return Signs(None, f"sign model of {day}: {chosen.reason}")
            if found.weights is not None:
                there = np.array([expiry == day for expiry in given.expiries], dtype=np.bool_)
                found = Signs(_mixed(there[given.positions.group], chosen.weights, found.weights))
        return Signs(found.weights, found.reason, tuple(notes))


def make_sign_model(name: str, overrides: Mapping[str, str] | None = None, alpha: float = FLOW_ALPHA) -> SignModel:
    """The model of a setting; `overrides` name one per expiry date. ValueError names what there is."""
    base = _of(name, alpha)
    return ByExpiry(base, {day: _of(other, alpha) for day, other in overrides.items()}) if overrides else base


def _of(name: str, alpha: float) -> SignModel:
    models: tuple[SignModel, ...] = (Standard(), AllShort(), FlowSigned(alpha), Moneyness())
    for model in models:
        if model.name == name:
            return model
    raise ValueError(f"sign model {name!r}: one of {', '.join(model.name for model in models)}")


def _mixed(there: Bools, first: Weights, second: Weights) -> Weights:
    return Weights(np.where(there, first.call, second.call), np.where(there, first.put, second.put))
