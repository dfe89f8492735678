"""S4 trend_continuation: a pull-back of 30–60 % in an efficient trend, then a close beyond the bar before."""

from spxcc.engines.levels.result import Level
from spxcc.engines.setups.geometry import Blueprint
from spxcc.engines.setups.impulse import Leg, leg_of
from spxcc.engines.setups.lifecycle import EMPTY, Memo
from spxcc.engines.setups.params import Kind
from spxcc.engines.setups.result import Check
from spxcc.engines.setups.rule import Reading, at_least, is_so, pts, reward, within
from spxcc.engines.setups.scene import Scene


class ContinuationRule:
    """The place is VWAP, the line that the trend must keep. The impulse is frozen when the place is armed.

    Of the memo: origin, far, extreme = origin, peak and swing of the impulse, with its efficiency.
    """

    kind: Kind = "trend_continuation"

    def lacks(self, scene: Scene) -> str | None:
        least = scene.rules.continuation.window_bars + 1
        if scene.close.size < least:
            return f"the trend needs {least} closed SPX minutes of the session, found {scene.close.size}"
        if scene.level("vwap") is None:
            return f"no VWAP: {scene.missing.get('vwap', scene.missing.get('levels', 'not listed'))}"
        return None

    def find(self, scene: Scene, sign: int) -> Level | None:
        own, vwap = scene.rules.continuation, scene.level("vwap")
        if vwap is None or sign * (scene.bar.close - vwap.price) <= 0:
            return None
        leg = _leg(scene, sign, EMPTY)
        trending = leg.efficiency is not None and leg.efficiency >= own.watch_efficiency
        return vwap if trending and leg.size >= own.watch_impulse_e15 * scene.e15 else None

    def read(self, scene: Scene, sign: int, level: Level | None, memo: Memo) -> Reading | None:
        vwap = scene.level("vwap")
        if vwap is None or scene.close.size < 2:
            return None
        leg = _leg(scene, sign, memo)
        before = float((scene.high if sign > 0 else scene.low)[-2])
        turned = sign * (scene.bar.close - before) > 0
        blueprint = _blueprint(scene, sign, leg, scene.bar.close if turned else before)
        turn = is_so(
            "turn", turned, f"close {pts(scene.bar.close)}", f"{'above' if sign > 0 else 'below'} {pts(before)}"
        )
        trigger = (turn, reward(scene, sign, blueprint))
        return Reading(
            price=vwap.price,
            arm=_arm(scene, sign, leg, vwap),
            trigger=trigger,
            blueprint=blueprint,
            memo=Memo(price=memo.price, extreme=leg.swing, far=leg.peak, origin=leg.origin, efficiency=leg.efficiency),
            why=f"impulse of {leg.size / scene.e15:.2f} E15, {leg.given_back} given back",
            left=_left(scene, sign, vwap, leg) if memo.price is None else None,
            spoilt=None if memo.price is None else _spoilt(scene, sign, leg, all(check.ok for check in trigger)),
            invalid=(
                f"more than {scene.rules.continuation.retrace_lost:.0%} of the impulse given back",
                f"past the peak {pts(leg.peak)} without a trigger",
            ),
        )


def _leg(scene: Scene, sign: int, memo: Memo) -> Leg:
    """Before arming the leg of the last half hour; after it the frozen one, whose swing follows."""
    if memo.price is None or memo.origin is None or memo.far is None or memo.extreme is None:
        return leg_of(scene.high, scene.low, scene.close, sign, scene.rules.continuation.window_bars)
    outer = scene.bar.low if sign > 0 else scene.bar.high
    return Leg(memo.origin, memo.far, sign * min(sign * memo.extreme, sign * outer), memo.efficiency)


def _arm(scene: Scene, sign: int, leg: Leg, vwap: Level) -> tuple[Check, ...]:
    own, side = scene.rules.continuation, "above" if sign > 0 else "below"
    ahead = sign * (scene.bar.close - vwap.price)
    held, where = flip_side(scene, sign)
    return (
        at_least("efficiency", leg.efficiency, own.efficiency, absent=f"under {own.window_bars + 1} minutes"),
        is_so("VWAP side", ahead > 0, f"{ahead:+.2f} pts", f"{side} {pts(vwap.price)}"),
        is_so("flip side", held, where, f"{side} the flip band"),
        at_least("impulse", leg.size / scene.e15, own.impulse_e15, "{:.2f} E15"),
        within("retrace", leg.retrace, own.retrace_least, own.retrace_most, "{:.0%}"),
    )


def flip_side(scene: Scene, sign: int) -> tuple[bool | None, str]:
    """Whether the price is beyond the whole flip band on the trend's side, and in words where it is.

    Without any root in range the sign of net gamma says on which side of it the market is; without a band nothing does.
    """
    gex, price = scene.gex, scene.bar.close
    if gex is None or gex.band is None:
        return None, "no sign ensemble"
    low, high = gex.band.flip_p10, gex.band.flip_p90
    if low is not None and high is not None:
        away = price - high if sign > 0 else low - price
        return away > 0, f"{away:+.2f} pts from {pts(high if sign > 0 else low)}"
    if gex.flip_point is not None or not gex.net_gex:
        return None, "flip undetermined"
    positive = gex.net_gex > 0
    return positive == (sign > 0), f"no flip in range, net gamma {'positive' if positive else 'negative'}"


def _blueprint(scene: Scene, sign: int, leg: Leg, start: float) -> Blueprint:
    own = scene.rules.continuation
    return Blueprint(
        entry=start + sign * scene.rules.common.slip,
        stop=leg.swing - sign * own.stop_e15 * scene.e15,
        t1=(leg.peak,),
        t2=(leg.swing + sign * leg.size,),
    )


def _left(scene: Scene, sign: int, vwap: Level, leg: Leg) -> str | None:
    own = scene.rules.continuation
    if leg.efficiency is None or leg.efficiency < own.leave_efficiency:
        shown = "unknown" if leg.efficiency is None else f"{leg.efficiency:+.2f}"
        return f"the trend faded: efficiency {shown} along it"
    if sign * (scene.bar.close - vwap.price) < 0:
        return f"closed on the other side of VWAP {pts(vwap.price)}"
    return f"gave back {leg.given_back} of the impulse" if leg.retrace > own.retrace_lost else None


def _spoilt(scene: Scene, sign: int, leg: Leg, fires: bool) -> str | None:
    if leg.retrace > scene.rules.continuation.retrace_lost:
        return f"gave back {leg.given_back} of the impulse"
    outer = scene.bar.high if sign > 0 else scene.bar.low
    passed = sign * (outer - leg.peak) > 0 and not fires
    return f"went past the peak {pts(leg.peak)} without a trigger" if passed else None
