"""Numbers of the chart: price, levels, the bar under the crosshair or the last one, the time it has left."""

from collections.abc import Iterator, Sequence

from spxcc.engines.basis.result import BASIS
from spxcc.engines.clusters.result import CLUSTERS
from spxcc.engines.levels.result import LEVELS_UPDATE
from spxcc.engines.price.result import price_channel
from spxcc.engines.setups.result import SETUPS_UPDATE
from spxcc.engines.why.result import EPOCH_MS, Input, Row
from spxcc.market.candles import Candle
from spxcc.market.units import NANOS_PER_MILLI, to_millis
from spxcc.ui import format as words
from spxcc.ui.frame import Frame
from spxcc.ui.panels.chart.backdrop import is_gap
from spxcc.ui.panels.chart.view_model import ChartView, bucket_seconds, build
from spxcc.ui.screens.numbers.number import POINTS, Number, counted, distance, made, price
from spxcc.ui.selection import selected_setup

COLUMNS = 200
"""Of the view that the bars are taken from: wider than any plot."""
FIELDS = (
    ("O", "open", "first(rows)"),
    ("H", "high", "highest(rows)"),
    ("L", "low", "lowest(rows)"),
    ("C", "close", "last(rows)"),
)


def price_numbers(frame: Frame) -> Iterator[Number]:
    """Price, change and previous close of the symbol on the screen."""
    channel = price_channel(frame.options.symbol)
    last = frame.source.get(channel)
    if last is None:
        return
    yield price(f"{channel.name}.price", frame.options.symbol, last.price)
    yield Number(f"{channel.name}.change", "change", words.signed(last.change))
    yield Number(f"{channel.name}.change_pct", "change %", f"{words.signed(last.change_pct)}%")
    yield price(f"{channel.name}.previous_close", "previous close", last.previous_close)


def chart_numbers(frame: Frame) -> Iterator[Number]:
    """All that the chart writes but the ticks of its axes."""
    yield from price_numbers(frame)
    view = build(frame, COLUMNS)
    yield from _bar(frame, view)
    yield from level_prices(frame)
    yield from _setup(frame)
    yield from _counts(frame, view)


def level_prices(frame: Frame) -> Iterator[Number]:
    """Prices of levels and zones, and how far off they are."""
    last = frame.source.get(price_channel(frame.options.symbol))
    now = None if last is None else Input("last", last.price, POINTS, f"price:{frame.options.symbol}.price")
    for key, level in sorted(frame.source.items(LEVELS_UPDATE).items(), key=lambda pair: -pair[1].price):
        path = f"{LEVELS_UPDATE.name}.{key}.price"
        yield price(path, level.label, level.price)
        if now is not None:
            yield distance(frame, f"levels.{key}", level.label, Input("level", level.price, POINTS, path), now, 1, 0)
    clusters = frame.source.get(CLUSTERS)
    for at, zone in enumerate(() if clusters is None else clusters.zones):
        path, name = f"{CLUSTERS.name}.zones.{at}", f"{zone.type} {'+'.join(zone.labels[:3])}"
        for field in ("price", "low", "high"):
            yield price(f"{path}.{field}", f"{name} {field}", getattr(zone, field))
        yield Number(f"{path}.families", f"{name} families", f"{len(zone.families)}")
        if now is not None:
            centre = Input("level", zone.price, POINTS, f"{path}.price")
            yield distance(frame, f"zones.{at}", name, centre, now, 1, 0)


def _bar(frame: Frame, view: ChartView) -> Iterator[Number]:
    """Under the crosshair, else the last one; with the volumes that the pane shows."""
    at = len(view.bars) - 1 if view.cross is None else view.cross
    bar = view.bars[at] if 0 <= at < len(view.bars) else None
    if bar is None:
        return
    parts = minutes_of(frame, bar)
    name = f"bar.{view.timeframe}.{to_millis(bar.start)}"
    for letter, field, expression in FIELDS:
        rows = [Row(words.clock(to_millis(one.start), seconds=False), getattr(one, field)) for one in parts]
        value = getattr(bar, field)
        yield made(
            frame,
            f"{name}.{field}",
            f"{letter} of the bar",
            words.price(value),
            value,
            POINTS,
            f"{field.capitalize()} of the minutes in the bar.",
            expression,
            (),
            rows,
        )
    volume = view.volumes[at] if at < len(view.volumes) else 0.0
    own = Input("volume", volume, "", f"bars of {view.volume_of or view.symbol} in {view.timeframe}")
    yield made(
        frame, f"{name}.volume", "V of the bar", words.count(volume), volume, "", "Volume of the bar.", "volume", (own,)
    )
    if view.cross is not None and view.cross_price is not None:
        told, where = "The price that the crosshair points at.", (Input("price", view.cross_price, POINTS, "its row"),)
        text = words.price(view.cross_price)
        yield made(frame, "chart.cross", "crosshair", text, view.cross_price, POINTS, told, "price", where)
    yield from _change(frame, name, bar, view.bars[:at])
    yield from _countdown(frame, view, name)


