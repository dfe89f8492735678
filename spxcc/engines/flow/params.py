"""Constants of the flow engine."""

from types import MappingProxyType

from spxcc.market.units import NANOS_PER_MILLI, NANOS_PER_MINUTE, NANOS_PER_SECOND

CONTRACT_SIZE = 100
QUOTE_AGE_NS = NANOS_PER_SECOND
"""An older quote tells no side (ENGINES.md 11)."""
AT_QUOTE, BEYOND_QUOTE, AT_MID = 0.85, 0.70, 0.50
"""Certainty of the quote rule at the quote (measured: 83–87 % right), beyond it, and just off the middle."""
LATE_NS = 60 * NANOS_PER_SECOND
REMEMBERED_NS = 60 * NANOS_PER_SECOND
"""How long a print is known, to drop a second delivery and to undo a cancelled one: what comes later is late."""
PACKAGE_NS = 100_000
"""Prints of one order stand within this time."""
RATIO_MOST = 4
"""Largest number in a ratio of legs (1:2, 3:4)."""
LEGS_MOST = 10
BURST_NS = 250 * NANOS_PER_MILLI
GRACE_NS = 500 * NANOS_PER_MILLI
"""A burst is judged only when this much later nothing more of it has come."""
BOOK_SWEEP_PRINTS = 3
SINGLE_VENUE = frozenset({"SPX"})
"""Underlyings that trade on one exchange: no sweep across exchanges there."""
PRINT_USD = 150_000
"""Least premium of a single print."""
NOTABLE_USD = 25_000
"""Least premium of a sweep and of a block by size."""
BLOCK_USD = 1_000_000
BLOCK_SIZE = MappingProxyType({"SPX": 100})
BLOCK_SIZE_OTHERS = 500
BLOCK_QUANTILE_KEPT = 100
"""Largest sizes kept a contract: exact 99 % quantile for this many hundred prints a day."""
DEEP_SHARE = 0.05
"""Deep in the money: intrinsic value of this share of spot; financing, not a view."""
DEEP_PRICE_SHARE = 0.15
"""The same without a spot: price of this share of the strike."""
BUCKET_NS = 5 * NANOS_PER_SECOND
"""Resolution of the windows."""
WINDOW_MINUTES = (5, 15, 30)
KEPT_NS = max(WINDOW_MINUTES) * NANOS_PER_MINUTE
LARGEST_SHOWN, LARGEST_KEPT = 5, 20
"""Largest premiums of the day that are listed, and those kept so that a cancel leaves enough."""
HISTORY_DAYS = 5
"""Least earlier days before a minute is compared with its like."""
VOLUME_ROWS = 60
"""Contracts listed where only minute volume exists, busiest first."""
