"""The NOW line."""
