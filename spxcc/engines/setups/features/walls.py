"""How long a wall has stood where it is, by the clock."""

import numpy as np

from spxcc.engines.setups.features.registry import Make
from spxcc.engines.setups.features.tape import Tape
from spxcc.quant.indicators import Floats

STRIKE_PTS = 5.0
UNSEEN_S = 300.0
"""A wall that nobody published for longer starts anew."""


def age(name: str) -> Make:
    """Seconds for which the fact `name` has stayed within one strike of where it was first seen."""
    return lambda tape: tape.once(f"{name} age", lambda: _ages(tape, name))


def _ages(tape: Tape, name: str) -> Floats:
    walls = np.asarray(tape.fact(name))
    found, ends = np.full(tape.shape, np.nan), tape.since_open.tolist()
    for row in np.ndindex(tape.shape[:-1]):
        found[row] = _followed(walls[row].tolist(), ends)
    return found


def _followed(walls: list[float], ends: list[float]) -> list[float]:
    """One session. A minute without a wall is no evidence of a move; single strikes do not let it creep away."""
    anchor = since = last = float("nan")
    found: list[float] = []
    for wall, now in zip(walls, ends, strict=True):
        if now - last > UNSEEN_S:
            anchor = since = float("nan")
        if wall == wall:
            if not abs(wall - anchor) <= STRIKE_PTS:
                anchor, since = wall, now
            last = now
        found.append(now - since)
    return found
