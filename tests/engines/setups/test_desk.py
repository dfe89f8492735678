"""Deadlines, gaps, the end of the session, cool-downs, the funnel."""

import math

import msgspec
import pytest

from spxcc.engines.setups.desk import TOGETHER, Desk
from spxcc.engines.setups.hours import hours_of
from spxcc.engines.setups.memory import SetupsMemory
from spxcc.engines.setups.params import KEPT_CLOSED_MS, MINUTE_MS, RULES
from spxcc.engines.setups.result import CLOSED_STATES
from spxcc.market.candles import Candle
from spxcc.market.units import NANOS_PER_MINUTE, to_millis, to_nanos
from tests.engines.setups.days import Player, World, bars_of, ruled, states_of
from tests.engines.setups.stories import APPROACH, FADE_CLOSES, FADE_WORLD
from tests.fakes.snapshots import at, make_session

FILLED = 41
"""After so many minutes of the story the fade is filled."""


def told(count: int, world: World = FADE_WORLD) -> Player:
    player = Player()
    player.play(bars_of(FADE_CLOSES)[:count], world)
    return player


def desk(memory: SetupsMemory) -> Desk:
    rules = ruled("fade_at_wall")
    hours = hours_of(make_session(at("10:30")), RULES, [rule.definition for rule in rules])
    return Desk(memory, hours, rules)


def unseen(memory: SetupsMemory) -> SetupsMemory:
    """A memory without the instants at which its desk knew of things."""
    log = tuple(msgspec.structs.replace(event, t_seen=0) for event in memory.log)
    assert memory.result is not None
    return msgspec.structs.replace(memory, log=log, result=msgspec.structs.replace(memory.result, log=log))


def test_the_story_is_filled_when_it_should_be() -> None:
    assert [one.phase for one in told(FILLED - 1).memory.tracked] == ["triggered"]
    assert [one.phase for one in told(FILLED).memory.tracked] == ["filled"]


def test_f43_an_armed_setup_expires_by_its_time() -> None:
    quiet = [*APPROACH, 6816.0, 6819.0, *[6822.0] * 42]
    player = Player()
    player.play(bars_of(quiet), World(word="trending"))
    setup = player.last("fade_at_wall", "short")
    first = min(player.seen, key=lambda name: player.seen[name][0].created)
    expired = player.seen[first][-1]
    assert (expired.state, expired.reason) == ("expired", "no trigger in time")
    ready = next(step for step in expired.history if step.state == "ready")
    assert expired.history[-1].at == ready.at + 20 * MINUTE_MS
    assert setup.id != expired.id
    assert any(check.name == "cool-down" for check in setup.checks)


def test_f43_a_ranging_market_gives_it_twice_as_long() -> None:
    player = Player()
    player.play(bars_of([*APPROACH, 6816.0, 6819.0, *[6822.0] * 39]), World(word="ranging"))
    assert [one.state for one in player.of("fade_at_wall")] == ["ready"]


def test_deadlines_pass_without_any_bar() -> None:
    player = Player()
    player.play(bars_of([*APPROACH, 6816.0, 6819.0, 6822.0]), World(word="trending"))
    [ready] = player.of("fade_at_wall")
    assert ready.state == "ready"
    before = player.step(FADE_WORLD, to_nanos(ready.expires) - 1)
    assert [one.state for one in before.setups] == ["ready"]
    after = player.step(FADE_WORLD, to_nanos(ready.expires) + 7)
    assert [(one.state, one.updated) for one in after.setups] == [("expired", ready.expires)]


def test_closed_ones_stay_listed_for_ten_minutes() -> None:
    player = told(len(FADE_CLOSES))
    closed = player.last("fade_at_wall", "short")
    assert closed.state == "resolved"
    edge = to_nanos(closed.updated + KEPT_CLOSED_MS)
    assert closed in player.step(FADE_WORLD, edge - 1_000_000).setups
    assert closed not in player.step(FADE_WORLD, edge).setups


@pytest.mark.parametrize("count", [FILLED - 1, FILLED])
def test_r12_a_feed_gap_while_open_is_void_and_counted(count: int) -> None:
    by_time, by_bar = told(count), told(count)
    last = by_time.bars[-1]
    by_time.step(FADE_WORLD, last.start + NANOS_PER_MINUTE + 90_000_000_000)
    late = Candle(last.start + 4 * NANOS_PER_MINUTE, 6810.0, 6811.0, 6809.0, 6810.0)
    by_bar.minute(late, FADE_WORLD)
    for player in (by_time, by_bar):
        setup = next(one for one in player.result.setups if one.history[-1].reason.startswith("no minute"))
        assert setup.state == "invalidated"
        assert setup.updated == to_millis(last.start) + MINUTE_MS + 90_000
        assert player.result.funnel["fade_at_wall"]["feed_void"] == 1


def test_r12_a_gap_is_void_even_if_nobody_looked_before_the_close() -> None:
    player = told(FILLED)
    player.step(FADE_WORLD, at("16:05"))
    assert player.result.funnel["fade_at_wall"]["feed_void"] == 1
    assert "market_closed" not in player.result.funnel["fade_at_wall"]


