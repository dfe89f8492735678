"""What the program does for the day: plan and risk card, marks of trades, the transport of a replay."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from textual.app import App

from spxcc.engines.plan.result import DayPlan
from spxcc.engines.replay.result import REPLAY
from spxcc.engines.setups.result import Setup
from spxcc.ui import format as words
from spxcc.ui.panels.now_line.view_model import top_setup
from spxcc.ui.panels.replay.view_model import speed_word
from spxcc.ui.panels.setups.plain import level_words
from spxcc.ui.panels.setups.view_model import ARROWS, KINDS
from spxcc.ui.screens.desk import Desk

Wished = Callable[[App[None], Desk, str], None]
SPEEDS: tuple[float | None, ...] = (0.5, 1, 2, 5, 10, 30, 60, None)
LABEL = 80


def next_speed(speed: float | None) -> float | None:
    """The next faster of the usual ones; after as fast as it goes comes the slowest."""
    if speed is None:
        return SPEEDS[0]
    return next((each for each in SPEEDS if each is None or each > speed), None)


def _plan(app: App[None], desk: Desk, argument: str) -> None:
    # Opened by a key only, so that its import is not part of the start.
    from spxcc.ui.screens.plan import PlanScreen

    app.push_screen(PlanScreen(desk.controller))


def _risk(app: App[None], desk: Desk, argument: str) -> None:
    from spxcc.ui.screens.risk import RiskScreen

    def chosen() -> tuple[Setup | None, int | None]:
        frame = desk.frame()
        return top_setup(frame), frame.session_now

    app.push_screen(RiskScreen(desk.controller, chosen))


def _told(app: App[None], title: str, done: str, refusal: str) -> None:
    if refusal:
        app.notify(refusal, title=title, severity="warning")
    elif done:
        app.notify(done, title=title, timeout=3)


def open_trade_of(day: DayPlan | None, setup_id: str) -> int | None:
    """Number of the trade marked on a setup that is not closed; without a setup that of the only open one."""
    trades = () if day is None else tuple(trade for trade in day.trades if trade.closed is None)
    found = [trade for trade in trades if not setup_id or trade.setup_id == setup_id]
    return found[-1].id if found and (setup_id or len(found) == 1) else None


def taken_args(setup: Setup | None) -> dict[str, Any]:
    """What `trade.mark` is told of a trade on `setup`; without one it is a trade of the trader's own."""
    if setup is None:
        return {"state": "taken", "label": "own trade"}
    label = f"{KINDS[setup.kind]} {ARROWS[setup.side]} {level_words(setup)} {words.strike(setup.level_price)}"
    return {"state": "taken", "label": label[:LABEL], "setup_id": setup.id, "side": setup.side}


def _mark(app: App[None], desk: Desk, argument: str) -> None:
    """Marks the selected setup (else the furthest one) as taken; marked already, asks for its result."""
    setup = top_setup(desk.frame())
    number = open_trade_of(desk.controller.day.plan, "" if setup is None else setup.id)
    act = desk.controller.day.act
    if number is None:
        args = taken_args(setup)
        act("trade.mark", args, partial(_told, app, "marked as taken", f"{args['label']} · m again: its result"))
        return
    from spxcc.ui.screens.line_ask import LineScreen
    from spxcc.ui.screens.plan_form import result_of

    def closed(text: str | None) -> None:
        if not text:
            return
        if text.casefold() == "void":
            act("trade.mark", {"state": "void", "trade": number}, partial(_told, app, "mark", "taken back"))
            return
        result = result_of(text)
        if isinstance(result, str):
            app.notify(result, title="result", severity="warning")
            return
        told = f"{words.signed(result['r'], 2)}R"
        act("trade.mark", {"state": "closed", "trade": number, **result}, partial(_told, app, "closed", told))

    app.push_screen(
        LineScreen("result of the marked trade", "in R such as -1 or 1.5, dollars as 120$; void = no trade"), closed
    )


def _set_mark(app: App[None], desk: Desk, argument: str) -> None:
    """`taken` as the key does; `skipped` takes the setup off this screen, and nothing is marked."""
    if argument != "skipped":
        _mark(app, desk, "")
        return
    setup = top_setup(desk.frame())
    if setup is None:
        app.notify("no setup to skip", title="mark", severity="warning")
        return
    desk.become(replace(desk.state, hidden=desk.state.hidden | {setup.id}, setup_id=None, card=False))
    what = taken_args(setup)["label"]
    app.notify(f"{what} · off this screen; setup: show hidden ones brings it back", title="skipped", timeout=4)


def _drive(app: App[None], desk: Desk, args: Mapping[str, Any]) -> None:
    desk.controller.day.act("replay", args, partial(_told, app, "replay", ""))


def _simple(action: str, app: App[None], desk: Desk, argument: str) -> None:
    _drive(app, desk, {"action": action})


def _bookmark(app: App[None], desk: Desk, argument: str) -> None:
    at = desk.frame().session_now
    done = "marked" if at is None else f"{words.clock(at)} marked"
    args = {"action": "bookmark", "note": argument}
    desk.controller.day.act("replay", args, partial(_told, app, "bookmark", done))


def _speed(app: App[None], desk: Desk, argument: str) -> None:
    if argument:
        _drive(app, desk, {"action": "speed", "speed": argument.removesuffix("x")})
        return
    state = desk.source.get(REPLAY)
    speed = next_speed(None if state is None else state.speed)
    _drive(app, desk, {"action": "speed", "speed": speed_word(speed).removesuffix("x")})


def _jump(app: App[None], desk: Desk, argument: str) -> None:
    if argument:
        _drive(app, desk, {"action": "goto", "to": argument})
        return
    from spxcc.ui.screens.line_ask import LineScreen

    def go(text: str | None) -> None:
        if text:
            _drive(app, desk, {"action": "goto", "to": text})

    app.push_screen(LineScreen("replay: go to", "exchange time such as 14:00"), go)


def _sessions(app: App[None], desk: Desk, argument: str) -> None:
    # Opened by a key only, so that its import is not part of the start.
    from spxcc.ui.screens.sessions import SessionsScreen
    from spxcc.ui.theme import PALETTES, styles

    app.push_screen(SessionsScreen(desk.controller.sessions, styles(PALETTES[desk.options.palette])))


DAY_WISHES: Mapping[str, Wished] = {
    "plan.card": _plan,
    "risk.card": _risk,
    "setup.mark": _mark,
    "setup.set_mark": _set_mark,
    "replay.toggle": partial(_simple, "toggle"),
    "replay.step": partial(_simple, "step"),
    "replay.bar": partial(_simple, "bar"),
    "replay.back": partial(_simple, "back"),
    "replay.bar_back": partial(_simple, "bar_back"),
    "replay.sessions": _sessions,
    "replay.bookmark": _bookmark,
    "replay.speed": _speed,
    "replay.set_speed": _speed,
    "replay.jump": _jump,
    "replay.go": _jump,
}
