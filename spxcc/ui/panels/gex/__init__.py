"""The gex panel."""
