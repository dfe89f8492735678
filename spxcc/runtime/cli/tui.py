"""`spxcc tui`: the terminal, with the server in-process or attached to a running one."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from spxcc.feeds.catalog import PlannedFeed
from spxcc.runtime.choice import choose_feed, running_server
from spxcc.runtime.cli.options import Speed, configured, feed_options, guarded
from spxcc.runtime.config import Config
from spxcc.runtime.errors import UserError
from spxcc.runtime.logs import log_to_file
from spxcc.runtime.paths import user_paths

if TYPE_CHECKING:
    from spxcc.runtime.terminal import Shown, Terminal

F = TypeVar("F", bound=Callable[..., Any])
PALETTES = ("classic", "cb", "mono", "redup", "ansi", "light")


class Size(click.ParamType[tuple[int, int]]):
    """Columns x rows."""

    name = "size"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, int]:
        """`160x48` as two numbers."""
        if isinstance(value, tuple):
            return value
        width, _, height = str(value).partition("x")
        if not (width.isdigit() and height.isdigit() and 1 <= int(width) <= 500 and 1 <= int(height) <= 200):
            self.fail(f"expected columns x rows such as 160x48, found {str(value)[:24]!r}", param, ctx)
        return int(width), int(height)


def screen_options(command: F) -> F:
    """What the screen looks like, and how a script takes its picture."""
    for option in (
        click.option("--seconds", type=click.FloatRange(0.1, 3_600), default=5.0, help="Length of a headless run."),
        click.option("--screenshot", metavar="FILE", help="Headless: write the last screen (.svg or .png)."),
        click.option("--size", type=Size(), default="160x48", show_default=True, help="Headless: size of the screen."),
        click.option("--debug-stream", is_flag=True, help="Keep the stream log in a file too."),
        click.option("--glyphs", type=click.Choice(["auto", "box", "block", "ascii"]), help="Shapes of candles."),
        click.option("--palette", type=click.Choice(PALETTES), help="Colours."),
        click.option("--fps", type=int, help="Frames a second."),
    ):
        command = option(command)
    return command


@click.command("tui")
@feed_options
@click.option("--attach", metavar="URL", help="Show a running server instead of one of its own.")
@click.option("--token", help="Token for --attach.")
@click.option("--speed", type=Speed(), default="1", show_default=True, help="Market seconds a second, or max.")
@click.option("--at", metavar="HH:MM", help="Exchange time the simulator starts from.")
@click.option("--headless", is_flag=True, help="No terminal: run, take the screenshot, end.")
@screen_options
@guarded
def command(
    feed: str | None,
    scenario: str | None,
    seed: int | None,
    attach: str | None,
    token: str | None,
    speed: float | None,
    at: str | None,
    **screen: Any,
) -> None:
    """The terminal: backend in-process, the screen subscribed over its own websocket.

    If a server of yours already runs and no feed is asked for, it attaches to that one.

    \b
    Examples:
      spxcc tui --scenario trend --speed 10
      spxcc tui --attach ws://127.0.0.1:8787/ws/prices
      spxcc tui --headless --seconds 3 --size 160x48 --screenshot desk.svg
    """
    config = configured(feed=feed, scenario=scenario, seed=seed)
    asked = any(each is not None for each in (feed, scenario, seed, at)) or speed != 1.0
    if attach is not None:
        show_attached(attach, token, config, **screen)
        return
    found = None if asked or screen["headless"] else running_server()
    if found is not None:
        show_attached(found.url, found.token, config, **screen)
        return
    show_terminal(choose_feed(config, at), config, speed, **screen)


def show_terminal(plan: PlannedFeed, config: Config, speed: float | None, **screen: Any) -> None:
    """The screen over a backend of its own. Raises UserError."""
    from spxcc.runtime.backend import Backend, BackendOptions
    from spxcc.runtime.recording import wish_of
    from spxcc.runtime.terminal import Terminal

    shape = _shape(config, screen)
    headless = bool(screen.get("headless"))
    log_to_file(user_paths().log_file)
    port = 0 if headless else config.settings.port
    paths = user_paths()
    options = BackendOptions(
        speed=speed,
        host=config.settings.host,
        port=port,
        ledger=None if headless else paths.ledger_file,
        events=paths.events_file,
        recording=None if headless else wish_of(config.settings, paths.sessions),
        lingers=not headless,
        sessions=paths.sessions,
    )
    backend = Backend(plan, config, options)
    _run(Terminal(shape, stream_file=_stream_file(screen)).over(backend, announced=not headless), config, screen)


def show_backend(backend: "Shown", config: Config, **screen: Any) -> None:
    """The screen over something that serves. Raises UserError."""
    from spxcc.runtime.terminal import Terminal

    shape, headless = _shape(config, screen), bool(screen.get("headless"))
    log_to_file(user_paths().log_file)
    _run(Terminal(shape, stream_file=_stream_file(screen)).over(backend, announced=not headless), config, screen)


def show_attached(url: str, token: str | None, config: Config, **screen: Any) -> None:
    """The screen over a running server. Raises UserError."""
    from spxcc.runtime.choice import remote_token
    from spxcc.runtime.terminal import Terminal

    if not url.startswith(("ws://", "wss://")):
        raise UserError(f"expected an address such as ws://127.0.0.1:8787/ws/prices, found {url[:60]!r}")
    shape = _shape(config, screen)
    log_to_file(user_paths().log_file)
    _run(Terminal(shape, stream_file=_stream_file(screen)).attached(url, remote_token(token)), config, screen)


def _shape(config: Config, screen: dict[str, Any]) -> Config:
    return config.with_flags(**{name: screen.get(name) for name in ("fps", "palette", "glyphs")})


def _stream_file(screen: dict[str, Any]) -> Any:
    return user_paths().state / "stream.jsonl" if screen.get("debug_stream") else None


def _run(terminal: "Terminal", config: Config, screen: dict[str, Any]) -> None:
    if screen.get("headless"):
        shot = screen.get("screenshot")
        terminal.headless(screen["size"], screen["seconds"], () if shot is None else (shot,))
        return
    wanted = terminal.show()
    if wanted:
        # In the same terminal, when what ran before has ended in order.
        from spxcc.runtime.cli.sessions import session_path
        from spxcc.runtime.recorded import plan_session

        show_terminal(plan_session(session_path(wanted)), config, 1.0, **screen)
