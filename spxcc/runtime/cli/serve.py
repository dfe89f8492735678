"""`spxcc serve`: the backend without a screen."""

import asyncio
import sys

import click

from spxcc.gateway.limits import Caps
from spxcc.gateway.server import BindError
from spxcc.runtime.backend import Backend, BackendOptions
from spxcc.runtime.caps import room_for
from spxcc.runtime.choice import choose_feed
from spxcc.runtime.cli.options import Speed, configured, feed_options, guarded, json_option
from spxcc.runtime.errors import UserError
from spxcc.runtime.logs import log_to_file, tell_warnings
from spxcc.runtime.paths import user_paths
from spxcc.runtime.recording import wish_of
from spxcc.runtime.serving import serving, until_ended


@click.command("serve")
@feed_options
@click.option("--host", help="Address to listen on; others than loopback need a configured key.")
@click.option("--port", type=int, help="Port; the next free one if it is taken.")
@click.option("--speed", type=Speed(), default="1", show_default=True, help="Market seconds a second, or max.")
@click.option("--no-auth", is_flag=True, help="No token needed; on loopback only.")
@click.option("--bus", metavar="URL", help="Share one engine among machines: nats://HOST:4222.")
@click.option(
    "--role",
    type=click.Choice(["engine", "gateway"]),
    default="gateway",
    show_default=True,
    help="With --bus: compute for all, or serve clients what the engine computes.",
)
@click.option("--bus-name", default="desk", show_default=True, help="With --bus: which engine, where several share it.")
@click.option("--check", is_flag=True, help="Start, report and end.")
@json_option
@guarded
def command(
    feed: str | None,
    scenario: str | None,
    seed: int | None,
    host: str | None,
    port: int | None,
    speed: float | None,
    no_auth: bool,
    bus: str | None,
    role: str,
    bus_name: str,
    check: bool,
    as_json: bool,
) -> None:
    """Serve /ws/prices and the read-only HTTP routes until Ctrl-C.

    \b
    Examples:
      spxcc serve
      spxcc serve --check --json
      spxcc serve --scenario trend --speed 10 --port 9000
      spxcc serve --bus nats://10.0.0.5:4222 --role engine
    """
    config = configured(feed=feed, scenario=scenario, seed=seed, host=host, port=port)
    log_to_file(user_paths().log_file, config.settings.log_format)
    if config.settings.max_clients > Caps().total:
        room_for(config.settings.max_clients)
    ledger = None if check else user_paths().ledger_file
    options = BackendOptions(
        speed=speed,
        host=config.settings.host,
        port=config.settings.port,
        no_auth=no_auth,
        ledger=ledger,
        events=user_paths().events_file,
        recording=None if check else wish_of(config.settings, user_paths().sessions),
        lingers=not check,
        sessions=user_paths().sessions,
    )
    try:
        if bus is not None:
            from spxcc.runtime.bus_roles import run_role

            asyncio.run(
                run_role(role, bus, bus_name, lambda: Backend(choose_feed(config), config, options), config, options)
            )
            return
        backend = Backend(choose_feed(config), config, options)
        asyncio.run(_check(backend, as_json) if check else _serve(backend))
    except BindError as error:
        raise UserError(str(error), 3) from None


async def _check(backend: Backend, as_json: bool) -> None:
    """Bind, play until the first step, report."""
    address = await backend.start()
    playing = asyncio.ensure_future(backend.run())
    await backend.node.caught_up.wait()
    failed = backend.node.failure or next(iter(backend.complaints()), None)
    channels = [name for name in backend.hub.names() if backend.hub.latest(name) is not None]
    playing.cancel()
    await asyncio.wait({playing})
    await backend.stop()
    if as_json:
        import msgspec

        report = {"ok": failed is None, "url": address.url, "mode": backend.mode, "channels": channels}
        click.echo(msgspec.json.encode(report).decode())
    else:
        verdict = "ok" if failed is None else "FAILED"
        click.echo(f"{verdict}: {address.url} ({backend.mode}: {backend.title}), {len(channels)} channels have a value")
    if failed is not None:
        raise UserError(failed, 1)


async def _serve(backend: Backend) -> None:
    async with serving(backend) as url:
        click.echo(f"serving {url} ({backend.mode}: {backend.title}); Ctrl-C ends it", err=True)
        tell_warnings("spxcc.feeds")
        await until_ended()
    if backend.node.failure is not None:
        click.echo(f"spxcc: {backend.node.failure}", err=True)
        sys.exit(1)
