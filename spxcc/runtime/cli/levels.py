"""`spxcc levels`: the levels of the running server for other programs."""

import asyncio
import sys

import click

from spxcc.client.store import Store
from spxcc.engines.levels.result import LEVELS_UPDATE
from spxcc.engines.price.result import price_channel
from spxcc.runtime.cli.levels_text import FORMATS, Table
from spxcc.runtime.cli.options import guarded
from spxcc.runtime.clock import SystemClock
from spxcc.runtime.errors import UserError
from spxcc.runtime.hello import POLL_S
from spxcc.runtime.tail.reading import address_of, answered, reading, refusals

PRICE = price_channel("SPX")
WAIT_S = 10.0


@click.command("levels")
@click.option("--format", "style", type=click.Choice(list(FORMATS)), default="table", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.option("--attach", metavar="URL", help="The server to read; default: this user's running one.")
@click.option("--token", help="Token for --attach; default: that of this user's running server.")
@guarded
def command(style: str, as_json: bool, attach: str | None, token: str | None) -> None:
    """The levels of the running server, highest first; tradingview is a Pine script that draws them.

    Exit code 1: there are none, or they are stale; the reason is told.

    \b
    Examples:
      spxcc levels
      spxcc levels --format csv > levels.csv
      spxcc levels --format tradingview > levels.pine
    """
    table = asyncio.run(_read(address_of(attach), token))
    click.echo(FORMATS["json" if as_json else style](table), nl=False)
    if table.stale:
        click.echo("spxcc: the levels are stale, their source is silent", err=True)
    sys.exit(1 if table.stale else 0)


async def _read(url: str, token: str | None) -> Table:
    """Raises UserError where there are none."""
    clock = SystemClock()
    channels = (LEVELS_UPDATE, PRICE)
    store = Store(clock, channels)
    async with reading(store, clock, url, token, channels):
        ends = clock.monotonic() + WAIT_S
        while not answered(store, channels) and clock.monotonic() < ends:
            await clock.sleep(POLL_S)
        levels = sorted(store.items(LEVELS_UPDATE).values(), key=lambda one: (-one.price, one.label))
        meta, price = store.meta(LEVELS_UPDATE.name), store.get(PRICE)
        if not levels or meta is None:
            why = "; ".join(refusals(store, (LEVELS_UPDATE,))) or "none yet"
            raise UserError(f"expected levels on the server, found {why}", 1)
        mode = "" if store.hello is None else store.hello.mode
        return Table(tuple(levels), meta.as_of_ms, meta.stale, mode, None if price is None else price.price)
