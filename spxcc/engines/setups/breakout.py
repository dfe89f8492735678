"""S2 breakout_vacuum: through an edge into a gap that holds little gamma (SETUPS.md 1).

Code, for the language has one number a minute of each fact: the gap lies between any two neighbours of all levels, and
its Σ|γ| is ranked among windows of a ladder of strikes.
"""

from dataclasses import dataclass

from spxcc.engines.levels.result import Level
from spxcc.engines.setups.geometry import Blueprint
from spxcc.engines.setups.lifecycle import Memo
from spxcc.engines.setups.params import Kind
from spxcc.engines.setups.result import Check
from spxcc.engines.setups.rule import Reading, at_least, at_most, is_so, no_ensemble, pts, reward
from spxcc.engines.setups.scene import Scene
from spxcc.engines.setups.vacuum import edges_of, gap_behind, next_gap, vacuum_rank


@dataclass(frozen=True, slots=True)
class Span:
    """Edge and far side of a gap in points, as they are or as they were frozen."""

    edge: float
    far: float

    @property
    def width(self) -> float:
        """Points."""
        return abs(self.far - self.edge)


class BreakoutRule:
    """The edge lies ahead of the price; edge and far side are frozen when the place is armed.

    Of the memo: bars 0 at the break, 1 at the close after it; extreme and origin = how far the break closed beyond and
    its range ratio.
    """

    kind: Kind = "breakout_vacuum"

    def lacks(self, scene: Scene) -> str | None:
        if scene.gex is None or scene.p_plus is None:
            return no_ensemble(scene)
        if not scene.gex.by_strike:
            return f"no exposure by strike: {scene.gex.reason or 'not published'}"
        return None if scene.levels else scene.missing.get("levels", "no levels yet")

    def find(self, scene: Scene, sign: int) -> Level | None:
        own, price = scene.rules.breakout, scene.bar.close
        gap = next_gap(edges_of(scene.levels.values(), own), price, sign, own.joined_e15 * scene.e15)
        if gap is None or gap.width < own.watch_gap_e30 * scene.e30:
            return None
        near = abs(gap.edge.price - price) <= scene.rules.common.place_e15 * scene.e15
        return gap.edge if near else None

    def read(self, scene: Scene, sign: int, level: Level | None, memo: Memo) -> Reading | None:
        span = _span(scene, sign, level, memo)
        if span is None:
            return None
        beyond = sign * (scene.bar.close - span.edge)
        before = memo.bars
        memo = _followed(scene, span, beyond, memo)
        holds = memo.bars == 1
        blueprint = _blueprint(scene, sign, span, holds)
        inside = before == 0 and not holds
        return Reading(
            price=span.edge,
            arm=_arm(scene, span),
            trigger=(*_trigger(scene, beyond, memo, holds), reward(scene, sign, blueprint)),
            blueprint=blueprint,
            memo=memo,
            why=f"{span.width:.1f} pts without a level beyond {pts(span.edge)}",
            left=_left(scene, beyond, span, memo),
            spoilt=f"closed back inside {pts(span.edge)}" if inside and memo.price is not None else None,
            invalid=(f"a close back inside {pts(span.edge)} before the second one beyond",),
        )


def _span(scene: Scene, sign: int, level: Level | None, memo: Memo) -> Span | None:
    if memo.price is not None and memo.far is not None:
        return Span(memo.price, memo.far)
    if level is None:
        return None
    own = scene.rules.breakout
    gap = gap_behind(edges_of(scene.levels.values(), own), level, sign, own.joined_e15 * scene.e15)
    return None if gap is None else Span(level.price, gap.far)


def _followed(scene: Scene, span: Span, beyond: float, memo: Memo) -> Memo:
    """The break and the close after it, with one more bar; nothing counts before the place is armed."""
    own, ratio = scene.rules.breakout, _range(scene)
    if memo.price is None:
        return Memo(far=span.far)
    if memo.bars == 0 and beyond > 0:
        return Memo(memo.price, memo.extreme, 1, 0, span.far, memo.origin)
    if beyond >= scene.z and ratio is not None and ratio >= own.range_ratio:
        return Memo(memo.price, beyond, 0, 0, span.far, ratio)
    return Memo(memo.price, far=span.far)


def _range(scene: Scene) -> float | None:
    """Range of the bar over the median of those before."""
    usual = scene.usual_range
    return None if usual is None or usual <= 0 else (scene.bar.high - scene.bar.low) / usual


def _arm(scene: Scene, span: Span) -> tuple[Check, ...]:
    own, gex = scene.rules.breakout, scene.gex
    low, high = sorted((span.edge, span.far))
    rank = None
    if gex is not None:
        reach = own.reach_e30 * scene.e30
        rank = vacuum_rank(gex.by_strike, low, high, scene.bar.close, reach, own.least_windows)
    return (
        at_least("gap", span.width / scene.e30, own.gap_e30, "{:.2f} E30"),
        at_most("gamma in gap", rank, own.vacuum_share, "{:.0%} of windows", "too few strikes"),
        at_most("P⁺", scene.p_plus, own.p_plus),
    )


def _trigger(scene: Scene, beyond: float, memo: Memo, holds: bool) -> tuple[Check, ...]:
    """Close and range as of the break once there was one."""
    own, broke = scene.rules.breakout, memo.bars is not None
    close, ratio = (memo.extreme, memo.origin) if broke else (beyond, _range(scene))
    second = "held" if holds else ("awaited" if broke else "no break yet")
    return (
        at_least("close beyond", close, scene.z, "{:.2f} pts"),
        at_least("bar range", ratio, own.range_ratio, "{:.1f}×", f"under {own.range_bars} bars"),
        is_so("second close", holds, second, "still beyond"),
    )


def _blueprint(scene: Scene, sign: int, span: Span, holds: bool) -> Blueprint:
    own = scene.rules.breakout
    through = scene.bar.close if holds else span.edge + sign * scene.z
    return Blueprint(
        entry=through + sign * scene.rules.common.slip,
        stop=span.edge - sign * own.stop_e15 * scene.e15,
        t1=(span.edge + sign * own.t1_share * span.width,),
        t2=(span.far,),
    )


def _left(scene: Scene, beyond: float, span: Span, memo: Memo) -> str | None:
    own, common = scene.rules.breakout, scene.rules.common
    if beyond < -common.leave_e15 * scene.e15:
        return f"price left the edge: {-beyond / scene.e15:.2f} E15 away"
    if memo.price is not None:
        return None
    if beyond >= scene.z:
        return f"went through {pts(span.edge)} before all conditions held"
    narrow = span.width < own.watch_gap_e30 * scene.e30
    return f"the gap narrowed to {span.width / scene.e30:.2f} E30" if narrow else None
