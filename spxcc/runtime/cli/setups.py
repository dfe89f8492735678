"""`spxcc setups`: check files of setups, play them on days without drift and on recorded ones."""

import sys
from pathlib import Path
from typing import Any

import click
import msgspec

from spxcc.runtime.cli.options import guarded, json_option
from spxcc.runtime.paths import user_paths

user_option = click.option("--file", "files", multiple=True, metavar="FILE", help="Setups of this file besides ours.")


@click.group("setups")
def command() -> None:
    """Setups are data: the twelve that ship, and yours in the configuration directory.

    \b
    Examples:
      spxcc setups list
      spxcc setups lint my_setup.toml
      spxcc setups dry-run
      spxcc setups funnel --bars spy_1min.parquet
    """


@command.command("list")
@json_option
@guarded
def list_command(as_json: bool) -> None:
    """The catalogue with the version of each setup's rules, and what is wrong with files of yours."""
    from spxcc.runtime.cli.setups_text import print_catalogue
    from spxcc.runtime.setup_files import catalogue

    found = catalogue(user_paths().setups_dir)
    print_catalogue(found, as_json)
    sys.exit(1 if found.problems else 0)


@command.command("lint")
@click.argument("files", nargs=-1, metavar="FILE…")
@json_option
@guarded
def lint_command(files: tuple[str, ...], as_json: bool) -> None:
    """Check files of setups: future references, units, unknown features, each with file and line.

    Without a file those of the configuration directory. Ends with 1 if anything is wrong.

    \b
    Examples:
      spxcc setups lint
      spxcc setups lint ~/.config/spxcc/setups/mine.toml
    """
    from spxcc.engines.setups.catalogue.shipped import shipped
    from spxcc.runtime.cli.setups_text import print_lint
    from spxcc.runtime.setup_files import read_files, user_files

    paths = [Path(name) for name in files] or user_files(user_paths().setups_dir)
    if not paths:
        click.echo(f"no setups of yours in {user_paths().setups_dir}; the {len(shipped())} that ship are right")
        return
    found = read_files(paths, shipped())
    print_lint(found, as_json)
    sys.exit(1 if found.problems else 0)


@command.command("features")
@json_option
@guarded
def features_command(as_json: bool) -> None:
    """Every word of the language, with its unit."""
    from spxcc.runtime.cli.setups_text import print_features

    print_features(as_json)


@command.command("dry-run")
@click.option("--seed", "seeds", type=int, multiple=True, help="Seed of the days; may be given again.")
@click.option("--all-seeds", is_flag=True, help="The fixed seed and three others.")
@click.option("--days", type=click.IntRange(2, 20_000), default=1500, show_default=True, help="Sessions.")
@user_option
@json_option
@guarded
def dry_run_command(seeds: tuple[int, ...], all_seeds: bool, days: int, files: tuple[str, ...], as_json: bool) -> None:
    """Play the setups that need no chain on days without drift, beside random entries under the same rules.

    No setup may earn or win anything there. Ends with 1 if one departs from random entries at 1 % after Holm's
    correction: then its rules look ahead, or are resolved wrongly.

    \b
    Examples:
      spxcc setups dry-run
      spxcc setups dry-run --all-seeds --json
      spxcc setups dry-run --days 300 --file mine.toml
    """
    from spxcc.engines.setups.trial.dry_run import CHAIN_FREE, OTHER_SEEDS, SEED, chain_free, dry_run
    from spxcc.runtime.cli.setups_text import dry_run_object, print_dry_run

    made = [one for one in _definitions(files) if one.code in CHAIN_FREE or (one.code not in CODES and chain_free(one))]
    departs = False
    results: list[Any] = []
    for seed in (SEED, *OTHER_SEEDS) if all_seeds else seeds or (SEED,):
        found = dry_run(made, seed, days, told=_told(as_json))
        departs = departs or bool(found.departs)
        results.append(dry_run_object(found))
        if not as_json:
            print_dry_run(found)
    if as_json:
        click.echo(msgspec.json.encode(results))
    sys.exit(1 if departs else 0)


@command.command("funnel")
@click.option("--bars", "bars", metavar="FILE", help="Minute bars of SPX or SPY; default: days without drift.")
@click.option("--days", type=click.IntRange(1, 5000), default=250, show_default=True, help="At most so many sessions.")
@user_option
@json_option
@guarded
def funnel_command(bars: str | None, days: int, files: tuple[str, ...], as_json: bool) -> None:
    """How many places armed, were blocked by which gate, triggered and filled; blocked ones are resolved as shadows.

    \b
    Examples:
      spxcc setups funnel
      spxcc setups funnel --bars spy_1min_rth.parquet --days 20
    """
    from spxcc.runtime.cli.setups_text import print_funnels
    from spxcc.runtime.setup_funnel import funnel_of_bars, funnel_of_noise

    made = _definitions(files)
    told = _told(as_json)
    found = (
        funnel_of_noise(made, min(days, 250), told) if bars is None else funnel_of_bars(made, Path(bars), days, told)
    )
    print_funnels(found, as_json)


CODES = frozenset(f"S{number}" for number in range(1, 13))


def _definitions(files: tuple[str, ...]) -> Any:
    """Ours and those of the files. Raises UserError for a file that is wrong."""
    from spxcc.engines.setups.catalogue.shipped import shipped
    from spxcc.runtime.errors import UserError
    from spxcc.runtime.setup_files import read_files

    found = read_files([Path(name) for name in files], shipped())
    if found.problems:
        raise UserError("\n".join(map(str, found.problems)))
    return (*shipped(), *found.definitions)


def _told(quiet: bool) -> Any:
    """Progress on standard error, where somebody watches."""
    watched = not quiet and sys.stderr.isatty()
    return lambda word: click.echo(f"\r\x1b[K{word} …", nl=False, err=True) if watched else None
