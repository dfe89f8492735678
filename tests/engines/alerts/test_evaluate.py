"""Arm, fire, arm again."""

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from spxcc.engines.alerts.evaluate import Memory, evaluate, span_of, status_of
from spxcc.engines.alerts.result import Alert, Fired, Latch
from spxcc.engines.alerts.scene import Extremes, Scene
from tests.engines.alerts.scenes import MINUTE, START, alert, at, fires, run, walk

PRICES = st.lists(st.floats(6_870, 6_890).map(lambda x: round(x, 2)), min_size=1, max_size=60)


def test_a_cross_fires_once_per_crossing() -> None:
    prices = [6885, 6881, 6879, 6878, 6879, 6882, 6879]
    assert fires("cross below 6880", walk(prices)) == 1
    assert fires("cross below 6880 each", walk(prices)) == 2


def test_a_price_that_flickers_at_its_level_crosses_once() -> None:
    prices = [6885, *[6879.4, 6880.2] * 20]
    assert fires("cross below 6880 each", walk(prices)) == 1


def test_half_a_point_beyond_counts_and_less_does_not() -> None:
    assert fires("cross below 6880", walk([6885, 6879.6])) == 0
    assert fires("cross below 6880", walk([6885, 6879.5])) == 1


def test_what_was_beyond_already_waits_for_the_way_back() -> None:
    assert fires("cross below 6880", walk([6870, 6871, 6869])) == 0
    assert fires("cross below 6880", walk([6870, 6881, 6879])) == 1


def test_it_is_armed_again_only_after_a_quarter_of_e5() -> None:
    near = [6885, 6879, 6881.6, 6879]
    far = [6885, 6879, 6881.8, 6879]
    assert fires("cross below 6880 each", walk(near, e5=6.8)) == 1
    assert fires("cross below 6880 each", walk(far, e5=6.8)) == 2
    assert fires("cross below 6880 each", walk(near, e5=None)) == 2


def test_a_wick_between_two_looks_touches_once() -> None:
    before = at(0, 6884.0, bars=(Extremes(START, 6885.0, 6883.0),))
    wick = at(10, 6884.0, bars=(Extremes(START, 6885.0, 6879.8),))
    later = at(20, 6884.0, bars=(Extremes(START, 6885.0, 6879.8),))
    assert fires("touch 6880", [before, wick, later, later]) == 1
    assert fires("touch 6880 each", [before, wick, later, later]) == 1


def test_a_wick_of_before_the_alert_is_not_its_own() -> None:
    old = Extremes(START, 6885.0, 6870.0)
    assert fires("touch 6880", [at(0, 6884.0, bars=(old,)), at(10, 6884.0, bars=(old,))]) == 0


def test_the_wick_of_a_minute_that_ended_between_two_looks_counts() -> None:
    first = at(50, 6884.0, bars=(Extremes(START, 6885.0, 6883.0),))
    second = at(61, 6884.0, bars=(Extremes(START, 6885.0, 6879.0), Extremes(START + MINUTE, 6884.2, 6883.9)))
    assert fires("touch 6880", [first, second]) == 1


def test_an_alert_at_the_last_price_waits_until_the_price_has_left() -> None:
    assert fires("touch 6880", walk([6880.0, 6880.2, 6879.9, 6880.1])) == 0
    assert fires("touch 6880", walk([6880.0, 6881.0, 6880.0])) == 1


def test_a_cooldown_keeps_quiet_and_counts() -> None:
    told, latches = run([alert("cross below 6880 each")], walk([6885, 6879, 6885, 6879], every_s=10))
    assert len(told) == 1
    assert latches[1].suppressed == 1


def test_the_same_thing_is_said_once_in_four_minutes_whoever_saw_it() -> None:
    both = [alert("touch 6880 once", 1), alert("touch 6880 each", 2)]
    assert [one.alert for one in run(both, walk([6885, 6879]))[0]] == [1]
    again = [6885, 6879, 6885, 6879]
    assert len(run(both, walk(again, every_s=100))[0]) == 1
    assert len(run(both, walk(again, every_s=130))[0]) == 2


def test_an_expired_alert_is_silent_and_says_so() -> None:
    late = alert("touch 6880", expires=START + 30_000)
    assert run([late], walk([6885, 6879]))[0] == []
    assert status_of(late, Latch(), START + 30_000) == "expired"
    assert status_of(late, Latch(since=1, armed=True), START) == "armed"
    assert status_of(late, Latch(), START) == "new"
    assert status_of(late, Latch(since=1), START) == "waiting"
    assert status_of(late, Latch(since=1, fired=START), START) == "fired"


