"""S4 trend_continuation: a pull-back of 30–60 % in an efficient trend, and a close beyond the bar before (SETUPS.md 1)."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from spxcc.engines.levels.result import Level
from spxcc.engines.setups.geometry import Blueprint
from spxcc.engines.setups.lifecycle import Memo
from spxcc.engines.setups.params import Kind
from spxcc.engines.setups.result import Check
from spxcc.engines.setups.rule import Reading, at_least, is_so, pts, reward, within
from spxcc.engines.setups.scene import Scene


@dataclass(frozen=True, slots=True)
class Leg:
    """An impulse from `origin` to `peak`, and the furthest price `swing` of the pull-back since (`peak` if none yet)."""

    origin: float
    peak: float
    swing: float

    @property
    def size(self) -> float:
        """Points."""
        return abs(self.peak - self.origin)

    @property
    def retrace(self) -> float:
        """Share of the impulse that was given back."""
        return abs(self.peak - self.swing) / self.size if self.size > 0 else 0.0


class ContinuationRule:
    """The place is VWAP, the line that the trend must keep. The impulse is frozen when the place is armed.

    Of the memo: far = peak, origin, extreme = swing.
    """

    kind: Kind = "trend_continuation"

    def lacks(self, scene: Scene) -> str | None:
        if scene.efficiency is None:
            return "the trend needs 31 closed SPX minutes of the session"
        if scene.level("vwap") is None:
            return f"no VWAP: {scene.missing.get('vwap', scene.missing.get('levels', 'not listed'))}"
        return None

    def find(self, scene: Scene, sign: int) -> Level | None:
        own, vwap = scene.rules.continuation, scene.level("vwap")
        efficiency = _signed_efficiency(scene, sign)
        if vwap is None or efficiency is None or efficiency < own.watch_efficiency:
            return None
        size = leg_of(scene.high, scene.low, sign, own.window_bars).size
        ahead = sign * (scene.bar.close - vwap.price) > 0
        return vwap if ahead and size >= own.watch_impulse_e15 * scene.e15 else None

    def read(self, scene: Scene, sign: int, level: Level | None, memo: Memo) -> Reading | None:
        vwap = scene.level("vwap")
        if vwap is None:
            return None
        leg, passed = _leg(scene, sign, memo)
        own, before = scene.rules.continuation, float((scene.high if sign > 0 else scene.low)[-2:][0])
        turned = sign * (scene.bar.close - before) > 0 and scene.close.size > 1
        blueprint = _blueprint(scene, sign, leg, before, turned)
        room = reward(scene, sign, blueprint)
        reading = Reading(
            price=vwap.price,
            arm=_arm(scene, sign, leg, vwap),
            trigger=(
                is_so("turn", turned, f"close {pts(scene.bar.close)}", f"{'>' if sign > 0 else '<'} {pts(before)}"),
                room,
            ),
            blueprint=blueprint,
            memo=Memo(price=memo.price, extreme=leg.swing, far=leg.peak, origin=leg.origin),
            why=f"impulse of {leg.size / scene.e15:.2f} E15, {leg.retrace:.0%} given back",
            left=_left(scene, sign, vwap, memo),
            spoilt=None,
        )
        lost = leg.retrace > own.retrace_lost
        spoilt = f"gave back {leg.retrace:.0%} of the impulse" if lost else None
        if passed and not (turned and room.ok):
            spoilt = "went past the peak of the impulse without a trigger"
        return reading if memo.price is None or spoilt is None else _with(reading, spoilt)


def leg_of(high: np.ndarray, low: np.ndarray, sign: int, window: int) -> Leg:
    raise NotImplementedError
