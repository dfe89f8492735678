"""`spxcc whynot`: why a setup has not fired."""

import asyncio
import sys
from collections.abc import Iterator

import click
import msgspec

from spxcc.runtime.cli.options import guarded, json_option, past_options
from spxcc.runtime.tail.reading import address_of, asked
from spxcc.runtime.whynot import QUERY, WhyNot
from spxcc.ui.format import clock


@click.command("whynot")
@click.argument("setup")
@click.option("--attach", metavar="URL", help="The server to ask; default: this user's running one.")
@click.option("--token", help="Token for --attach; default: that of this user's running server.")
@past_options
@json_option
@guarded
def command(
    setup: str, attach: str | None, token: str | None, at: str | None, sources: tuple[str, ...], as_json: bool
) -> None:
    """Why SETUP (a kind, a beginning of it, or an id) has not fired: the gate that fails, and by how much.

    Exit code 1: it has not fired; 0: it has.

    \b
    Examples:
      spxcc whynot fade
      spxcc whynot breakout_vacuum --json | jq '.places[0].gates'
      spxcc whynot trend --at 10:31
    """
    if at is None:
        url = address_of(attach)
        found = msgspec.convert(asyncio.run(asked(url, token, QUERY, {"setup": setup})), WhyNot)
    else:
        # Only a question about the past pays for the engines.
        from spxcc.runtime.history.asking import not_fired

        found = asyncio.run(not_fired(setup, at, sources))
    if as_json:
        click.echo(msgspec.json.encode(found).decode())
    else:
        for line in text_lines(found):
            click.echo(line)
    sys.exit(0 if found.fired else 1)


def text_lines(found: WhyNot) -> Iterator[str]:
    """The answer, the funnel of today, then the places with what fails."""
    yield f"{clock(found.as_of)} {found.answer}"
    if found.funnel:
        yield "today: " + " · ".join(f"{count} {stage.replace('_', ' ')}" for stage, count in found.funnel.items())
    for place in found.places:
        yield ""
        yield f"{place.side} {place.level} {place.price:,.2f}  {place.state}, {place.passed} of {place.total}"
        yield f"  {place.reason}"
        failing = {gate.name: gate for gate in place.gates}
        for check in place.checks:
            gate = failing.get(check.name)
            mark = "ok " if check.ok else "?  " if check.ok is None else "no "
            by = "" if gate is None or not gate.short_by else f"  short by {gate.short_by:.10g}"
            yield f"  {mark}{check.name:<18} {check.value:<14} needs {check.need}{by}"
