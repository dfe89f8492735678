"""Minute and daily bars for the charts, upserted by start."""
