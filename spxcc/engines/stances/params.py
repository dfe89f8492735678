"""Constants of the stances engine."""

LEAST_CERTAINTY = 0.6
"""Of the side by the quote rule."""
KEPT = 400
"""Alerts remembered, so that none speaks twice."""
