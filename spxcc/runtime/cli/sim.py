"""`spxcc sim`: the simulator's scenarios, and the simulated market as a Massive-compatible service."""

import asyncio
from dataclasses import replace
from pathlib import Path

import click
import msgspec

from spxcc.feeds.simulator.scenario import Scenario
from spxcc.feeds.simulator.scenarios import DEFAULT, SCENARIOS, scenario_named
from spxcc.runtime.cli.options import Speed, guarded, json_option
from spxcc.runtime.errors import UserError


@click.command("sim")
@click.option("--day", metavar="SCENARIO", help="Describe one scenario.")
@click.option("--list", "listing", is_flag=True, help="List the scenarios; also what happens without any option.")
@click.option(
    "--massive", type=click.IntRange(0, 65_535), metavar="PORT", help="Serve Massive's API here; 0 = any port."
)
@click.option("--scenario", metavar="NAME", help=f"Day to serve; {DEFAULT} by default.")
@click.option("--seed", type=int, default=7, show_default=True, help="Seed of the simulator.")
@click.option("--speed", type=Speed(), default="1", show_default=True, help="Market seconds a second.")
@click.option("--at", metavar="HH:MM", help="Exchange time to begin at; the scenario's own by default.")
@click.option(
    "--hedging",
    type=click.FloatRange(0, 4),
    metavar="X",
    help="Dealers hedge X times the open interest; the scenario's own by default.",
)
@click.option("--full-chain", is_flag=True, help="List as many SPX contracts as the real chain, some 30,000.")
@click.option("--faults", type=click.Path(path_type=Path), metavar="FILE", help="Faults to begin with, TOML or JSON.")
@json_option
@guarded
def command(
    day: str | None,
    listing: bool,
    massive: int | None,
    scenario: str | None,
    seed: int,
    speed: float | None,
    at: str | None,
    hedging: float | None,
    full_chain: bool,
    faults: Path | None,
    as_json: bool,
) -> None:
    """List and describe the scenarios of the simulator, or serve one as Massive's REST and websocket API.

    Keys are plans: sim (all), sim-business (and fair values), sim-delayed, sim-options, sim-indices, sim-basic,
    sim-throttled. Play a scenario in the terminal with `spxcc tui --scenario NAME`.

    \b
    Examples:
      spxcc sim
      spxcc sim --day flip-loss
      spxcc sim --massive 8788 --scenario vol-spike --speed 10
      spxcc sim --massive 8788 --hedging 0.5
      MASSIVE_API_KEY=sim SPXCC_MASSIVE_URL=http://127.0.0.1:8788 spxcc
    """
    if massive is not None:
        _serve(massive, _day(scenario or day or DEFAULT, hedging, full_chain), seed, speed, at, faults)
        return
    if listing and day is not None:
        raise UserError("expected either --list or --day, found both; leave one out")
    if hedging is not None or full_chain:
        raise UserError(
            "expected --massive PORT with --hedging and --full-chain, found none; they change what is served"
        )
    chosen = SCENARIOS if day is None else (_scenario(day),)
    if as_json:
        rows = [
            {"name": one.name, "title": one.title, "date": one.date, "what_to_see": one.what_to_see} for one in chosen
        ]
        click.echo(msgspec.json.encode(rows).decode())
        return
    width = max(len(one.name) for one in SCENARIOS) + 3
    for one in chosen:
        click.echo(f"{one.name:<{width}}{one.title}")
        if day is not None:
            click.echo(f"\n{one.what_to_see}")


def _scenario(name: str) -> Scenario:
    try:
        return scenario_named(name)
    except ValueError as error:
        raise UserError(str(error)) from None


def _day(name: str, hedging: float | None, full_chain: bool) -> Scenario:
    chosen = replace(_scenario(name), full_chain=full_chain)
    return chosen if hedging is None else replace(chosen, hedging=hedging)


def _serve(port: int, chosen: Scenario, seed: int, speed: float | None, at: str | None, faults: Path | None) -> None:
    # The server is imported by who serves: the list alone needs neither h11 nor websockets.
    from spxcc.feeds.simulator.massive.faults import faults_from
    from spxcc.runtime.clock import SystemClock
    from spxcc.runtime.massive_sim import SimOptions, serve

    if speed is None:
        raise UserError("expected a number for --speed, found max; a service runs by the clock")
    try:
        script = () if faults is None else faults_from(faults.read_bytes(), faults.suffix == ".toml")
        options = SimOptions(chosen, seed, port, speed, at, script)
        asyncio.run(serve(options, SystemClock(), lambda url: click.echo(_told(url, chosen, seed), err=True)))
    except ValueError as error:
        raise UserError(str(error)) from None
    except OSError as error:
        reason = error.strerror or str(error)
        raise UserError(f"expected a readable file and a free port, found: {reason}; choose others", 2) from None


def _told(url: str, scenario: Scenario, seed: int) -> str:
    hedging = f", hedging {scenario.hedging:g}" if scenario.hedging else ""
    return (
        f"serving Massive's API, simulated, at {url} (scenario {scenario.name}, seed {seed}{hedging}); Ctrl-C ends it"
    )
