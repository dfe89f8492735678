"""Changed cells straight to the terminal, past the compositor, while nothing stands over them.

A tick changes a few cells in rows that the screen alone shows. Textual would render every widget of these rows, wait
for its next refresh, and send each row from the left edge of the widget. What is written here is what it would have
shown (`tests/ui/test_direct.py` compares); where that is not certain nothing is written, and the caller asks Textual.
"""

from collections.abc import Sequence
from typing import Any

from rich.control import Control
from textual.driver import Driver
from textual.screen import Screen
from textual.strip import Strip

SYNC_BEGIN, SYNC_END = "\x1b[?2026h", "\x1b[?2026l"
"""Between these a terminal that knows them shows nothing half done."""

OVERLAY = "-textual-system"
"""Class of the rack of toasts and of the tooltip; both are there always, and displayed while they say something."""

Piece = tuple[int, int, Strip]
"""Column and row of the screen, and the cells from there on."""


def write(screen: Screen[Any], pieces: Sequence[Piece]) -> bool:
    """Put `pieces` on the terminal; `False`, and nothing is written, where that is Textual's to decide."""
    driver = _driver(screen)
    if driver is None or not _alone(screen):
        return False
    console = screen.app.console
    text = "".join([Control.move_to(x, y).segment.text + strip.render(console) for x, y, strip in pieces])
    synced = getattr(screen.app, "_sync_available", False)
    driver.write(f"{SYNC_BEGIN}{text}{SYNC_END}" if synced else text)
    screen.app.post_display_hook()
    return True


def _driver(screen: Screen[Any]) -> Driver | None:
    """The driver of a screen that fills a terminal, `None` for a picture or a few lines of one.

    Textual has no name for it in public; without it every piece goes the long way.
    """
    app = screen.app
    driver = getattr(app, "_driver", None)
    usable = isinstance(driver, Driver) and not app.is_headless and not app.is_inline
    return driver if usable else None


def _alone(screen: Screen[Any]) -> bool:
    """Whether `screen` is on top, laid out as it will be, with no toast and no tooltip over it."""
    app = screen.app
    unsettled = getattr(app, "_batch_count", 1) or getattr(screen, "_layout_required", True)
    if app.screen is not screen or unsettled:
        return False
    return not any(child.display and child.has_class(OVERLAY) for child in screen.children)
