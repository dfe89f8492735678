"""What walls do where dealers hedge: the reaction to a touch at several strengths, and what a fade of it earns.

In the simulator only hedge orders move the price besides noise, and no code of it knows a wall; walls are read here
from the dealers' gamma, which is known there and nowhere else.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import msgspec
import numpy as np

from spxcc.engines.score.params import SEED
from spxcc.engines.setups.catalogue.definition import Definition
from spxcc.engines.setups.features.tape import Tape
from spxcc.engines.setups.trial.sheet import Stage
from spxcc.feeds.simulator.grid import Grid, grid_of
from spxcc.feeds.simulator.hedging import Dealers, dealers_of, hedged_days
from spxcc.feeds.simulator.scenario import Scenario
from spxcc.feeds.simulator.streams import Seed
from spxcc.market.session import hours
from spxcc.market.snapshot import Floats
from spxcc.market.units import to_millis
from spxcc.quant.resampling import day_block_interval
from spxcc.quant.statistics import wilson_interval
from spxcc.runtime.score.days import Day
from spxcc.runtime.score.decide import MINUTE_MS, facts_of, played, tape_of, terms_of

STRENGTHS = (0.0, 0.5, 1.0, 2.0)
SOON_S, AHEAD = 60, 15
"""The reaction is read a minute after a touch; a wall holds if nothing closes beyond it for fifteen."""
AGAIN_S, BEFORE_S, FROM_E15 = 1800, 600, 0.2
"""Seconds before a wall may be touched again, and in which the price was so far from it before a touch."""
GRID_PTS = 5.0
NEAREST, FURTHEST = 0.15, 1.2
"""Where a wall may stand, in expected moves of the session from the opening price."""
HELD_E15 = 0.25
NOON_S = 3 * 3600


class Reaction(msgspec.Struct, frozen=True, kw_only=True):
    """One strength. reaction: mean move away from the wall within a minute of a touch, with its 95 % interval by days.

    In standard deviations of an unhedged minute; without hedging its expectation is exactly 0. held: share of touches
    without a minute beyond by 0.25 E15 in a quarter of an hour, with its Wilson interval; null_held: the same share at
    strength 0. fade_r: mean R of `fade_at_wall`, with its interval by days.
    """

    strength: float
    days: int
    touches: int
    reaction: float | None
    low: float | None
    high: float | None
    held: float | None
    held_low: float | None
    held_high: float | None
    null_held: float | None
    trades: int
    fade_won: float | None
    fade_null: float | None
    fade_won_low: float | None
    fade_won_high: float | None
    fade_r: float | None
    fade_low: float | None
    fade_high: float | None


class WallReport(msgspec.Struct, frozen=True, kw_only=True):
    """Of one book. walls: prices, above and below the open; `None` where the gamma of the book is not positive."""

    scenario: str
    days: int
    above: float | None
    below: float | None
    e15: float
    rows: tuple[Reaction, ...]


@dataclass(frozen=True, slots=True)
class Touch:
    """A touch of a wall on a day. away: move away from it within a minute, in standard deviations of one."""

    day: int
    away: float
    held: bool


def report(
    scenario: Scenario, fade: Definition, count: int, strengths: Sequence[float] = STRENGTHS,
    told: Callable[[str], None] = lambda words: None, first: int = 1,
) -> WallReport:  # fmt: skip
    """`count` days with one book at each strength; the same noise at all of them.

    fade: `fade_at_wall`. first: seed of the first day.
    """
    grid, seeds = grid_of(scenario.date), range(first, first + count)
    free = hedged_days(scenario, seeds, 0.0)
    sigma = float(np.std(np.diff(free[:, ::60], axis=1)))
    opening = float(free[0, 0])
    dealers = dealers_of(scenario, grid, Seed(seeds[0], scenario.name, grid.date), opening)
    walls = {sign: wall_of(dealers, opening, sign, sigma * (grid.seconds / 60) ** 0.5) for sign in (1, -1)}
    rows: list[Reaction] = []
    for strength in strengths:
        told(f"{scenario.name} at strength {strength:g}")
        paths = free if strength == 0 else hedged_days(scenario, seeds, strength)
        rows.append(_row(strength, paths, days_of(paths, grid, sigma), walls, fade, rows[0].held if rows else None))
    return WallReport(
        scenario=scenario.name, days=count, above=walls[1], below=walls[-1], e15=sigma * AHEAD**0.5, rows=tuple(rows)
    )


def wall_of(dealers: Dealers, opening: float, sign: int, move: float) -> float | None:
    """The strike on one side of the open at which the dealers are longest gamma at noon; `None` where they are not."""
    first, last = opening + sign * NEAREST * move, opening + sign * FURTHEST * move
    low, high = sorted((first, last))
    strikes = GRID_PTS * np.arange(np.ceil(low / GRID_PTS), np.floor(high / GRID_PTS) + 1)
    if not strikes.size:
        return None
    gamma = dealers.gamma(NOON_S, strikes)
    best = int(gamma.argmax())
    return float(strikes[best]) if gamma[best] > 0 else None


def days_of(paths: Floats, grid: Grid, sigma: float) -> list[Day]:
    """Seconds to minutes: each opens where the one before closed."""
    session = hours(grid.date)
    assert session is not None, "a scenario is played on a session"
    minutes = grid.seconds // 60
    inner = paths[:, 1 : 60 * minutes + 1].reshape(len(paths), minutes, 60)
    close = inner[:, :, -1]
    opened = np.concatenate([paths[:, :1], close[:, :-1]], axis=1)
    high, low = np.maximum(inner.max(axis=2), opened), np.minimum(inner.min(axis=2), opened)
    start = to_millis(session.open_at) + MINUTE_MS * np.arange(minutes, dtype=np.int64)
    even = np.ones(minutes)
    return [
        Day(session, start, opened[at], high[at], low[at], close[at], even, sigma, (np.nan, np.nan, np.nan), (), "")
        for at in range(len(paths))
    ]


def touches(path: Floats, number: int, wall: float, sign: int, sigma: float) -> list[Touch]:
    """First seconds at a wall that the price came to from afar; what follows is read from that second's price on."""
    away, e15 = sign * (path - wall), sigma * AHEAD**0.5
    found: list[Touch] = []
    last = -AGAIN_S
    for second in (np.flatnonzero((away[1:] >= 0) & (away[:-1] < 0)) + 1).tolist():
        before = away[max(0, second - BEFORE_S) : second]
        if second - last < AGAIN_S or second + 60 * AHEAD >= path.size or float(before.min()) > -FROM_E15 * e15:
            continue
        last = second
        pushed = float(away[second] - away[second + SOON_S]) / sigma
        later = away[second + 60 : second + 60 * AHEAD + 1 : 60]
        found.append(Touch(number, pushed, bool((later < HELD_E15 * e15).all())))
    return found


