"""Who may read which channel: one rule for the websocket and the HTTP routes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from spxcc.protocol.codes import ErrorCode
from spxcc.protocol.identity import Identity
from spxcc.protocol.names import private_name, symbol_of_price


class Known(Protocol):
    """What exists."""

    def knows(self, name: str) -> bool:
        """Whether a canonical name can be subscribed to."""
        ...


@dataclass(frozen=True)
class Access:
    """`tiers` maps a channel, or its head (`gex`), to the tiers that may read it; what is not listed is open to all."""

    tiers: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def __call__(self, identity: Identity, channel: str) -> bool:
        """Whether `identity` may read a canonical channel. A private one belongs to exactly its owner."""
        private = private_name(channel)
        if private is not None:
            return private.owner == identity.sub
        needed = self.tiers.get(channel, self.tiers.get(channel.partition(":")[0]))
        return needed is None or (identity.tier is not None and identity.tier in needed)


def admission(access: Access, known: Known, any_symbol: bool) -> Callable[[Identity, str], ErrorCode | None]:
    """The rule for a subscribe. `any_symbol`: prices of symbols unseen so far can be fetched.

    A private channel of somebody else is forbidden whether it exists or not.
    """

    def judge(identity: Identity, channel: str) -> ErrorCode | None:
        private = private_name(channel) is not None
        fetchable = any_symbol and symbol_of_price(channel) is not None
        if not private and not fetchable and not known.knows(channel):
            return "unknown_channel"
        return None if access(identity, channel) else "forbidden_channel"

    return judge
