"""`spxcc schema`: JSON schema of the frames of a channel."""

import click
import msgspec

from spxcc.runtime.cli.options import guarded
from spxcc.runtime.schema import frame_schema
from spxcc.runtime.tail.channels import KNOWN, channel_named


@click.command("schema")
@click.argument("channel", required=False)
@click.option("--json", "as_json", is_flag=True, help="On one line.")
@guarded
def command(channel: str | None, as_json: bool) -> None:
    """JSON schema (draft 2020-12) of the frames of CHANNEL; without one, of all, by their names.

    \b
    Examples:
      spxcc schema gex:SPX
      spxcc schema | jq 'keys'
    """
    found = (
        {name: frame_schema(one) for name, one in KNOWN.items()}
        if channel is None
        else frame_schema(channel_named(channel))
    )
    text = msgspec.json.encode(found)
    click.echo((text if as_json else msgspec.json.format(text, indent=2)).decode())