def wall_tape(day: Day, walls: dict[int, float | None]) -> Tape:
    """The day with its walls among the facts."""
    tape = tape_of(day)
    named = {"CW": walls[1], "PW": walls[-1]}
    known = {name: np.full(day.close.size, wall) for name, wall in named.items() if wall is not None}
    facts = {name: column for name, column in facts_of(day).items() if not np.isnan(column).all()}
    columns = (tape.open, tape.high, tape.low, tape.close, tape.clock, tape.since_open, tape.to_close)
    return Tape(*columns, {**facts, **known})


def _row(
    strength: float, paths: Floats, days: Sequence[Day], walls: dict[int, float | None], fade: Definition,
    null_held: float | None,
) -> Reaction:  # fmt: skip
    found = [
        touch
        for number, path in enumerate(paths)
        for sign, wall in walls.items()
        if wall is not None
        for touch in touches(path, number, wall, sign, days[number].sigma)
    ]
    results, won, nulls = _fades(days, walls, fade)
    away = [[touch.away for touch in found if touch.day == number] for number in range(len(days))]
    bounds, earned = day_block_interval(away, SEED), day_block_interval(results, SEED)
    held = sum(touch.held for touch in found)
    kept, wins = wilson_interval(held, len(found)), wilson_interval(won, len(nulls))
    every = [r for day in results for r in day]
    share = held / len(found) if found else None
    return Reaction(
        strength=strength, days=len(days), touches=len(found), reaction=_mean([touch.away for touch in found]),
        low=None if bounds is None else bounds[0], high=None if bounds is None else bounds[1], held=share,
        held_low=None if kept is None else kept[0], held_high=None if kept is None else kept[1],
        null_held=share if null_held is None else null_held, trades=len(every),
        fade_won=won / len(nulls) if nulls else None, fade_null=_mean(nulls),
        fade_won_low=None if wins is None else wins[0], fade_won_high=None if wins is None else wins[1],
        fade_r=_mean(every), fade_low=None if earned is None else earned[0],
        fade_high=None if earned is None else earned[1],
    )  # fmt: skip


def _fades(
    days: Sequence[Day], walls: dict[int, float | None], fade: Definition
) -> tuple[list[list[float]], int, list[float]]:
    """R of the counted fades by day, how many reached T1, and the null of each."""
    results: list[list[float]] = []
    won, nulls = 0, list[float]()
    for day in days:
        tape = wall_tape(day, walls)
        stage, own = Stage(tape), list[float]()
        for sign in fade.sides:
            rows, _ = played(day, fade, sign, tape, stage, terms_of())
            for row in rows:
                if row.counted and not row.order.shadow and row.r is not None and row.null is not None:
                    own.append(row.r)
                    nulls.append(row.null)
                    won += row.won is True
        results.append(own)
    return results, won, nulls


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None
