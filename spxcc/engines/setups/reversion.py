"""S3 mean_reversion: a stretch of two σ from VWAP, and the first close back inside (SETUPS.md 1)."""

from spxcc.engines.levels.result import Level
from spxcc.engines.setups.geometry import Blueprint
from spxcc.engines.setups.lifecycle import Memo
from spxcc.engines.setups.params import Kind
from spxcc.engines.setups.rule import Reading, at_least, at_most, is_so, no_ensemble, pts, reward
from spxcc.engines.setups.scene import Scene


class ReversionRule:
    """The place is the band of two σ on the far side of VWAP, which moves with it until the trigger.

    The extreme follows the excursion up to the trigger; from then on a new one is what the stop is for. Of the memo:
    beyond = closes in a row outside the band; far = the furthest stretch, which an armed place is judged by.
    """

    kind: Kind = "mean_reversion"

    def lacks(self, scene: Scene) -> str | None:
        lacking = no_ensemble(scene)
        if lacking is None and spread(scene) is None:
            return f"no VWAP with bands: {scene.missing.get('vwap', scene.missing.get('levels', 'not listed'))}"
        return lacking

    def find(self, scene: Scene, sign: int) -> Level | None:
        stretch = _stretch(scene, sign)
        watched = stretch is not None and stretch >= scene.rules.reversion.watch_stretch
        return band_level(scene, sign) if watched else None

    def read(self, scene: Scene, sign: int, level: Level | None, memo: Memo) -> Reading | None:
        band, stretch, vwap = band_level(scene, sign), _stretch(scene, sign), scene.level("vwap")
        if band is None or stretch is None or vwap is None:
            return None
        own, outside = scene.rules.reversion, memo.beyond
        memo = _followed(scene, sign, stretch, memo)
        back = stretch < own.stretch and outside > 0
        blueprint = _blueprint(scene, sign, band.price, vwap.price, memo, back)
        room = reward(scene, sign, blueprint)
        return Reading(
            price=band.price,
            arm=(
                at_least("P⁺", scene.p_plus, own.p_plus),
                at_least("stretch", stretch if memo.price is None else memo.far, own.stretch, "{:.2f} σ"),
                at_most(
                    "efficiency", scene.efficiency, own.efficiency, absent=f"under {own.efficiency_bars + 1} minutes"
                ),
            ),
            trigger=(is_so("first close inside", back, f"{stretch:.2f} σ", f"< {own.stretch:.2f} σ"), room),
            blueprint=blueprint,
            memo=memo,
            why=f"price {stretch:.2f} σ from VWAP {pts(vwap.price)}",
            left=_left(scene, stretch, memo),
            spoilt=_spoilt(scene, stretch, outside, memo, bool(room.ok)),
            invalid=("the first close back inside has no room to VWAP for the risk",),
        )


def spread(scene: Scene) -> float | None:
    """One σ of VWAP in points, from its listed bands."""
    vwap, upper = scene.level("vwap"), scene.level("vwap_p2")
    sigma = None if vwap is None or upper is None else (upper.price - vwap.price) / 2
    return sigma if sigma is not None and sigma > 0 else None


def band_level(scene: Scene, sign: int) -> Level | None:
    """The band that a trade of this sign comes back through."""
    return scene.level("vwap_m2" if sign > 0 else "vwap_p2")


def _stretch(scene: Scene, sign: int) -> float | None:
    """How many σ the close lies on the far side of VWAP."""
    vwap, sigma = scene.level("vwap"), spread(scene)
    return None if vwap is None or sigma is None else -sign * (scene.bar.close - vwap.price) / sigma


def _followed(scene: Scene, sign: int, stretch: float, memo: Memo) -> Memo:
    own = scene.rules.reversion
    outer = scene.low if sign > 0 else scene.high
    if memo.extreme is None:
        recent = outer[-own.look_back_bars :]
        extreme = float(recent.min() if sign > 0 else recent.max())
    else:
        extreme = sign * min(sign * memo.extreme, sign * float(outer[-1]))
    beyond = memo.beyond + 1 if stretch >= own.stretch else 0
    furthest = stretch if memo.far is None else max(stretch, memo.far)
    return Memo(price=memo.price, extreme=extreme, beyond=beyond, far=furthest)


def _blueprint(scene: Scene, sign: int, band: float, vwap: float, memo: Memo, back: bool) -> Blueprint:
    own = scene.rules.reversion
    start = scene.bar.close if back else band
    extreme = start if memo.extreme is None else sign * min(sign * memo.extreme, sign * start)
    return Blueprint(
        entry=start + sign * scene.rules.common.slip,
        stop=extreme - sign * own.stop_e15 * scene.e15,
        t1=((start + vwap) / 2,),
        t2=(vwap,),
    )


def _left(scene: Scene, stretch: float, memo: Memo) -> str | None:
    if memo.price is not None or stretch >= scene.rules.reversion.leave_stretch:
        return None
    return f"price came back to {stretch:.2f} σ before all conditions held"


def _spoilt(scene: Scene, stretch: float, outside: int, memo: Memo, room: bool) -> str | None:
    """The first close inside is the only one."""
    if memo.price is None or stretch >= scene.rules.reversion.stretch:
        return None
    if outside == 0:
        return "the first close back inside has passed"
    return None if room else "closed back inside without room to VWAP for the risk"
