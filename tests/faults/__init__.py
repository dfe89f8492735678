"""Faults, floods and bad input against a whole server: what must happen, and that it happens."""
