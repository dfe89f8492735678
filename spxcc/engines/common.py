"""Pieces that several results share."""

from typing import TypeAlias

UnixMillis: TypeAlias = int
"""Milliseconds since the epoch, as on the wire."""

SYMBOLS = ("SPX", "SPY")
"""Underlyings with their own gex and price channels."""
