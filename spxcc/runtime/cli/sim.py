"""`spxcc sim`: the simulator's scenarios."""

import click
import msgspec

from spxcc.feeds.simulator.scenarios import SCENARIOS, scenario_named
from spxcc.runtime.cli.options import guarded, json_option
from spxcc.runtime.errors import UserError


@click.command("sim")
@click.option("--day", metavar="SCENARIO", help="Describe one scenario.")
@json_option
@guarded
def command(day: str | None, as_json: bool) -> None:
    """List and describe the scenarios of the simulator; play one with `spxcc tui --scenario NAME`.

    \b
    Examples:
      spxcc sim
      spxcc sim --day flip-loss
    """
    try:
        chosen = SCENARIOS if day is None else (scenario_named(day),)
    except ValueError as error:
        raise UserError(str(error)) from None
    if as_json:
        rows = [{"name": one.name, "title": one.title, "what_to_see": one.what_to_see} for one in chosen]
        click.echo(msgspec.json.encode(rows).decode())
        return
    for one in chosen:
        click.echo(f"{one.name:<12}{one.title}")
        if day is not None:
            click.echo(f"\n{one.what_to_see}")
