"""However prices, ticks, gaps and inputs come: only legal steps, nothing rewritten, one setup a kind and side."""

from itertools import pairwise

import msgspec
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from spxcc.engines.setups.result import CLOSED_STATES, Setup, SetupsResult, State
from spxcc.market.candles import Candle
from spxcc.market.units import NANOS_PER_MINUTE, NANOS_PER_SECOND
from tests.engines.setups.days import OPEN, Player, World, bars_of
from tests.engines.setups.stories import ladder
from tests.fakes.results import make_level
from tests.fakes.snapshots import at

LEGAL: dict[State, set[State]] = {
    "forming": {"ready", "expired", "invalidated", "resolved"},
    "ready": {"triggered", "expired", "invalidated", "resolved"},
    "triggered": {"triggered", "resolved", "invalidated"},
}
LADDER = ladder(6808.0, 6832.0)
EDGES = (
    make_level("pdh", 6808.0, family="structural", kind="pdh"),
    make_level("emh", 6832.0, family="gamma", kind="em_high"),
)
GOOD = World(vwap=6800.0, vwap_sigma=6.0, flip=(6770.0, 6790.0), by_strike=LADDER, others=EDGES)
WORLDS = (
    GOOD,
    World(vwap=6800.0, vwap_sigma=4.0, p_plus=0.95),
    World(vwap=6800.0, p_plus=0.4, by_strike=LADDER, others=EDGES, word="trending"),
    World(vwap=6795.0, call_wall=6815.0, put_wall=6785.0),
    World(vwap=6800.0, vwap_sigma=6.0, call_wall=6835.0, opposing=None),
    World(vwap=None, p_plus=None),
    World(atm_iv=None),
    World(call_wall=None, put_wall=None, flip=(6795.0, 6805.0)),
)
CLOSE = "11:30"
"""A short session: its edges and its end are met often."""
LAST_MINUTE, OVER = at(CLOSE) - NANOS_PER_MINUTE, at(CLOSE) + NANOS_PER_MINUTE
ROUTES = ((6823.0, 6824.9, 6823.4), (6777.0, 6775.2, 6776.9), (6812.5, 6811.0, 6806.0), (6806.0, 6811.5, 6812.0))


class SetupsMachine(RuleBasedStateMachine):
    """Minutes, ticks, gaps, halts and the end of the day in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.player = Player(close=CLOSE)
        self.player.play(bars_of([6806.0 + 2 * (minute % 2) for minute in range(36)]), GOOD)
        self.now = self.player.bars[-1].start + NANOS_PER_MINUTE
        self.known: dict[str, Setup] = {}

    @property
    def price(self) -> float:
        return self.player.bars[-1].close

    def close_minute(self, close: float, wick: float, world: World, halted: bool = False, skipped: int = 0) -> None:
        start = self.player.bars[-1].start + (1 + skipped) * NANOS_PER_MINUTE
        if start >= at(CLOSE):
            return
        opened = self.price
        self.player.bars.append(Candle(start, opened, max(opened, close) + wick, min(opened, close) - wick, close))
        self.now = max(self.now, start + NANOS_PER_MINUTE)
        self.player.step(world, self.now, halted=halted)

    @rule(
        move=st.floats(-4, 4), wick=st.floats(0, 3), world=st.sampled_from(WORLDS), count=st.integers(1, 5),
        halted=st.sampled_from((False, False, False, True)),
    )  # fmt: skip
    def minutes(self, move: float, wick: float, world: World, count: int, halted: bool) -> None:
        for _ in range(count):
            self.close_minute(min(6900.0, max(6700.0, self.price + move)), wick, world, halted)

    @rule(route=st.sampled_from(ROUTES), wick=st.floats(0, 1), after=st.floats(-6, 6), count=st.integers(0, 8))
    def a_way_to_a_trigger(self, route: tuple[float, ...], wick: float, after: float, count: int) -> None:
        for close in route:
            self.close_minute(close, wick, GOOD)
        for _ in range(count):
            self.close_minute(self.price + after, wick, GOOD)

    @rule(seconds=st.integers(0, 40), world=st.sampled_from(WORLDS), away=st.floats(-2, 2))
    def tick(self, seconds: int, world: World, away: float) -> None:
        start = self.player.bars[-1].start + NANOS_PER_MINUTE
        self.now = max(self.now, min(start + seconds * NANOS_PER_SECOND, start + NANOS_PER_MINUTE - 1))
        forming = Candle(start, self.price, self.price + 2, self.price - 2, self.price + away)
        self.player.step(world, self.now, forming if start < at(CLOSE) else None)

    @rule(skipped=st.integers(1, 30), move=st.floats(-20, 20))
    def gap(self, skipped: int, move: float) -> None:
        self.close_minute(min(6900.0, max(6700.0, self.price + move)), 0.5, GOOD, skipped=skipped)

    @rule(seconds=st.integers(60, 3000), halted=st.booleans())
    def silence(self, seconds: int, halted: bool) -> None:
        self.now += seconds * NANOS_PER_SECOND
        self.player.step(GOOD, self.now, halted=halted)

    @precondition(lambda self: self.now < at(CLOSE))
    @rule(late=st.integers(0, 120))
    def end_of_the_day(self, late: int) -> None:
        while self.player.bars[-1].start < LAST_MINUTE:
            self.close_minute(self.price + (0.5 if self.player.bars[-1].start % 2 else -0.5), 0.5, GOOD)
        self.now = max(self.now, OVER + late * NANOS_PER_SECOND)
        self.player.step(GOOD, self.now)

    @invariant()
    def only_legal_steps_and_nothing_rewritten(self) -> None:
        for setup in self.player.result.setups:
            before = self.known.get(setup.id)
            if before is not None:
                assert setup.history[: len(before.history)] == before.history
                assert (setup.kind, setup.side, setup.level_id) == (before.kind, before.side, before.level_id)
                assert (setup.created, setup.rules_version) == (before.created, before.rules_version)
                assert before.state not in CLOSED_STATES or setup == before
            steps = [step.state for step in setup.history]
            assert steps[0] == "forming"
            assert all(then in LEGAL[now] for now, then in pairwise(steps))
            assert steps[-1] == setup.state
            instants = [step.at for step in setup.history]
            assert instants == sorted(instants)
            assert instants[0] == setup.created >= OPEN // 1_000_000
            self.known[setup.id] = setup

    @invariant()
    def a_plan_that_was_filled_stays(self) -> None:
        for states in self.player.seen.values():
            filled = [one for one in states if any(step.reason.startswith("filled") for step in one.history)]
            assert (
                len({(one.entry, one.stop, one.t1, one.t2, one.level_price, one.null_probability) for one in filled})
                <= 1
            )

    @invariant()
    def one_open_setup_of_a_kind_and_side(self) -> None:
        open_ones = [(one.kind, one.side) for one in self.player.result.setups if one.state not in CLOSED_STATES]
        assert len(open_ones) == len(set(open_ones))
        if self.now >= OVER:
            assert open_ones == []

    @invariant()
    def the_result_is_finite_and_whole_on_the_wire(self) -> None:
        result = self.player.result
        assert msgspec.json.decode(msgspec.json.encode(result), type=SetupsResult) == result
        for setup in result.setups:
            assert setup.probability is None
            assert setup.null_probability is None or 0 < setup.null_probability < 1
            assert setup.passed <= setup.total


SetupsMachine.TestCase.settings = settings(max_examples=25, stateful_step_count=20, deadline=None)
TestF43Lifecycle = SetupsMachine.TestCase
