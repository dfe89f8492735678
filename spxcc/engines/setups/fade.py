"""S1 fade_at_wall: short at the call wall, long at the put wall (SETUPS.md 1)."""

from spxcc.engines.levels.result import Level
from spxcc.engines.setups.geometry import Blueprint
from spxcc.engines.setups.lifecycle import Memo
from spxcc.engines.setups.params import Kind
from spxcc.engines.setups.result import Check
from spxcc.engines.setups.rule import Reading, at_least, at_most, is_so, no_ensemble, pts
from spxcc.engines.setups.scene import Scene


class FadeRule:
    """The wall lies against the trade: above a short, below a long. Its price is frozen when the place is armed.

    Of the memo: bars and extreme since the touch, beyond = closes beyond; all three belong to the wall at `far`.
    """

    kind: Kind = "fade_at_wall"

    def lacks(self, scene: Scene) -> str | None:
        if scene.gex is None or scene.p_plus is None:
            return no_ensemble(scene)
        if scene.gex.call_wall is None and scene.gex.put_wall is None:
            return scene.gex.wall_reason or "the gex engine found no wall"
        return None if scene.levels else scene.missing.get("levels", "no levels yet")

    def find(self, scene: Scene, sign: int) -> Level | None:
        level = wall_level(scene, sign)
        if level is None:
            return None
        inside = sign * (scene.bar.close - level.price)
        return level if 0 <= inside <= scene.rules.common.place_e15 * scene.e15 else None

    def read(self, scene: Scene, sign: int, level: Level | None, memo: Memo) -> Reading | None:
        wall = wall_level(scene, sign)
        price = memo.price if memo.price is not None else (None if wall is None else wall.price)
        if price is None:
            return None
        own, e15 = scene.rules.fade, scene.e15
        memo = _followed(scene, sign, price, memo)
        inside = sign * (scene.bar.close - price)
        back = own.back_e15 * e15
        far = inside > scene.rules.common.leave_e15 * e15
        return Reading(
            price=price,
            arm=_arm(scene, sign, inside),
            trigger=(
                is_so("touch", memo.bars is not None, _touch(memo), f"within {scene.z:.2f} of {pts(price)}"),
                at_least(
                    "close back inside", inside if memo.bars is not None else None, back, "{:.2f} pts", "no touch"
                ),
                at_most("opposing flow", _opposing(scene, sign), own.flow_share, "{:.0%}", "no classified prints"),
            ),
            blueprint=_blueprint(scene, sign, price, memo),
            memo=memo,
            why=f"price {inside / e15:.2f} E15 from the {'put' if sign > 0 else 'call'} wall {pts(price)}",
            left=f"price left the wall: {inside / e15:.2f} E15 away" if far else None,
            spoilt=_spoilt(scene, sign, memo),
            invalid=(
                f"{own.closes_beyond} closes beyond {pts(price)}",
                f"the wall moves by {own.moved_strikes} strikes or more",
                f"P⁺ < {own.lost_p_plus:.2f}",
            ),
        )


def wall_level(scene: Scene, sign: int) -> Level | None:
    """The level of the wall that a trade of this sign leans on."""
    if scene.gex is None:
        return None
    kind, price = ("put_wall", scene.gex.put_wall) if sign > 0 else ("call_wall", scene.gex.call_wall)
    return next((level for level in scene.levels.values() if level.kind == kind and level.price == price), None)


def _arm(scene: Scene, sign: int, inside: float) -> tuple[Check, ...]:
    own, seen = scene.rules.fade, scene.walls.get(-sign)
    stood = None if seen is None else (scene.at - seen.since) / 60_000
    return (
        at_least("P⁺", scene.p_plus, own.p_plus),
        at_least("wall steady", stood, own.steady_min, "{:.0f} min", "not seen yet"),
        at_most("distance", abs(inside) / scene.e15, own.arm_e15, "{:.2f} E15"),
    )


def _followed(scene: Scene, sign: int, price: float, memo: Memo) -> Memo:
    """The touch, its extreme and the closes beyond, with one more bar; of a wall that moved nothing counts."""
    if memo.far != price:
        memo = Memo(price=memo.price)
    outer = scene.bar.low if sign > 0 else scene.bar.high
    touched = sign * (outer - price) <= scene.z
    bars = 0 if touched else (None if memo.bars is None else memo.bars + 1)
    if bars is not None and bars > scene.rules.fade.back_bars:
        bars = None
    known = outer if memo.extreme is None else sign * min(sign * outer, sign * memo.extreme)
    beyond = memo.beyond + 1 if sign * (scene.bar.close - price) < 0 else 0
    return Memo(price=memo.price, extreme=None if bars is None else known, bars=bars, beyond=beyond, far=price)


def _touch(memo: Memo) -> str:
    if memo.bars is None:
        return "none"
    return "this bar" if memo.bars == 0 else f"{memo.bars} bar{'s' if memo.bars > 1 else ''} ago"


def _opposing(scene: Scene, sign: int) -> float | None:
    """Share of classified premium of five minutes that pushes against the trade."""
    flow = scene.flow
    if flow is None:
        return None
    up, down = flow.call_bought + flow.put_sold, flow.call_sold + flow.put_bought
    return None if up + down <= 0 else (down if sign > 0 else up) / (up + down)


def _blueprint(scene: Scene, sign: int, price: float, memo: Memo) -> Blueprint:
    """Stop beyond the wall and the extreme; targets VWAP, absolute gamma, levels, and multiples of the risk."""
    own, common, e15 = scene.rules.fade, scene.rules.common, scene.e15
    stop = price - sign * own.stop_level_e15 * e15
    if memo.extreme is not None:
        stop = sign * min(sign * stop, sign * memo.extreme - own.stop_extreme_e15 * e15)
    vwap, centre = scene.level("vwap"), None if scene.gex is None else scene.gex.absolute_gamma_strike
    near = (None if vwap is None else vwap.price, centre)
    back = scene.bar.close if memo.bars is not None else price + sign * own.back_e15 * e15
    return Blueprint(
        entry=back + sign * common.slip,
        stop=stop,
        t1=tuple(target for target in near if target is not None),
        t1_r=own.t1_r,
        t2=tuple(level.price for level in scene.levels.values()),
        t2_r=own.t2_r,
        apart=scene.z,
    )


def _spoilt(scene: Scene, sign: int, memo: Memo) -> str | None:
    own = scene.rules.fade
    if memo.price is None or scene.gex is None:
        return None
    if memo.beyond >= own.closes_beyond:
        return f"{own.closes_beyond} closes beyond {pts(memo.price)}"
    if scene.p_plus is not None and scene.p_plus < own.lost_p_plus:
        return f"P⁺ fell to {scene.p_plus:.2f}, below {own.lost_p_plus:.2f}"
    wall = scene.gex.put_wall if sign > 0 else scene.gex.call_wall
    comparable = scene.gex.spot is not None and sign * (scene.gex.spot - memo.price) >= 0
    if wall is None or not comparable:
        return None
    moved = abs(wall - memo.price) >= own.moved_strikes * scene.rules.common.strike_pts
    return f"the wall moved from {pts(memo.price)} to {pts(wall)}" if moved else None
