"""Palette entries about levels of one's own."""

import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from textual.app import App

from spxcc.ui.screens.desk import Desk

Wished = Callable[[App[None], Desk, str], None]
TYPED = re.compile(r"^(?P<price>\d[\d,]*(?:\.\d+)?)(?:\s+(?P<label>.+))?$")
EXPECTED = 'expected a price and a name, such as 6895 "my line"'


def level_of(text: str) -> dict[str, Any] | None:
    """`6895 "my line"` as the command takes it; `None` where no price stands first."""
    found = TYPED.match(text.strip())
    if found is None:
        return None
    label = (found["label"] or "").strip().strip("\"'").strip()
    return {"price": float(found["price"].replace(",", "")), **({"label": label} if label else {})}


def _change(command: str, done: str, app: App[None], desk: Desk, argument: str) -> None:
    wish = level_of(argument)
    if wish is None:
        app.notify(f"{EXPECTED}, found {argument[:40]!r}", title="level", severity="warning")
        return

    def reply(refusal: str) -> None:
        said = f"{wish['price']:,.2f} {wish.get('label', '')}".strip()
        app.notify(refusal or f"{said} {done}", title="level", severity="warning" if refusal else "information")

    desk.controller.day.act(command, wish if command == "level.add" else {"price": wish["price"]}, reply)


LEVEL_WISHES: Mapping[str, Wished] = {
    "level.add": partial(_change, "level.add", "is a level of yours"),
    "level.remove": partial(_change, "level.remove", "is no level of yours any more"),
}
