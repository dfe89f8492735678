"""Numbers of the alert strip and of the alert manager: how often one fired, and what stood when it did."""

from collections.abc import Iterator

from spxcc.engines.alerts.result import Fired, Row
from spxcc.engines.price.result import price_channel
from spxcc.engines.why.result import EPOCH_MS, Input
from spxcc.ui import format as words
from spxcc.ui.frame import Frame
from spxcc.ui.panels.alerts.view_model import unseen
from spxcc.ui.screens.numbers.number import POINTS, Number, counted, made

TOLD = 50
"""The newest fired ones whose numbers are offered: as many as the manager lists."""
BOOK = "the book of your alerts, as the server keeps it"


def alert_numbers(frame: Frame) -> Iterator[Number]:
    """Of each alert and of each time that one fired, newest first; how many there are and wait."""
    book = frame.alerts
    if book is None:
        return
    fresh = [one.words for one in unseen(frame)]
    yield counted(frame, "alerts.fresh", "fired, not seen", fresh, "Alerts that fired and nobody acknowledged.")
    for one in list(reversed(book.fired))[:TOLD]:
        yield from _fired(frame, one)
    for row in book.rows:
        yield from _row(frame, row)
    names = [row.alert.words for row in book.rows]
    yield counted(frame, "alerts.set", "alerts set", names, "Alerts in your book.")


def _fired(frame: Frame, one: Fired) -> Iterator[Number]:
    name, label = f"alerts.{one.id}", f"{words.clock(one.at)} {one.words[:20]}"
    symbol = frame.options.symbol
    if one.price is not None:
        then = (Input("price", one.price, POINTS, f"{price_channel(symbol).name}.price when it fired"),)
        told, text = f"{symbol} when the alert fired, kept with it.", words.price(one.price)
        yield made(frame, f"{name}.price", f"{label} at", text, one.price, POINTS, told, "price", then)
    if one.age_ms is not None:
        old = (Input("age", float(one.age_ms), "ms", "age of that price when the alert fired"),)
        told, text = "How old that price was when the alert fired.", words.age(one.age_ms)
        yield made(frame, f"{name}.age", f"{label} price age", text, one.age_ms, "ms", told, "age", old)
    if one.latency_ms is not None and one.event_ms is not None:
        ends = (
            Input("told", float(one.event_ms + one.latency_ms), EPOCH_MS, "market time when it was told"),
            Input("event", float(one.event_ms), EPOCH_MS, "what set it off, at its source"),
        )
        text, formula = words.age(one.latency_ms), "From what set it off to its being told."
        yield made(frame, f"{name}.late", f"{label} after", text, one.latency_ms, "ms", formula, "told - event", ends)


def _row(frame: Frame, row: Row) -> Iterator[Number]:
    name, label, latch = f"alerts.{row.alert.id}", f"[{row.alert.id}] {row.alert.words[:20]}", row.latch
    for field, value, text, formula in (
        ("count", latch.count, f"×{latch.count}", "How often it fired since it was made."),
        ("quiet", latch.suppressed, f"{latch.suppressed}", "How often a cool-down kept it quiet."),
    ):
        if value:
            own = (Input("counted", float(value), "times", BOOK),)
            yield made(frame, f"{name}.{field}", f"{label} {field}", text, value, "times", formula, "counted", own)
