"""Constants of paper positions (SETUPS.md 1 and 3)."""

SLIP = 0.10
"""Points lost at a market entry, a stop and a market exit."""
THROUGH = 0.10
"""Points that a target must be traded through."""
