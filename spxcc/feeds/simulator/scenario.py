"""What a scenario says: path, phases, positions, orders and the truth behind them."""

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

import numpy as np

from spxcc.market.contract import Right
from spxcc.market.snapshot import Floats

Regime: TypeAlias = Literal["range", "trend", "compression", "break"]
OrderKind: TypeAlias = Literal["sweep", "block", "package"]
USUAL_DATE = "2026-03-24"
"""A plain Tuesday: a full session, no expiry of a month, no holiday near."""


def nominal_minute(clock: str) -> float:
    """Minutes after 09:30 of "HH:MM" or "HH:MM:SS"."""
    hours, minutes, seconds = [*(int(part) for part in clock.split(":")), 0][:3]
    return (hours - 9) * 60 + minutes - 30 + seconds / 60


@dataclass(frozen=True, slots=True)
class Phase:
    """From `clock` on: the regime, volatility relative to a usual day, and the lean of the flow.

    half_life_min: of the pull back to the scenario's path, 0 = none. flow: −1 (puts bought, calls sold) … +1.
    """

    clock: str
    regime: Regime
    volatility: float = 1.0
    half_life_min: float = 0.0
    flow: float = 0.0


@dataclass(frozen=True, slots=True)
class Crowd:
    """Open interest of one strike and right, multiplied by `factor` in all SPX expiries."""

    strike: float
    right: Right
    factor: float


@dataclass(frozen=True, slots=True)
class BookShape:
    """Who holds what: calls above and puts below `centre`, each side times its factor, and some crowded strikes."""

    centre: float
    calls: float = 1.0
    puts: float = 1.0
    crowds: tuple[Crowd, ...] = ()


@dataclass(frozen=True, slots=True)
class ScriptedOrder:
    """An order that comes in every run: `moneyness_pts` above (+) or below (−) the money, of the front expiry."""

    clock: str
    kind: OrderKind
    right: Right
    side: Literal["buy", "sell"]
    moneyness_pts: float


@dataclass(frozen=True, slots=True)
class Truth:
    """What the generator knows and a screen should find out; index points and exchange times.

    call_wall, put_wall: at the start. flip: where the sign of the gamma changes, at the start, at most `flip_tolerance`
    off; crossed_at: about when spot passes it for good.
    """

    call_wall: float
    put_wall: float
    flip: float
    flip_tolerance: float
    close: float
    crossed_at: str | None = None


@dataclass(frozen=True, slots=True)
class Scenario:
    """One day. path: (clock, index points) that the index meets exactly, free after the last; cap: it is turned back
    above this level. hedging: how many times the open interest dealers hedge, 0 = nobody does; where they do, their
    orders move the index off its path. full_chain: list as many SPX contracts as the real chain has.

    start: exchange time at which the day begins to be played; the morning before it is there at once. date: ISO, the
    session that it is played on unless another is asked for. halts: (from, to) in whole minutes, when nothing trades.
    """

    name: str
    title: str
    what_to_see: str
    previous_close: float
    path: tuple[tuple[str, float], ...]
    phases: tuple[Phase, ...]
    book: BookShape
    truth: Truth
    vix: float = 14.5
    cap: float | None = None
    start: str = "11:00"
    orders: tuple[ScriptedOrder, ...] = field(default_factory=tuple)
    date: str = USUAL_DATE
    halts: tuple[tuple[str, str], ...] = ()
    hedging: float = 0.0
    full_chain: bool = False

    def trading(self, nominal: Floats) -> Floats:
        """1 at each nominal minute, 0 in a halt."""
        quiet = np.zeros(nominal.shape, dtype=np.bool_)
        for begin, end in self.halts:
            quiet |= (nominal >= nominal_minute(begin)) & (nominal < nominal_minute(end))
        return np.where(quiet, 0.0, 1.0)
