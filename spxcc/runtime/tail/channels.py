"""Channels by the names a user types."""

from collections.abc import Callable

from spxcc.engines.alerts.result import alerts_channel
from spxcc.engines.bars.result import bars_channel
from spxcc.engines.gex.result import gex_channel
from spxcc.engines.levels.result import LEVELS_SCORES
from spxcc.engines.price.result import price_channel
from spxcc.protocol.channel import Channel
from spxcc.protocol.names import canonical_channel
from spxcc.runtime.errors import UserError
from spxcc.ui.channels import CHANNELS

KNOWN = {channel.name: channel for channel in (*CHANNELS, LEVELS_SCORES)}
"""What the screen reads and what only scripts do; a test holds it to the catalogue, whose engines cost a second."""
SHORT = {name.partition(":")[0]: name for name in KNOWN if name.endswith(":update")} | {
    "flow": "flow:alert", "coach": "coach:message", "price": "price:SPX", "gex": "gex:SPX", "bars": "bars:SPX",
    "alerts": "alerts:local",
}  # fmt: skip
"""The head alone stands for the channel most people mean."""


def channel_named(text: str) -> Channel:
    """The channel called `text` (any case; `gex` = `gex:SPX`). Raises UserError for a name no channel has."""
    name = SHORT.get(text.strip().lower()) or canonical_channel(text)
    if name in KNOWN:
        return KNOWN[name]
    head, _, symbol = (name or "").partition(":")
    makers: dict[str, Callable[[str], Channel]] = {
        "price": price_channel, "gex": gex_channel, "bars": bars_channel, "alerts": alerts_channel,
    }  # fmt: skip
    if head in makers and symbol:
        return makers[head](symbol)
    raise UserError(
        f"expected a channel, found {text[:40]!r}; there are {', '.join(KNOWN)}, price:, gex:, bars:SYM and alerts"
    )
