"""The NOW line: the setup that matters most, in one sentence of observation."""

from spxcc.engines.setups.result import CLOSED_STATES, SETUPS_UPDATE, Setup
from spxcc.ui import format as words
from spxcc.ui.day_words import blackout_line, opening_line
from spxcc.ui.frame import Frame
from spxcc.ui.panels.alerts.view_model import waiting_ids
from spxcc.ui.panels.setups.plain import level_words, needs_words
from spxcc.ui.panels.setups.view_model import ARROWS, KINDS, plan_words, record_words, shown_setups
from spxcc.ui.renderables.cells import Line, width_of
from spxcc.ui.renderables.ranked import ranked
from spxcc.ui.why import freshness, mode_word, why_empty

RANKS = {"stop": 3, "R": 3, "entry": 4, "prices": 4, "T1": 6, "T2": 7}
"""Of the parts of the plan, by their first word: the higher, the sooner a part goes where room is short."""


def top_setup(frame: Frame) -> Setup | None:
    """The selected setup, else the furthest open one that the user did not hide."""
    setups = frame.source.items(SETUPS_UPDATE)
    if frame.state.setup_id is not None and (chosen := setups.get(frame.state.setup_id)) is not None:
        return chosen
    return next((one for one in shown_setups(frame) if one.state not in CLOSED_STATES), None)


def build(frame: Frame, width: int | None = None) -> tuple[Line, Line]:
    """Left: state and sentence, in what is left of `width`. Right: the count of alerts."""
    alerts = len(waiting_ids(frame))
    plural = "" if alerts == 1 else "s"
    right: Line = ((f" ! {alerts} alert{plural} ", "alert"),) if alerts else ()
    fresh = freshness(frame)
    if fresh.stale:
        return _stale(frame), right
    told = blackout_line(frame) or opening_line(frame)
    if told is not None:
        return told, right
    setup = top_setup(frame)
    if setup is None:
        return ((" NOW ", "key"), ("▏", "rule"), ("no setup has its conditions met", "text")), right
    return sentence(frame, setup, None if width is None else width - width_of(right)), right


def sentence(frame: Frame, setup: Setup, room: int | None = None) -> Line:
    """`READY ▏FADE ↓ CALL WALL 6,905 · 5/6 · entry … · n 0 · null 43 % · needs …`, or what of it fits `room`."""
    role = {"triggered": "bright", "ready": "warn"}.get(setup.state, "key")
    what = f"{KINDS[setup.kind]} {ARROWS[setup.side]} {level_words(setup)} {words.strike(setup.level_price)}"
    head: Line = ((f" {setup.state.upper()} ", role), ("▏", "rule"), (what, "bright"))
    said = [(1, f"{setup.passed}/{setup.total}")]
    said += [(RANKS[one.partition(" ")[0]], one) for one in plan_words(setup).split(" · ")]
    said += [(5, record_words(frame, setup)), *([(2, f"needs {needs_words(setup)}")] if setup.needs else [])]
    return ranked([(0, head), *((rank, ((f" · {text}", "text"),)) for rank, text in said)], room)


def _stale(frame: Frame) -> Line:
    price_name = f"price:{frame.options.symbol}"
    fresh = freshness(frame)
    silence = fresh.silence_ms
    if silence is None:
        return ((" NOW ", "key"), ("▏", "rule"), (why_empty(frame, price_name), "text"))
    if fresh.age_ms is not None and mode_word(frame) in ("LIVE", "SIM"):
        # Frames may keep coming, and the price in them stand still.
        silence = max(silence, fresh.age_ms)
    text = f"no fresh data for {words.age(silence)}: what is shown is old"
    connection = frame.source.connection
    return ((" STALE ", "mode_stale"), ("▏", "rule"), (f"{text} · {connection.text} · R retries now", "text"))
