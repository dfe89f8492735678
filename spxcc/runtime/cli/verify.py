"""`spxcc verify`: a recorded session must say again what it said."""

import sys

import click
import msgspec

from spxcc.market.session import to_exchange
from spxcc.runtime.cli.options import guarded, json_option
from spxcc.runtime.cli.progress import ProgressLine
from spxcc.runtime.cli.sessions import session_path
from spxcc.runtime.verify import Verdict, elsewhere, run


@click.command("verify")
@click.argument("session")
@click.option("--here", is_flag=True, help="In this process alone.")
@json_option
@guarded
def command(session: str, here: bool, as_json: bool) -> None:
    """Play a recorded session again as fast as it goes and compare the digest of all that it published: in this
    process, in others with another time zone, locale and hash seed, and on the other Pythons there are.

    Exit code 1 where one differs; a file of a killed run is compared up to its last step.

    \b
    Examples:
      spxcc verify 2026-03-24_sim
      spxcc verify monday.spxcc --here --json
    """
    path = session_path(session)
    line = ProgressLine()
    verdicts = [run(path, lambda played: line.tell("here", played.steps, played.of))]
    line.clear()
    if not as_json:
        _print(verdicts[0])
    for one in () if here else elsewhere(path):
        verdicts.append(one)
        if not as_json:
            _print(one)
    ok = all(one.ok is not False for one in verdicts)
    if as_json:
        click.echo(msgspec.json.encode({"session": path.name, "ok": ok, "verdicts": verdicts}).decode())
    sys.exit(0 if ok else 1)


def _print(one: Verdict) -> None:
    word = "not run" if one.ok is None else "same" if one.ok else "DIFFERS"
    parts = "" if one.parts_at is None else f", from {to_exchange(one.parts_at):%H:%M} on"
    told = one.why or f"{one.frames:,} frames, {one.digest}{parts}"
    click.echo(f"{one.where:<28}{word:<9}{told}")
