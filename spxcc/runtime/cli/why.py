"""`spxcc why`: where a number of the running server comes from."""

import asyncio
import shutil
import sys
from collections.abc import Iterator

import click
import msgspec

from spxcc.client.requests import RequestFailed
from spxcc.engines.why.result import Explanation
from spxcc.runtime.choice import remote_token, running_server
from spxcc.runtime.cli.options import guarded, json_option, past_options
from spxcc.runtime.clock import SystemClock
from spxcc.runtime.desk_client import DeskClient
from spxcc.runtime.errors import UserError
from spxcc.runtime.hello import connected
from spxcc.ui.renderables.cells import text_of
from spxcc.ui.screens.why_lines import footer, head_lines, plain_row, row_line, rows_head, table_head, tail_lines

WIDTH = 120
NOT_A_NUMBER = ("bad_request", "unknown_channel", "too_long")


@click.command("why")
@click.argument("path")
@click.option("--attach", metavar="URL", help="The server to ask; default: this user's running one.")
@click.option("--token", help="Token for --attach; default: that of this user's running server.")
@click.option("--top", type=click.IntRange(0), default=20, show_default=True, help="Contracts in the table; 0 = all.")
@past_options
@json_option
@guarded
def command(
    path: str, attach: str | None, token: str | None, top: int, at: str | None, sources: tuple[str, ...], as_json: bool
) -> None:
    """Where the number at PATH comes from: formula, sign model, ages, grade, and the contracts that add up to it.

    PATH is a channel and the place in its value; without a channel it is of gex:SPX. With --json every contract is
    listed. Exit code 1: there is no such number now, and the reason is told.

    \b
    Examples:
      spxcc why net_gex
      spxcc why gex:SPX.scopes.0dte.net --json
      spxcc why gex:SPY.by_expiry.SPY.2026-01-14.max_pain
      spxcc why price:SPX.price --attach ws://127.0.0.1:8787/ws/prices
      spxcc why net_gex --at 10:31
    """
    if at is None:
        found = asyncio.run(_asked(_address(attach), token, path))
    else:
        # Only a question about the past pays for the engines.
        from spxcc.runtime.history.asking import explained

        found = asyncio.run(explained(path, at, sources))
    if as_json:
        click.echo(msgspec.json.encode(found).decode())
    else:
        for line in text_lines(found, top):
            click.echo(line)
    sys.exit(0 if found.value is not None else 1)


def text_lines(found: Explanation, top: int) -> Iterator[str]:
    """The explanation for people: `top` contracts (0 = all), their sum, what was left out."""
    width = shutil.get_terminal_size((WIDTH, 0)).columns
    lines = head_lines(found, width)
    if found.contributions:
        shown = found.contributions[: top or None]
        more = len(found.contributions) - len(shown)
        lines += [table_head(found, width), *(row_line(row, width) for row in shown)]
        lines += [((f" and {more:,} more; --top 0 or --json lists them all", "dim"),)] if more else []
        lines.append(footer(found, width))
    elif found.rows:
        weighted = "weights" in found.expression
        lines += [rows_head(found, width), *(plain_row(row, width, weighted) for row in found.rows[: top or None])]
        lines.append(footer(found, width))
    for line in (*lines, *tail_lines(found, width)):
        yield text_of(line).removeprefix(" ").rstrip()


def _address(attach: str | None) -> str:
    if attach is not None:
        return attach
    found = running_server()
    if found is None:
        raise UserError("expected a running server, found none; start `spxcc` or name another one by --attach URL", 3)
    return found.url


async def _asked(url: str, token: str | None, path: str) -> Explanation:
    """Connect, ask once, leave. Raises UserError."""
    desk = DeskClient(SystemClock())
    desk.connect(url, remote_token(token), ())
    connection = asyncio.ensure_future(desk.run())
    try:
        await connected(desk.store, desk.wall, url)
        return await desk.explanation(path)
    except RequestFailed as error:
        raise UserError(error.message, 2 if error.code in NOT_A_NUMBER else 1) from None
    finally:
        desk.close()
        await asyncio.wait({connection})
