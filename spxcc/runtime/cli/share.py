"""`spxcc share`: a session for others, without the data of the market's vendors."""

import asyncio
import sys
from pathlib import Path
from typing import Any

import click
import msgspec

from spxcc.ledger.packs.check import faults
from spxcc.ledger.packs.layout import SUFFIX, PackError
from spxcc.ledger.packs.reader import Pack, read_pack
from spxcc.runtime.cli.options import Speed, configured, guarded, json_option
from spxcc.runtime.cli.tui import screen_options
from spxcc.runtime.errors import UserError


class _Makes(click.Group):
    """`share SESSION` is `share make SESSION`."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in self.commands:
            args = ["make", *args]
        return super().resolve_command(ctx, args)


@click.group("share", cls=_Makes)
def command() -> None:
    """Share a session: `share SESSION` packs what was published, minute by minute; nothing a vendor sent is in it.

    A pack is at most 5 MB a day and opens in any spxcc, without a key.

    \b
    Examples:
      spxcc share 2026-03-24_sim --note 'watch 10:31, the wall gives way'
      spxcc share check 2026-03-24.spxpack
      spxcc share open 2026-03-24.spxpack --at 10:31
    """


@command.command("make")
@click.argument("session")
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="New file; default: SESSION.spxpack here.")
@click.option("--note", "notes", multiple=True, help="A line to the readers; may be given several times.")
@json_option
@guarded
def make(session: str, out: Path | None, notes: tuple[str, ...], as_json: bool) -> None:
    """Pack a recorded SESSION: it is played through the engines again, with progress.

    Exit code 1: it must not be shared; the reason is told, and no file is left.
    """
    from spxcc.runtime.cli.progress import ProgressLine
    from spxcc.runtime.cli.sessions import session_path
    from spxcc.runtime.recorded import plan_session
    from spxcc.runtime.share.making import make_pack

    path, line = session_path(session), ProgressLine()
    target = out or Path(f"{path.stem}{SUFFIX}")
    made = asyncio.run(make_pack(plan_session(path), target, notes, lambda done, of: line.tell("packing", done, of)))
    line.clear()
    if as_json:
        told = {"path": str(made.path), "bytes": made.size, "minutes": made.minutes, "header": made.header}
        click.echo(msgspec.json.encode(told).decode())
    else:
        click.echo(f"{made.path}  {made.minutes} minutes, {made.size / 2**20:.2f} MB; `spxcc share open` shows it")


@command.command("check")
@click.argument("pack", type=click.Path(path_type=Path))
@json_option
@guarded
def check(pack: Path, as_json: bool) -> None:
    """Whether PACK may be shared: public channels alone, one value a minute, nothing beside their own fields.

    Exit code 1: it may not, and why; 2: it cannot be read.
    """
    from spxcc.runtime.share.sampling import SHARED

    found = _read(pack)
    wrong = faults(found, SHARED)
    if as_json:
        told = {"ok": not wrong, "faults": wrong, "bytes": found.size, "minutes": len(found.minutes),
                "header": found.header}  # fmt: skip
        click.echo(msgspec.json.encode(told).decode())
    else:
        for text in wrong:
            click.echo(text)
        header = found.header
        click.echo(f"{header.date} {header.title}: {len(found.minutes)} minutes, {found.size / 2**20:.2f} MB, "
                   f"{'must not be shared' if wrong else 'no vendor data in it'}")  # fmt: skip
        if header.wide_every > 1:
            click.echo(f"tables of strikes every {header.wide_every} minutes, all else every minute")
        for note in header.notes:
            click.echo(f"note: {note}")
    sys.exit(1 if wrong else 0)


@command.command("open")
@click.argument("pack", type=click.Path(path_type=Path))
@click.option("--at", metavar="HH:MM", help="Exchange time to start from; what was before comes at once.")
@click.option("--speed", type=Speed(), default="1", show_default=True, help="Market seconds a second, or max.")
@click.option("--headless", is_flag=True, help="No terminal: run, take the screenshot, end.")
@screen_options
@guarded
def show(pack: Path, at: str | None, speed: float | None, **screen: Any) -> None:
    """Show PACK in the terminal, a step a minute, as a replay; `spxcc replay PACK` does the same."""
    show_pack(pack, at, speed, **screen)


def show_pack(pack: Path, at: str | None, speed: float | None, **screen: Any) -> None:
    """The screen over a pack. Raises UserError."""
    from spxcc.runtime.backend import BackendOptions
    from spxcc.runtime.cli.tui import show_backend
    from spxcc.runtime.share.desk import PackBackend

    found = _read(pack)
    config = configured()
    port = 0 if screen.get("headless") else config.settings.port
    options = BackendOptions(speed=speed, host=config.settings.host, port=port)
    show_backend(PackBackend(found, config, options, _instant(found, at)), config, **screen)


def _read(path: Path) -> Pack:
    try:
        found = read_pack(path)
    except PackError as error:
        raise UserError(str(error)) from None
    if not found.minutes:
        raise UserError(f"expected a pack with at least one minute in {path}, found none; make it again")
    return found


def _instant(pack: Pack, at: str | None) -> int | None:
    if at is None:
        return None
    from spxcc.market.session import at_exchange, to_exchange

    try:
        found = at_exchange(pack.header.date, at)
    except ValueError as error:
        raise UserError(str(error)) from None
    first, last = pack.minutes[0].at, pack.minutes[-1].at
    if not first <= found <= last:
        raise UserError(
            f"expected a time from {to_exchange(first):%H:%M} to {to_exchange(last):%H:%M} for --at, found {at}"
        )
    return found