def _countdown(frame: Frame, view: ChartView, name: str) -> Iterator[Number]:
    if view.countdown_ms is not None:
        now = float(frame.session_now or 0)
        ends = (Input("end", now + view.countdown_ms, EPOCH_MS, "end of the bar"), Input("now", now, EPOCH_MS))
        yield made(
            frame,
            f"{name}.left",
            "bar complete in",
            words.until(view.countdown_ms),
            view.countdown_ms,
            "ms",
            "Time until the last bar is complete.",
            "end - now",
            ends,
        )


def _change(frame: Frame, name: str, bar: Candle, before: Sequence[Candle | None]) -> Iterator[Number]:
    previous = next((one for one in reversed(before) if one is not None), None)
    since = bar.open if previous is None else previous.close
    inputs = (Input("close", bar.close, POINTS, "the bar"), Input("before", since, POINTS, "close of the bar before"))
    change = bar.close - since
    yield made(
        frame,
        f"{name}.change",
        "Δ of the bar",
        words.signed(change),
        change,
        POINTS,
        "Close less the close of the bar before.",
        "close - before",
        inputs,
    )
    if since:
        share = (bar.close / since - 1) * 100
        yield made(
            frame,
            f"{name}.change_pct",
            "Δ % of the bar",
            f"{words.signed(share)}%",
            share,
            "percent",
            "Change over the close of the bar before.",
            "(close / before - 1) * 100",
            inputs,
        )


def minutes_of(frame: Frame, bar: Candle) -> Sequence[Candle]:
    """The minutes that were put together to the bar; the bar itself where they are not at hand."""
    seconds = bucket_seconds(frame.state.timeframe)
    if seconds is None:
        return (bar,)
    book = frame.source.book(frame.options.symbol)
    end = bar.start + seconds * 1000 * NANOS_PER_MILLI
    found = [one for one in book.candles("1m") if bar.start <= one.start < end]
    return found or (bar,)


def _setup(frame: Frame) -> Iterator[Number]:
    setup = selected_setup(frame)
    if setup is None:
        return
    for field in ("entry", "stop", "t1", "t2"):
        if getattr(setup, field) is not None:
            yield price(f"{SETUPS_UPDATE.name}.{setup.id}.{field}", f"{field} of the setup", getattr(setup, field))


def _counts(frame: Frame, view: ChartView) -> Iterator[Number]:
    """Levels shown, bars hidden, the ratio of the SPY overlay."""
    levels = [one.label for one in frame.source.items(LEVELS_UPDATE).values()]
    yield counted(frame, "chart.levels", "levels", levels, "Levels that the server lists.")
    shown = (Input("shown", float(view.levels_shown)),)
    yield made(
        frame,
        "chart.shown",
        "levels shown",
        f"{view.levels_shown}",
        view.levels_shown,
        "",
        "Levels that the overlays chosen let through.",
        "shown",
        shown,
    )
    hidden = (Input("hidden", float(view.hidden), "bars", "bars after the right edge"),)
    yield made(
        frame,
        "chart.hidden",
        "bars hidden",
        f"+{view.hidden}",
        view.hidden,
        "bars",
        "Bars newer than the last one in view.",
        "hidden",
        hidden,
    )
    basis = frame.source.get(BASIS)
    if basis is not None and basis.ratio is not None:
        yield Number(f"{BASIS.name}.ratio", "SPX/SPY", f"{basis.ratio:.4f}")
    yield from _seams(frame, view)


def _seams(frame: Frame, view: ChartView) -> Iterator[Number]:
    """Bars that are missing, and gaps between sessions."""
    for seam in view.seams:
        if seam.kind == "data":
            lacking = (Input("missing", float(seam.missing), "bars", "the clock"),)
            yield made(
                frame,
                f"chart.missing.{seam.index}",
                "bars missing",
                f"×{seam.missing}",
                seam.missing,
                "bars",
                "Bars that lack between two that are there.",
                "missing",
                lacking,
            )
        elif is_gap(seam):
            ends = (Input("open", seam.open, POINTS, seam.day), Input("close", seam.close, POINTS, "session before"))
            yield made(
                frame,
                f"chart.gap.{seam.day}",
                f"gap {seam.day[5:]}",
                words.signed(seam.gap),
                seam.gap,
                POINTS,
                "Open of the session less the close before it.",
                "open - close",
                ends,
            )
