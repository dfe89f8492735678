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
@json_option
@guarded
def command(name: tuple[str, ...], quick: bool, as_json: bool) -> None:
    """Measure: tick, desk, start, gex, candles, encode (all, without a name).

    The desk and the tick are drawn into a pseudo terminal of their own process; every figure is the median of its
    samples beside their middle half. Exit code 1 says that one is over its budget.

    \b
    Examples:
      spxcc bench
      spxcc bench desk tick --quick
      spxcc bench gex --json
    """
    figures = []
    if not as_json:
        click.echo(f"{platform.platform()}, Python {platform.python_version()}\n{heading()}")
    for figure in measured(name, quick, SystemClock()):
        figures.append(figure)
        if not as_json:
            click.echo(row(figure))
    if as_json:
        about = {"platform": platform.platform(), "python": platform.python_version(), "benches": name or NAMES}
        click.echo(msgspec.json.encode({**about, "figures": [one.as_dict() for one in figures]}).decode())
    sys.exit(0 if all(one.ok is not False for one in figures) else 1)
