"""The flow panel."""
