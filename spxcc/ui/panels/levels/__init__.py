"""The levels panel."""
