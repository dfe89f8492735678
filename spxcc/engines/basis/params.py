"""Constants of the basis engine."""

RATE = 0.0425
"""Yearly rate that discounts the strikes; wrong by 0.5 % it moves the spot by 0.3 points over the four days in use."""
DIVIDEND = 0.013
"""Yearly dividend yield of the index."""
PARITY_STRIKES = 5
MIN_PARITY_STRIKES = 3
MAX_PARITY_DAYS = 4.0
"""Up to a Monday from a Friday; further out rate and dividend yield matter more than the quotes."""
MIN_PARITY_MINUTES = 1.0
QUOTE_AGE_S = 90.0
FAST_HALF_LIFE_S = 300.0
SLOW_HALF_LIFE_S = 1200.0
MIN_HISTORY_S = 300.0
"""No z before this much market time was seen."""
MIN_SD = 0.01
"""Points; a basis that moves less than a tick has no z."""
TREND_SD = 0.25
TREND_POINTS = 0.05
STALE_OPENING_S = 120.0
STALE_OPENING_SHARE = 0.0005
"""Cash further than this from parity in the first two minutes is still the opening print (3 points at 6000)."""
WINDOW_S = 600.0
SAMPLE_S = 5.0
MIN_SAMPLES = 40
MAX_LAG = 6
MIN_CORRELATION = 0.3
LEAD_MARGIN = 0.1
