"""`spxcc bench`: measurements of this machine."""

import platform
import sys

import click
import msgspec

from spxcc.runtime.bench.figure import heading, row
from spxcc.runtime.bench.suite import NAMES, measured
from spxcc.runtime.cli.options import guarded, json_option
from spxcc.runtime.clock import SystemClock


@click.command("bench")
@click.argument("name", nargs=-1, metavar="[NAME]...")
@click.option("--quick", is_flag=True, help="Fewer samples.")
@click.option("--peers", is_flag=True, help="Also the same desk made of textual-plotext and DataTable.")
@json_option
@guarded
def command(name: tuple[str, ...], quick: bool, peers: bool, as_json: bool) -> None:
    """Measure: tick, desk, start, gex, candles, encode (all of these, without a name), peers, soak.

    The desk and the tick are drawn into a pseudo terminal of their own process; every figure is the median of its
    samples beside their middle half. Exit code 1 says that one is over its budget. soak plays four hours of market and
    takes a quarter of an hour.

    \b
    Examples:
      spxcc bench
      spxcc bench desk tick --quick
      spxcc bench desk --peers
      spxcc bench gex --json
    """
    figures = []
    chosen = (*(name or NAMES), "peers") if peers and "peers" not in name else name
    if not as_json:
        click.echo(f"{platform.platform()}, Python {platform.python_version()}\n{heading()}")
    for figure in measured(chosen, quick, SystemClock()):
        figures.append(figure)
        if not as_json:
            click.echo(row(figure))
    if as_json:
        about = {"platform": platform.platform(), "python": platform.python_version(), "benches": chosen or NAMES}
        click.echo(msgspec.json.encode({**about, "figures": [one.as_dict() for one in figures]}).decode())
    sys.exit(0 if all(one.ok is not False for one in figures) else 1)
