"""The header line."""
