"""The engine: decisions on closed minutes, ids that stay, nothing where inputs lack."""

import msgspec
import pytest

from spxcc.engines.engine import Upstream
from spxcc.engines.regime.result import Word
from spxcc.engines.setups.compute import ENGINE, compute, compute_with, spoken_rules
from spxcc.engines.setups.memory import SetupsMemory
from spxcc.engines.setups.params import RULES, TWELVE
from spxcc.engines.setups.result import CLOSED_STATES, SETUPS_UPDATE, Setup, SetupFrame
from spxcc.market.candles import Candle
from spxcc.market.units import NANOS_PER_MINUTE, NANOS_PER_SECOND
from spxcc.protocol.channel import difference, merge
from tests.engines.setups.days import (
    OPEN,
    Player,
    World,
    bars_of,
    columns_of,
    driftless,
    mirror,
    ruled,
    snapshot_of,
    states_of,
    swings,
)
from tests.engines.setups.stories import (
    BREAKOUT_CLOSES,
    BREAKOUT_WORLD,
    FADE_CLOSES,
    FADE_WORLD,
    REVERSION_CLOSES,
    REVERSION_WORLD,
    TREND_CLOSES,
    TREND_WORLD,
)
from tests.fakes.snapshots import at, make_snapshot

BARS = bars_of(FADE_CLOSES)


def test_a_fresh_start_in_mid_session_shows_at_once_what_is_watched() -> None:
    player = Player()
    player.bars = bars_of([*[6800.0] * 119, 6814.0])
    result = player.step(World(p_plus=0.65), at("11:30:20"))
    [setup] = result.setups
    assert (setup.kind, setup.side, setup.state) == ("fade_at_wall", "short", "forming")
    assert (setup.level_id, setup.level_label, setup.level_price) == ("CW-id", "CW", 6825.0)
    assert {check.name for check in setup.checks if not check.ok} >= {"P⁺", "wall steady", "distance"}
    assert setup.entry is not None
    assert setup.needs == "P⁺ ≥ 70% (65%)"
    assert result.reason is None


def test_walls_before_the_first_step_are_not_known() -> None:
    player = Player()
    player.bars = bars_of([*[6815.0] * 119, 6822.0])
    [setup] = player.step(World(), at("11:30:20")).setups
    steady = next(check for check in setup.checks if check.name == "wall steady")
    assert (steady.ok, steady.value) == (False, "0 min")


@pytest.mark.parametrize("word", ["trending", "ranging", "compression", "breakout", "undetermined"])
def test_f42_the_kind_follows_from_its_place_not_from_the_regime(word: Word) -> None:
    player = Player()
    player.play(BARS[:39], World(word=word))
    assert [(one.kind, one.side) for one in player.result.setups] == [("fade_at_wall", "short")]
    nowhere = Player()
    nowhere.play(bars_of([6800.0] * 60), World(word=word))
    assert nowhere.seen == {}


def test_f42_every_price_of_the_plan_is_in_units_of_the_expected_move() -> None:
    calm, wild = Player(), Player()
    calm.play(BARS[:42], World())
    wild.play(BARS[:42], World(atm_iv=0.648))
    one, two = calm.last("fade_at_wall", "short"), wild.last("fade_at_wall", "short")
    assert one.stop is not None
    assert two.stop is not None
    assert two.stop - 6825.0 == pytest.approx(2 * (one.stop - 6825.0), rel=0.01)
    assert one.stop - 6825.0 > 3.5
    for setup in (one, two):
        assert setup.r1 is not None
        assert setup.r1 >= 0.8


def test_f43_the_id_stays_from_the_first_tick_to_the_last() -> None:
    player = Player()
    for bar in BARS:
        player.minute(bar, FADE_WORLD)
        for second in (5, 20, 40):
            forming = Candle(
                bar.start + NANOS_PER_MINUTE, bar.close, bar.close + 0.5, bar.close - 0.5, bar.close + 0.25
            )
            player.step(FADE_WORLD, bar.start + NANOS_PER_MINUTE + second * NANOS_PER_SECOND, forming)
    fades = [states for states in player.seen.values() if states[0].kind == "fade_at_wall"]
    assert len(fades) == 1
    states = list(dict.fromkeys(setup.state for setup in fades[0]))
    assert states == ["forming", "ready", "triggered", "resolved"]


