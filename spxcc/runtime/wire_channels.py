"""Channels by the names they have on the wire."""

from spxcc.engines.alerts.result import alerts_channel
from spxcc.engines.bars.result import bars_channel
from spxcc.engines.catalog import CHANNELS
from spxcc.engines.plan.result import plan_channel
from spxcc.engines.positions.result import positions_channel
from spxcc.engines.price.result import price_channel
from spxcc.engines.recording.result import RECORDING
from spxcc.engines.replay.result import REPLAY
from spxcc.protocol.channel import Channel
from spxcc.protocol.names import private_name

_PUBLIC: dict[str, Channel] = {channel.name: channel for channel in CHANNELS if private_name(channel.name) is None}
_RUN: dict[str, Channel] = {channel.name: channel for channel in (RECORDING, REPLAY)}


def public_channel(name: str) -> Channel | None:
    """What engines publish for everybody under this name: also prices and bars of any symbol. `None` for all else."""
    kind, _, symbol = name.partition(":")
    match kind:
        case "price":
            return price_channel(symbol)
        case "bars":
            return bars_channel(symbol)
        case _:
            return _PUBLIC.get(name)


def wire_channel(name: str) -> Channel | None:
    """The same, and what one user alone sees, and how the run goes."""
    kind, _, owner = name.partition(":")
    match kind:
        case "alerts":
            return alerts_channel(owner)
        case "plan":
            return plan_channel(owner)
        case "positions":
            return positions_channel(owner)
        case _:
            return public_channel(name) or _RUN.get(name)
