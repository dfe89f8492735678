"""`spxcc history`: channels over sessions as tables."""

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click

from spxcc.protocol.channel import Channel
from spxcc.runtime.cli.options import guarded
from spxcc.runtime.cli.progress import ProgressLine
from spxcc.runtime.errors import UserError
from spxcc.runtime.history.percentiles import ranked
from spxcc.runtime.history.store import packs_of
from spxcc.runtime.history.tables import Row, rows
from spxcc.runtime.history.writing import TEXTS, write_parquet
from spxcc.runtime.paths import user_paths
from spxcc.runtime.tail.channels import channel_named


@click.command("history")
@click.argument("channels", nargs=-1, required=True)
@click.option("--from", "first", metavar="D", default="0001-01-01", help="First session, YYYY-MM-DD; default: all.")
@click.option("--to", "last", metavar="D", default="9999-12-31", help="Last session, YYYY-MM-DD; default: all.")
@click.option("--session", "sources", multiple=True, metavar="SOURCE", help="These sessions or packs alone.")
@click.option("--format", "style", type=click.Choice(["json", "csv", "parquet"]), default="json", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.option("--percentile", "path", metavar="FIELD", help="This number of states, and its rank among earlier days.")
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="Where to; default: standard output.")
@guarded
def command(
    channels: tuple[str, ...], first: str, last: str, sources: tuple[str, ...], style: str, as_json: bool,
    path: str | None, out: Path | None,
) -> None:  # fmt: skip
    """CHANNELs over the recorded sessions, minute by minute: a state's value, what changed of a collection, events.

    --percentile FIELD tells of each minute where the number stands among earlier days at the same minute, and of how
    many (n); without any the reason stands instead. A session is played through the engines the first time, with
    progress, and kept; after that it is read. Exit code 1: nothing was recorded in that time.

    \b
    Examples:
      spxcc history gex --from 2026-03-01 --format csv > gex.csv
      spxcc history flow:alert --json | jq 'select(.data.premium > 1e6)'
      spxcc history price gex --format parquet --out march.parquet
      spxcc history gex --percentile netGex | tail -n 1
    """
    wanted = tuple({one.name: one for one in map(channel_named, channels)}.values())
    style = "json" if as_json else style
    if style == "parquet" and out is None:
        raise UserError("expected --out FILE with --format parquet, found none; a Parquet file is no text")
    found = _rows(wanted, sources, _date(first), _date(last))
    count = _written(found if path is None else ranked(found, path), style, out)
    if out is not None:
        click.echo(f"{count:,} rows in {out}", err=True)
    if not count:
        click.echo("spxcc: nothing of these channels was recorded in that time; see `spxcc sessions`", err=True)
    sys.exit(0 if count else 1)


def _written(found: Iterator[Row], style: str, out: Path | None) -> int:
    if style == "parquet" and out is not None:
        return write_parquet(found, out)
    if out is None:
        return TEXTS[style](found, sys.stdout)
    try:
        with out.open("w", encoding="utf-8", newline="") as file:
            return TEXTS[style](found, file)
    except OSError as error:
        raise UserError(f"expected to write {out}, found: {error.strerror}; name a writable place") from None


def _rows(channels: tuple[Channel, ...], sources: tuple[str, ...], first: str, last: str) -> Iterator[Row]:
    line = ProgressLine()

    def tell(what: str, done: int, of: int) -> None:
        if of:
            line.tell(what, done, of)
        else:
            click.echo(f"spxcc: {what}", err=True)

    for pack in packs_of(sources, user_paths(), first, last, tell):
        line.clear()
        yield from rows(pack, channels)


def _date(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise UserError(f"expected a date such as 2026-03-24, found {text[:24]!r}") from None