def test_a_halt_is_no_gap_and_the_reopening_decides() -> None:
    player = told(FILLED)
    quiet = player.bars[-1].start + NANOS_PER_MINUTE
    for minutes in (0, 5, 15):
        player.step(FADE_WORLD, quiet + minutes * NANOS_PER_MINUTE, halted=True)
    player.step(FADE_WORLD, quiet + 16 * NANOS_PER_MINUTE)
    assert [one.phase for one in player.memory.tracked] == ["filled"]
    player.minute(Candle(quiet + 16 * NANOS_PER_MINUTE, 6840.0, 6841.0, 6810.0, 6812.0), FADE_WORLD)
    setup = player.last("fade_at_wall")
    assert (setup.state, setup.history[-1].price) == ("resolved", 6840.1)
    player.step(FADE_WORLD, player.bars[-1].start + NANOS_PER_MINUTE + 100_000_000_000)
    assert "feed_void" not in player.result.funnel["fade_at_wall"]


def test_what_was_triggered_before_a_halt_is_not_filled() -> None:
    player = told(FILLED - 1)
    quiet = player.bars[-1].start + NANOS_PER_MINUTE
    player.step(FADE_WORLD, quiet, halted=True)
    player.minute(Candle(quiet + 5 * NANOS_PER_MINUTE, 6823.0, 6824.0, 6822.0, 6823.0), FADE_WORLD)
    setup = min(player.of("fade_at_wall", "short"), key=lambda one: one.created)
    assert (setup.state, player.result.funnel["fade_at_wall"]["no_fill"]) == ("invalidated", 1)
    assert setup.reason == "no fill: trading was halted before the next minute opened"


def test_f43_a_delayed_feed_tells_the_same_story_later() -> None:
    plain, delayed = told(len(FADE_CLOSES)), Player(mode="delayed")
    for bar in bars_of(FADE_CLOSES):
        delayed.minute(bar, FADE_WORLD, late_s=900)
    assert unseen(delayed.memory) == unseen(plain.memory)
    late = [event.t_seen - event.t_event for event in delayed.memory.log]
    assert min(late) >= 900_000 > max(event.t_seen - event.t_event for event in plain.memory.log)
    delayed.step(FADE_WORLD, delayed.bars[-1].start + NANOS_PER_MINUTE + 1_290_000_000_000)
    assert delayed.result.setups == plain.result.setups


def test_f43_a_delayed_feed_ends_its_day_when_its_last_minute_was_told() -> None:
    player = Player(mode="delayed")
    player.play(bars_of(FADE_CLOSES)[:FILLED], FADE_WORLD)
    player.memory = near_the_close()
    player.bars = [msgspec.structs.replace(player.bars[-1], start=at("15:58"))]
    player.step(FADE_WORLD, at("16:14"))
    assert [one.phase for one in player.memory.tracked] == ["filled"]
    player.minute(Candle(at("15:59"), 6823.0, 6824.0, 6822.5, 6823.0), FADE_WORLD, late_s=900)
    assert [one.setup.reason for one in player.memory.tracked] == ["market closed at 6,823.10, +0.17 R"]


@pytest.mark.parametrize("blind", [World(atm_iv=None), World(p_plus=None)])
def test_an_armed_place_that_a_minute_could_not_judge_is_void(blind: World) -> None:
    player = told(FILLED - 2)
    [armed] = player.memory.tracked
    assert armed.phase == "armed"
    player.minute(bars_of(FADE_CLOSES)[FILLED - 2], blind)
    [void] = player.memory.tracked
    assert (void.phase, void.setup.state) == ("feed_void", "invalidated")
    assert void.setup.reason.startswith("no input while armed: no ")
    assert player.memory.cooling == {}


def test_what_only_waits_survives_a_gap() -> None:
    player = told(37)
    assert [one.phase for one in player.memory.tracked] == ["watching"]
    player.step(FADE_WORLD, player.bars[-1].start + 5 * NANOS_PER_MINUTE)
    assert [one.phase for one in player.memory.tracked] == ["watching"]


def test_an_armed_place_whose_minutes_were_missed_is_void() -> None:
    player = told(FILLED - 2)
    assert [one.phase for one in player.memory.tracked] == ["armed"]
    late = Candle(player.bars[-1].start + 3 * NANOS_PER_MINUTE, 6822.0, 6824.0, 6821.0, 6822.0)
    player.minute(late, FADE_WORLD)
    void = next(one for one in player.result.setups if one.reason == "minutes missed while armed")
    assert (void.state, player.result.funnel["fade_at_wall"]["feed_void"]) == ("invalidated", 1)


