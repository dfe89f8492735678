"""What one connection is subscribed to: symbols and channels, counted apart."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeAlias

from spxcc.protocol.codec import clip
from spxcc.protocol.codes import ErrorCode, retry_of
from spxcc.protocol.messages import EntryError
from spxcc.protocol.names import canonical_channel, canonical_symbol, in_snapshot_order, price_channel_of

Admit: TypeAlias = Callable[[str], ErrorCode | None]
"""Whether a canonical channel may be subscribed to: `None`, or the code of the refusal."""

MAX_ERRORS = 64
"""Rejected entries named one by one in an acknowledgement; the rest is summed up."""

_TEXT: dict[str, str] = {
    "unknown_symbol": "no such symbol",
    "unknown_channel": "no such channel",
    "forbidden_channel": "not open to this user",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """Entries of one request: canonical ones in the order of asking, and the refused."""

    channels: tuple[str, ...]
    symbols: tuple[str, ...]
    errors: tuple[EntryError, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Channels that serve it, in the order of snapshots."""
        return in_snapshot_order((*self.channels, *(price_channel_of(symbol) for symbol in self.symbols)))


class Interests:
    """Symbols and channels of a connection within their limits. Adding what is there already costs nothing.

    A name that was looked up in vain keeps its place until it is unsubscribed: who asks for junk meets the limit
    instead of one look-up after another.
    """

    def __init__(self, max_symbols: int, max_channels: int) -> None:
        self._limits = {"symbol": max_symbols, "channel": max_channels}
        self._held: dict[str, dict[str, None]] = {"symbol": {}, "channel": {}}
        self._unknown: dict[str, set[str]] = {"symbol": set(), "channel": set()}

    @property
    def names(self) -> frozenset[str]:
        """Channels that serve everything subscribed to."""
        return frozenset(self._held["channel"]) | {price_channel_of(symbol) for symbol in self._held["symbol"]}

    def add(self, symbols: Iterable[Any], channels: Iterable[Any], admit: Admit) -> Asked:
        """Take up what is known, allowed and within the limits."""
        errors: list[EntryError] = []
        good_channels = self._add("channel", channels, admit, errors)
        good_symbols = self._add("symbol", symbols, admit, errors)
        return Asked(good_channels, good_symbols, _shortened(errors))

    def remove(self, symbols: Iterable[Any], channels: Iterable[Any]) -> tuple[Asked, tuple[str, ...]]:
        """Give up what is held of these; the second value names the channels nothing else here needs."""
        before = self.names
        gone_channels = self._remove("channel", map(canonical_channel, channels))
        gone_symbols = self._remove("symbol", map(canonical_symbol, symbols))
        freed = in_snapshot_order(name for name in sorted(before) if name not in self.names)
        return Asked(gone_channels, gone_symbols, ()), freed

    def drop_symbol(self, symbol: str) -> None:
        """Serve a symbol no longer that turned out not to exist, also as a channel."""
        for kind, name in (("symbol", symbol), ("channel", price_channel_of(symbol))):
            if name in self._held[kind]:
                del self._held[kind][name]
                self._unknown[kind].add(name)

    def _add(self, kind: str, entries: Iterable[Any], admit: Admit, errors: list[EntryError]) -> tuple[str, ...]:
        held, unknown, limit = self._held[kind], self._unknown[kind], self._limits[kind]
        accepted: dict[str, None] = {}
        for entry in entries:
            name, code = _judge(kind, entry, admit)
            if name is not None and name not in held and code is None and len(held) + len(unknown - {name}) >= limit:
                code = "limit_reached"
            if code is not None or name is None:
                code = code or "bad_request"
                message = _TEXT.get(code, f"at most {limit} {kind}s, unknown ones counted; unsubscribe some first")
                errors.append(EntryError(clip(entry), code, message, retry_of(code)))
            else:
                held[name] = accepted[name] = None
                unknown.discard(name)
        return tuple(accepted)

    def _remove(self, kind: str, names: Iterable[str | None]) -> tuple[str, ...]:
        held, known = self._held[kind], [name for name in names if name is not None]
        self._unknown[kind].difference_update(known)
        gone = tuple(dict.fromkeys(name for name in known if name in held))
        for name in gone:
            del held[name]
        return gone


def _judge(kind: str, entry: object, admit: Admit) -> tuple[str | None, ErrorCode | None]:
    if kind == "symbol":
        symbol = canonical_symbol(entry)
        if symbol is None:
            return None, "unknown_symbol"
        return symbol, "unknown_symbol" if admit(price_channel_of(symbol)) else None
    channel = canonical_channel(entry)
    return (None, "unknown_channel") if channel is None else (channel, admit(channel))


def _shortened(errors: list[EntryError]) -> tuple[EntryError, ...]:
    if len(errors) <= MAX_ERRORS:
        return tuple(errors)
    left = len(errors) - MAX_ERRORS
    return (*errors[:MAX_ERRORS], EntryError("…", errors[-1].code, f"and {left} more entries", "never"))
