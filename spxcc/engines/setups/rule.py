"""What every rule answers, and how conditions are written."""

from dataclasses import dataclass
from typing import Protocol

from spxcc.engines.levels.result import Level
from spxcc.engines.setups.geometry import Blueprint, plan
from spxcc.engines.setups.lifecycle import Memo
from spxcc.engines.setups.params import Kind
from spxcc.engines.setups.result import Check
from spxcc.engines.setups.scene import Scene


@dataclass(frozen=True, slots=True)
class Reading:
    """A place at the close of one bar.

    arm, trigger: conditions, all of which must hold. left: why it need not be watched any more. spoilt: why an armed
    one has failed; invalid: what would make it fail. price: of its level. why: what makes it worth watching.
    """

    price: float
    arm: tuple[Check, ...]
    trigger: tuple[Check, ...]
    blueprint: Blueprint
    memo: Memo
    why: str
    left: str | None = None
    spoilt: str | None = None
    invalid: tuple[str, ...] = ()


class Rule(Protocol):
    """One kind of setup. sign: +1 long, −1 short. Nothing here knows of states: `memo.price` is set once armed."""

    kind: Kind

    def lacks(self, scene: Scene) -> str | None:
        """Why this kind cannot be looked for at all."""
        ...

    def find(self, scene: Scene, sign: int) -> Level | None:
        """The level of a place that is worth watching on this side."""
        ...

    def read(self, scene: Scene, sign: int, level: Level | None, memo: Memo) -> Reading | None:
        """The place with one more closed bar; `None` where its level is gone and nothing of it was frozen."""
        ...


def at_least(name: str, value: float | None, least: float, shown: str = "{:.2f}", absent: str = "unknown") -> Check:
    """value ≥ least."""
    return _check(
        name, value, None if value is None else value >= least - 1e-9, f"≥ {shown.format(least)}", shown, absent
    )


def at_most(name: str, value: float | None, most: float, shown: str = "{:.2f}", absent: str = "unknown") -> Check:
    """value ≤ most."""
    return _check(
        name, value, None if value is None else value <= most + 1e-9, f"≤ {shown.format(most)}", shown, absent
    )


def within(name: str, value: float | None, least: float, most: float, shown: str, absent: str = "unknown") -> Check:
    """least ≤ value ≤ most."""
    ok = None if value is None else least - 1e-9 <= value <= most + 1e-9
    return _check(name, value, ok, f"{shown.format(least)}–{shown.format(most)}", shown, absent)


def is_so(name: str, ok: bool | None, value: str, need: str) -> Check:
    """A condition that is no comparison with a number."""
    return Check(name=name, ok=ok, value=value, need=need)


def reward(scene: Scene, sign: int, blueprint: Blueprint) -> Check:
    """The reward of T1 over the risk, from where the blueprint gets in: no target nearer than its stop allows."""
    common = scene.rules.common
    made = plan(sign, blueprint, blueprint.entry, 0.0, common.least_risk)
    return at_least("reward", None if made is None else made.r1, common.least_r, "{:.2f} R", "no room")


def no_ensemble(scene: Scene) -> str | None:
    """Why there is no P⁺, if there is none."""
    if scene.p_plus is not None:
        return None
    if scene.gex is None:
        return "no P⁺ from the sign ensemble: no gex result yet"
    return f"no P⁺ from the sign ensemble: {scene.gex.reason or 'not published'}"


def _check(name: str, value: float | None, ok: bool | None, need: str, shown: str, absent: str) -> Check:
    return Check(name=name, ok=ok, value=absent if value is None else shown.format(value), need=need)


def pts(price: float) -> str:
    """A price for a sentence."""
    return f"{price:,.2f}"