def test_f43_however_ticks_arrive_the_history_is_the_same() -> None:
    plain, busy, sparse = Player(), Player(), Player()
    plain.play(BARS, FADE_WORLD)
    for place, bar in enumerate(BARS):
        busy.minute(bar, FADE_WORLD)
        after = BARS[place + 1] if place + 1 < len(BARS) else None
        for second in (1, 13, 59):
            moment = bar.start + NANOS_PER_MINUTE + second * NANOS_PER_SECOND
            forming = None if after is None else Candle(after.start, after.open, after.high, after.low, after.close)
            busy.step(FADE_WORLD, moment, forming)
        sparse.minute(bar, FADE_WORLD, late_s=30)
    assert [one.history for one in busy.result.setups] == [one.history for one in plain.result.setups]
    assert [one.history for one in sparse.result.setups] == [one.history for one in plain.result.setups]


def test_a_tick_between_bars_costs_and_changes_nothing() -> None:
    player = Player()
    player.play(BARS[:40], FADE_WORLD)
    result, memory = player.result, player.memory
    again = player.step(World(p_plus=0.1, call_wall=6900.0), BARS[39].start + NANOS_PER_MINUTE + NANOS_PER_SECOND)
    assert again is result
    assert player.memory is memory


def test_the_fill_is_seen_at_the_first_tick_of_the_next_minute() -> None:
    player = Player()
    player.play(BARS[:40], FADE_WORLD)
    assert player.last("fade_at_wall").needs == "the open of the next minute"
    now = BARS[39].start + NANOS_PER_MINUTE + NANOS_PER_SECOND
    player.step(FADE_WORLD, now, Candle(BARS[40].start, 6824.4, 6824.4, 6824.4, 6824.4))
    setup = player.last("fade_at_wall")
    assert (setup.entry, setup.reason, setup.needs) == (6824.3, "filled at 6,824.30", "")
    later = now + 10 * NANOS_PER_SECOND
    player.step(FADE_WORLD, later, Candle(BARS[40].start, 6824.4, 6826.0, 6824.4, 6826.0))
    assert player.last("fade_at_wall") is setup


def test_the_plan_is_frozen_once_filled() -> None:
    player = Player()
    player.play(BARS[:43], FADE_WORLD)
    before = player.last("fade_at_wall")
    player.play(BARS[43:44], World(call_wall=6850.0, atm_iv=0.6, p_plus=0.1))
    after = player.last("fade_at_wall")
    assert (after.entry, after.stop, after.t1, after.t2) == (before.entry, before.stop, before.t1, before.t2)
    assert (after.level_price, after.checks, after.null_probability) == (6825.0, before.checks, before.null_probability)


@pytest.mark.parametrize(
    ("closes", "world", "kind", "side"),
    [
        (FADE_CLOSES, FADE_WORLD, "fade_at_wall", "short"),
        (BREAKOUT_CLOSES, BREAKOUT_WORLD, "breakout_vacuum", "long"),
        (REVERSION_CLOSES, REVERSION_WORLD, "mean_reversion", "short"),
        (TREND_CLOSES, TREND_WORLD, "trend_continuation", "long"),
    ],
)
def test_f42_each_kind_can_live_a_whole_life(closes: list[float], world: World, kind: str, side: str) -> None:
    player, mirrored = Player(spoken=swings()), Player(spoken=swings())
    player.play(bars_of(closes), world)
    [setup] = [states[-1] for states in player.seen.values() if "T2 hit" in states[-1].reason]
    assert (setup.kind, setup.side, setup.state) == (kind, side, "resolved")
    assert [check.name for check in setup.checks if not check.ok] == []
    assert states_of(setup)[:3] == ["forming", "ready", "triggered"]
    assert setup.r1 is not None
    assert setup.r1 >= 0.8
    mirrored.play(bars_of([13600.0 - close for close in closes]), mirror(world))
    [other] = [states[-1] for states in mirrored.seen.values() if "T2 hit" in states[-1].reason]
    assert (other.kind, other.side) == (kind, "long" if side == "short" else "short")
    assert [(step.at, step.state) for step in other.history] == [(step.at, step.state) for step in setup.history]
    assert other.r1 == pytest.approx(setup.r1, rel=0.02)


