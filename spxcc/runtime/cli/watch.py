"""`spxcc watch`: an inline strip of six rows."""

import sys

import click

from spxcc.runtime.choice import choose_feed, remote_token, running_server
from spxcc.runtime.cli.options import Speed, configured, feed_options, guarded
from spxcc.runtime.config import Config
from spxcc.runtime.errors import UserError
from spxcc.runtime.logs import log_to_file
from spxcc.runtime.paths import user_paths


@click.command("watch")
@feed_options
@click.option("--attach", metavar="URL", help="The server to show; default: this user's running one, if any.")
@click.option("--token", help="Token for --attach; default: that of this user's running server.")
@click.option("--speed", type=Speed(), default="1", show_default=True, help="Market seconds a second, or max.")
@click.option("--at", metavar="HH:MM", help="Exchange time the simulator starts from.")
@guarded
def command(
    feed: str | None,
    scenario: str | None,
    seed: int | None,
    attach: str | None,
    token: str | None,
    speed: float | None,
    at: str | None,
) -> None:
    """Price, gamma and flip, nearest levels above and below, the NOW line, and how the feed is: six rows; q quits.

    Shows this user's running server, unless a feed is asked for; without one it plays a feed of its own. The shell's
    history stays above the strip, and the last rows stay when it ends.

    \b
    Examples:
      spxcc watch
      spxcc watch --scenario flip-loss --at 14:30
      spxcc watch --attach ws://127.0.0.1:8787/ws/prices
    """
    config = configured(feed=feed, scenario=scenario, seed=seed)
    if sys.platform == "win32" or not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise UserError("expected a terminal of a Unix system to draw in, found none; use spxcc tail for pipes")
    log_to_file(user_paths().log_file)
    asked = any(each is not None for each in (feed, scenario, seed, at)) or speed != 1.0
    found = None if asked or attach is not None else running_server()
    if attach is not None or found is not None:
        _attached(attach if found is None else found.url, token, config)
        return
    _own(config, at, speed)


def _attached(url: str | None, token: str | None, config: Config) -> None:
    from spxcc.runtime.terminal import Terminal

    if url is None or not url.startswith(("ws://", "wss://")):
        raise UserError(f"expected an address such as ws://127.0.0.1:8787/ws/prices, found {str(url)[:60]!r}")
    Terminal(config).attached(url, remote_token(token)).watch()


def _own(config: Config, at: str | None, speed: float | None) -> None:
    from spxcc.runtime.backend import Backend, BackendOptions
    from spxcc.runtime.terminal import Terminal

    options = BackendOptions(speed=speed, events=user_paths().events_file)
    # Nobody else attaches to a server that ends with six rows, so it takes any port and is not announced.
    Terminal(config).over(Backend(choose_feed(config, at), config, options), announced=False).watch()
