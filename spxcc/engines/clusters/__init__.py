"""Zones where levels of distinct families meet."""
