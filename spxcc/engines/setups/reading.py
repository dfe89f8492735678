"""What a rule reads at the close of one bar."""

from dataclasses import dataclass

from spxcc.engines.levels.result import Level
from spxcc.engines.setups.geometry import Blueprint
from spxcc.engines.setups.lifecycle import Memo
from spxcc.engines.setups.result import Check
from spxcc.engines.setups.scene import Scene


@dataclass(frozen=True, slots=True)
class Reading:
    """A place at the close of one bar.

    arm, trigger: conditions, all of which must hold. left: why it need not be watched any more. spoilt: why an armed
    one has failed; invalid: what would make it fail. price: of its level. why: what makes it worth watching. level: the
    one that now stands in its slot.
    """

    price: float
    arm: tuple[Check, ...]
    trigger: tuple[Check, ...]
    blueprint: Blueprint
    memo: Memo
    why: str
    level: Level
    left: str | None = None
    spoilt: str | None = None
    invalid: tuple[str, ...] = ()


def no_ensemble(scene: Scene) -> str | None:
    """Why there is no P⁺, if there is none."""
    if scene.p_plus is not None:
        return None
    if scene.gex is None:
        return "no P⁺ from the sign ensemble: no gex result yet"
    return f"no P⁺ from the sign ensemble: {scene.gex.reason or 'not published'}"


def pts(price: float) -> str:
    """A price for a sentence."""
    return f"{price:,.2f}"
