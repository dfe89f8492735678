"""Channel and symbol names: canonical forms, private channels, the order of snapshots."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

SYMBOL = re.compile(r"[A-Z0-9.^-]{1,10}")
_WORD = re.compile(r"[a-z][a-z0-9_]{0,31}(:[a-z][a-z0-9_]{0,31})?")
_OWNER = re.compile(r"[!-~]{1,128}")

PER_SYMBOL = frozenset({"price", "bars", "gex"})
PRIVATE = frozenset({"setups", "positions", "alerts", "plan"})
_PUBLIC_SUFFIX = "update"

PUBLIC_CHANNELS = (
    "gex:SPX",
    "gex:SPY",
    "regime:update",
    "basis:update",
    "levels:update",
    "clusters:update",
    "setups:update",
    "flow:alert",
    "coach:message",
)
"""The nine public channels in the order in which their snapshots leave."""

_RANK = {name: rank for rank, name in enumerate(PUBLIC_CHANNELS)}
_OTHERS, _PRICES, _BARS = len(_RANK), len(_RANK) + 1, len(_RANK) + 2


@dataclass(frozen=True, slots=True)
class PrivateName:
    """A channel of one user: `kind` (setups, positions, alerts, plan) and its exact `owner`."""

    kind: str
    owner: str


def canonical_symbol(text: object) -> str | None:
    """Trimmed and upper-cased symbol, or `None` if it is not one; a channel name never is."""
    if not isinstance(text, str):
        return None
    symbol = text.strip().upper()
    return symbol if SYMBOL.fullmatch(symbol) else None


def canonical_channel(text: object) -> str | None:
    """Canonical name of a channel given in any case, or `None` if no channel can be called so.

    Symbols are upper case (`gex:SPX`), words lower case (`regime:update`), owners of private channels untouched.
    """
    if not isinstance(text, str) or len(text) > 160:
        return None
    head, colon, tail = text.strip().partition(":")
    head = head.lower()
    if head in PER_SYMBOL:
        symbol = canonical_symbol(tail)
        return f"{head}:{symbol}" if symbol else None
    if head in PRIVATE and tail.lower() != _PUBLIC_SUFFIX:
        return f"{head}:{tail}" if _OWNER.fullmatch(tail) else None
    name = f"{head}{colon}{tail.lower()}"
    return name if _WORD.fullmatch(name) else None


def private_name(channel: str) -> PrivateName | None:
    """Kind and owner of a canonical private channel, `None` for a public one."""
    kind, colon, owner = channel.partition(":")
    if kind not in PRIVATE or not colon or owner == _PUBLIC_SUFFIX:
        return None
    return PrivateName(kind, owner)


def is_reserved(owner: str) -> bool:
    """Whether the channels of such an owner would be public ones."""
    return owner.lower() == _PUBLIC_SUFFIX


def price_channel_of(symbol: str) -> str:
    """The channel that serves a plain symbol subscription."""
    return f"price:{symbol}"


def symbol_of_price(channel: str) -> str | None:
    """Symbol of a `price:<SYM>` channel, `None` for any other."""
    head, _, symbol = channel.partition(":")
    return symbol if head == "price" else None


def snapshot_rank(channel: str) -> int:
    """Place of a channel in the order of snapshots (G3): the nine, then others, then prices, bars last."""
    if channel.startswith("price:"):
        return _PRICES
    if channel.startswith("bars:"):
        return _BARS
    return _RANK.get(channel, _OTHERS)


def in_snapshot_order(channels: Iterable[str]) -> tuple[str, ...]:
    """Channels without repetition in the order of snapshots; equals keep the order of asking."""
    return tuple(sorted(dict.fromkeys(channels), key=snapshot_rank))
