"""The one table of actions: keys, palette entries, help and the list of keys in README are made from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from textual.binding import Binding


@dataclass(frozen=True, slots=True)
class ActionDef:
    """keys: Textual key names; none = by the palette only. hint: word in the status line ("" = not there), by `rank`.

    label: palette entry; `{}` in it is the argument, one of `choices` or anything (`free` names what is expected).
    """

    id: str
    keys: tuple[str, ...]
    group: str
    label: str
    hint: str = ""
    rank: int = 99
    choices: tuple[str, ...] = ()
    free: str = ""


NAMES = {
    "plus": "+", "minus": "-", "equals_sign": "=", "question_mark": "?", "colon": ":", "left_square_bracket": "[",
    "right_square_bracket": "]", "left_curly_bracket": "{", "right_curly_bracket": "}", "left": "←", "right": "→",
    "grave_accent": "`", "comma": ",", "slash": "/", "tilde": "~", "up": "↑", "down": "↓", "escape": "esc",
    "less_than_sign": "<", "greater_than_sign": ">", "full_stop": ".", "semicolon": ";",
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
    ActionDef("mode.charts", ("v",), "chart", "chart: grid of four timeframes", "charts", 12),
    ActionDef("gex.mode", ("g",), "gex", "gex: locked, ladder, off", "gex", 7),
    ActionDef("levels.filter", ("i",), "levels", "levels: filter by category", "filter", 12),
    ActionDef("flow.filter", ("e",), "flow", "flow: all, sweeps, blocks, calls, puts", "flow", 10),
    ActionDef("flow.premium", ("E",), "flow", "flow: next least premium"),
    ActionDef("flow.least", (), "flow", "flow: min premium {}", choices=("any", "250k", "500k", "1M")),
    ActionDef("list.down", ("j", "down"), "lists", "list: down"),
    ActionDef("list.up", ("k", "up"), "lists", "list: up"),
    ActionDef("list.home", ("home",), "lists", "list: first row"),
    ActionDef("list.end", ("end",), "lists", "list: last row"),
    ActionDef("setup.next", ("n",), "setups", "setup: next", "setup", 8),
    ActionDef("setup.previous", ("N",), "setups", "setup: previous"),
    ActionDef("setup.open", ("enter",), "setups", "setup: open its card"),
    ActionDef("setup.hide", ("d",), "setups", "setup: hide the selected one"),
    ActionDef("setup.hide_kind", (), "setups", "setup: hide type {}", free="fade, breakout, reversion, trend …"),
    ActionDef("setup.unhide", (), "setups", "setup: show hidden ones"),
    ActionDef("alert.here", ("a",), "alerts", "alert: at the cursor, selected setup or level, last price", "alert", 7),
    ActionDef("alert.manage", ("A",), "alerts", "alert: manager"),
    ActionDef("alert.add", (), "alerts", "alert: {}", free="touch 6905, sweep >= 1M, setup ready, flip …"),
    ActionDef("alert.mute", ("M",), "alerts", "alert: bell and desktop quiet for 15 min, or again"),
    ActionDef("coach.ack", ("x",), "coach", "alert: acknowledge the top one", "ack", 8),
    ActionDef("coach.ack_all", ("X",), "coach", "alert: acknowledge all"),
    ActionDef("coach.show", (), "coach", "coach: {}", choices=("quiet", "normal", "verbose")),
    ActionDef("coach.ask", ("K",), "coach", "coach: ask a question", "ask", 12),
    ActionDef("view.freeze", ("p",), "view", "view: freeze the display, data keeps flowing", "freeze", 9),
    ActionDef("view.why", ("w",), "view", "why: where the numbers of the focused panel come from", "why", 9),
    ActionDef("view.density", ("D",), "view", "view: dense or normal rows"),
    ActionDef("view.palette", ("P",), "view", "palette: next (colour-blind, mono, …)", "palette", 10),
    ActionDef("level.find", ("slash",), "levels", "level: find a strike or level", "find", 13),
    ActionDef("level.go", (), "levels", "level: go {}", free="PRICE or name"),
    ActionDef("level.add", (), "levels", "level: add {}", free='6895 "my line"'),
    ActionDef("level.remove", (), "levels", "level: remove {}", free="6895, one that you added"),
    ActionDef("chart.tf", (), "chart", "chart: {}", choices=("1m", "5m", "15m", "30m", "1h", "4h", "1D")),
    ActionDef("chart.overlay", (), "chart", "chart: overlays {}", choices=("all", "key", "none")),
    ActionDef("gex.show", (), "gex", "gex: {}", choices=("locked", "ladder", "off")),
    ActionDef(
        "levels.show",
        (),
        "levels",
        "levels: {}",
        choices=("all", "options", "structural", "intraday", "tactical", "fibonacci", "spy_derived"),
    ),
    ActionDef("flow.show", (), "flow", "flow: only {}", choices=("all", "sweeps", "blocks", "calls", "puts")),
    ActionDef("layout.show", (), "view", "layout: {}", choices=("desk", "minimal")),
    ActionDef("set.density", (), "view", "density: {}", choices=("normal", "compact")),
    ActionDef("set.palette", (), "view", "palette: {}", choices=("classic", "cb", "mono", "redup", "light", "ansi")),
    ActionDef("set.glyphs", (), "view", "glyphs: {}", choices=("auto", "box", "block", "ascii")),
    ActionDef("set.fps", (), "view", "fps: {}", choices=("10", "20", "30")),
    ActionDef("set.motion", (), "view", "motion: {}", choices=("normal", "reduced")),
    ActionDef("view.settings", ("comma",), "view", "settings", "settings", 14),
    ActionDef("copy.row", ("y",), "view", "copy: plan, or the top row of the focused list"),
    ActionDef("copy.plan", (), "setups", "copy: plan of the selected setup"),
    ActionDef("export.snapshot", (), "program", "export: snapshot {}", choices=("json", "csv", "svg")),
    ActionDef("server.show", (), "program", "server: show url"),
    ActionDef("keys.edit", (), "program", "keys: edit"),
    ActionDef("app.log", ("tilde",), "program", "log: console of the program"),
    ActionDef("plan.card", ("B",), "day", "plan: card of the day", "plan", 12),
    ActionDef("risk.card", ("V",), "day", "risk: card", "risk", 13),
    ActionDef("setup.mark", ("m",), "day", "setup: mark taken, again: its result", "mark", 14),
    ActionDef("setup.set_mark", (), "day", "setup: mark {}", choices=("taken", "skipped")),
    ActionDef("mode.replay", ("r",), "replay", "replay: bar on or off", "replay", 11),
    ActionDef("replay.toggle", ("space",), "replay", "replay: play or pause"),
    ActionDef("replay.back", ("less_than_sign",), "replay", "replay: one step back, then hold"),
    ActionDef("replay.step", ("greater_than_sign",), "replay", "replay: one step, then hold"),
    ActionDef("replay.bar", ("full_stop",), "replay", "replay: to the end of the minute, then hold"),
    ActionDef("replay.bar_back", ("semicolon",), "replay", "replay: back to the end of the minute before, then hold"),
    ActionDef("replay.speed", ("s",), "replay", "replay: next speed"),
    ActionDef("replay.jump", ("J",), "replay", "replay: to a time, earlier or later"),
    ActionDef("replay.sessions", ("U",), "replay", "replay: list of recorded sessions, open one here"),
    ActionDef("replay.bookmark", ("b",), "replay", "replay: bookmark this instant"),
    ActionDef(
        "replay.set_speed", (), "replay", "replay: speed {}", choices=("0.5", "1", "2", "5", "10", "30", "60", "max")
    ),
    ActionDef("replay.go", (), "replay", "replay: go {}", free="HH:MM"),
    ActionDef("feed.source", (), "program", "feed: source {}", choices=("now", "auto", "sim", "cboe", "massive")),
    ActionDef("record.set", (), "program", "record: {}", choices=("on", "off")),
    ActionDef("stream.retry", ("R",), "program", "feed: reconnect now"),
    ActionDef("stream.log", ("grave_accent",), "program", "stream: log of the connection"),
    ActionDef("app.doctor", (), "program", "doctor: what works, what does not, what to do"),
    ActionDef("app.screenshot", ("S",), "program", "export: snapshot svg"),
    ActionDef("app.commands", ("colon", "ctrl+p"), "program", "command palette", "command", 15),
    ActionDef("app.help", ("question_mark",), "program", "help: all keys", "help", 2),
    ActionDef("app.quit", ("q",), "program", "quit (asks once more while alerts are armed)", "quit", 3),
    ActionDef("app.quit_now", ("ctrl+q", "ctrl+c"), "program", "quit at once"),
)
HINT_KEYS = {"panel.gex": "1-6", "chart.pan_left": "h l", "chart.zoom_in": "+ -"}


def keyed(keymap: Mapping[str, str]) -> tuple[ActionDef, ...]:
    """The table with the keys of the user: id → Textual key names, joined by commas."""
    return tuple(
        replace(action, keys=tuple(keymap[action.id].split(","))) if action.id in keymap else action
        for action in ACTIONS
    )


def key_names(action: ActionDef) -> str:
    """`t ]` as a reader writes them."""
    return " ".join(key_name(key) for key in action.keys)


def key_name(key: str) -> str:
    """One key as a reader writes it."""
    return NAMES.get(key, key)


def label_of(action: ActionDef) -> str:
    """The label with what may stand in its place: `chart: 1m|5m`, `level: go PRICE`."""
    return action.label.replace("{}", "|".join(action.choices) or action.free)


def bindings() -> list[Binding]:
    """One binding an action that has keys, with its id, so that keys can be set by a keymap."""
    return [
        Binding(",".join(action.keys), f"perform('{action.id}')", action.label, show=False, id=action.id)
        for action in ACTIONS
        if action.keys
    ]


def hint_pairs(actions: Sequence[ActionDef] = ACTIONS) -> tuple[tuple[str, str], ...]:
    """(key, word) for the status line, the most needed first."""
    shown = sorted((action for action in actions if action.hint and action.keys), key=lambda action: action.rank)
    standard = {action.id: action.keys for action in ACTIONS}
    return tuple(
        (HINT_KEYS[one.id] if one.id in HINT_KEYS and one.keys == standard[one.id] else key_name(one.keys[0]), one.hint)
        for one in shown
    )
