"""Carries out what the courier says: toast, bell, desktop."""

import os

from textual.app import App
from textual.notifications import SeverityLevel

from spxcc.engines.alerts.result import Fired
from spxcc.market.units import NANOS_PER_MILLI
from spxcc.ui import format as words
from spxcc.ui.notices import sequence
from spxcc.ui.screens.desk import Desk

TOAST_S = 6.0
TITLES = {"info": "alert", "setup": "setup", "critical": "ALERT"}
LEAST_COLUMN = 30
"""Columns beside the chart from which a toast stands there and not over a price."""


def deliver(app: App[None], desk: Desk) -> None:
    """The news of the book, each once. Called when the book is another."""
    book = desk.controller.alerts.book
    if book is None:
        return
    told = desk.courier.deliver(book, desk.controller.now() // NANOS_PER_MILLI, desk.options.mute)
    if toast_fits(desk):
        for one in told.toasts:
            loud: SeverityLevel = "warning" if one.severity == "critical" else "information"
            app.notify(text_of(one), title=TITLES[one.severity], severity=loud, timeout=TOAST_S)
    if told.bell:
        app.bell()
    for one in told.notices:
        notify_desktop(app, desk, one)


def toast_fits(desk: Desk) -> bool:
    """Whether the bottom right corner is beside the chart: on small screens the lines of truth say it."""
    boxes = desk.plan.boxes
    if "chart" not in boxes:
        return "smallest" not in boxes
    return "flow" in boxes and boxes["flow"].width >= LEAST_COLUMN


def notify_desktop(app: App[None], desk: Desk, fired: Fired) -> None:
    """Through the terminal, which alone knows the desktop; nothing where it is not known to."""
    text = sequence(desk.options.notices, f"SPX {TITLES[fired.severity]}", text_of(fired), "TMUX" in os.environ)
    driver = app._driver
    if text and driver is not None and not app.is_headless:
        driver.write(text)


def text_of(fired: Fired) -> str:
    """`14:31 touched 6,905.00 · SPX 6,905.10`."""
    price = "" if fired.price is None else f" · SPX {words.price(fired.price)}"
    return f"{words.clock(fired.at, seconds=False)} {fired.words}{price}"
