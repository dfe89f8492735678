"""Random entries under the same rules: other sessions, the same minute, side and distances."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from spxcc.engines.setups.features.tape import Tape
from spxcc.engines.setups.params import Common
from spxcc.engines.setups.trial.play import Attempt
from spxcc.market.snapshot import Bools, Ints
from spxcc.quant.indicators import Floats

CHUNK = 20_000
NEAR = 1e-9


@dataclass(frozen=True, slots=True)
class Drawn:
    """One row a trade, one column a draw."""

    won: Bools
    r: Floats


def random_entries(
    tape: Tape, trades: Sequence[Attempt], lasts: Sequence[int], draws: int, seed: int, common: Common
) -> Drawn:
    """`draws` entries for each trade: a session drawn among the others, at its minute. lasts: bars a trade may last.

    Raises ValueError with fewer than two sessions.
    """
    sessions = tape.shape[0]
    if sessions < 2:
        raise ValueError("expected at least two sessions to draw from, found one")
    rng = np.random.default_rng(seed)
    own = np.repeat(np.array([one.row for one in trades], dtype=np.int64), draws)
    rows = (own + rng.integers(1, sessions, own.size)) % sessions
    table = np.array([_distances(one) for one in trades], dtype=np.float64).reshape(len(trades), 3)
    given = np.repeat(np.column_stack((table, np.array(lasts), [one.filled for one in trades])), draws, axis=0)
    won, r = np.zeros(own.size, np.bool_), np.zeros(own.size)
    for start in range(0, own.size, CHUNK):
        cut = slice(start, start + CHUNK)
        won[cut], r[cut] = _resolved(tape, rows[cut], given[cut], common)
    return Drawn(won.reshape(len(trades), draws), r.reshape(len(trades), draws))


def _distances(one: Attempt) -> tuple[float, float, float]:
    """Side, risk and reward in points."""
    assert one.plan is not None, "only filled trades have random twins"
    assert one.plan.t1 is not None, "only trades with a target are filled"
    return float(one.sign), abs(one.plan.entry - one.plan.stop), abs(one.plan.t1 - one.plan.entry)


def _resolved(tape: Tape, rows: Ints, given: Floats, common: Common) -> tuple[Bools, Floats]:
    sign, risk, reward, last, first = (given[:, at] for at in range(5))
    start, length = first.astype(np.int64), last.astype(np.int64)
    bars = np.arange(int(length.max()))
    at = np.minimum(start[:, None] + bars, tape.shape[1] - 1)
    usable = bars < length[:, None]
    side = sign[:, None]
    entry = side * tape.open[rows, start][:, None] + common.slip
    high, low = tape.high[rows[:, None], at], tape.low[rows[:, None], at]
    outer, inner = np.where(side > 0, high, -low) - entry, np.where(side > 0, low, -high) - entry
    stops = usable & (inner <= -risk[:, None])
    hits = usable & (outer >= reward[:, None] + common.through - NEAR) & (bars > 0)
    never = bars.size
    stop = np.where(stops.any(axis=1), stops.argmax(axis=1), never)
    hit = np.where(hits.any(axis=1), hits.argmax(axis=1), never)
    return hit < stop, _r(tape, rows, start, (sign, risk, reward, length), stop, hit, never, common)


def _r(
    tape: Tape, rows: Ints, start: Ints, given: tuple[Floats, Floats, Floats, Ints], stop: Ints, hit: Ints, never: int,
    common: Common,
) -> Floats:  # fmt: skip
    sign, risk, reward, length = given
    entry = sign * tape.open[rows, start] + common.slip
    out = sign * tape.close[rows, start + length - 1] - common.slip - entry
    opened = sign * tape.open[rows, np.minimum(start + stop, tape.shape[1] - 1)] - entry
    stopped = np.minimum(opened, -risk) - common.slip
    points = np.where(hit < stop, reward, np.where(stop < never, stopped, out))
    return np.asarray(points / risk, dtype=np.float64)