def test_minutes_that_came_together_are_not_called_missed() -> None:
    """A run that catches up hears several minutes in one step: none is lost, and none was judged as it closed."""
    player = told(FILLED - 2)
    assert [one.phase for one in player.memory.tracked] == ["armed"]
    for _ in range(3):
        last = player.bars[-1]
        player.bars.append(Candle(last.start + NANOS_PER_MINUTE, 6822.0, 6824.0, 6821.0, 6822.0))
    player.step(FADE_WORLD, player.bars[-1].start + NANOS_PER_MINUTE)
    [void] = [one for one in player.result.setups if one.state == "invalidated"]
    assert void.reason == TOGETHER
    assert player.result.funnel["fade_at_wall"]["feed_void"] == 1


def test_a_touch_before_missed_minutes_is_as_old_as_the_clock_says() -> None:
    world = World(p_plus=0.6)
    for missed, holds in ((1, True), (3, False)):
        player = Player()
        player.play(bars_of([*APPROACH, 6819.0, 6824.0]), world)
        late = player.bars[-1].start + (1 + missed) * NANOS_PER_MINUTE
        player.minute(Candle(late, 6819.0, 6820.0, 6818.0, 6819.0), world)
        touch = next(check for check in player.last("fade_at_wall").checks if check.name == "touch")
        assert (touch.ok, touch.value, touch.need) == (holds, f"{1 + missed} min", "≤ 3 min")


def test_f43_nothing_is_open_after_the_close() -> None:
    whole, late = Player(), Player()
    bars = bars_of([6800.0 + 14 * math.sin(minute / 9) for minute in range(390)])
    whole.play(bars, FADE_WORLD)
    late.play(bars[:-1], FADE_WORLD)
    late.step(FADE_WORLD, at("16:01"))
    for player in (whole, late):
        assert all(not one.open for one in player.memory.tracked)
        assert all(states[-1].state in CLOSED_STATES for states in player.seen.values())
    assert whole.result.reason == "the market is not open: setups are decided in regular hours only"


def test_f43_a_half_day_has_its_own_edges() -> None:
    player = Player(close="13:00")
    player.play(bars_of([6800.0 + 24 * math.sin(minute / 9) for minute in range(210)]), FADE_WORLD)
    assert all(not one.open for one in player.memory.tracked)
    last = [states[-1] for states in player.seen.values()]
    ready = [step.at for setup in last for step in setup.history if step.state == "ready"]
    assert ready
    assert to_millis(at("10:00")) <= min(ready)
    assert max(ready) < to_millis(at("12:15"))
    assert max(setup.created for setup in last) < to_millis(at("12:15"))
    assert max(setup.updated for setup in last) <= to_millis(at("13:00"))


def near_the_close() -> SetupsMemory:
    """A fade that is still on one minute before the close."""
    memory = told(FILLED).memory
    [one] = memory.tracked
    assert one.phase == "filled"
    closes = to_millis(at("16:00"))
    held = msgspec.structs.replace(one, setup=msgspec.structs.replace(one.setup, expires=closes))
    return msgspec.structs.replace(memory, tracked=(held,), last_end=closes - MINUTE_MS)


def test_f43_what_is_on_at_the_close_leaves_at_its_price() -> None:
    by_bar, by_time = desk(near_the_close()), desk(near_the_close())
    by_bar.bar(Candle(at("15:59"), 6823.0, 6824.0, 6822.5, 6823.0))
    by_time.time(to_millis(at("16:01")))
    words = []
    for table in (by_bar, by_time):
        [over] = table.memory().tracked
        assert (over.phase, over.setup.state) == ("market_closed", "resolved")
        assert over.setup.updated == to_millis(at("16:00"))
        words.append(over.setup.reason)
    assert words == ["market closed at 6,823.10, +0.17 R", "market closed at 6,825.50, -0.34 R"]


def test_before_the_last_minute_may_have_come_nothing_is_closed() -> None:
    table = desk(near_the_close())
    table.time(to_millis(at("16:01")) - 1)
    assert [one.phase for one in table.memory().tracked] == ["filled"]


def test_f43_a_place_that_was_armed_cools_down() -> None:
    again = [*FADE_CLOSES, 6814.0, 6819.0, 6822.0, 6824.5, 6822.0]
    player = Player()
    player.play(bars_of(again), FADE_WORLD)
    setups = player.of("fade_at_wall", "short")
    newer = max(setups, key=lambda one: one.created)
    assert (newer.state, len(setups)) == ("forming", 2)
    cooling = next(check for check in newer.checks if check.name == "cool-down")
    assert cooling.ok is False
    assert cooling.need == "30 min since the last one"
    assert player.result.funnel["fade_at_wall"]["gated"] == 1


def test_the_funnel_counts_every_stage_once() -> None:
    player = told(len(FADE_CLOSES))
    assert player.result.funnel == {
        "fade_at_wall": {"seen": 1, "armed": 1, "triggered": 1, "filled": 1, "t1_hit": 1, "t2_hit": 1}
    }
    assert states_of(player.last("fade_at_wall"))[:2] == ["forming", "ready"]


def test_an_untouched_desk_gives_its_memory_back() -> None:
    memory = told(FILLED).memory
    assert desk(memory).memory() == memory
