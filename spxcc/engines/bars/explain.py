"""Where the numbers of a bar come from: the source's own minute, or the minutes that were put together."""

from collections.abc import Callable, Mapping

from spxcc.engines.bars.compute import BarsMemory, developing_day
from spxcc.engines.bars.result import BarsResult, bar_key
from spxcc.engines.engine import Asked, Run
from spxcc.engines.why.answers import Evidence, Kind, answer
from spxcc.engines.why.grades import EXCHANGE
from spxcc.engines.why.result import Explanation, Fact, Input, Row
from spxcc.market.candles import Candle
from spxcc.market.session import to_exchange
from spxcc.market.snapshot import BarColumns, SymbolBars
from spxcc.market.units import to_millis

FIELDS: Mapping[str, tuple[str, str, str]] = {
    "o": ("open", "first(rows)", "Open"),
    "h": ("high", "highest(rows)", "High"),
    "l": ("low", "lowest(rows)", "Low"),
    "c": ("close", "last(rows)", "Close"),
    "v": ("volume", "sum(rows)", "Volume"),
}


def explain(run: Run[BarsResult, BarsMemory], asked: Asked) -> Explanation | None:
    """`bars:<SYM>.<tf>:<start>.<field>`: a bar as it came, or the session so far from its minutes."""
    key, _, field = asked.path.rpartition(".")
    symbol = asked.channel.partition(":")[2]
    bars = run.snapshot.bars.get(symbol)
    bar = next((one for one in reversed(run.result.bars.get(symbol, ())) if bar_key(one) == key), None)
    if bar is None or bars is None or field not in FIELDS:
        return None
    column, merged, word = FIELDS[field]
    parts = _parts(run, bars, bar.tf, bar.start, column)
    facts = (Fact("bar", f"{to_exchange(bar.start * 1_000_000):%Y-%m-%d %H:%M} ET"), Fact("prices of", bar.source))
    value = getattr(bar, field)
    if not parts:
        kind = Kind("", f"{word} of the bar as its source sent it.", EXCHANGE, "own")
        return answer(asked, run.snapshot.as_of, kind, value, Evidence((Input("own", float(value), "", bar.source),),
                      facts=facts))  # fmt: skip
    kind = Kind("", f"{word} of the minutes since {parts[0].label}.", EXCHANGE, merged)
    return answer(asked, run.snapshot.as_of, kind, value, Evidence((), parts, f"{column} of a minute", facts))


def _parts(run: Run[BarsResult, BarsMemory], bars: SymbolBars, tf: str, start: int, column: str) -> tuple[Row, ...]:
    """The bar in the snapshot, or for the day so far its minutes; empty for what the snapshot has no longer."""
    if tf == "1D":
        day = developing_day(bars, run.snapshot.session)
        if day is not None and to_millis(day.start) == start:
            return (*_of(bars.today, column), *_forming(bars.forming, column))
        return _one(bars.daily, start, column)
    if bars.forming is not None and to_millis(bars.forming.start) == start:
        return _forming(bars.forming, column)
    return _one(bars.today, start, column) or _one(bars.earlier, start, column)


def _of(columns: BarColumns, column: str) -> tuple[Row, ...]:
    pairs = zip(columns.start.tolist(), getattr(columns, column).tolist(), strict=True)
    return tuple(Row(_clock(start), value) for start, value in pairs)


def _one(columns: BarColumns, start: int, column: str) -> tuple[Row, ...]:
    at = int(columns.start.searchsorted(start * 1_000_000))
    if at >= len(columns) or to_millis(int(columns.start[at])) != start:
        return ()
    return (Row(_clock(int(columns.start[at])), float(getattr(columns, column)[at])),)


def _forming(candle: Candle | None, column: str) -> tuple[Row, ...]:
    read: Mapping[str, Callable[[Candle], float]] = {
        "open": lambda one: one.open, "high": lambda one: one.high, "low": lambda one: one.low,
        "close": lambda one: one.close, "volume": lambda one: one.volume,
    }  # fmt: skip
    return () if candle is None else (Row(_clock(candle.start), read[column](candle)),)


def _clock(start: int) -> str:
    return f"{to_exchange(start):%H:%M}"
