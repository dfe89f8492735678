"""What the program does for the desk: things that need the app, by the id of their action."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from textual.app import App

from spxcc.ui import format as words
from spxcc.ui.actions import keyed
from spxcc.ui.copied import row_text
from spxcc.ui.export import as_csv, as_json, gathered
from spxcc.ui.frame import Frame
from spxcc.ui.panels.now_line.view_model import top_setup
from spxcc.ui.panels.setups.plain import level_words
from spxcc.ui.panels.setups.view_model import ARROWS, KINDS, plan_words
from spxcc.ui.screens.alert_keys import add_here, add_words, manage, mute
from spxcc.ui.screens.day_keys import DAY_WISHES
from spxcc.ui.screens.desk import Desk
from spxcc.ui.screens.find import FindScreen
from spxcc.ui.screens.help import HelpScreen
from spxcc.ui.screens.level_keys import LEVEL_WISHES
from spxcc.ui.screens.log_console import LogScreen
from spxcc.ui.screens.program_keys import PROGRAM_WISHES
from spxcc.ui.theme import PALETTES

Wished = Callable[[App[None], Desk, str], None]


def plan_text(frame: Frame) -> str:
    """The selected setup (else the furthest open one) in one line for the clipboard; "" without one."""
    setup = top_setup(frame)
    if setup is None:
        return ""
    where = f"{KINDS[setup.kind]} {ARROWS[setup.side]} {level_words(setup)} {words.strike(setup.level_price)}"
    return (
        f"{where} · {setup.state.upper()} {setup.passed}/{setup.total} · {plan_words(setup)} · observation, no advice"
    )


def exported(values: Mapping[str, Any], form: str, folder: Path, stamp: str) -> Path:
    """Write `values` as `json` or `csv`; where to."""
    target = folder / f"spxcc-{stamp}.{form}"
    target.write_text(as_json(values) if form == "json" else as_csv(values), encoding="utf-8")
    return target


def _help(app: App[None], desk: Desk, argument: str) -> None:
    app.push_screen(HelpScreen(keyed(desk.options.keymap)))


def _log(app: App[None], desk: Desk, argument: str) -> None:
    app.push_screen(LogScreen(desk.controller))


def _find(app: App[None], desk: Desk, argument: str) -> None:
    def go(text: str | None) -> None:
        if not text:
            return
        before = desk.state
        desk.action_perform("level.go", text)
        if desk.state is before:
            app.notify(f"no level is called {text[:40]}; try a price such as 6905", title="find")

    app.push_screen(FindScreen(), go)


def _copy(app: App[None], desk: Desk, argument: str) -> None:
    text = plan_text(desk.frame())
    if text:
        app.copy_to_clipboard(text)
    app.notify(text or "no setup has its conditions met", title="copied" if text else "nothing to copy")


def _copy_row(app: App[None], desk: Desk, argument: str) -> None:
    """The top row of a list that has the focus, else the plan."""
    text = row_text(desk.frame())
    if text is None:
        _copy(app, desk, argument)
        return
    if text:
        app.copy_to_clipboard(text)
    app.notify(text or f"{desk.state.focus} shows nothing", title="copied" if text else "nothing to copy")


def _export(app: App[None], desk: Desk, argument: str) -> None:
    if argument == "svg":
        app.notify(app.save_screenshot(path=desk.options.screenshot_dir), title="screenshot")
        return
    frame = desk.frame()
    values = gathered(frame.source)
    at = frame.session_now if frame.session_now is not None else frame.now // 1_000_000
    stamp = f"{words.day(at)}-{words.clock(at).replace(':', '')}"

    def write() -> None:
        try:
            target = exported(values, argument, Path(desk.options.screenshot_dir), stamp)
        except OSError as error:
            app.call_from_thread(app.notify, f"not written: {error.strerror}", title="export", severity="error")
        else:
            app.call_from_thread(app.notify, str(target), title="export")

    app.run_worker(write, name="export", group="export", thread=True, exit_on_error=False)


def _server(app: App[None], desk: Desk, argument: str) -> None:
    address = desk.controller.address()
    app.notify(address or desk.source.connection.text, title="server")


def _keys(app: App[None], desk: Desk, argument: str) -> None:
    app.notify(f'{desk.controller.keys_file()}: under [keys] a line such as "chart.follow" = "F"', title="keys")


def _charts(app: App[None], desk: Desk, argument: str) -> None:
    # Opened by a key only, so that its import is not part of the start.
    from spxcc.ui.screens.charts import ChartsScreen

    app.push_screen(ChartsScreen(desk, PALETTES[desk.options.palette]))


WISHES: Mapping[str, Wished] = {
    "alert.here": add_here,
    "alert.add": add_words,
    "alert.manage": manage,
    "alert.mute": mute,
    **DAY_WISHES,
    **PROGRAM_WISHES,
    **LEVEL_WISHES,
    "app.help": _help,
    "app.log": _log,
    "mode.charts": _charts,
    "level.find": _find,
    "copy.plan": _copy,
    "copy.row": _copy_row,
    "export.snapshot": _export,
    "server.show": _server,
    "keys.edit": _keys,
}
