"""`spxcc level`: own levels, and how levels of each family held beside their placebos."""

import asyncio
from collections.abc import Mapping
from typing import Any

import click
import msgspec

from spxcc.engines.levels.result import GroupRow, LevelBook
from spxcc.gateway.interfaces import RequestError, RequestHandler
from spxcc.ledger.database import LedgerError, open_database
from spxcc.ledger.levels import LevelLedger
from spxcc.protocol.identity import Identity
from spxcc.runtime.cli.asking import address, asked
from spxcc.runtime.cli.options import guarded, json_option
from spxcc.runtime.clock import SystemClock
from spxcc.runtime.errors import UserError
from spxcc.runtime.facts import FactBoard
from spxcc.runtime.level_desk import LevelDesk
from spxcc.runtime.paths import user_paths
from spxcc.ui import format as words

attach_option = click.option("--attach", metavar="URL", help="The server to ask; default: this user's running one.")
token_option = click.option("--token", help="Token for --attach.")
realm_option = click.option(
    "--realm", type=click.Choice(["live", "sim", "replay"]), help="The ledger's own, without asking a server."
)


@click.group("level")
def command() -> None:
    """Levels that you typed, and the scoreboard of all. Without a running server those of the live market.

    \b
    Examples:
      spxcc level add 6895 "my line"
      spxcc level list
      spxcc level remove 6895
      spxcc level score
    """


@command.command("list")
@attach_option
@token_option
@realm_option
@json_option
@guarded
def list_command(attach: str | None, token: str | None, realm: str | None, as_json: bool) -> None:
    """Typed and imported levels of this session.

    \b
    Examples:
      spxcc level list --json
    """
    show(told(attach, token, realm, "level.list", {}), as_json)


@command.command("add")
@click.argument("price", type=float)
@click.argument("label", required=False, default="")
@attach_option
@token_option
@realm_option
@json_option
@guarded
def add_command(
    price: float, label: str, attach: str | None, token: str | None, realm: str | None, as_json: bool
) -> None:
    """A level of yours, in index points; it stays until it is removed.

    \b
    Examples:
      spxcc level add 6895 "my line"
    """
    show(told(attach, token, realm, "level.add", {"price": price, "label": label}), as_json)


@command.command("remove")
@click.argument("price", type=float)
@attach_option
@token_option
@realm_option
@json_option
@guarded
def remove_command(price: float, attach: str | None, token: str | None, realm: str | None, as_json: bool) -> None:
    """Forget your level at this price.

    \b
    Examples:
      spxcc level remove 6895
    """
    show(told(attach, token, realm, "level.remove", {"price": price}), as_json)


@command.command("score")
@attach_option
@token_option
@realm_option
@json_option
@guarded
def score_command(attach: str | None, token: str | None, realm: str | None, as_json: bool) -> None:
    """How often levels of each family and vendor held, with n and interval, beside random levels as far away.

    \b
    Examples:
      spxcc level score
    """
    book = told(attach, token, realm, "level.list", {})
    if as_json:
        click.echo(msgspec.json.encode(book.scores).decode())
        return
    for line in score_lines(book):
        click.echo(line)


def told(attach: str | None, token: str | None, realm: str | None, name: str, args: Mapping[str, Any]) -> LevelBook:
    """The book after a request: of the server where one runs, else of the ledger itself. Raises UserError."""
    url = None if realm is not None else address(attach)
    if url is not None:
        return asked(url, token, "query" if name == "level.list" else "command", name, args, LevelBook)
    try:
        database = open_database(user_paths().ledger_file)
        ledger = LevelLedger(database, realm or "live")
    except LedgerError as error:
        raise UserError(str(error)) from None
    try:
        desk = LevelDesk(ledger, FactBoard(), SystemClock(), lambda: True, fixed=False)
        answer = asyncio.run(_call({**desk.queries, **desk.commands}[name], args))
    except RequestError as error:
        raise UserError(error.message, 2) from None
    finally:
        database.close()
    assert isinstance(answer, LevelBook), "each request of levels answers with the book"
    return answer


async def _call(handler: RequestHandler, args: Mapping[str, Any]) -> Any:
    return await handler(Identity("local"), args)


def show(book: LevelBook, as_json: bool) -> None:
    """The levels for people, or the book as JSON."""
    if as_json:
        click.echo(msgspec.json.encode(book).decode())
        return
    for one in book.levels:
        whose = one.vendor or "you"
        click.echo(f"{words.price(one.price):>10}  {one.label:<24}  {whose}")
    if not book.levels:
        click.echo(f'no levels of yours for {book.session} ({book.realm}); add one: spxcc level add 6895 "my line"',
                   err=True)  # fmt: skip


def score_lines(book: LevelBook) -> list[str]:
    """The scoreboard as a table."""
    if not book.scores:
        return [f"no touches kept yet ({book.realm}): the scoreboard fills while the terminal or a server runs"]
    head = f"{'family':<20}{'sessions':>9}{'resolved':>9}{'held':>6}  {'share [95 %]':<20}{'placebo [95 %] n':<26}"
    return [head.rstrip(), *(_line(row) for row in book.scores)]


def _line(row: GroupRow) -> str:
    one = row.score
    bare = f"{one.group:<20}{row.sessions:>9}{one.resolved:>9}{one.held:>6}  "
    if row.share is None or row.low is None or row.high is None:
        return f"{bare}no data"
    if row.null_share is None or row.null_low is None or row.null_high is None:
        return f"{bare}no data"
    own = f"{row.share:.2f} [{row.low:.2f}–{row.high:.2f}]"
    return f"{bare}{own:<20}{row.null_share:.2f} [{row.null_low:.2f}–{row.null_high:.2f}] {one.null_resolved}"
