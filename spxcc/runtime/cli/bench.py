"""`spxcc bench`: measurements of this machine."""

import os
import platform
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click
import msgspec

from spxcc.runtime.bench.beside import changes as changes_beside
from spxcc.runtime.bench.capacity import plan_markdown
from spxcc.runtime.bench.clients_node import missing_node, node_command
from spxcc.runtime.bench.figure import Figure, heading, row
from spxcc.runtime.bench.flame import flame_svg
from spxcc.runtime.bench.packages import look_into, peers_at, run
from spxcc.runtime.bench.profile import hottest, profile_table, stacks_of
from spxcc.runtime.bench.saved import Change, change_columns, change_heading, change_row, compare, load, save
from spxcc.runtime.bench.suite import NAMES, PEERS, bench_named, measured
from spxcc.runtime.bench.table import BENCHES, SHORT, bars, markdown
from spxcc.runtime.cli.options import guarded, json_option
from spxcc.runtime.clock import SystemClock
from spxcc.runtime.errors import UserError
from spxcc.runtime.paths import user_paths

QUICK = ("tick", "desk", "gex", "candles", "encode", "start")
"""What a quick run without names measures, in less than a minute."""


@dataclass(frozen=True, slots=True)
class How:
    """What was asked for, beside names."""

    quick: bool
    markdown: bool
    kept: Path | None
    against: Path | None
    as_json: bool


@click.command("bench")
@click.argument("name", nargs=-1, metavar="[NAME]...")
@click.option("--quick", is_flag=True, help="Fewer samples; without a name less than a minute.")
@click.option("--peers", is_flag=True, help="Install what others make into a scratch directory, and measure it beside.")
@click.option("--markdown", "as_markdown", is_flag=True, help="The table of the README.")
@click.option("--save", "kept", type=click.Path(path_type=Path), help="Keep this run in a file.")
@click.option("--against", type=click.Path(path_type=Path), help="Compare with a run that was kept.")
@click.option("--beside", type=click.Path(path_type=Path), help="Compare with the code in another checkout, in turns.")
@click.option("--capacity", type=click.Path(path_type=Path), help="Instead: how many clients, by a run that was kept.")
@click.option("--profile", metavar="NAME", help="Instead: the hottest functions of any benchmark.")
@click.option("--flame", type=click.Path(path_type=Path), help="With --profile: a flame graph (SVG) in this file.")
@json_option
@guarded
def command(
    name: tuple[str, ...],
    quick: bool,
    peers: bool,
    as_markdown: bool,
    kept: Path | None,
    against: Path | None,
    beside: Path | None,
    capacity: Path | None,
    profile: str | None,
    flame: Path | None,
    as_json: bool,
) -> None:
    """Measure: tick, desk, start, gex, candles, encode, recording (all of these, without a name).

    Only by name: what takes packages of others (chart, pricing, peers, loops; --peers installs them), Node.js with ws
    (streams, fanout, herd), nats-server (gateways), pandas (candle-peers), or time (matrix, growth, scaling, limits,
    clients, soak: four hours of market in a quarter of an hour).

    Whatever is drawn is drawn into a pseudo terminal of its own process; every figure is the median of its samples
    beside their middle half, every bound the least of them: nobody, or no code of its method, goes below. Exit code 1
    says that a figure is over its budget, or clearly worse than in the run, or by the code, that it is compared with:
    medians of seven samples or more a quarter apart, and ranges that do not overlap.

    \b
    Examples:
      spxcc bench --quick
      spxcc bench --peers --markdown
      spxcc bench chart pricing --peers
      spxcc bench gex --json
      spxcc bench candles --save before.json
      spxcc bench candles --against before.json
      spxcc bench gex candles --beside ../spxcc-before
      spxcc bench --profile desk --flame desk.svg
      spxcc bench --profile chart --peers
      spxcc bench fanout herd clients --save run.json && spxcc bench --capacity run.json
    """
    if capacity is not None:
        click.echo(plan_markdown(load(capacity), "spxcc bench --capacity FILE"))
        return
    if flame is not None and profile is None:
        raise UserError("expected --profile NAME beside --flame, found none; say what to draw")
    if peers:
        look_into(peers_at(user_paths().state / "bench", run, _say), os.environ)
    if profile is not None:
        _print_profile(profile, quick, flame, as_json)
        return
    chosen = name or (BENCHES if as_markdown else QUICK if quick else NAMES)
    if peers and not as_markdown:
        chosen = (*chosen, *(peer for peer, of in PEERS.items() if peer not in chosen and (not name or of in name)))
    if not name and "streams" in chosen and node_command() is None:
        _say(f"streams: {missing_node()}")
        chosen = tuple(one for one in chosen if one != "streams")
    if beside is not None:
        _print_beside(chosen, beside, as_json)
        return
    _measure(chosen, How(quick, as_markdown, kept, against, as_json))


def _say(text: str) -> None:
    click.echo(text, err=True)


def _measure(chosen: Sequence[str], how: How) -> None:
    before = load(how.against) if how.against is not None else None
    for one in chosen:
        bench_named(one)
    silent, figures = how.as_json or how.markdown, list[Figure]()
    if not silent:
        click.echo(f"{platform.platform()}, Python {platform.python_version()}\n{heading()}")
    for figure in measured(chosen, how.quick, SystemClock(), SHORT if how.markdown else ()):
        figures.append(figure)
        if not silent:
            click.echo(row(figure))
        elif how.markdown:
            _say(row(figure))
    if how.kept is not None:
        save(how.kept, figures, SystemClock().now(), platform.platform(), platform.python_version())
    changes = list(compare(before, figures)) if before is not None else []
    if how.as_json:
        _print_json(chosen, figures, changes)
    elif how.markdown:
        click.echo(markdown(figures, SystemClock().now(), _machine(), platform.python_version()))
    else:
        for line in bars(figures):
            click.echo(line)
        if before is not None:
            click.echo("\n" + "\n".join((change_heading(before), *map(change_row, changes))))
    good = all(one.ok is not False for one in figures) and all(one.verdict != "worse" for one in changes)
    sys.exit(0 if good else 1)


def _machine() -> str:
    """System, processor and cores, without the name of the machine."""
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"


def _print_beside(chosen: Sequence[str], other: Path, as_json: bool) -> None:
    found = list(changes_beside(chosen, other))
    if as_json:
        click.echo(msgspec.json.encode({"benches": chosen, "changes": found}).decode())
    else:
        click.echo(f"against the code in {other}, in turns\n{change_columns()}")
        click.echo("\n".join(map(change_row, found)))
    sys.exit(1 if any(one.verdict == "worse" for one in found) else 0)


def _print_json(chosen: Sequence[str], figures: Sequence[Figure], changes: Sequence[Change]) -> None:
    about = {"platform": platform.platform(), "python": platform.python_version(), "benches": chosen}
    found: dict[str, object] = {**about, "figures": [one.as_dict() for one in figures]}
    if changes:
        found["changes"] = changes
    click.echo(msgspec.json.encode(found).decode())


def _print_profile(name: str, quick: bool, flame: Path | None, as_json: bool) -> None:
    if flame is not None:
        stacks = stacks_of(name, quick, SystemClock())
        try:
            flame.write_text(flame_svg(f"spxcc bench {name}", stacks), encoding="utf-8")
        except OSError as error:
            raise UserError(f"expected to write {flame}: {error.strerror}; name another file") from None
        click.echo(f"{flame}: {sum(stacks.values()):,} samples")
        return
    found = hottest(name, quick, SystemClock())
    click.echo(msgspec.json.encode(found).decode() if as_json else profile_table(name, found))
