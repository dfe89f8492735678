"""Palette entries about the program itself: which source it reads, and what the doctor says."""

from collections.abc import Callable, Mapping

from textual.app import App

from spxcc.engines.price.result import price_channel
from spxcc.engines.session.result import STATUS
from spxcc.ui.screens.desk import Desk

Wished = Callable[[App[None], Desk, str], None]
FEED, RECORD, NOW = "feed", "record", "now"
LATER = "counts when the server starts again"
HOW = "the palette has feed: source auto, sim, cboe, massive; or spxcc --feed NAME for one run"


def source_words(desk: Desk) -> str:
    """Who the prices come from, in which mode, and what the setting says of the next start."""
    last, status = desk.source.get(price_channel(desk.options.symbol)), desk.source.get(STATUS)
    mode = "" if status is None else f", {status.mode}"
    reads = "no price yet" if last is None else f"{desk.options.symbol} comes from {last.source}{mode}"
    found = next(((value, origin) for name, value, origin in desk.controller.settings() if name == FEED), None)
    setting = "" if found is None else f" · at the next start {FEED} = {found[0]} ({found[1]})"
    return f"{reads}{setting} · {HOW}"


def _source(app: App[None], desk: Desk, argument: str) -> None:
    if argument == NOW:
        app.notify(source_words(desk), title="feed: source", timeout=12)
        return
    said = desk.controller.save_setting(FEED, argument)
    app.notify(f"{FEED} = {argument}: {said} · {LATER}", title="feed: source", timeout=8)


def _record(app: App[None], desk: Desk, argument: str) -> None:
    said = desk.controller.save_setting(RECORD, argument == "on")
    app.notify(f"recording {argument}: {said} · {LATER}", title="record", timeout=8)


def _doctor(app: App[None], desk: Desk, argument: str) -> None:
    # Opened by the palette only, so that its import is not part of the start.
    from spxcc.ui.screens.doctor import DoctorScreen

    app.push_screen(DoctorScreen(desk.controller))


PROGRAM_WISHES: Mapping[str, Wished] = {"feed.source": _source, "record.set": _record, "app.doctor": _doctor}
