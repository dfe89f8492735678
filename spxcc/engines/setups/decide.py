"""Places before their trigger: what is watched, what is armed, what goes off."""

from collections.abc import Sequence

import msgspec

from spxcc.engines.common import UnixMillis
from spxcc.engines.levels.result import Level
from spxcc.engines.setups.geometry import Blueprint, plan
from spxcc.engines.setups.lifecycle import Side, Tracked, make_id, move
from spxcc.engines.setups.params import BLIND_BARS, Common, Kind
from spxcc.engines.setups.reading import Reading, pts
from spxcc.engines.setups.result import Check, Setup, Transition
from spxcc.engines.setups.scene import Scene


def side_of(sign: int) -> Side:
    """+1 long, −1 short."""
    return "long" if sign > 0 else "short"


def watch(
    scene: Scene, kind: Kind, sign: int, level: Level, reading: Reading,
    session: str, seq: int, version: str, expires: UnixMillis,
) -> Tracked:  # fmt: skip
    """A new place under watch, as read at this bar. seq: how many of its kind, level and side there were before.

    Of a setup that the language says, the slot of the level enters the id: so it has in a recorded day, too.
    """
    step = Transition(at=scene.at, state="forming", price=round(scene.bar.close, 2), reason=reading.why)
    side = side_of(sign)
    setup = Setup(
        id=make_id(kind, session, reading.memo.slot or level.id, side, seq, version),
        kind=kind,
        side=side,
        state="forming",
        level_id=level.id,
        level_label=level.label,
        level_price=reading.price,
        entry=None,
        stop=None,
        t1=None,
        t2=None,
        r1=None,
        r2=None,
        checks=(),
        passed=0,
        total=0,
        needs="",
        created=scene.at,
        updated=scene.at,
        expires=expires,
        reason=reading.why,
        history=(step,),
        rules_version=version,
    )
    return Tracked(setup, "watching", reading.memo)


def advance(
    tracked: Tracked, scene: Scene, reading: Reading, gates: Sequence[Check], armed_until: UnixMillis
) -> Tracked:
    """One closed bar further: given up, armed, triggered, or the same with its conditions as they are now."""
    tracked = _shown(tracked, scene, reading, gates)
    at, close = scene.at, scene.bar.close
    over = reading.left or (reading.spoilt if tracked.phase == "armed" else None)
    if over is not None:
        return move(tracked, "invalidated", at, close, over)
    wanted = reading.arm if tracked.phase == "watching" else reading.trigger
    if not all(check.ok for check in wanted):
        return tracked
    if gates:
        return msgspec.structs.replace(tracked, gated=True)
    if tracked.phase == "armed":
        reason = f"{', '.join(check.name for check in wanted)}: closed at {pts(close)}"
        return _needing(move(tracked, "triggered", at, close, reason), "the open of the next minute")
    memo = msgspec.structs.replace(reading.memo, price=reading.price)
    armed = move(tracked, "armed", at, close, f"all {len(wanted)} conditions hold: {reading.why}")
    armed = msgspec.structs.replace(armed, memo=memo, setup=msgspec.structs.replace(armed.setup, expires=armed_until))
    return _needing(armed, needs_of(reading.trigger))


def without_input(tracked: Tracked, at: UnixMillis, price: float, why: str) -> Tracked:
    """A bar on which a watched place could not be judged; after `BLIND_BARS` of them it is given up."""
    if tracked.blind + 1 >= BLIND_BARS:
        return move(tracked, "invalidated", at, price, f"no input for {BLIND_BARS} minutes: {why}")
    return msgspec.structs.replace(tracked, blind=tracked.blind + 1)


def with_plan(setup: Setup, sign: int, blueprint: Blueprint, common: Common) -> Setup:
    """With the prices of a blueprint; without risk or target the ones that lack are `None`."""
    made = plan(sign, blueprint, blueprint.entry, common.least_r, common.least_risk)
    if made is None:
        return msgspec.structs.replace(
            setup, entry=None, stop=None, t1=None, t2=None, r1=None, r2=None, null_probability=None
        )
    return msgspec.structs.replace(
        setup,
        entry=made.entry,
        stop=made.stop,
        t1=made.t1,
        t2=made.t2,
        r1=made.r1,
        r2=made.r2,
        null_probability=made.null,
    )


def needs_of(checks: Sequence[Check]) -> str:
    """The first condition that does not hold, with what was found."""
    lacking = next((check for check in checks if not check.ok), None)
    return "" if lacking is None else f"{lacking.name} {lacking.need} ({lacking.value})"


def _shown(tracked: Tracked, scene: Scene, reading: Reading, gates: Sequence[Check]) -> Tracked:
    """Its conditions, level and prices as of this bar; `updated` moves only with them."""
    points = (*reading.arm, *reading.trigger, *gates)
    before = tracked.setup
    level = reading.level if tracked.phase == "watching" else None
    setup = msgspec.structs.replace(
        with_plan(before, tracked.sign, reading.blueprint, scene.rules.common),
        level_id=before.level_id if level is None else level.id,
        level_label=before.level_label if level is None else level.label,
        level_price=reading.price,
        checks=points,
        passed=sum(check.ok is True for check in points),
        total=len(points),
        invalid=reading.invalid,
        needs=needs_of((*reading.arm, *gates) if tracked.phase == "watching" else (*reading.trigger, *gates)),
    )
    if setup != before:
        setup = msgspec.structs.replace(setup, updated=scene.at)
    return msgspec.structs.replace(
        tracked, setup=setup if setup != before else before, memo=reading.memo, blueprint=reading.blueprint, blind=0
    )


def _needing(tracked: Tracked, needs: str) -> Tracked:
    return msgspec.structs.replace(tracked, setup=msgspec.structs.replace(tracked.setup, needs=needs))
