"""`spxcc record`: a feed into a session file, without a screen."""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Literal

import click
import msgspec

from spxcc.engines.recording.result import RecordingState
from spxcc.runtime.backend import Backend, BackendOptions
from spxcc.runtime.choice import choose_feed
from spxcc.runtime.cli.alert import attach_option, token_option
from spxcc.runtime.cli.asking import address, asked
from spxcc.runtime.cli.options import Speed, configured, feed_options, guarded, json_option
from spxcc.runtime.cli.sessions import as_row, line_of
from spxcc.runtime.errors import UserError
from spxcc.runtime.paths import user_paths
from spxcc.runtime.recorded_run import recorded_run
from spxcc.runtime.recording import wish_of


@click.group("record", invoke_without_command=True)
@feed_options
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="New file; default: one in the folder.")
@click.option("--at", metavar="HH:MM", help="Exchange time the simulator starts from.")
@click.option("--speed", type=Speed(), default="1", show_default=True, help="Market seconds a second, or max.")
@click.option("--seconds", type=click.FloatRange(0.1), help="Length; default: to the end of the feed, or Ctrl-C.")
@json_option
@click.pass_context
@guarded
def command(
    context: click.Context,
    feed: str | None,
    scenario: str | None,
    seed: int | None,
    out: Path | None,
    at: str | None,
    speed: float | None,
    seconds: float | None,
    as_json: bool,
) -> None:
    """Record a feed: every event with both of its times, and the digest of what the engines made of it.

    `spxcc` and `spxcc serve` record by themselves (settings record, record_budget_mb, record_keep_days); status, stop
    and start are about the recording of the one that runs.

    \b
    Examples:
      spxcc record --seconds 600
      spxcc record --scenario trend --speed max --out trend.spxcc
      spxcc record stop
    """
    if context.invoked_subcommand is not None:
        return
    config = configured(feed=feed, scenario=scenario, seed=seed, record=True)
    paths = user_paths()
    wish = wish_of(config.settings, paths.sessions)
    assert wish is not None, "the setting is on"
    options = BackendOptions(speed=speed, events=paths.events_file, recording=replace(wish, file=out))
    found = asyncio.run(recorded_run(choose_feed(config, at), config, options, tell, seconds))
    click.echo(msgspec.json.encode(as_row(found)).decode() if as_json else line_of(found))


@command.command("status")
@attach_option
@token_option
@json_option
@guarded
def status_command(attach: str | None, token: str | None, as_json: bool) -> None:
    """Whether the running server records, into which session, and why not.

    \b
    Examples:
      spxcc record status --json
    """
    _ask(attach, token, "query", "record.status", as_json)


@command.command("stop")
@attach_option
@token_option
@json_option
@guarded
def stop_command(attach: str | None, token: str | None, as_json: bool) -> None:
    """Record nothing more of the running server until `spxcc record start` or its end.

    \b
    Examples:
      spxcc record stop
    """
    _ask(attach, token, "command", "record.stop", as_json)


@command.command("start")
@attach_option
@token_option
@json_option
@guarded
def start_command(attach: str | None, token: str | None, as_json: bool) -> None:
    """Go on in the same session after `spxcc record stop`; the gap is noted in it, and its digest ends there.

    \b
    Examples:
      spxcc record start
    """
    _ask(attach, token, "command", "record.start", as_json)


def _ask(attach: str | None, token: str | None, what: Literal["query", "command"], name: str, as_json: bool) -> None:
    url = address(attach)
    if url is None:
        raise UserError("expected a running server, found none; start `spxcc` or name another one by --attach URL", 3)
    state = asked(url, token, what, name, {}, RecordingState)
    if as_json:
        click.echo(msgspec.json.encode(state).decode())
        return
    size = f"{state.name}  {state.events:,} events  {state.size_bytes / 2**20:,.1f} MB"
    click.echo(f"recording {size}" if state.on else f"not recording: {state.reason}{f'  {size}' if state.name else ''}")


def tell(backend: Backend) -> None:
    """One line over the last, where somebody watches."""
    import sys

    from spxcc.market.session import to_exchange

    state, as_of = backend.recording.state(), backend.node.as_of
    if as_of is not None and sys.stderr.isatty():
        told = f"{to_exchange(as_of):%H:%M:%S}  {state.events:,} events  {state.size_bytes / 2**20:,.1f} MB"
        click.echo(f"\r{told}   ", err=True, nl=backend.node.finished)
