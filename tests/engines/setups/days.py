"""Days of minutes to play to the setups engine, with the upstream that the rules read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import msgspec
import numpy as np
from numpy.typing import NDArray

from spxcc.engines.agenda.result import AGENDA_KEY, Agenda, Event
from spxcc.engines.engine import Upstream
from spxcc.engines.flow.result import FLOW, FlowResult, FlowSummary, FlowWindow
from spxcc.engines.gex.result import GEX, Band, GexBoard, GexResult, StrikeGex
from spxcc.engines.levels.result import LEVELS, Level, LevelsResult
from spxcc.engines.regime.result import REGIME_KEY, Regime, Word
from spxcc.engines.setups.compute import compute_with, spoken_rules
from spxcc.engines.setups.memory import SetupsMemory
from spxcc.engines.setups.params import RULES, Rules
from spxcc.engines.setups.result import Setup, SetupsResult
from spxcc.engines.setups.spoken import SpokenRule
from spxcc.market.candles import Candle
from spxcc.market.feed import Mode
from spxcc.market.snapshot import BarColumns, MarketSnapshot, SymbolBars
from spxcc.market.units import NANOS_PER_MINUTE, NANOS_PER_SECOND, UnixNanos, to_millis
from tests.fakes.results import make_band, make_gex, make_level
from tests.fakes.snapshots import EMPTY, at, make_session, make_snapshot

OPEN = at("09:30")
SIGMA = 0.324
"""Calendar-time σ that is 14 % in trading time: E15 of 6,800 is 11.8 points (SETUPS.md 1)."""
SPOT = 6800.0


def ruled(*kinds: str) -> tuple[SpokenRule, ...]:
    """What ships of these kinds, as the desk has it."""
    return tuple(rule for rule in spoken_rules() if rule.kind in kinds)


def swings() -> tuple[SpokenRule, ...]:
    """fade_at_wall, breakout_vacuum, mean_reversion and trend_continuation."""
    return ruled("fade_at_wall", "breakout_vacuum", "mean_reversion", "trend_continuation")


@dataclass(frozen=True, slots=True)
class World:
    """What the engines before know in one minute."""

    p_plus: float | None = 0.8
    call_wall: float | None = 6825.0
    put_wall: float | None = 6775.0
    vwap: float | None = None
    vwap_sigma: float = 5.0
    flip: tuple[float, float] | None = None
    centre: float | None = None
    others: tuple[Level, ...] = ()
    by_strike: tuple[StrikeGex, ...] = ()
    atm_iv: float | None = SIGMA
    opposing: float | None = 0.5
    word: Word = "ranging"
    gex_reason: str | None = None
    quotes_age_s: float | None = 0.0
    quiet: str | None = None


def mirror(world: World) -> World:
    """The same world upside down about 6,800; damping and flow are taken as they are."""
    low, high = world.flip or (0.0, 0.0)
    turned = [msgspec.structs.replace(level, price=2 * SPOT - level.price) for level in world.others]
    ladder = [msgspec.structs.replace(row, strike=2 * SPOT - row.strike) for row in reversed(world.by_strike)]
    return replace(
        world,
        call_wall=None if world.put_wall is None else 2 * SPOT - world.put_wall,
        put_wall=None if world.call_wall is None else 2 * SPOT - world.call_wall,
        vwap=None if world.vwap is None else 2 * SPOT - world.vwap,
        flip=None if world.flip is None else (2 * SPOT - high, 2 * SPOT - low),
        others=tuple(turned),
        by_strike=tuple(ladder),
    )


def flow_of(opposing: float | None) -> FlowResult:
    """Prints whose premium pushes up by the share `opposing` (so it opposes a short); `None` = no prints."""
    if opposing is None:
        return FlowResult(new=(), summary=FlowSummary(kind="none", label="none", windows=()))
    window = FlowWindow(
        minutes=5, call_bought=opposing, call_sold=1 - opposing, put_bought=0, put_sold=0, unknown=0, prints=9
    )
    return FlowResult(new=(), summary=FlowSummary(kind="prints", label="prints", windows=(window,)))


def levels_of(world: World) -> tuple[Level, ...]:
    """The walls, VWAP with its bands, and the others."""
    made = [*world.others]
    if world.call_wall is not None:
        made.append(make_level("CW-id", world.call_wall, kind="call_wall", label="CW"))
    if world.put_wall is not None:
        made.append(make_level("PW-id", world.put_wall, kind="put_wall", label="PW"))
    if world.vwap is not None:
        for kind, label, away in (("vwap", "VWAP", 0), ("vwap_p2", "VW+2", 2), ("vwap_m2", "VW−2", -2)):
            price = world.vwap + away * world.vwap_sigma
            made.append(make_level(f"{kind}-id", price, family="intraday", kind=kind, label=label))
    return tuple(sorted(made, key=lambda level: -level.price))


def band_of(world: World) -> Band | None:
    if world.p_plus is None:
        return None
    low, high = (None, None) if world.flip is None else world.flip
    return msgspec.structs.replace(make_band(world.p_plus), flip_p10=low, flip_p90=high)


def gex_of(world: World, spot: float | None, now: UnixNanos) -> GexResult:
    """The gex result whose quotes are `quotes_age_s` old at `now`."""
    made = make_gex(
        spot=spot,
        call_wall=world.call_wall,
        put_wall=world.put_wall,
        absolute_gamma_strike=world.centre,
        flip_point=None if world.flip is None else sum(world.flip) / 2,
        by_strike=world.by_strike,
        atm_iv=world.atm_iv,
        reason=world.gex_reason,
    )
    quotes_at = None if world.quotes_age_s is None else to_millis(now) - round(1000 * world.quotes_age_s)
    return msgspec.structs.replace(made, band=band_of(world), quotes_at=quotes_at)


def regime_of(word: Word) -> Regime:
    return Regime(
        regime=word,
        direction="neutral",
        probability=None,
        magnitude=None,
        gamma=None,
        damping=None,
        efficiency=None,
        expected_move_used=None,
        minutes_in_state=0,
        since=0,
        evidence=(),
    )


def agenda_of(quiet: str | None, at: int) -> Agenda:
    """A calendar with nothing, or with the quiet time of one event around `at` (ms)."""
    event = None if quiet is None else Event(
        id="e", name=quiet, at=at, importance="high", quiet_from=at, quiet_until=at + 1
    )  # fmt: skip
    return Agenda(next=None, minutes=None, today=(), blackout=event)


def upstream_of(world: World, spot: float | None, now: UnixNanos) -> Upstream:
    """The results as the graph would hand them over at `now`."""
    return Upstream(
        {
            GEX.name: GexBoard(symbols={"SPX": gex_of(world, spot, now)}),
            LEVELS.name: LevelsResult(levels=levels_of(world), missing={} if world.vwap else {"vwap": "no volume"}),
            REGIME_KEY.name: regime_of(world.word),
            FLOW.name: flow_of(world.opposing),
            AGENDA_KEY.name: agenda_of(world.quiet, to_millis(now)),
        }
    )


def bars_of(closes: Sequence[float], wick: float = 0.3) -> list[Candle]:
    """Minutes from 09:30 on that open at the close before, with small wicks."""
    made: list[Candle] = []
    before = closes[0]
    for minute, close in enumerate(closes):
        high, low = max(before, close) + wick, min(before, close) - wick
        made.append(Candle(OPEN + minute * NANOS_PER_MINUTE, before, high, low, close))
        before = close
    return made


def columns_of(bars: Sequence[Candle]) -> BarColumns:
    if not bars:
        return EMPTY
    table = np.array([(bar.open, bar.high, bar.low, bar.close, bar.volume) for bar in bars], dtype=np.float64)
    starts = np.array([bar.start for bar in bars], dtype=np.int64)
    return BarColumns(starts, *(np.ascontiguousarray(table[:, at]) for at in range(5)))


def columns_from(starts: NDArray[np.int64], day: NDArray[np.float64], volume: float = 1.0) -> BarColumns:
    """A day of (minutes, 4) prices."""
    table = np.column_stack((day, np.full(len(day), volume)))
    return BarColumns(starts, *(np.ascontiguousarray(table[:, at]) for at in range(5)))


def cut(columns: BarColumns, count: int) -> BarColumns:
    """The first `count` bars."""
    return BarColumns(
        columns.start[:count],
        columns.open[:count],
        columns.high[:count],
        columns.low[:count],
        columns.close[:count],
        columns.volume[:count],
    )


def snapshot_of(
    today: BarColumns,
    as_of: UnixNanos,
    forming: Candle | None = None,
    halted: bool = False,
    close: str = "16:00",
    mode: Mode = "sim",
) -> MarketSnapshot:
    """The market with these closed minutes of SPX; the last close is the price."""
    last = float(today.close[-1]) if len(today) else None
    bars = {"SPX": SymbolBars(today, forming, EMPTY, EMPTY, "")}
    session = make_session(as_of, close=close)
    return make_snapshot(as_of, spx=last, spy=None, bars=bars, session=session, halted=halted, mode=mode)


class Player:
    """Plays minutes one by one and keeps all that was ever seen of each setup; spoken: fade_at_wall if not given."""

    def __init__(
        self, rules: Rules = RULES, close: str = "16:00", mode: Mode = "sim", spoken: Sequence[SpokenRule] | None = None
    ) -> None:
        self.rules, self.close, self.mode = rules, close, mode
        self.spoken = ruled("fade_at_wall") if spoken is None else spoken
        self.memory = SetupsMemory()
        self.bars: list[Candle] = []
        self.seen: dict[str, list[Setup]] = {}
        self.result = SetupsResult(setups=())

    def step(
        self, world: World, as_of: UnixNanos, forming: Candle | None = None, *, halted: bool = False
    ) -> SetupsResult:
        """One step at `as_of` with the minutes so far."""
        today = columns_of(self.bars)
        snapshot = snapshot_of(today, as_of, forming, halted=halted, close=self.close, mode=self.mode)
        spot = float(today.close[-1]) if len(today) else None
        upstream = upstream_of(world, spot, as_of)
        self.result, self.memory = compute_with(snapshot, upstream, self.memory, self.rules, self.spoken)
        for setup in self.result.setups:
            known = self.seen.setdefault(setup.id, [])
            if not known or known[-1] != setup:
                known.append(setup)
        return self.result

    def minute(self, bar: Candle, world: World, late_s: int = 0) -> SetupsResult:
        """The minute `bar` closes, and a step follows `late_s` seconds later."""
        self.bars.append(bar)
        return self.step(world, bar.start + NANOS_PER_MINUTE + late_s * NANOS_PER_SECOND)

    def play(self, bars: Sequence[Candle], world: World | Callable[[int], World]) -> SetupsResult:
        """All of `bars`, a step each."""
        for place, bar in enumerate(bars):
            self.minute(bar, world(place) if callable(world) else world)
        return self.result

    def of(self, kind: str, side: str | None = None) -> list[Setup]:
        """Setups of one kind as they are listed now."""
        return [one for one in self.result.setups if one.kind == kind and side in (None, one.side)]

    def last(self, kind: str, side: str | None = None) -> Setup:
        """The newest one of a kind."""
        return max(self.of(kind, side), key=lambda setup: (setup.created, setup.id))


def states_of(setup: Setup) -> list[str]:
    """The states of its history in order."""
    return [step.state for step in setup.history]


def driftless(seed: int, days: int, sigma: float = 0.14) -> NDArray[np.float64]:
    """Days of 390 minutes as (days, 390, 4) open, high, low, close: Student-t steps of five seconds, a U-shaped day."""
    rng = np.random.default_rng(seed)
    per_minute = 12
    clock = np.linspace(-1, 1, 390)
    shape = 0.7 + 0.9 * clock**2
    shape /= np.sqrt(np.mean(shape**2))
    one = SPOT * sigma / np.sqrt(252 * 390 * per_minute)
    steps = rng.standard_t(5, (days, 390, per_minute)) * np.sqrt(3 / 5) * one * shape[None, :, None]
    path = SPOT + np.cumsum(steps.reshape(days, -1), axis=1).reshape(days, 390, per_minute)
    opened = np.concatenate((np.full((days, 1), SPOT), path[:, :-1, -1]), axis=1)
    high, low = np.maximum(opened, path.max(axis=2)), np.minimum(opened, path.min(axis=2))
    return np.stack((opened, high, low, path[:, :, -1]), axis=2)
