"""`spxcc bench`: measurements of this machine."""

import platform
import sys
from collections.abc import Sequence
from pathlib import Path

import click
import msgspec

from spxcc.runtime.bench.figure import Figure, heading, row
from spxcc.runtime.bench.profile import hottest, profile_table
from spxcc.runtime.bench.saved import Change, change_heading, change_row, compare, load, save
from spxcc.runtime.bench.suite import NAMES, measured
from spxcc.runtime.cli.options import guarded, json_option
from spxcc.runtime.clock import SystemClock


@click.command("bench")
@click.argument("name", nargs=-1, metavar="[NAME]...")
@click.option("--quick", is_flag=True, help="Fewer samples.")
@click.option("--peers", is_flag=True, help="Also the same desk made of textual-plotext and DataTable.")
@click.option("--save", "kept", type=click.Path(path_type=Path), help="Keep this run in a file.")
@click.option("--against", type=click.Path(path_type=Path), help="Compare with a run that was kept.")
@click.option("--profile", metavar="NAME", help="Instead: the hottest functions of gex, candles or encode.")
@json_option
@guarded
def command(
    name: tuple[str, ...],
    quick: bool,
    peers: bool,
    kept: Path | None,
    against: Path | None,
    profile: str | None,
    as_json: bool,
) -> None:
    """Measure: tick, desk, start, gex, candles, encode, recording (all of these, without a name).

    Only by name: peers, soak, streams, candle-peers (beside pandas), scaling (chains up to 100,000 contracts).

    The desk and the tick are drawn into a pseudo terminal of their own process; every figure is the median of its
    samples beside their middle half. soak plays four hours of market and takes a quarter of an hour. Exit code 1 says
    that a figure is over its budget, or clearly worse than in the run it is compared with: medians of seven samples or
    more a quarter apart, and ranges that do not overlap.

    \b
    Examples:
      spxcc bench
      spxcc bench desk tick --quick
      spxcc bench desk --peers
      spxcc bench gex --json
      spxcc bench candles --save before.json
      spxcc bench candles --against before.json
      spxcc bench --profile gex
    """
    if profile is not None:
        _print_profile(profile, quick, as_json)
        return
    before = load(against) if against is not None else None
    figures = []
    chosen = (*(name or NAMES), "peers") if peers and "peers" not in name else name
    if not as_json:
        click.echo(f"{platform.platform()}, Python {platform.python_version()}\n{heading()}")
    for figure in measured(chosen, quick, SystemClock()):
        figures.append(figure)
        if not as_json:
            click.echo(row(figure))
    if kept is not None:
        save(kept, figures, SystemClock().now(), platform.platform(), platform.python_version())
    changes = list(compare(before, figures)) if before is not None else []
    if as_json:
        _print_json(chosen or NAMES, figures, changes)
    elif before is not None:
        click.echo("\n" + "\n".join((change_heading(before), *map(change_row, changes))))
    good = all(one.ok is not False for one in figures) and all(one.verdict != "worse" for one in changes)
    sys.exit(0 if good else 1)


def _print_json(chosen: Sequence[str], figures: Sequence[Figure], changes: Sequence[Change]) -> None:
    about = {"platform": platform.platform(), "python": platform.python_version(), "benches": chosen}
    found: dict[str, object] = {**about, "figures": [one.as_dict() for one in figures]}
    if changes:
        found["changes"] = changes
    click.echo(msgspec.json.encode(found).decode())


def _print_profile(name: str, quick: bool, as_json: bool) -> None:
    found = hottest(name, quick, SystemClock())
    click.echo(msgspec.json.encode(found).decode() if as_json else profile_table(name, found))
