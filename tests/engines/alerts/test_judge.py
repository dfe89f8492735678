"""Every kind of condition against scenes by hand."""

import msgspec
import pytest

from spxcc.engines.alerts.evaluate import Memory, evaluate
from spxcc.engines.alerts.judge import JUDGES, retreat_pts
from spxcc.engines.alerts.params import COOLDOWN_MS
from spxcc.engines.alerts.result import Latch
from spxcc.engines.alerts.scene import Coming, Scene
from spxcc.engines.setups.result import Transition
from tests.engines.alerts.scenes import MINUTE, START, alert, at, fires, run
from tests.fakes.desk_data import flow_alert, setup


def test_every_kind_has_a_judge() -> None:
    assert set(JUDGES) == set(COOLDOWN_MS)


def test_flip_fires_when_price_and_zero_gamma_change_sides() -> None:
    scenes = [at(0, 6895.0, flip=6890.0, e5=6.8), at(300, 6889.8, flip=6890.0, e5=6.8),
              at(600, 6889.0, flip=6890.0, e5=6.8), at(900, 6889.0, flip=6885.0, e5=6.8)]  # fmt: skip
    told, _ = run([alert("flip")], scenes)
    assert [one.words for one in told] == ["price now below zero gamma 6,890.00"]
    told, _ = run([alert("flip")], [*scenes[:3], at(900, 6886.0, flip=6890.0, e5=6.8), scenes[3]])
    assert [one.subject for one in told] == ["below", "above"]


def test_a_wall_that_shifts_is_told_with_both_strikes_and_late_rather_than_never() -> None:
    walls = [6900, 6905, *[6910] * 7]
    scenes = [at(step * 60, 6890.0, call_wall=wall, put_wall=6850.0) for step, wall in enumerate(walls)]
    told, _ = run([alert("call wall shift")], scenes)
    assert [one.words for one in told] == ["call wall 6900 → 6905", "call wall 6905 → 6910"]
    assert told[1].at - told[0].at == COOLDOWN_MS["wall"]
    assert fires("put wall shift", scenes) == 0
    assert fires("wall", scenes) == 2
    assert fires("wall", [at(0, call_wall=6900.0), at(60, call_wall=6905.0)]) == 0


def test_regime_any_or_one() -> None:
    scenes = [at(step * 400, regime=one) for step, one in enumerate(["ranging", None, "trending", "ranging"])]
    assert fires("regime", scenes) == 2
    told, _ = run([alert("regime trending")], scenes)
    assert [one.words for one in told] == ["regime ranging → trending"]


def test_setups_tell_each_transition_once() -> None:
    one = msgspec.structs.replace(setup("s1", state="forming"), history=())
    step = Transition(at=START + 9_000, state="ready", price=6900.0, reason="")
    ready = msgspec.structs.replace(one, history=(step,))
    scenes = [at(0, setups=(one,)), at(10, setups=(ready,)), at(11, setups=(ready,))]
    assert fires("setup ready", scenes) == 1
    assert fires("any setup", scenes) == 1
    assert fires("setup triggered", scenes) == 0
    assert fires("setup ready", [at(0, setups=(ready,)), *scenes[2:]]) == 1
    assert fires("setup ready", scenes[1:]) == 0
    assert fires("setup ready", [at(0), at(200, setups=(ready,))]) == 0
    twin = msgspec.structs.replace(ready, id="s2")
    assert fires("setup ready", [at(0), at(10, setups=(ready, twin))]) == 2


def test_prints_by_type_and_premium_the_largest_speaks_for_its_step() -> None:
    def prints(*found: tuple[str, str, float]) -> Scene:
        made = tuple(
            msgspec.structs.replace(flow_alert(0, name), id=name, type=kind, premium=usd, ts_event=START + 10_000)
            for name, kind, usd in found
        )
        return at(10, prints=made)

    scene = prints(("a", "sweep", 1.2e6), ("b", "block", 2e6), ("c", "sweep", 1.5e6), ("d", "sweep", 9e5))
    (fired,), _ = run([alert("sweep >= 1M")], [at(0), scene])
    assert fired.subject == "c"
    assert fired.words.startswith("sweep $1,500,000")
    assert fired.words.endswith(", and 1 more")
    assert fires("block >= 1M", [at(0), scene]) == 1
    assert fires("print >= 5M", [at(0), scene]) == 0
    assert fires("print >= 1M", [at(0), prints()]) == 0


def test_flow_score_crosses_and_goes_back_five_points() -> None:
    scores = [50.0, 66.0, 62.0, 66.0, 59.0, 66.0]
    scenes = [at(step * 400, flow_score=one) for step, one in enumerate(scores)]
    assert fires("flow above 65", scenes) == 2
    assert fires("flow below 35", [at(0, flow_score=50.0), at(400, flow_score=34.0)]) == 1
    assert fires("flow below 35", [at(0), at(400)]) == 0


def test_basis_and_move() -> None:
    assert fires("basis z 2", [at(0, basis_z=0.0), at(60, basis_z=-2.3)]) == 1
    assert fires("basis z 2", [at(0, basis_z=2.4), at(60, basis_z=2.3)]) == 0
    assert fires("move 80%", [at(0, move_used=70.0), at(60, move_used=81.0), at(120, move_used=99.0)]) == 1
    assert fires("move 100%", [at(0), at(60)]) == 0


def test_stale_once_until_fresh_again() -> None:
    scenes = [at(0), at(60, stale="sim is silent"), at(120, stale="sim is silent"), at(400), at(460, stale="down")]
    told, _ = run([alert("stale")], scenes)
    assert [one.words for one in told] == ["no fresh data: sim is silent", "no fresh data: down"]


def test_an_event_that_comes_near_is_told_once() -> None:
    news = (Coming(START + 10 * MINUTE, "Beige Book"),)
    scenes = [at(60 * step, events=news) for step in range(12)]
    told, _ = run([alert("event 5m")], scenes)
    assert [one.words for one in told] == ["Beige Book in 5 min"]
    assert fires("event 5m", scenes[6:]) == 0


@pytest.mark.parametrize(("words", "minute"), [("close 15m", 45), ("close 60m", 0)])
def test_the_close_is_told_once_a_session(words: str, minute: int) -> None:
    close = START + 60 * MINUTE
    scenes = [at(60 * step, close_at=close, session="2026-11-19") for step in range(-5, 60)]
    told, _ = run([alert(words)], scenes)
    assert [(one.at - START) // MINUTE for one in told] == [minute]
    assert fires(words, [at(0)]) == 0


def test_the_retreat_is_never_under_half_a_point() -> None:
    assert retreat_pts(Scene(1)) == 0.5
    assert retreat_pts(Scene(1, e5=1.0)) == 0.5
    assert retreat_pts(Scene(1, e5=8.0)) == 2.0


def test_nothing_known_fires_nothing() -> None:
    mine = [alert(words, number) for number, words in enumerate(
        ("touch 6880", "cross above 6880", "flip", "wall", "regime", "setup", "print >= 1M", "flow above 60", "basis 2",
         "move 80", "stale", "event 5m", "close 15m"))]  # fmt: skip
    memory, latches = Memory(), dict[int, Latch]()
    for step in range(3):
        outcome = evaluate(mine, latches, at(60 * step), memory)
        latches, memory = dict(outcome.latches), outcome.memory
        assert outcome.fired == ()
