"""`spxcc replay`: files as a session, in the terminal or without a screen."""

import asyncio
import sys
from pathlib import Path

import click
import msgspec

from spxcc.client.window import CaptureReport
from spxcc.gateway.server import BindError
from spxcc.ledger.packs.layout import is_pack
from spxcc.market.units import UnixNanos
from spxcc.protocol.names import PUBLIC_CHANNELS
from spxcc.runtime.backend import Backend, BackendOptions
from spxcc.runtime.choice import choose_replay
from spxcc.runtime.cli.headless import print_report
from spxcc.runtime.cli.options import Speed, configured, existing, guarded, instant_of, json_option
from spxcc.runtime.cli.share import show_pack
from spxcc.runtime.cli.tui import screen_options, show_terminal
from spxcc.runtime.digest import Digest
from spxcc.runtime.errors import UserError
from spxcc.runtime.smoke import capture_own

REQUIRED = (*PUBLIC_CHANNELS, "price:SPX", "bars:SPX")
OPTIONAL = ("price:SPY", "bars:SPY")


@click.command("replay")
@click.argument("source", nargs=-1, required=True)
@click.option("--date", metavar="YYYY-MM-DD", help="Session to play; default: the one after the chain, or the first.")
@click.option("--at", metavar="HH:MM", help="Exchange time to start from; the morning before comes at once.")
@click.option("--as-of", metavar="ISO", help="Time of a chain file that does not say its own.")
@click.option("--speed", type=Speed(), default="1", show_default=True, help="Market seconds a second, or max.")
@click.option("--headless", is_flag=True, help="No screen: play to the end, report and print the digest.")
@screen_options
@json_option
@guarded
def command(
    source: tuple[str, ...],
    date: str | None,
    at: str | None,
    as_of: str | None,
    speed: float | None,
    headless: bool,
    as_json: bool,
    **screen: object,
) -> None:
    """Play minute bars (CSV, Parquet, LEAN archives or a directory of them) with an option chain (Cboe CSV
    or JSON, Massive Parquet).

    A bar becomes visible at its end, whole; no tick is invented. Panels without input say why.

    \b
    Examples:
      spxcc replay spy_1min.parquet spx_chain.csv --speed 60
      spxcc replay lean/ --date 2021-01-04 --headless --speed max --json
    """
    config = configured()
    if len(source) == 1 and is_pack(Path(source[0])):
        if headless:
            raise UserError("expected a session for --headless, found a share pack, which has no events to play")
        show_pack(Path(source[0]), at, speed, **screen)
        return
    plan = choose_replay(existing(source), date, at, instant_of(as_of))
    if not headless:
        show_terminal(plan, config, speed, **screen)
        return
    backend = Backend(plan, config, BackendOptions(speed=speed))
    digest = backend.digest
    try:
        report = asyncio.run(capture_own(backend, 5.0, REQUIRED, OPTIONAL, whole=True))
    except BindError as error:
        raise UserError(str(error), 3) from None
    if as_json:
        click.echo(msgspec.json.encode({**msgspec.to_builtins(report), **_played(backend, digest)}).decode())
    else:
        _print(report, backend, digest)
    sys.exit(0 if report.ok and backend.node.failure is None else 1)


def _played(backend: Backend, digest: Digest) -> dict[str, object]:
    """What `--json` adds to the report of the window."""
    pipeline, snapshot = backend.pipeline, backend.pipeline.snapshot
    counts = pipeline.counts
    minutes = {} if snapshot is None else {symbol: len(bars.today) for symbol, bars in snapshot.bars.items()}
    return {
        "events": sum(counts.values()),
        "events_by_kind": dict(sorted(counts.items())),
        "bars": minutes,
        "trades": counts["OptionTrade"],
        "from": _iso(pipeline.first),
        "to": _iso(pipeline.last),
        "digest": digest.hexdigest(),
        "digest_frames": digest.frames,
        "warnings": [] if snapshot is None else [notice.text for notice in snapshot.notices],
        "failure": backend.node.failure,
    }


def _print(report: CaptureReport, backend: Backend, digest: Digest) -> None:
    print_report(report, as_json=False)
    for name, value in _played(backend, digest).items():
        if name == "warnings":
            assert isinstance(value, list)
            for text in value:
                click.echo(f"note     {text}")
        else:
            click.echo(f"{name:<15}{value}")


def _iso(instant: UnixNanos | None) -> str | None:
    from spxcc.market.session import to_exchange

    return None if instant is None else to_exchange(instant).isoformat()
