"""`spxcc chart`: one candle chart on standard output."""

import asyncio
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

import click
import msgspec
from rich.color import ColorSystem

from spxcc.engines.levels.result import Level
from spxcc.market.units import UnixNanos, to_millis
from spxcc.runtime.backend import Backend, BackendOptions
from spxcc.runtime.choice import choose_feed, remote_token, running_server
from spxcc.runtime.cli.options import configured, feed_options, guarded, json_option
from spxcc.runtime.desk_client import DeskClient
from spxcc.runtime.errors import UserError
from spxcc.runtime.glimpse import attached, started
from spxcc.runtime.logs import log_to_file
from spxcc.runtime.paths import user_paths
from spxcc.ui.channels import wanted
from spxcc.ui.frame import Frame
from spxcc.ui.options import UiOptions
from spxcc.ui.panels.chart.still import Still, still
from spxcc.ui.renderables.cells import Line, text_of
from spxcc.ui.state import TIMEFRAMES, ViewState
from spxcc.ui.theme import PALETTES, Palette, styles
from spxcc.ui.why import mode_word

WIDTH, HEIGHT = 120, 32
LEAST = (20, 6)


Draw: TypeAlias = Callable[[DeskClient], tuple[Frame, Still]]


class PrintedCandle(msgspec.Struct, frozen=True):
    """One bar that stands in the picture."""

    start: int
    o: float
    h: float
    l: float  # noqa: E741
    c: float
    v: float


class Printed(msgspec.Struct, frozen=True, kw_only=True):
    """What `--json` prints. Instants in ms. volume_of: whose volume the bars have; "" = their own. reason: of absence.

    levels: highest first, as on `levels:update`.
    """

    symbol: str
    timeframe: str
    mode: str
    stale: bool
    as_of: int | None
    source: str
    last: float | None
    flip: float | None
    volume_of: str
    candles: tuple[PrintedCandle, ...]
    levels: tuple[Level, ...]
    reason: str | None


@click.command("chart")
@feed_options
@click.option("--tf", type=click.Choice(TIMEFRAMES), default="5m", show_default=True, help="Timeframe.")
@click.option("--width", type=click.IntRange(LEAST[0], 500), help="Columns; default: the terminal's, else 120.")
@click.option("--height", type=click.IntRange(LEAST[1], 200), default=HEIGHT, show_default=True, help="Rows.")
@click.option("--at", metavar="HH:MM", help="Exchange time the simulator starts from.")
@click.option("--attach", metavar="URL", help="The server to show; default: this user's running one, if any.")
@click.option("--token", help="Token for --attach; default: that of this user's running server.")
@click.option("--once", is_flag=True, help="Print one picture and end; the command never does more than that.")
@json_option
@guarded
def command(
    feed: str | None,
    scenario: str | None,
    seed: int | None,
    tf: str,
    width: int | None,
    height: int,
    at: str | None,
    attach: str | None,
    token: str | None,
    once: bool,
    as_json: bool,
) -> None:
    """One candle chart with levels and gamma, as coloured text on standard output.

    Shows this user's running server, unless a feed is asked for; without one it starts a market of its own, looks once
    and ends. Colours only on a terminal and without NO_COLOR. Exit code 3: no connection; 1: connected, but no bars.

    \b
    Examples:
      spxcc chart --once
      spxcc chart --tf 1m --scenario flip-loss --at 14:30 --width 100
      spxcc chart --attach ws://127.0.0.1:8787/ws/prices --json
    """
    config = configured(feed=feed, scenario=scenario, seed=seed)
    asked = any(each is not None for each in (feed, scenario, seed, at))
    columns = width if width is not None else shutil.get_terminal_size((WIDTH, HEIGHT)).columns
    settings = config.settings
    palette = PALETTES[settings.palette]

    def draw(desk: DeskClient) -> tuple[Frame, Still]:
        options = UiOptions(palette=settings.palette, glyphs=settings.glyphs)
        frame = Frame(desk.store, ViewState(timeframe=tf), options, desk.now(), desk.session_now_ms(), gutter=True)
        return frame, still(frame, max(columns, LEAST[0]), height, palette.dash_down)

    if attach is not None or (not asked and running_server() is not None):
        frame, shown = asyncio.run(_of_running(attach, token, draw))
    else:
        log_to_file(user_paths().log_file)
        plan = choose_feed(config, at)
        frame, shown = asyncio.run(_of_own(Backend(plan, config, BackendOptions()), plan.start_at, draw))
    if as_json:
        click.echo(msgspec.json.encode(printed(frame, shown)).decode())
    else:
        for line in rendered(shown.lines, palette, coloured()):
            click.echo(line, color=True)
    sys.exit(0 if shown.reason is None else 1)


async def _of_running(attach: str | None, token: str | None, draw: Draw) -> tuple[Frame, Still]:
    found = None if attach is not None else running_server()
    url = attach if found is None else found.url
    if url is None:
        raise UserError("expected a running server, found that it has just ended; try again", 3)
    async with attached(url, remote_token(token), wanted()) as desk:
        return draw(desk)


async def _of_own(backend: Backend, start_at: UnixNanos | None, draw: Draw) -> tuple[Frame, Still]:
    async with started(backend, wanted(), start_at) as desk:
        return draw(desk)


def printed(frame: Frame, shown: Still) -> Printed:
    """The bars and levels of the picture."""
    view = shown.view
    return Printed(
        symbol=view.symbol,
        timeframe=view.timeframe,
        mode=mode_word(frame),
        stale=view.stale,
        as_of=frame.session_now,
        source=view.source_label,
        last=view.last,
        flip=shown.flip,
        volume_of=view.volume_of,
        candles=tuple(
            PrintedCandle(to_millis(bar.start), bar.open, bar.high, bar.low, bar.close, volume)
            for bar, volume in zip(view.bars, view.volumes, strict=True)
            if bar is not None
        ),
        levels=shown.levels,
        reason=shown.reason,
    )


def coloured() -> bool:
    """On a terminal that knows colours, unless the user wants none (no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def rendered(lines: Sequence[Line], palette: Palette, colours: bool) -> Iterator[str]:
    """Lines as text, with escape sequences if `colours`."""
    if not colours:
        yield from (text_of(line).rstrip() for line in lines)
        return
    inks = styles(palette)
    full = os.environ.get("COLORTERM", "").lower() in ("truecolor", "24bit")
    system = ColorSystem.TRUECOLOR if full else ColorSystem.EIGHT_BIT
    for line in lines:
        yield "".join(inks[role].render(text, color_system=system) for text, role in line)
