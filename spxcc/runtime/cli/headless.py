"""`spxcc headless`: one capture window in which every channel must deliver."""

import asyncio
import sys
from collections.abc import Sequence
from dataclasses import replace

import click

from spxcc.client.window import CaptureReport
from spxcc.gateway.server import BindError
from spxcc.runtime.backend import Backend, BackendOptions
from spxcc.runtime.choice import choose_feed, remote_token
from spxcc.runtime.cli.options import configured, feed_options, guarded, json_option
from spxcc.runtime.errors import UserError
from spxcc.runtime.logs import log_to_file
from spxcc.runtime.paths import user_paths
from spxcc.runtime.smoke import capture_attached, capture_own


@click.command("headless")
@feed_options
@click.option("--seconds", type=click.FloatRange(0.1, 86_400), default=15.0, show_default=True, help="Length.")
@click.option("--attach", metavar="URL", help="Watch a running server instead of one of its own.")
@click.option("--token", help="Token for --attach; default: that of this user's running server.")
@click.option("--fail-engine", multiple=True, hidden=True, help="Make an engine raise; the others must live.")
@json_option
@guarded
def command(
    feed: str | None,
    scenario: str | None,
    seed: int | None,
    seconds: float,
    attach: str | None,
    token: str | None,
    fail_engine: tuple[str, ...],
    as_json: bool,
) -> None:
    """Smoke test: within one window every channel must deliver its snapshot and stay alive.

    Prints frames, time to the first snapshot, gaps and age per channel; exit code 1 names what was missing.

    \b
    Examples:
      spxcc headless
      spxcc headless --seconds 5 --json
      spxcc headless --attach ws://127.0.0.1:8787/ws/prices
    """
    config = configured(feed=feed, scenario=scenario, seed=seed)
    log_to_file(user_paths().log_file)
    if attach is not None:
        report = asyncio.run(capture_attached(attach, remote_token(token), seconds))
    else:
        backend = Backend(choose_feed(config), config, BackendOptions(failing=checked(fail_engine)))
        try:
            report = asyncio.run(capture_own(backend, seconds))
        except BindError as error:
            raise UserError(str(error), 3) from None
        report = replace(report, errors=(*report.errors, *backend.complaints()))
    print_report(report, as_json)
    sys.exit(0 if report.ok else exit_code(report))


def checked(names: Sequence[str]) -> tuple[str, ...]:
    """Names of engines. Raises UserError for an unknown one."""
    from spxcc.engines.catalog import ENGINES

    known = [engine.key.name for engine in ENGINES]
    for name in names:
        if name not in known:
            raise UserError(f"expected an engine of {', '.join(known)}, found {name[:32]!r}")
    return tuple(names)


def exit_code(report: CaptureReport) -> int:
    """3 where no connection came about, else 1."""
    return 3 if report.epoch is None else 1


def print_report(report: CaptureReport, as_json: bool) -> None:
    """The report as JSON, or as a table with a verdict."""
    if as_json:
        click.echo(report.json().decode())
        return
    click.echo(f"{'channel':<18}{'frames':>7}{'items':>7}{'snapshot':>10}{'gaps':>6}{'age':>9}")
    for name, one in report.channels.items():
        snapshot = "never" if one.snapshot_ms is None else f"{one.snapshot_ms:.0f} ms"
        age = "–" if one.last_age_ms is None else f"{one.last_age_ms:.0f} ms"
        click.echo(f"{name:<18}{one.frames:>7}{one.items:>7}{snapshot:>10}{one.gaps:>6}{age:>9}")
    for hop, took in report.latency_ms.items():
        click.echo(f"latency {hop:<10} p50 {took.p50:.1f}  p95 {took.p95:.1f}  max {took.max:.1f} ms")
    for error in report.errors:
        click.echo(f"error    {error}", err=True)
    for name in report.missing:
        click.echo(f"missing  {name}: no snapshot within {report.seconds:.1f} s", err=True)
    click.echo(f"{'ok' if report.ok else 'FAILED'}: {report.mode or 'no connection'}, {report.seconds:.1f} s")
