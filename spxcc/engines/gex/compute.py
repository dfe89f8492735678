"""The gex engine: dealer gamma exposure of SPX and SPY from their chains."""

from collections.abc import Iterable

import msgspec

from spxcc.engines.common import SYMBOLS
from spxcc.engines.engine import Engine, Publication, Upstream
from spxcc.engines.gex.measure import SymbolMemory, absent, measure
from spxcc.engines.gex.params import DEFAULTS, GexSettings
from spxcc.engines.gex.result import GEX, GexBoard, GexResult, gex_channel
from spxcc.engines.inputs import live_ratio
from spxcc.market.snapshot import MarketSnapshot

EVERY_MS = 5000


class GexMemory(msgspec.Struct, frozen=True):
    """Walls by symbol, and SPX/SPY of the last pair of prices."""

    walls: dict[str, SymbolMemory] = {}
    ratio: float | None = None


def compute(snapshot: MarketSnapshot, upstream: Upstream, memory: GexMemory) -> tuple[GexBoard, GexMemory]:
    """One step with the default settings."""
    return compute_with(snapshot, memory, DEFAULTS)


def compute_with(snapshot: MarketSnapshot, memory: GexMemory, settings: GexSettings) -> tuple[GexBoard, GexMemory]:
    """Every symbol of `SYMBOLS`; one without a chain says so. The board's reason is that of SPX."""
    ratio = live_ratio(snapshot)[0] or memory.ratio
    found: dict[str, GexResult] = {}
    walls = dict(memory.walls)
    for symbol in SYMBOLS:
        chain = snapshot.chains.get(symbol)
        if chain is None:
            found[symbol] = absent(symbol, f"no {symbol} option chain yet")
        else:
            before = memory.walls.get(symbol, SymbolMemory())
            found[symbol], walls[symbol] = measure(snapshot, chain, before, ratio, settings)
    return GexBoard(symbols=found, reason=found["SPX"].reason), GexMemory(walls, ratio)


def _publish(board: GexBoard) -> Iterable[Publication]:
    for symbol, result in board.symbols.items():
        yield Publication(gex_channel(symbol), result)


ENGINE: Engine[GexBoard, GexMemory] = Engine(
    key=GEX,
    compute=compute,
    initial=GexMemory,
    publish=_publish,
    channels=tuple(map(gex_channel, SYMBOLS)),
    every_ms=EVERY_MS,
    heavy=True,
)
