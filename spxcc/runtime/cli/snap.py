"""`spxcc snap`: what channels of the running server hold now."""

import asyncio
import sys
from typing import Any

import click
import msgspec

from spxcc.client.store import Store
from spxcc.market.units import to_millis
from spxcc.protocol.channel import Channel
from spxcc.runtime.cli.options import guarded, past_options
from spxcc.runtime.clock import SystemClock
from spxcc.runtime.errors import UserError
from spxcc.runtime.hello import POLL_S
from spxcc.runtime.tail.channels import KNOWN, channel_named
from spxcc.runtime.tail.reading import address_of, answered, reading, refusals

WAIT_S = 10.0


@click.command("snap")
@click.argument("channels", nargs=-1)
@click.option("--attach", metavar="URL", help="The server to read; default: this user's running one.")
@click.option("--token", help="Token for --attach; default: that of this user's running server.")
@click.option("--json", "as_json", is_flag=True, help="On one line.")
@past_options
@guarded
def command(
    channels: tuple[str, ...], attach: str | None, token: str | None, as_json: bool, at: str | None,
    sources: tuple[str, ...],
) -> None:  # fmt: skip
    """What CHANNELs (default: all) hold now, as one JSON object: value, age, and whether it is stale.

    Exit code 1: a channel has no value, or a stale one; the reason stands beside it.

    \b
    Examples:
      spxcc snap gex:SPX
      spxcc snap price levels --json | jq '."price:SPX".data.price'
      spxcc snap gex --at 10:31 --session 2026-03-24
    """
    wanted = tuple({one.name: one for one in map(channel_named, channels or KNOWN)}.values())
    if at is None:
        found = asyncio.run(_snapped(address_of(attach), token, wanted))
    else:
        # Only a question about the past pays for the engines.
        from spxcc.runtime.history.asking import snapped

        found = asyncio.run(snapped(wanted, at, sources))
    text = msgspec.json.encode(found)
    click.echo((text if as_json else msgspec.json.format(text, indent=2)).decode())
    named = [found[one.name] for one in wanted] if channels else []
    sys.exit(1 if any(one["data"] is None or one["stale"] for one in named) else 0)


async def _snapped(url: str, token: str | None, channels: tuple[Channel, ...]) -> dict[str, Any]:
    clock = SystemClock()
    store = Store(clock, channels)
    async with reading(store, clock, url, token, channels):
        ends = clock.monotonic() + WAIT_S
        while not answered(store, channels) and clock.monotonic() < ends:
            await clock.sleep(POLL_S)
        refused = refusals(store, channels)
        if len(refused) == len(channels):
            raise UserError(f"expected a channel that the server has, found {'; '.join(refused)}")
        return {one.name: described(store, one, to_millis(clock.now())) for one in channels}


def described(store: Store, channel: Channel, now_ms: int) -> dict[str, Any]:
    """data (`null` without any; a list for collections), as_of in ms, received_ms_ago, stale, error."""
    meta, value = store.meta(channel.name), store.value(channel.name)
    received = None if meta is None or meta.received_ns is None else now_ms - to_millis(meta.received_ns)
    data = value if channel.keep == "state" else list(value.values() if channel.keep == "delta" else value)
    return {
        "data": data,
        "as_of": None if meta is None else meta.as_of_ms,
        "received_ms_ago": received,
        "stale": meta is not None and meta.stale,
        "error": None if meta is None else meta.error,
    }
