"""Lines for screens without room for panels: nearest levels, top setup with last print, top message, tabs."""

from spxcc.engines.flow.result import FLOW_ALERT, FLOW_SUMMARY
from spxcc.engines.setups.result import CLOSED_STATES, Setup
from spxcc.ui import format as words
from spxcc.ui.frame import Frame
from spxcc.ui.panels.coach.view_model import build as coach
from spxcc.ui.panels.coach.view_model import pending_alerts
from spxcc.ui.panels.flow.view_model import balance_of, tape_row
from spxcc.ui.panels.levels.view_model import build as levels
from spxcc.ui.panels.now_line.view_model import build as now_words
from spxcc.ui.panels.now_line.view_model import top_setup
from spxcc.ui.panels.setups.plain import level_words
from spxcc.ui.panels.setups.view_model import ARROWS, KINDS, shown_setups
from spxcc.ui.renderables.cells import Line
from spxcc.ui.renderables.ranked import Part, ranked
from spxcc.ui.state import PANELS, PanelName

NEAREST = 3


def nearest(frame: Frame) -> Line:
    """` ▼ 6,880.0 OR LOW −5.9   ▲ 6,890.0 ZERO GAMMA +4.1`."""
    view = levels(frame, NEAREST)
    if view.reason is not None:
        return ((f" levels: {view.reason}", "dim"),)
    line: list[tuple[str, str]] = []
    for row in view.rows:
        up = row.distance is None or row.distance >= 0
        line += [
            (f" {'▲' if up else '▼'} ", "up" if up else "down"),
            (f"{words.price(row.price, 1)} ", "bright"),
            (row.label, row.role),
            (f" {words.signed(row.distance, 1)} ", "text"),
        ]
    return tuple(line)


def setup_and_print(frame: Frame) -> Line:
    """The open setup after the one in the NOW line, and the last print."""
    top = top_setup(frame)
    second = next((one for one in open_setups(frame) if top is None or one.id != top.id), None)
    alerts = frame.source.events(FLOW_ALERT)
    if not alerts:
        return (*_other(second), (" · no print above the threshold", "dim"))
    row = tape_row(alerts[-1])
    return (*_other(second), (f" · {row.time} {row.kind} {row.contract} {row.premium} ", "text"), (row.arrow, row.role))


def _other(setup: Setup | None) -> Line:
    if setup is None:
        return ((" no other setup", "dim"),)
    what = f"{KINDS[setup.kind]} {ARROWS[setup.side]} {level_words(setup)} {words.strike(setup.level_price)}"
    return ((f" {setup.state.upper()} ", "key"), (f"{what} {setup.passed}/{setup.total}", "text"))


def message(frame: Frame) -> Line:
    """The newest coach message."""
    view = coach(frame, 1)
    if view.reason is not None:
        return ((f" coach: {view.reason}", "dim"),)
    row = view.rows[0]
    mark = "!" if row.pending else " "
    return ((f" {mark} {row.time} ", "alert" if row.pending else "dim"), (row.content, "text"))


def tabs(frame: Frame, width: int | None = None) -> Line:
    """`─ 1 GEX ─[2 CHART 1m]─ 3 SETUPS 3 ─ …`: the focused panel in brackets; counts where they fit `width`."""
    told = tab_counts(frame)
    parts: list[Part] = [(0, (("─", "rule"),))]
    for at, name in enumerate(PANELS, start=1):
        chosen = frame.state.focus == name
        role = "title_focus" if chosen else "dim"
        left, right = ("[", "]") if chosen else (" ", " ")
        parts.append((0, ((f"{left}{at} {name.upper()}", role),)))
        if name in told:
            rank, text, ink = told[name]
            parts.append((rank, ((f" {text}", ink),)))
        parts.append((0, ((right, role), ("─", "rule"))))
    return ranked(parts, width)


def tab_counts(frame: Frame) -> dict[PanelName, tuple[int, str, str]]:
    """(rank, text, role) by panel: alerts that wait, share of bought premium, open setups, timeframe."""
    told: dict[PanelName, tuple[int, str, str]] = {"chart": (4, frame.state.timeframe, "dim")}
    if live := open_setups(frame):
        told["setups"] = (3, f"{len(live)}", "bright")
    if (share := bought_share(frame)) is not None:
        told["flow"] = (2, f"{share * 100:.0f}%{'↑' if share >= 0.5 else '↓'}", "text")
    if alerts := pending_alerts(frame):
        told["coach"] = (1, f"{len(alerts)}!", "alert")
    return told


def open_setups(frame: Frame) -> list[Setup]:
    """Those that are not over and not hidden, in their order."""
    return [one for one in shown_setups(frame) if one.state not in CLOSED_STATES]


def bought_share(frame: Frame) -> float | None:
    """Of the premium with a known side in the window of the bar, what customers bought; 0–1, `None` without any."""
    summary = frame.source.get(FLOW_SUMMARY)
    balance = None if summary is None else balance_of(summary.windows)
    return None if balance is None else balance[1] / (balance[1] + balance[2])


def smallest(frame: Frame, price_line: Line, height: int) -> list[Line]:
    """Below 60×16: price, NOW line, nearest levels, and how to see more."""
    view = levels(frame, max(height - 3, 0))
    rows: list[Line] = [price_line, now_words(frame)[0]]
    if view.reason is not None:
        rows.append(((view.reason, "dim"),))
    for row in view.rows:
        text = f"{words.signed(row.distance, 1):>7} {words.price(row.price, 1)} {row.label}"
        rows.append(((text, row.role),))
    return [*rows[: max(height - 1, 1)], (("enlarge terminal (60×16 or more)", "warn"),)]
