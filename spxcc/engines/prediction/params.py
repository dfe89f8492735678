"""Constants of the prediction engine."""

HORIZONS = (5, 10, 15, 20, 30, 60)
"""Minutes ahead, besides the close."""
EVERY_MS = 1000
