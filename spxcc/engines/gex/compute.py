"""The gex engine: dealer gamma exposure of SPX and SPY from their chains."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import msgspec

from spxcc.engines.common import SYMBOLS
from spxcc.engines.engine import Asked, Engine, Publication, Run, Upstream
from spxcc.engines.flow.result import FLOW, Signed
from spxcc.engines.gex.combined import CombinedWalls, Parts, combine
from spxcc.engines.gex.market_view import MarketView
from spxcc.engines.gex.measure import Given, Measured, SymbolMemory, absent, measure_chain
from spxcc.engines.gex.params import DEFAULTS, XSP_RATIO, GexSettings
from spxcc.engines.gex.rank import with_rank
from spxcc.engines.gex.result import GEX, GexBoard, GexResult, gex_channel
from spxcc.engines.gex.signs import make_sign_model
from spxcc.engines.inputs import live_ratio
from spxcc.engines.why.result import Explanation
from spxcc.market.snapshot import MarketSnapshot
from spxcc.market.units import UnixNanos

EVERY_MS = 5000
MAIN, XSP = "SPX", "XSP"


@dataclass(frozen=True, slots=True)
class GexMemory:
    """Walls, view and parts of the last run by symbol; SPX/SPY of the last pair of prices, and when it was paired."""

    walls: Mapping[str, SymbolMemory] = field(default_factory=dict)
    views: Mapping[str, MarketView] = field(default_factory=dict)
    ratio: float | None = None
    parts: Mapping[str, Parts] = field(default_factory=dict)
    paired_at: UnixNanos = 0
    combined: CombinedWalls = field(default_factory=CombinedWalls)


def gex_engine(settings: GexSettings) -> Engine[GexBoard, GexMemory]:
    """The engine with these settings; its explanations are by the same. Raises ValueError for an unknown sign model."""
    make_sign_model(settings.sign_model, settings.sign_overrides)

    def compute(snapshot: MarketSnapshot, upstream: Upstream, memory: GexMemory) -> tuple[GexBoard, GexMemory]:
        flow = upstream.get(FLOW)
        return compute_with(snapshot, memory, settings, None if flow is None else flow.signed)

    def explain(run: Run[GexBoard, GexMemory], asked: Asked) -> Explanation | None:
        # Needed by a question only, so that its import is not part of the start.
        from spxcc.engines.gex.explain import explain_with

        return explain_with(settings, run.snapshot, run.result, run.memory, asked.channel, asked.path)

    return Engine(
        key=GEX,
        compute=compute,
        initial=GexMemory,
        publish=_publish,
        channels=tuple(map(gex_channel, SYMBOLS)),
        needs=(FLOW,),
        every_ms=EVERY_MS,
        heavy=True,
        explain=explain,
    )


def compute_with(
    snapshot: MarketSnapshot, memory: GexMemory, settings: GexSettings, signed: Mapping[str, Signed] | None = None
) -> tuple[GexBoard, GexMemory]:
    """Every symbol of `SYMBOLS`; one without a chain says so. The board's reason is that of SPX.

    signed: the day's classified prints by contract. The views of `memory` save time and change nothing.
    """
    ratio, paired_at = ratio_of(snapshot, memory)
    measured = {
        symbol: measure_chain(
            snapshot,
            snapshot.chains[symbol],
            settings,
            Given(ratio, memory.walls.get(symbol, SymbolMemory()), signed, memory.views.get(symbol)),
        )
        for symbol in (*SYMBOLS, XSP)
        if symbol in snapshot.chains
    }
    found = {
        symbol: measured[symbol].result if symbol in measured else absent(symbol, f"no {symbol} option chain yet")
        for symbol in SYMBOLS
    }
    before = memory.combined if memory.combined.date == snapshot.session.date else CombinedWalls(snapshot.session.date)
    main, together = _with_combined(found[MAIN], measured, ratio, settings, before, snapshot.as_of)
    found[MAIN] = with_rank(main, snapshot)
    walls = {**memory.walls, **{symbol: one.memory for symbol, one in measured.items()}}
    views = {symbol: one.view for symbol, one in measured.items()}
    parts = {symbol: one.parts for symbol, one in measured.items() if one.parts is not None}
    board = GexBoard(symbols=found, reason=found[MAIN].reason)
    return board, GexMemory(walls, views, ratio, parts, paired_at, together)


def ratio_of(snapshot: MarketSnapshot, memory: GexMemory) -> tuple[float | None, UnixNanos]:
    """SPX/SPY of the last pair of prices, and when it was paired.

    A pair from before today's open is forgotten at it: overnight either may go ex dividend, SPY by a quarter of its
    yield at once, some eighteen points of the index.
    """
    live = live_ratio(snapshot)[0]
    if live is not None:
        return live, max(snapshot.prices[symbol].ts_event for symbol in ("SPX", "SPY"))
    if snapshot.session.phase == "open" and memory.paired_at < snapshot.session.open_at:
        return None, 0
    return memory.ratio, memory.paired_at


def _with_combined(
    result: GexResult, measured: Mapping[str, Measured], ratio: float | None, settings: GexSettings,
    before: CombinedWalls, now: UnixNanos,
) -> tuple[GexResult, CombinedWalls]:  # fmt: skip
    ratios = {"SPY": ratio, XSP: XSP_RATIO}
    parts = {symbol: one.parts for symbol, one in measured.items()}
    main = parts.get(MAIN)
    if main is None:
        return msgspec.structs.replace(result, combined_reason=result.reason), before
    others: dict[str, tuple[Parts, float]] = {}
    lacking: list[str] = []
    for symbol, known in ratios.items():
        part = parts.get(symbol)
        if part is not None and known is not None:
            others[symbol] = part, known
        elif symbol in measured:
            lacking.append(f"{symbol}: {measured[symbol].result.reason or 'no price of SPX beside it'}")
    if not others:
        reason = "; ".join(lacking) or "no chain of SPY or XSP"
        return msgspec.structs.replace(result, combined_reason=reason), before
    combined, walls = combine(main, others, MAIN, settings, before, now)
    return msgspec.structs.replace(result, combined=combined, combined_reason="; ".join(lacking) or None), walls


def _publish(board: GexBoard) -> Iterable[Publication]:
    for symbol, result in board.symbols.items():
        yield Publication(gex_channel(symbol), result)


ENGINE = gex_engine(DEFAULTS)
compute = ENGINE.compute
