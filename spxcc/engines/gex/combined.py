"""Several products as one: dollars per +1 % add up, levels are mapped to those of the first by the live ratio."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec
import numpy as np

from spxcc.engines.gex.curves import Curves
from spxcc.engines.gex.params import GexSettings
from spxcc.engines.gex.positions import Exposures, Positions, Weights
from spxcc.engines.gex.profile import NOISE, XTOL, nearest, no_root_reason
from spxcc.engines.gex.result import Combined, Root
from spxcc.engines.gex.tables import Ladder, strike_rows, usd
from spxcc.engines.gex.walls import WallMemory, hold
from spxcc.market.snapshot import Floats
from spxcc.market.units import UnixNanos
from spxcc.quant.roots import bracket_roots, brent


@dataclass(frozen=True, slots=True)
class Parts:
    """What a result was made of: `curves` begin with the scope `all`."""

    spot: float
    positions: Positions
    weights: Weights
    exposed: Exposures
    ladder: Ladder
    curves: Curves


class CombinedWalls(msgspec.Struct, frozen=True):
    """The walls of the sum as published, of the session `date`: they have the hysteresis of a single product's."""

    date: str = ""
    call: WallMemory = WallMemory()
    put: WallMemory = WallMemory()


def combine(
    main: Parts, others: Mapping[str, tuple[Parts, float]], name: str, settings: GexSettings,
    before: CombinedWalls | None = None, now: UnixNanos = 0,
) -> tuple[Combined, CombinedWalls]:  # fmt: skip
    """`main` (called `name`) and the `others` with the ratio main/other of their prices, at `now`.

    Each book is repriced at its own level L/ratio; a mapped strike counts at the nearest strike of `main`. before: the
    walls of the same session.
    """
    parts = [(main, 1.0), *others.values()]
    grid = main.curves.grid
    values = _net(main.curves.alone, parts[1:], grid)
    roots = _roots(parts, grid, values)
    ladder = _ladder(main.ladder, [(part.ladder, ratio) for part, ratio in others.values()])
    calls = sum(float(part.exposed.call.sum()) for part, _ in parts)
    puts = sum(float(part.exposed.put.sum()) for part, _ in parts)
    flip = nearest(roots, main.spot)
    before = before or CombinedWalls()
    call_wall, call = hold(before.call, ladder, main.spot, 1, now, settings)
    put_wall, put = hold(before.put, ladder, main.spot, -1, now, settings)
    found = Combined(
        symbols=(name, *others),
        ratios={other: round(ratio, 6) for other, (_, ratio) in others.items()},
        net=usd(calls + puts),
        call=usd(calls),
        put=usd(puts),
        gross=usd(sum(float(part.exposed.gross.sum()) for part, _ in parts)),
        flip=None if flip is None else round(flip, 2),
        flip_reason=no_root_reason(values, settings.flip_range) if flip is None else None,
        call_wall=call_wall,
        put_wall=put_wall,
        by_strike=strike_rows(ladder),
    )
    return found, CombinedWalls(before.date, call, put)


def _net(alone: Floats, others: Sequence[tuple[Parts, float]], levels: Floats) -> Floats:
    total = alone.copy()
    for part, ratio in others:
        total += part.curves.repricer.curves(levels / ratio, part.weights.net[:, None])[:, 0]
    return total


def _roots(parts: Sequence[tuple[Parts, float]], grid: Floats, values: Floats) -> tuple[Root, ...]:
    peak = float(np.max(np.abs(values), initial=0.0))
    if peak == 0.0:
        return ()

    curves = [(part.curves.repricer.curve(part.weights.net), ratio) for part, ratio in parts]

    def net(level: float) -> float:
        return sum(curve(level / ratio) for curve, ratio in curves)

    roots: list[Root] = []
    for low, high in bracket_roots(grid, values, NOISE * peak):
        level = brent(net, low, high, XTOL)
        step = 1e-4 * level
        slope = (net(level + step) - net(level - step)) / (2.0 * step)
        roots.append(Root(level, slope, slope > 0))
    return tuple(roots)


def _ladder(main: Ladder, others: Sequence[tuple[Ladder, float]]) -> Ladder:
    columns = {name: getattr(main, name).copy() for name in ("call", "put", "gross", "call_interest", "put_interest")}
    middles = 0.5 * (main.strike[1:] + main.strike[:-1])
    for ladder, ratio in others:
        at = np.searchsorted(middles, ladder.strike * ratio)
        for name, column in columns.items():
            np.add.at(column, at, getattr(ladder, name))
    return Ladder(main.strike, **columns)
