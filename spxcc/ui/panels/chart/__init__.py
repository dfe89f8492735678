"""The chart panel."""
