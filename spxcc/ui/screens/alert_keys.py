"""Keys and palette entries about alerts."""

from typing import Any

from textual.app import App
from textual.notifications import SeverityLevel

from spxcc.ui.panels.alerts.view_model import here, muted_until
from spxcc.ui.screens.desk import Desk

MUTE_MINUTES = 15


def add_here(app: App[None], desk: Desk, argument: str) -> None:
    """One key: an alert at the cursor, the selected setup or level, else the last price."""
    found = here(desk.frame())
    if found is None:
        app.notify("no price yet to be alerted at", title="alert", severity="warning", timeout=4)
    else:
        _add(app, desk, found.words, f"{found.words} · {found.what} · A lists them")


def add_words(app: App[None], desk: Desk, argument: str) -> None:
    """An alert in words, from the palette."""
    _add(app, desk, argument, f"{argument} · A lists them")


def manage(app: App[None], desk: Desk, argument: str) -> None:
    """The manager."""
    # Opened by a key only, so that its import is not part of the start.
    from spxcc.ui.screens.alerts import AlertsScreen
    from spxcc.ui.theme import PALETTES, styles

    app.push_screen(AlertsScreen(desk, styles(PALETTES[desk.options.palette])))


def mute(app: App[None], desk: Desk, argument: str) -> None:
    """Bell and desktop are quiet for a while; the same key again lets them speak."""
    minutes = 0 if muted_until(desk.frame()) is not None else MUTE_MINUTES
    said = f"bell and desktop are quiet for {minutes} min" if minutes else "bell and desktop speak again"
    _change(app, desk, "alert.mute", {"minutes": minutes}, said)


def _add(app: App[None], desk: Desk, words: str, said: str) -> None:
    _change(app, desk, "alert.add", {"words": words}, said)


def _change(app: App[None], desk: Desk, name: str, args: dict[str, Any], said: str) -> None:
    def reply(refusal: str) -> None:
        loud: SeverityLevel = "warning" if refusal else "information"
        app.notify(refusal or said, title="alert", severity=loud, timeout=4)

    desk.controller.alerts.change(name, args, reply)
