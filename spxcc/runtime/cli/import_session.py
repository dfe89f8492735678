"""`spxcc import`: real files into a session file."""

import asyncio
from dataclasses import replace
from pathlib import Path

import click
import msgspec

from spxcc.runtime.backend import BackendOptions
from spxcc.runtime.choice import choose_replay
from spxcc.runtime.cli.options import configured, existing, guarded, instant_of, json_option
from spxcc.runtime.cli.record import tell
from spxcc.runtime.cli.sessions import as_row, line_of
from spxcc.runtime.errors import UserError
from spxcc.runtime.imports import gaps_of, provenance_of
from spxcc.runtime.paths import user_paths
from spxcc.runtime.recorded import SessionPlan
from spxcc.runtime.recorded_run import recorded_run
from spxcc.runtime.recording import wish_of


@click.command("import")
@click.argument("source", nargs=-1, required=True)
@click.option("--date", metavar="YYYY-MM-DD", help="Session to import; default: the one after the chain, or the first.")
@click.option("--as-of", metavar="ISO", help="Time of a chain file that does not say its own.")
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="New file; default: one in the folder.")
@json_option
@guarded
def command(source: tuple[str, ...], date: str | None, as_of: str | None, out: Path | None, as_json: bool) -> None:
    """Make a session of minute bars (CSV, Parquet, Massive's flat files, LEAN archives or a directory of them) and
    option chains (Cboe CSV or JSON, Massive Parquet), with where it comes from and what is missing.

    The session then replays, seeks and verifies as a recorded one does.

    \b
    Examples:
      spxcc import spy_1min.parquet spx_chain.csv
      spxcc import lean/ --date 2021-01-04 --out monday.spxcc
    """
    config = configured(record=True)
    paths = user_paths()
    files = existing(source)
    plan = choose_replay(files, date, None, instant_of(as_of))
    if isinstance(plan, SessionPlan):
        raise UserError(f"expected files to make a session of, found {source[0]}, which is one; copy it instead")
    wish = wish_of(config.settings, paths.sessions)
    assert wish is not None, "the setting is on"
    wish = replace(wish, file=out, provenance=provenance_of(files, plan), gaps=gaps_of(plan))
    options = BackendOptions(speed=None, events=paths.events_file, recording=wish)
    found = asyncio.run(recorded_run(plan, config, options, tell))
    click.echo(msgspec.json.encode(as_row(found)).decode() if as_json else line_of(found))