def test_f45_no_probability_is_claimed_and_the_null_is_geometry() -> None:
    player = Player()
    player.play(BARS, World(centre=6819.9))
    for states in player.seen.values():
        for setup in states:
            assert (setup.probability, setup.n) == (None, 0)
            if setup.entry is None or setup.stop is None or setup.t1 is None:
                continue
            risk, reward = abs(setup.entry - setup.stop), abs(setup.t1 - setup.entry)
            assert setup.null_probability == pytest.approx(risk / (risk + reward), abs=0.002)
    nulls = {setup.null_probability for states in player.seen.values() for setup in states}
    assert len(nulls - {None}) > 1


def test_f44_the_score_is_the_count_of_measured_conditions_that_hold() -> None:
    player = Player()
    player.play(BARS, FADE_WORLD)
    for states in player.seen.values():
        for setup in states:
            assert setup.passed == sum(check.ok is True for check in setup.checks)
            assert setup.total == len(setup.checks) >= 5
            assert all(check.value and check.need for check in setup.checks)


def test_f44_no_point_is_always_true() -> None:
    said: dict[tuple[str, str], set[bool]] = {}
    for seed, p_plus, opposing, sigma in (
        (3, 0.8, 0.5, 0.14),
        (4, 0.5, 0.9, 0.14),
        (5, 0.9, 0.1, 0.14),
        (6, 0.8, 0.5, 0.04),
    ):
        for day in driftless(seed, 2, sigma):
            player = Player(spoken=swings())
            world = World(vwap=6800.0, vwap_sigma=4.0, flip=(6798.0, 6804.0), p_plus=p_plus, opposing=opposing)
            player.play(
                [Candle(OPEN + at * NANOS_PER_MINUTE, *map(float, row)) for at, row in enumerate(day[:300])], world
            )
            for setup in (each for states in player.seen.values() for each in states):
                for check in setup.checks:
                    said.setdefault((setup.kind, check.name), set()).add(check.ok is True)
    assert {kind for kind, _ in said} == {"fade_at_wall", "mean_reversion", "trend_continuation"}
    assert [point for point, seen in said.items() if False not in seen] == []
    assert [point for point, seen in said.items() if True not in seen and point[1] not in ("time", "cool-down")] == []


@pytest.mark.parametrize(
    ("world", "kind", "words"),
    [
        (World(p_plus=None), "fade_at_wall", "no P⁺"),
        (World(p_plus=None), "breakout_vacuum", "no P⁺"),
        (World(), "breakout_vacuum", "no exposure by strike"),
        (World(p_plus=None), "mean_reversion", "no P⁺"),
        (World(vwap=None), "trend_continuation", "no VWAP"),
        (World(atm_iv=None), "fade_at_wall", "no ATM volatility"),
        (World(atm_iv=None), "trend_continuation", "no ATM volatility"),
    ],
)
def test_what_lacks_its_input_is_named_and_absent(world: World, kind: str, words: str) -> None:
    player = Player(spoken=swings())
    player.play(BARS[:40], world)
    assert player.of(kind) == []
    assert player.result.missing[kind].startswith(words)


def test_without_units_nothing_is_looked_for_and_the_reason_is_the_results_own() -> None:
    player = Player()
    player.play(BARS[:40], World(atm_iv=None))
    assert set(player.result.missing) == {"fade_at_wall"}
    assert player.result.reason == "no ATM volatility: the nearest expiry has no ATM quotes"


def test_no_bars_and_no_market_are_said() -> None:
    result, _ = compute(make_snapshot(), Upstream(), SetupsMemory())
    assert (result.setups, result.reason) == ((), "no SPX bars yet")
    result, _ = compute(snapshot_of(columns_of([]), at("09:30:20")), Upstream(), SetupsMemory())
    assert result.reason == "no closed SPX minute of the session yet"
    assert set(result.missing) == set(TWELVE)
    result, _ = compute(make_snapshot(at("08:00")), Upstream(), SetupsMemory())
    assert result.reason == "the market is not open: setups are decided in regular hours only"


