"""`spxcc web`: the terminal in a browser of this machine."""

import asyncio

import click

from spxcc.runtime.backend import Backend, BackendOptions
from spxcc.runtime.browser import browsing, needed
from spxcc.runtime.choice import choose_feed, running_server
from spxcc.runtime.cli.options import Speed, configured, feed_options, guarded
from spxcc.runtime.config import Config
from spxcc.runtime.errors import UserError
from spxcc.runtime.logs import log_to_file
from spxcc.runtime.paths import user_paths
from spxcc.runtime.serving import serving, until_ended

PORT = 8800


@click.command("web")
@feed_options
@click.option("--port", type=click.IntRange(0, 65_535), default=PORT, show_default=True, help="Of the page; 0: any.")
@click.option("--speed", type=Speed(), default="1", show_default=True, help="Market seconds a second, or max.")
@click.option("--at", metavar="HH:MM", help="Exchange time the simulator starts from.")
@guarded
def command(
    feed: str | None, scenario: str | None, seed: int | None, port: int, speed: float | None, at: str | None
) -> None:
    """The terminal as a page on 127.0.0.1 until Ctrl-C; every tab shows the same server.

    That server is this user's running one, else one that is started for it and ends with it. There is no password:
    who may use this machine's loopback may open the page, and only pages of its own address may talk to it.

    \b
    Examples:
      spxcc web
      spxcc web --port 9000 --scenario flip-loss --at 14:30
    """
    needed()
    config = configured(feed=feed, scenario=scenario, seed=seed)
    log_to_file(user_paths().log_file)
    asked = any(each is not None for each in (feed, scenario, seed, at)) or speed != 1.0
    found = running_server()
    if found is not None and asked:
        raise UserError(f"expected no feed beside the running server {found.url}, found one asked for; end that first")
    if found is not None:
        asyncio.run(_page(found.url, port))
    else:
        asyncio.run(_with_server(config, at, speed, port))


async def _page(url: str, port: int) -> None:
    async with browsing(url, port) as address:
        click.echo(f"{address} shows {url}; Ctrl-C ends it", err=True)
        await until_ended()


async def _with_server(config: Config, at: str | None, speed: float | None, port: int) -> None:
    paths, settings = user_paths(), config.settings
    options = BackendOptions(
        speed=speed, host=settings.host, port=settings.port, ledger=paths.ledger_file, events=paths.events_file
    )
    async with serving(Backend(choose_feed(config, at), config, options)) as url:
        await _page(url, port)
