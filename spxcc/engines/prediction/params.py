"""Constants of the prediction engine."""

HORIZONS = (5, 10, 15, 20, 30, 60)
"""Minutes ahead, besides the close."""
EVERY_MS = 1000
LAG_MS = 5_000
"""The price that a cone meets may have happened so much before its end."""
LATE_MS = 120_000
"""A price that comes later than this decides no cone."""