def test_what_ships_is_read_with_the_first_closed_minute_and_not_before() -> None:
    spoken_rules.cache_clear()
    memory = SetupsMemory()
    for snapshot in (make_snapshot(), make_snapshot(at("08:00")), snapshot_of(columns_of([]), at("09:30:20"))):
        waiting, memory = compute(snapshot, Upstream(), memory)
        known, _ = compute_with(snapshot, Upstream(), SetupsMemory(), RULES, ())
        assert (waiting.reason, set(waiting.missing)) == (known.reason, set(TWELVE))
    assert spoken_rules.cache_info().misses == 0
    compute(snapshot_of(columns_of(BARS[:1]), at("09:31")), Upstream(), memory)
    assert spoken_rules.cache_info().misses == 1


def test_minutes_missed_between_steps_resolve_but_do_not_arm() -> None:
    player = Player()
    player.play(BARS[:42], FADE_WORLD)
    player.bars = list(BARS)
    player.step(FADE_WORLD, BARS[-1].start + NANOS_PER_MINUTE)
    whole = Player()
    whole.play(BARS, FADE_WORLD)
    assert player.last("fade_at_wall").history == whole.last("fade_at_wall").history
    late = Player()
    late.play(BARS[:30], FADE_WORLD)
    late.bars = list(BARS)
    late.step(FADE_WORLD, BARS[-1].start + NANOS_PER_MINUTE)
    assert late.of("fade_at_wall") == []


def test_a_halt_and_a_stale_minute_forbid_arming() -> None:
    halted = Player()
    halted.play(BARS[:38], FADE_WORLD)
    halted.bars.append(BARS[38])
    halted.step(FADE_WORLD, BARS[38].start + NANOS_PER_MINUTE, halted=True)
    assert halted.last("fade_at_wall").needs == "trading not halted (halted)"
    stale = Player()
    stale.play(BARS[:38], FADE_WORLD)
    stale.minute(BARS[38], FADE_WORLD, late_s=91)
    assert stale.last("fade_at_wall").needs == "fresh minute ≤ 90 s old (91 s)"


def test_f43_a_quiet_time_holds_back_and_leaves_a_shadow() -> None:
    player = Player()
    player.play(BARS[:40], World(quiet="FOMC"))
    assert player.last("fade_at_wall").needs == "blackout no quiet time (FOMC)"
    assert player.result.funnel["fade_at_wall"]["gated"] == 1
    shadows = {event.gates for event in player.result.log if event.shadow}
    assert shadows == {("blackout",)}
    assert "triggered" not in player.result.funnel["fade_at_wall"]


def test_a_new_session_starts_anew() -> None:
    memory = SetupsMemory(session="2026-01-13", last_end=5, funnel={"fade_at_wall": {"seen": 3}})
    result, new = compute(snapshot_of(columns_of(BARS[:1]), at("09:31")), Upstream(), memory)
    assert new.session == "2026-01-14"
    assert result.funnel == {}


def test_the_version_of_the_rules_stands_on_every_setup() -> None:
    player = Player()
    player.play(BARS, FADE_WORLD)
    [fade] = ruled("fade_at_wall")
    assert {one.rules_version for one in player.result.setups} == {fade.definition.version}


def test_on_the_channel_a_client_ends_with_what_is_listed() -> None:
    player = Player()
    known: dict[str, Setup] = {}
    before: dict[str, Setup] = {}
    for bar in BARS:
        result = player.minute(bar, FADE_WORLD)
        [publication] = ENGINE.publish(result)
        now = {SETUPS_UPDATE.key(one): one for one in publication.value}
        for frame in SETUPS_UPDATE.encode(difference(before, now)):
            assert isinstance(frame, SetupFrame)
            wired = msgspec.json.decode(msgspec.json.encode(frame), type=SetupFrame)
            known = merge(SETUPS_UPDATE, known, SETUPS_UPDATE.decode(wired))
        before = now
        assert known == now
    assert ENGINE.channels == (SETUPS_UPDATE,)
    assert any(one.state in CLOSED_STATES for one in player.result.setups)
