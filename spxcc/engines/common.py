"""Pieces that several results share."""

from typing import TypeAlias

UnixMillis: TypeAlias = int
"""Milliseconds since the epoch, as on the wire."""

SYMBOLS = ("SPX", "SPY")
"""Underlyings with their own gex and price channels."""


def in_company(
    probability: float | None, n: int | None, low: float | None, high: float | None, null: float | None
) -> None:
    """A probability is told with its sample, its interval and its null, or not at all. Raises ValueError."""
    if probability is None:
        return
    if (
        n is None
        or n <= 0
        or low is None
        or high is None
        or null is None
        or not 0 <= low <= high <= 1
        or not 0 <= probability <= 1
    ):
        raise ValueError(
            f"expected a probability beside n, interval and null, found {probability} with n {n}, {low}–{high}, "
            f"null {null}; leave it out"
        )
