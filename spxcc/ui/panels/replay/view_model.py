"""The replay bar: how a played session is driven, where it stands, and the keys for it."""

from spxcc.engines.replay.result import REPLAY, ReplayState
from spxcc.ui import format as words
from spxcc.ui.frame import Frame
from spxcc.ui.renderables.cells import Line, width_of
from spxcc.ui.why import why_empty

KEYS = (("space", "play/pause"), (">", "step"), (".", "bar"), ("s", "speed"), ("J", "jump"), ("b", "mark"))
LEAST_TRACK = 8
DONE, AHEAD, HEAD, MARK = "━", "─", "●", "◆"


def speed_word(speed: float | None) -> str:
    """`10x`, or `max`."""
    return "max" if speed is None else f"{speed:g}x"


def state_word(state: ReplayState) -> str:
    """PLAYING, PAUSED, JUMPING or OVER."""
    if state.finished:
        return "OVER"
    if state.going_to is not None:
        return f"JUMPING to {words.clock(state.going_to, seconds=False)}"
    return "PLAYING" if state.playing else "PAUSED"


def track(state: ReplayState, width: int) -> Line:
    """The session from left to right: what was played, where it stands, what was marked."""
    if width < 1:
        return ()
    head = min(int(state.progress * width), width - 1)
    length = max(state.end - state.start, 1)
    marks = {min(max(int((mark.at - state.start) / length * width), 0), width - 1) for mark in state.bookmarks}
    line: list[tuple[str, str]] = []
    for at in range(width):
        text, role = (
            (HEAD, "bright")
            if at == head
            else (MARK, "warn")
            if at in marks
            else ((DONE, "key") if at < head else (AHEAD, "dim"))
        )
        if line and line[-1][1] == role:
            line[-1] = (line[-1][0] + text, role)
        else:
            line.append((text, role))
    return tuple(line)


def build(frame: Frame, width: int) -> Line:
    """` REPLAY PLAYING 10x ▏10:30 ━━━●───◆── 16:00 │ 12:04:15 · flip-loss │ space play/pause …` in `width` cells."""
    state = frame.source.get(REPLAY)
    if state is None:
        return (
            (" REPLAY ", "mode"),
            ("▏", "rule"),
            (why_empty(frame, REPLAY.name).removeprefix("unavailable: "), "text"),
        )
    role = "live" if state.playing else "warn"
    at = state.at if frame.session_now is None else max(state.at, frame.session_now)
    left: Line = (
        (" REPLAY ", "mode"), (f" {state_word(state)} ", role), (f"{speed_word(state.speed)} ", "bright"),
        ("▏", "rule"), (f"{words.clock(at)} ", "bright"), (f"{words.clock(state.start, seconds=False)} ", "dim"),
    )  # fmt: skip
    end: Line = ((f" {words.clock(state.end, seconds=False)} ", "dim"),)
    keys = [run for key, word in KEYS for run in ((f" {key}", "key"), (f" {word}", "dim"))]
    title: Line = ((f"{state.title} ", "text"),)
    for tail in ((*title, *keys), tuple(keys), title, ()):
        room = width - width_of(left) - width_of(end) - width_of(tuple(tail))
        if room >= LEAST_TRACK:
            return (*left, *track(state, min(room, max(width // 3, LEAST_TRACK))), *end, *tail)
    return left
