"""The coach panel."""
