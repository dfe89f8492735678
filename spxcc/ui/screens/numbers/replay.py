"""Numbers of the replay bar: how fast the session goes and how far it has come."""

from collections.abc import Iterator

from spxcc.engines.replay.result import REPLAY
from spxcc.engines.why.result import EPOCH_MS, Input
from spxcc.ui import format as words
from spxcc.ui.frame import Frame
from spxcc.ui.panels.replay.view_model import speed_word
from spxcc.ui.screens.numbers.number import Number, counted, made


def replay_numbers(frame: Frame) -> Iterator[Number]:
    """Share of the way, speed, bookmarks; without a replay none."""
    state = frame.source.get(REPLAY)
    if state is None:
        return
    if state.end > state.start:
        places = (("at", state.at), ("start", state.start), ("end", state.end))
        ends = [Input(name, float(at), EPOCH_MS, f"{REPLAY.name}.{name}") for name, at in places]
        share = min(max((state.at - state.start) / (state.end - state.start), 0.0), 1.0)
        yield made(
            frame, "replay.progress", "how far", words.percent(share, 1), share, "share",
            "Of the way from the start to the end of the session.",
            "min(max((at - start) / (end - start), 0), 1)", ends,
        )  # fmt: skip
    if state.speed is not None:
        own = (Input("speed", state.speed, "market seconds a second", f"{REPLAY.name}.speed"),)
        text, unit = speed_word(state.speed), "market seconds a second"
        yield made(frame, "replay.speed", "speed", text, state.speed, unit, "Speed that was chosen.", "speed", own)
    marks = [f"{words.clock(mark.at)} {mark.note}".strip() for mark in state.bookmarks]
    yield counted(frame, "replay.bookmarks", "bookmarks", marks, "Instants that were marked.")
