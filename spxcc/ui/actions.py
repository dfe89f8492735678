"""The one table of actions: keys, palette entries and help are made from it."""

from dataclasses import dataclass

from textual.binding import Binding


@dataclass(frozen=True, slots=True)
class ActionDef:
    """keys: Textual key names. label: palette entry. hint: word in the status line ("" = not there), by `rank`."""

    id: str
    keys: tuple[str, ...]
    group: str
    label: str
    hint: str = ""
    rank: int = 99


NAMES = {
    "plus": "+", "minus": "-", "equals_sign": "=", "question_mark": "?", "colon": ":", "left_square_bracket": "[",
    "right_square_bracket": "]", "left_curly_bracket": "{", "right_curly_bracket": "}", "left": "←", "right": "→",
    "grave_accent": "`", "up": "↑", "down": "↓", "escape": "esc",
}  # fmt: skip

ACTIONS: tuple[ActionDef, ...] = (
    ActionDef("panel.gex", ("1",), "panels", "panel: GEX (again: zoom)", "panel", 1),
    ActionDef("panel.chart", ("2",), "panels", "panel: chart (again: zoom)"),
    ActionDef("panel.setups", ("3",), "panels", "panel: setups (again: zoom)"),
    ActionDef("panel.levels", ("4",), "panels", "panel: levels (again: zoom)"),
    ActionDef("panel.flow", ("5",), "panels", "panel: flow (again: zoom)"),
    ActionDef("panel.coach", ("6",), "panels", "panel: coach (again: zoom)"),
    ActionDef("panel.zoom", ("z",), "panels", "panel: zoom the focused one", "zoom", 2),
    ActionDef("view.back", ("escape",), "panels", "view: back (card, zoom, crosshair, selection)"),
    ActionDef("pane.narrower", ("left_curly_bracket",), "panels", "pane: narrower column of the focused panel"),
    ActionDef("pane.wider", ("right_curly_bracket",), "panels", "pane: wider column of the focused panel", "width", 13),
    ActionDef("chart.tf_next", ("t", "right_square_bracket"), "chart", "chart: next timeframe", "timeframe", 3),
    ActionDef("chart.tf_previous", ("T", "left_square_bracket"), "chart", "chart: previous timeframe"),
    ActionDef("chart.pan_left", ("h", "left"), "chart", "chart: back one bar", "pan", 4),
    ActionDef("chart.pan_right", ("l", "right"), "chart", "chart: forward one bar"),
    ActionDef("chart.page_left", ("H",), "chart", "chart: back one page"),
    ActionDef("chart.page_right", ("L",), "chart", "chart: forward one page"),
    ActionDef("chart.zoom_in", ("plus",), "chart", "chart: wider bars", "scale", 5),
    ActionDef("chart.zoom_out", ("minus",), "chart", "chart: narrower bars"),
    ActionDef("chart.reset", ("equals_sign",), "chart", "chart: reset scales"),
    ActionDef("chart.follow", ("f",), "chart", "chart: follow the live edge", "follow", 6),
    ActionDef("chart.crosshair", ("c",), "chart", "chart: crosshair on or off", "crosshair", 11),
    ActionDef("chart.overlays", ("o",), "chart", "chart: level lines all, key, none", "levels", 9),
    ActionDef("chart.spy", ("O",), "chart", "chart: SPY overlay by the live ratio", "SPY", 14),
    ActionDef("gex.mode", ("g",), "gex", "gex: locked, ladder, off", "gex", 7),
    ActionDef("levels.filter", ("i",), "levels", "levels: filter by category", "filter", 12),
    ActionDef("flow.filter", ("e",), "flow", "flow: all, sweeps, blocks, calls, puts", "flow", 10),
    ActionDef("list.down", ("j", "down"), "lists", "list: down"),
    ActionDef("list.up", ("k", "up"), "lists", "list: up"),
    ActionDef("list.home", ("home",), "lists", "list: first row"),
    ActionDef("list.end", ("end",), "lists", "list: last row"),
    ActionDef("setup.next", ("n",), "setups", "setup: next", "setup", 8),
    ActionDef("setup.previous", ("N",), "setups", "setup: previous"),
    ActionDef("setup.open", ("enter",), "setups", "setup: open its card"),
    ActionDef("coach.ack", ("x",), "coach", "coach: acknowledge the top alert", "ack", 8),
    ActionDef("coach.ack_all", ("X",), "coach", "coach: acknowledge all alerts"),
    ActionDef("coach.ask", ("K",), "coach", "coach: ask a question", "ask", 12),
    ActionDef("view.freeze", ("p",), "view", "view: freeze the display, data keeps flowing", "freeze", 9),
    ActionDef("view.why", ("w",), "view", "why: where the numbers of the focused panel come from", "why", 9),
    ActionDef("view.density", ("D",), "view", "view: dense or normal rows"),
    ActionDef("view.palette", ("P",), "view", "palette: next (colour-blind, mono, …)", "palette", 10),
    ActionDef("stream.retry", ("R",), "program", "feed: reconnect now"),
    ActionDef("stream.log", ("grave_accent",), "program", "stream: log of the connection"),
    ActionDef("app.screenshot", ("S",), "program", "export: snapshot svg"),
    ActionDef("app.commands", ("colon", "ctrl+p"), "program", "command palette", "command", 15),
    ActionDef("app.help", ("question_mark",), "program", "help: all keys", "help", 2),
    ActionDef("app.quit", ("q", "ctrl+q", "ctrl+c"), "program", "quit", "quit", 3),
)
HINT_KEYS = {"panel.gex": "1-6", "chart.pan_left": "h l", "chart.zoom_in": "+ -"}


def key_names(action: ActionDef) -> str:
    """`t ]` as a reader writes them."""
    return " ".join(NAMES.get(key, key) for key in action.keys)


def bindings() -> list[Binding]:
    """One binding an action, with its id, so that keys can be set by a keymap."""
    return [
        Binding(",".join(action.keys), f"perform('{action.id}')", action.label, show=False, id=action.id)
        for action in ACTIONS
    ]


def hint_pairs() -> tuple[tuple[str, str], ...]:
    """(key, word) for the status line, the most needed first."""
    shown = sorted((action for action in ACTIONS if action.hint), key=lambda action: action.rank)
    return tuple((HINT_KEYS.get(one.id, NAMES.get(one.keys[0], one.keys[0])), one.hint) for one in shown)