def test_the_firing_tells_price_age_and_what() -> None:
    (fired,), _ = run([alert("cross below 6880 critical")], walk([6885, 6879.25]))
    assert (fired.price, fired.age_ms, fired.alert, fired.severity) == (6879.25, 40, 1, "critical")
    assert fired.words == "crossed below 6,880.00"
    assert fired.event_ms == fired.at - 40
    assert not fired.acknowledged


def test_unknown_input_leaves_the_latch_alone() -> None:
    first = walk([6885])[0]
    gone = at(70)
    below = at(140, 6879.0, e5=6.8)
    assert fires("cross below 6880", [first, gone, gone, below]) == 1
    assert fires("flip", [first, gone]) == 0


def test_a_market_that_begins_anew_is_looked_at_anew() -> None:
    scenes = walk([6885, 6879, 6885])
    told, latches = run([alert("cross below 6880 each")], [*scenes, scenes[0], scenes[1]])
    assert {one.id for one in told} == {told[0].id}
    assert latches[1].since == scenes[1].now


@given(PRICES)
def test_replayed_input_gives_the_same_firings(prices: list[float]) -> None:
    mine = [alert("touch 6880 each", 1), alert("cross below 6878 each", 2), alert("cross above 6882", 3)]
    assert run(mine, walk(prices)) == run(mine, walk(prices))


@given(PRICES)
def test_once_is_once_and_each_needs_a_retreat_between(prices: list[float]) -> None:
    scenes = walk(prices, every_s=300)
    assert fires("cross below 6880", scenes) <= 1
    told, _ = run([alert("cross below 6880 each")], scenes)
    assert len(told) == slow_crossings(prices, 6880.0, 1.7)


def slow_crossings(prices: list[float], level: float, retreat: float) -> int:
    """Word for word: half a point below counts, after a price at or above the level; again after the retreat."""
    count, armed = 0, prices[0] >= level
    for price in prices[1:]:
        if armed and price <= level - 0.5:
            count, armed = count + 1, False
        else:
            armed = armed or (price >= level + retreat if count else price >= level)
    return count


class Twin:
    """A touch by hand, without memory of prices but the last."""

    def __init__(self) -> None:
        self.armed = False
        self.before: float | None = None
        self.count = 0

    def look(self, price: float, level: float, retreat: float) -> None:
        on = (self.before is not None and min(self.before, price) <= level <= max(self.before, price)) or price == level
        fires = self.armed and on
        self.count += fires
        away = abs(price - level) >= (retreat if self.count else 0.5)
        self.armed = away or (self.armed and not fires)
        self.before = price


@settings(max_examples=200)
@given(PRICES)
def test_touches_equal_those_of_a_slow_twin(prices: list[float]) -> None:
    twin = Twin()
    for price in prices:
        twin.look(price, 6880.0, 1.7)
    assert fires("touch 6880 each", walk(prices, every_s=300)) == twin.count


@given(PRICES, st.integers(0, 59))
def test_a_restart_in_between_neither_repeats_nor_loses(prices: list[float], cut: int) -> None:
    mine, scenes = [alert("cross below 6880 each")], walk(prices, every_s=300)
    whole, _ = run(mine, scenes)
    latches: dict[int, Latch] = {}
    memory, told = Memory(), list[Fired]()
    for step, scene in enumerate(scenes):
        if step == cut:
            latches = {key: msgspec.json.decode(msgspec.json.encode(one), type=Latch) for key, one in latches.items()}
            memory = Memory()
        outcome = evaluate(mine, latches, scene, memory)
        latches, memory = dict(outcome.latches), outcome.memory
        told += outcome.fired
    assert [one.id for one in told] == [one.id for one in whole]


def test_without_a_price_there_is_no_span() -> None:
    assert span_of(Scene(1), Memory()) is None
    span = span_of(Scene(2, price=5.0), Memory(1, 7.0))
    assert span is not None
    assert tuple(span) == (5.0, 7.0)


def test_evaluate_hands_back_a_latch_for_every_alert() -> None:
    mine: list[Alert] = [alert("flip", 1), alert("touch 6880", 2)]
    outcome = evaluate(mine, {}, at(0), Memory())
    assert set(outcome.latches) == {1, 2}
    assert outcome.fired == ()


def test_of_several_that_see_the_same_thing_the_loudest_says_it() -> None:
    mine = [alert("touch 6880 each", 1), alert("touch 6880 critical", 2)]
    told, latches = run(mine, walk([6885, 6879]))
    assert [(one.alert, one.severity) for one in told] == [(2, "critical")]
    assert latches[1].suppressed == 1
